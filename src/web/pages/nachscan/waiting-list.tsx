import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Nachscan, NachscanListe } from '#posteingang/nachscan/nachscan.schema.js';
import { api } from '#web/api.js';
import { count, formatShortInstant } from '#web/format.js';
import { Button } from '#web/ui/button.js';
import { Alert, Failure } from '#web/ui/feedback.js';
import { TextField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { pagesText } from './page-numbers.js';

const DoneDialog = (props: { one: Nachscan; onDone: () => void; onClose: () => void }) => {
  const { one } = props;
  const [nummer, setNummer] = useState('');
  const typed = nummer.trim();
  const form = useSubmit({
    check: () =>
      typed === '' || /^\d{4}-\d{6,9}$/.test(typed)
        ? {}
        : { 'nachscan-nummer': 'Bitte die Eingangsnummer in der Form 2026-000123 angeben.' },
    submit: async () => {
      const body = typed === '' ? {} : { eingangsnummer: typed };
      await api.post(`/api/nachscans/${one.id}/erledigt`, body);
      notify('success', `Der neue Scan zu Eingang ${one.eingang.eingangsnummer} ist erledigt.`);
      props.onDone();
    },
  });
  return (
    <FormDialog
      title="Neuen Scan als erledigt melden"
      form={form}
      submit="Erledigt"
      intro={
        <p>
          Eingang {one.eingang.eingangsnummer}, {pagesText(one.seiten)}
        </p>
      }
      onClose={props.onClose}
    >
      <TextField
        id="nachscan-nummer"
        label="Eingangsnummer des neuen Scans"
        hint="Leer lassen, wenn kein neuer Scan nötig war"
        optional
        value={nummer}
        error={form.faults['nachscan-nummer']}
        onInput={setNummer}
      />
    </FormDialog>
  );
};

/** Where the sheet lies in the paper: by the numbers of the scanned stack. */
const placeOf = ({ stapelSeiten, seiten }: Nachscan): string =>
  stapelSeiten.join() === seiten.join() || stapelSeiten.length === 0
    ? ''
    : ` (im gescannten Stapel ${pagesText(stapelSeiten)})`;

const Request = ({ one, onFinish }: { one: Nachscan; onFinish: () => void }) => (
  <li class="requests__entry">
    <span>
      <a href={`/posteingang/${one.eingang.id}`}>Eingang {one.eingang.eingangsnummer}</a>,{' '}
      {pagesText(one.seiten)}
      {placeOf(one)}: {one.grund}
      <span class="muted small block">
        {one.stapel === null ? '' : `Stapel ${one.stapel.nummer}, ${one.stapel.station} · `}
        {one.angefordertVon ?? ''} · {formatShortInstant(one.angefordertAt)}
      </span>
    </span>
    <Button
      label="Erledigt"
      spoken={`Erledigt: Eingang ${one.eingang.eingangsnummer}`}
      small
      onClick={onFinish}
    />
  </li>
);

/**
 * What is to be scanned once more, while the paper is at hand; nothing where nothing waits. It is loaded again
 * when `waiting` changes, the number that the page already follows live.
 */
export const WaitingNachscans = (props: { stapelId?: string; waiting: number }) => {
  const { stapelId, waiting } = props;
  const list = useLoad(`${stapelId ?? 'alle'}-${waiting}`, (signal) =>
    api.get<z.infer<typeof NachscanListe>>('/api/nachscans', { query: { stapelId }, signal }),
  );
  const [closing, setClosing] = useState<Nachscan>();
  if (list.error !== undefined) return <Failure error={list.error} onRetry={list.reload} />;
  const open = list.data?.nachscans ?? [];
  if (open.length === 0) return null;
  return (
    <>
      <Alert
        tone="warning"
        title={`Bitte neu scannen: ${count(open.length, 'Eingang', 'Eingänge')}`}
        live
      >
        <ul class="plain-list requests">
          {open.map((one) => (
            <Request key={one.id} one={one} onFinish={() => setClosing(one)} />
          ))}
        </ul>
      </Alert>
      {closing === undefined ? null : (
        <DoneDialog
          one={closing}
          onClose={() => setClosing(undefined)}
          onDone={() => {
            setClosing(undefined);
            list.reload();
          }}
        />
      )}
    </>
  );
};
