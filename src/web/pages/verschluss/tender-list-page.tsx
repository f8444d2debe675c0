import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Vergabe, VergabeListe } from '#posteingang/verschluss/vergabe.schema.js';
import { api } from '#web/api.js';
import { formatInstant } from '#web/format.js';
import { navigate } from '#web/router.js';
import { useSession } from '#web/session.js';
import { Button } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Badge, Empty, Failure, Loading } from '#web/ui/feedback.js';
import { SelectField, TextField } from '#web/ui/field.js';
import { type Faults, useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { Page } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';

const trail = [{ text: 'Verschlossene Post', href: '/verschluss' }];

/** Where a tender stands. */
export const tenderState = (one: Vergabe) => {
  if (one.geoeffnetAt !== null) return { tone: 'success', text: 'Geöffnet' } as const;
  if (!one.fristVorbei) return { tone: 'warning', text: 'Gesperrt, Frist läuft' } as const;
  if (one.ersteFreigabe !== null) return { tone: 'info', text: 'Zweite Freigabe fehlt' } as const;
  return { tone: 'info', text: 'Bereit zur Öffnung' } as const;
};

const columns: readonly Column<Vergabe>[] = [
  {
    key: 'kennzeichen',
    title: 'Kennzeichen',
    rowHeader: true,
    noWrap: true,
    cell: (one) => <a href={`/vergaben/${one.id}`}>{one.kennzeichen}</a>,
  },
  { key: 'name', title: 'Bezeichnung', wide: true, cell: (one) => one.bezeichnung },
  { key: 'einheit', title: 'Vergabestelle', cell: (one) => one.einheit.kuerzel },
  {
    key: 'frist',
    title: 'Ende der Angebotsfrist',
    noWrap: true,
    cell: (one) => formatInstant(one.angebotsfrist),
  },
  { key: 'zahl', title: 'Angebote', numeric: true, cell: (one) => one.angebote },
  {
    key: 'stand',
    title: 'Stand',
    noWrap: true,
    cell: (one) => <Badge {...tenderState(one)} />,
  },
];

const blank = { kennzeichen: '', bezeichnung: '', einheitId: '', frist: '' };

const check = (values: typeof blank): Faults => ({
  ...(values.kennzeichen.trim().length < 3
    ? { kennzeichen: 'Bitte das Kennzeichen angeben.' }
    : {}),
  ...(values.bezeichnung.trim().length < 3 ? { bezeichnung: 'Bitte benennen.' } : {}),
  ...(values.einheitId === '' ? { einheit: 'Bitte die Vergabestelle wählen.' } : {}),
  ...(values.frist === '' ? { frist: 'Bitte das Ende der Angebotsfrist angeben.' } : {}),
});

const NewTenderDialog = (props: {
  units: readonly { value: string; text: string }[];
  onClose: () => void;
}) => {
  const [values, setValues] = useState({ ...blank, einheitId: props.units[0]?.value ?? '' });
  const change = (changes: Partial<typeof blank>): void =>
    setValues((before) => ({ ...before, ...changes }));
  const form = useSubmit({
    check: () => check(values),
    submit: async () => {
      const { frist, ...rest } = values;
      const angebotsfrist = new Date(frist).toISOString();
      const made = await api.post<Vergabe>('/api/vergaben', { ...rest, angebotsfrist });
      navigate(`/vergaben/${made.id}`);
    },
  });
  const { faults } = form;
  return (
    <FormDialog title="Neue Vergabe" form={form} submit="Vergabe anlegen" onClose={props.onClose}>
      <TextField
        id="kennzeichen"
        label="Kennzeichen"
        hint="Wie es auf dem Umschlag der Angebote steht, zum Beispiel 2026-V-017"
        maxLength={80}
        value={values.kennzeichen}
        error={faults['kennzeichen']}
        onInput={(kennzeichen) => change({ kennzeichen })}
      />
      <TextField
        id="bezeichnung"
        label="Bezeichnung"
        maxLength={200}
        value={values.bezeichnung}
        error={faults['bezeichnung']}
        onInput={(bezeichnung) => change({ bezeichnung })}
      />
      <SelectField
        id="einheit"
        label="Vergabestelle"
        options={props.units}
        value={values.einheitId}
        error={faults['einheit']}
        onChange={(einheitId) => change({ einheitId })}
      />
      <TextField
        id="frist"
        label="Ende der Angebotsfrist"
        hint="Lässt sich später nur verlängern, und nur, solange sie läuft."
        type="datetime-local"
        value={values.frist}
        error={faults['frist']}
        onInput={(frist) => change({ frist })}
      />
    </FormDialog>
  );
};

/** Verschlossene Post › Vergaben. */
export const TenderListPage = () => {
  const { ich } = useSession();
  const [making, setMaking] = useState(false);
  const units = [
    ...new Map(
      ich.rollen
        .filter(({ rolle }) => rolle === 'sachbearbeitung' || rolle === 'leitung')
        .map(({ organisationseinheit: { id, kuerzel, name } }) => [id, `${kuerzel} ${name}`]),
    ),
  ].map(([value, text]) => ({ value, text }));
  const list = useLoad('vergaben', (signal) =>
    api.get<z.infer<typeof VergabeListe>>('/api/vergaben', { signal }),
  );
  return (
    <Page
      title="Vergaben"
      trail={trail}
      subtitle="Angebote bleiben bis zum Ende der Frist gesperrt; zwei Personen öffnen sie gemeinsam (§§ 54, 55 VgV)."
      actions={
        units.length === 0 ? undefined : (
          <Button
            label="Neue Vergabe"
            icon="plus"
            variant="primary"
            onClick={() => setMaking(true)}
          />
        )
      }
    >
      {list.data === undefined ? (
        list.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={list.error} onRetry={list.reload} />
        )
      ) : (
        <DataTable
          caption="Vergaben"
          columns={columns}
          rows={list.data.vergaben}
          rowKey={(one) => one.id}
          empty={<Empty title="Es gibt keine Vergabe, die Sie sehen dürfen." />}
        />
      )}
      {making ? <NewTenderDialog units={units} onClose={() => setMaking(false)} /> : null}
    </Page>
  );
};
