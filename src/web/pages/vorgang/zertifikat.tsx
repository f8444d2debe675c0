import { useState } from 'preact/hooks';
import type { EmpfangDetail } from '#eakte/empfang/empfang.schema.js';
import { api, messageOf } from '#web/api.js';
import { formatInstant } from '#web/format.js';
import { Button } from '#web/ui/button.js';
import { Alert, Badge } from '#web/ui/feedback.js';
import { FileDrop } from '#web/ui/file-drop.js';
import { Facts } from '#web/ui/page.js';

const mostBytes = 20_000;

/** The certificate with which e-mails to somebody are encrypted: to put on file, to see and to take away. */
export const Zertifikat = (props: {
  base: string;
  empfang: EmpfangDetail;
  onChange: (after: EmpfangDetail) => void;
}) => {
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { zertifikat, darfBearbeiten } = props.empfang;
  const run = (work: Promise<EmpfangDetail>): void => {
    setBusy(true);
    setFault(undefined);
    work
      .then(props.onChange, (error: unknown) => setFault(messageOf(error)))
      .finally(() => setBusy(false));
  };
  const take = ([file]: readonly File[]): void => {
    if (file === undefined) return;
    if (file.size > mostBytes) {
      setFault('Diese Datei ist zu groß für ein Zertifikat.');
      return;
    }
    run(file.text().then((pem) => api.put<EmpfangDetail>(`${props.base}/zertifikat`, { pem })));
  };
  return (
    <>
      {fault === undefined ? null : <Alert tone="danger" title={fault} live />}
      {zertifikat === null ? (
        <p class="muted">Kein Zertifikat hinterlegt. E-Mails gehen unverschlüsselt.</p>
      ) : (
        <Facts
          entries={[
            [
              'Gültigkeit',
              <Badge
                key="gueltig"
                tone={zertifikat.gueltig ? 'success' : 'danger'}
                text={zertifikat.gueltig ? 'gültig' : 'nicht gültig, wird nicht benutzt'}
              />,
            ],
            [
              'Gilt',
              `${formatInstant(zertifikat.gueltigVon)} bis ${formatInstant(zertifikat.gueltigBis)}`,
            ],
            ['Inhaber/in', zertifikat.inhaber],
            ['Aussteller', zertifikat.aussteller],
            ['E-Mail-Adressen', zertifikat.adressen.join(', ')],
            ['Fingerabdruck (SHA-256)', <code key="sha">{zertifikat.fingerabdruck}</code>],
          ]}
        />
      )}
      {darfBearbeiten ? (
        <FileDrop
          label="Zertifikat hierher ziehen"
          hint="Datei im Format PEM, nur das Zertifikat, ohne privaten Schlüssel"
          button="Zertifikat auswählen"
          onFiles={take}
          disabled={busy}
        />
      ) : null}
      {darfBearbeiten && zertifikat !== null ? (
        <Button
          label="Zertifikat entfernen"
          icon="delete"
          variant="tertiary"
          busy={busy}
          onClick={() => run(api.delete<EmpfangDetail>(`${props.base}/zertifikat`))}
        />
      ) : null}
    </>
  );
};
