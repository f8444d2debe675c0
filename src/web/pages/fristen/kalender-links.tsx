import { useState } from 'preact/hooks';
import type { KalenderAntwort, KalenderListe } from '#fristen/fristen.schema.js';
import { api, messageOf } from '#web/api.js';
import { einheitText } from '#web/einheiten.js';
import { formatDate, formatInstant } from '#web/format.js';
import { Button, LinkButton } from '#web/ui/button.js';
import { Dialog } from '#web/ui/dialog.js';
import { Alert, Failure } from '#web/ui/feedback.js';
import { TextField } from '#web/ui/field.js';
import { Section } from '#web/ui/page.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';

type Unit = KalenderListe['kalender'][number]['organisationseinheit'];

const LinkList = (props: { list: KalenderListe; onRevoked: () => void }) => {
  const revoke = (id: string): void => {
    api.delete(`/api/fristkalender/${id}`).then(
      () => {
        notify('success', 'Der Kalenderlink ist ungültig.');
        props.onRevoked();
      },
      (error: unknown) => notify('danger', messageOf(error)),
    );
  };
  if (props.list.kalender.length === 0) return <p class="muted">Sie haben keinen Kalenderlink.</p>;
  return (
    <ul class="plain-list">
      {props.list.kalender.map((one) => (
        <li key={one.id}>
          {einheitText(one.organisationseinheit)}, angelegt am {formatDate(one.createdAt)}, zuletzt
          abgerufen: {one.lastUsedAt === null ? 'noch nie' : formatInstant(one.lastUsedAt)}{' '}
          <Button
            label="Ungültig machen"
            spoken={`Ungültig machen: Kalenderlink ${one.organisationseinheit.kuerzel}`}
            small
            variant="danger"
            onClick={() => revoke(one.id)}
          />
        </li>
      ))}
    </ul>
  );
};

/** Calendar links of the person, and the calendars of their units as files. */
export const KalenderDialog = (props: { units: readonly Unit[]; onClose: () => void }) => {
  const list = useLoad('fristkalender', (signal) =>
    api.get<KalenderListe>('/api/fristkalender', { signal }),
  );
  const [made, setMade] = useState<string>();
  const create = (unit: Unit): void => {
    api.post<KalenderAntwort>('/api/fristkalender', { organisationseinheitId: unit.id }).then(
      ({ adresse }) => {
        setMade(adresse.startsWith('http') ? adresse : `${window.location.origin}${adresse}`);
        list.reload();
      },
      (error: unknown) => notify('danger', messageOf(error)),
    );
  };
  return (
    <Dialog title="Kalender" wide onClose={props.onClose}>
      <p>
        Ein Kalenderlink zeigt einem Kalenderprogramm die offenen Fristen einer Einheit, mit
        Geschäftszeichen und Rechtsgrundlage, ohne Namen. Wer den Link hat, sieht den Kalender.
      </p>
      {made === undefined ? null : (
        <Alert tone="success" title="Der Link ist angelegt. Er wird nur jetzt angezeigt." live>
          <TextField
            label="Adresse für das Kalenderprogramm"
            value={made}
            onInput={() => undefined}
          />
        </Alert>
      )}
      <Section title="Meine Einheiten">
        <ul class="plain-list">
          {props.units.map((unit) => (
            <li key={unit.id} class="button-row">
              <span>{einheitText(unit)}</span>
              <Button
                label="Link anlegen"
                spoken={`Link anlegen: ${unit.kuerzel}`}
                small
                onClick={() => create(unit)}
              />
              <LinkButton
                label={`Datei herunterladen (${unit.kuerzel})`}
                small
                icon="download"
                download
                href={`/api/fristkalender/einheit/${unit.id}/fristen.ics`}
              />
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Meine Links">
        {list.data === undefined ? (
          list.error === undefined ? null : (
            <Failure error={list.error} onRetry={list.reload} />
          )
        ) : (
          <LinkList list={list.data} onRevoked={list.reload} />
        )}
      </Section>
    </Dialog>
  );
};
