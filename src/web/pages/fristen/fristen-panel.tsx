import { useState } from 'preact/hooks';
import type { FristListe, FristZeile } from '#fristen/fristen.schema.js';
import { api, messageOf } from '#web/api.js';
import { useCan } from '#web/session.js';
import { Button } from '#web/ui/button.js';
import { Failure } from '#web/ui/feedback.js';
import { Section } from '#web/ui/page.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { NewFristDialog } from './dialogs.js';
import { FristState } from './frist-state.js';
import { useRegeln } from './rechner-page.js';
import { lastDay } from './words.js';

const Line = (props: { frist: FristZeile; mayConfirm: boolean; onChanged: () => void }) => {
  const { frist } = props;
  const [busy, setBusy] = useState(false);
  const confirm = (): void => {
    setBusy(true);
    api
      .post(`/api/fristen/${frist.id}/entscheidung`, { zustand: 'bestaetigt' })
      .then(
        () => {
          notify('success', `Frist bestätigt: ${frist.bezeichnung}`);
          props.onChanged();
        },
        (error: unknown) => notify('danger', messageOf(error)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <li class="frist-line">
      <p>
        <strong>{lastDay(frist.ende)}</strong>{' '}
        <a href={`/fristen/${frist.id}`}>{frist.bezeichnung}</a>
      </p>
      {frist.grundlage === '' ? null : <p class="muted small">{frist.grundlage}</p>}
      <p class="button-row">
        <FristState frist={frist} />
        {props.mayConfirm && frist.zustand === 'vorgeschlagen' && frist.art !== 'rechtsbehelf' ? (
          <Button
            label="Bestätigen"
            spoken={`Bestätigen: ${frist.bezeichnung}`}
            small
            busy={busy}
            onClick={confirm}
          />
        ) : null}
      </p>
    </li>
  );
};

/** The Fristen of one item or Vorgang, with a way to confirm what is proposed and to add one. */
export const FristenPanel = (props: { of: { posteingangId: string } | { vorgangId: string } }) => {
  const can = useCan();
  const mayRead = can('vorgang:read');
  const mayWrite = can('vorgang:write');
  const [adding, setAdding] = useState(false);
  const query = { ...props.of, zustand: 'offen' };
  const list = useLoad(mayRead ? `fristen-${JSON.stringify(query)}` : undefined, (signal) =>
    api.get<FristListe>('/api/fristen', { query, signal }),
  );
  const regeln = useRegeln();
  if (!mayRead) return null;
  return (
    <Section
      title="Fristen"
      actions={
        mayWrite && regeln.data !== undefined ? (
          <Button
            label="Anlegen"
            spoken="Anlegen: Frist"
            icon="plus"
            small
            variant="tertiary"
            onClick={() => setAdding(true)}
          />
        ) : null
      }
    >
      {list.error === undefined ? null : <Failure error={list.error} onRetry={list.reload} />}
      {list.data === undefined ? null : list.data.fristen.length === 0 ? (
        <p class="muted">Keine offene Frist.</p>
      ) : (
        <ul class="plain-list">
          {list.data.fristen.map((frist) => (
            <Line key={frist.id} frist={frist} mayConfirm={mayWrite} onChanged={list.reload} />
          ))}
        </ul>
      )}
      {adding && regeln.data !== undefined ? (
        <NewFristDialog
          to={props.of}
          regeln={regeln.data}
          onClose={() => setAdding(false)}
          onSaved={() => {
            setAdding(false);
            notify('success', 'Die Frist ist angelegt.');
            list.reload();
          }}
        />
      ) : null}
    </Section>
  );
};
