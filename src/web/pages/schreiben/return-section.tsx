import { useState } from 'preact/hooks';
import type { PostausgangDetail } from '#postausgang/postausgang.schema.js';
import { Button } from '#web/ui/button.js';
import { Section } from '#web/ui/page.js';
import { ReturnedDialog, RewriteDialog } from './return-dialogs.js';

/** What can be done about a letter that did not arrive: noting that it came back, and writing it anew for the post. */
export const ReturnSection = (props: {
  letter: PostausgangDetail;
  onChange: (letter: PostausgangDetail) => void;
}) => {
  const { letter, onChange } = props;
  const [open, setOpen] = useState<'zurueck' | 'neu'>();
  const close = (): void => setOpen(undefined);
  const { erlaubt, nachfolgerId, rueckmeldung, zustand, empfaenger } = letter;
  const lost = zustand === 'failed' || (rueckmeldung !== null && rueckmeldung.art !== 'verzoegert');
  if (!erlaubt.erneutSenden || nachfolgerId !== null) return null;
  return (
    <Section title={lost ? 'Nicht angekommen' : 'Rücklauf'}>
      <p>
        {zustand === 'sent' ? (
          <Button label="Unzustellbar zurück" small onClick={() => setOpen('zurueck')} />
        ) : null}{' '}
        {lost ? (
          <Button
            label="Anschrift prüfen, per Post senden"
            small
            variant="primary"
            onClick={() => setOpen('neu')}
          />
        ) : null}
      </p>
      {open === 'zurueck' ? (
        <ReturnedDialog
          letterId={letter.id}
          known={rueckmeldung?.anlass ?? null}
          onClose={close}
          onDone={(changed) => {
            close();
            onChange(changed);
          }}
        />
      ) : null}
      {open === 'neu' ? (
        <RewriteDialog letterId={letter.id} address={empfaenger} onClose={close} />
      ) : null}
    </Section>
  );
};
