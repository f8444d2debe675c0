import type { z } from 'zod';
import type {
  VerschlussListe,
  VerschlussZeile,
} from '#posteingang/verschluss/verschluss.schema.js';
import { api } from '#web/api.js';
import { formatShortInstant } from '#web/format.js';
import { setQuery, usePlace } from '#web/router.js';
import { useCan } from '#web/session.js';
import { LinkButton } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Badge, Empty, Failure, Loading } from '#web/ui/feedback.js';
import { SelectField } from '#web/ui/field.js';
import { Page } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';
import { klassenText, staende } from './klassen.js';

const whose = (one: VerschlussZeile): string => {
  if (one.empfaenger !== null) return one.empfaenger.name;
  if (one.vergabe !== null) return `Vergabe ${one.vergabe.kennzeichen}`;
  if (one.einheit !== null) return `${one.einheit.kuerzel} ${one.einheit.name}`;
  return one.umschlag === null ? 'nicht sichtbar' : 'noch nicht zugewiesen';
};

const columns: readonly Column<VerschlussZeile>[] = [
  {
    key: 'nummer',
    title: 'Eingang',
    rowHeader: true,
    noWrap: true,
    cell: (one) => <a href={`/verschluss/${one.id}`}>{one.eingangsnummer}</a>,
  },
  {
    key: 'zeit',
    title: 'Eingegangen',
    noWrap: true,
    cell: (one) => formatShortInstant(one.eingegangenAt),
  },
  { key: 'klasse', title: 'Klasse', cell: (one) => klassenText(one.klasse) },
  { key: 'wem', title: 'Für', cell: whose },
  {
    key: 'umschlag',
    title: 'Umschlag',
    wide: true,
    cell: (one) => (
      <span class="small clamp">
        {one.umschlag === null
          ? '–'
          : [one.umschlag.vermerk, one.umschlag.anschrift.replaceAll('\n', ', ')]
              .filter((part) => part !== '')
              .join(' · ') || '–'}
      </span>
    ),
  },
  {
    key: 'stand',
    title: 'Stand',
    noWrap: true,
    cell: (one) => <Badge tone={staende[one.stand].tone} text={staende[one.stand].text} />,
  },
];

/** Posteingang › Verschlossene Post: what stays closed, as far as the reader may know of it. */
export const SealedListPage = () => {
  const { query } = usePlace();
  const can = useCan();
  const offen = query.get('offen') ?? 'true';
  const list = useLoad(`verschluss-${offen}`, (signal) =>
    api.get<z.infer<typeof VerschlussListe>>('/api/verschluss', { query: { offen }, signal }),
  );
  return (
    <Page
      title="Verschlossene Post"
      subtitle="Niemand und kein Programm liest sie, bis die berechtigte Person sie öffnet."
      actions={
        <>
          <LinkButton label="Vergaben" icon="scales" href="/vergaben" />
          {can('posteingang:receive') ? (
            <>
              <LinkButton label="Briefwahl" icon="letter" href="/briefwahl" />
              <LinkButton
                label="Umschlag erfassen"
                icon="plus"
                variant="primary"
                href="/verschluss/erfassen"
              />
            </>
          ) : null}
        </>
      }
    >
      <search class="filters" aria-label="Verschlossene Post filtern">
        <SelectField
          label="Stand"
          value={offen}
          onChange={(value) => setQuery({ offen: value })}
          options={[
            { value: 'true', text: 'Noch nicht erledigt' },
            { value: 'false', text: 'Alle' },
          ]}
          width="short"
        />
      </search>
      {list.data === undefined ? (
        list.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={list.error} onRetry={list.reload} />
        )
      ) : (
        <DataTable
          caption="Verschlossene Post, neueste zuerst"
          columns={columns}
          rows={list.data.sendungen}
          rowKey={(one) => one.id}
          empty={<Empty title="Es ist keine verschlossene Post für Sie da." />}
        />
      )}
    </Page>
  );
};
