import { useState } from 'preact/hooks';
import type { EigenesSchreibenAntwort } from '#postausgang/ruecklauf.schema.js';
import { api } from '#web/api.js';
import { formatInstant } from '#web/format.js';
import { useCan } from '#web/session.js';
import { Button } from '#web/ui/button.js';
import { Alert } from '#web/ui/feedback.js';
import { Section } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';
import { anlaesse, ReturnedDialog, RewriteDialog } from '../schreiben/return-dialogs.js';

type Schreiben = NonNullable<EigenesSchreibenAntwort['schreiben']>;

const Shown = (props: { id: string; letter: Schreiben; reload: () => void }) => {
  const { id, letter, reload } = props;
  const [open, setOpen] = useState<'zurueck' | 'neu'>();
  const close = (): void => setOpen(undefined);
  const grund = letter.anlass === null ? 'Grund noch nicht eingetragen' : anlaesse[letter.anlass];
  return (
    <Section title="Unser Schreiben">
      {letter.zurueck ? <Alert tone="warning" title={`Unzustellbar zurück: ${grund}`} /> : null}
      <p>
        Ein Blatt von <a href={`/schreiben/${letter.id}`}>{letter.betreff}</a> an{' '}
        {letter.empfaengerName}
        {letter.sentAt === null ? '' : `, versandt am ${formatInstant(letter.sentAt)}`}
      </p>
      {letter.nachfolgerId === null ? null : (
        <p>
          <a href={`/schreiben/${letter.nachfolgerId}`}>Neues Schreiben öffnen</a>
        </p>
      )}
      {letter.darf && letter.nachfolgerId === null ? (
        <p>
          <Button
            label={letter.zurueck ? 'Grund eintragen' : 'Unzustellbar zurück'}
            small
            onClick={() => setOpen('zurueck')}
          />{' '}
          {letter.zurueck ? (
            <Button
              label="Neue Anschrift eintragen und erneut senden"
              small
              variant="primary"
              onClick={() => setOpen('neu')}
            />
          ) : null}
        </p>
      ) : null}
      {open === 'zurueck' ? (
        <ReturnedDialog
          letterId={letter.id}
          posteingangId={id}
          known={letter.anlass}
          onClose={close}
          onDone={() => {
            close();
            reload();
          }}
        />
      ) : null}
      {open === 'neu' ? (
        <RewriteDialog letterId={letter.id} address={letter.anschrift} onClose={close} />
      ) : null}
    </Section>
  );
};

/** The letter of ours of which a sheet lies in an item; nothing for who may not read letters. */
export const OwnLetterPanel = ({ id }: { id: string }) => {
  const can = useCan();
  const { data, reload } = useLoad(
    can('postausgang:read') ? `eigenes-schreiben-${id}` : undefined,
    (signal) =>
      api.get<EigenesSchreibenAntwort>(`/api/posteingaenge/${id}/eigenes-schreiben`, { signal }),
  );
  if (data === undefined || data.schreiben === null) return null;
  return <Shown id={id} letter={data.schreiben} reload={reload} />;
};
