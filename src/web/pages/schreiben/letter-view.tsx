import type { PostausgangDetail } from '#postausgang/postausgang.schema.js';
import { Alert, Badge } from '#web/ui/feedback.js';
import { Page, Section, Side } from '#web/ui/page.js';
import { PageViewer } from '#web/ui/viewer/page-viewer.js';
import { postausgangZustaende } from '#web/words.js';
import { letterPages, letterSearch } from '../vorgang/document-page.js';
import { type Change, LetterButtons, LetterDialogs, useLetterActions } from './letter-actions.js';
import { Evidence, Findings, History, LetterFacts } from './letter-facts.js';
import { useLetterEvents } from './use-letter-events.js';

const LetterSide = ({ letter }: { letter: PostausgangDetail }) => (
  <Side label="Angaben zum Schreiben">
    {letter.fehler === null ? null : <Alert tone="danger" title={letter.fehler.text} />}
    {letter.zustand === 'unknown' ? (
      <Alert
        tone="warning"
        title="Es ist ungewiss, ob dieses Schreiben hinausgegangen ist. Es wird nicht von selbst erneut versandt."
      />
    ) : null}
    <Section title="Angaben">
      <LetterFacts letter={letter} />
    </Section>
    <Section title="Prüfung">
      <Findings findings={letter.pruefung} />
    </Section>
    <Section title="Versand und Nachweise">
      <Evidence letter={letter} />
    </Section>
    <Section title="Verlauf">
      <History letter={letter} />
    </Section>
  </Side>
);

/** A letter that is no longer edited: its pages, its state and what may be done with it. */
export const LetterView = (props: {
  letter: PostausgangDetail;
  onChange: Change;
  onReload: () => void;
}) => {
  const { letter, onChange, onReload } = props;
  const actions = useLetterActions(letter, onChange);
  useLetterEvents(onReload, letter.id);
  const { geschaeftszeichen, betreff, id } = letter.vorgang;
  return (
    <Page
      title={letter.betreff}
      trail={[{ text: `${geschaeftszeichen} ${betreff}`, href: `/vorgaenge/${id}` }]}
      subtitle={
        <>
          <Badge {...postausgangZustaende[letter.zustand]} /> {letter.vorlageTitel} an{' '}
          {letter.empfaengerName}
        </>
      }
      workspace
      actions={
        <LetterButtons
          letter={letter}
          busy={actions.busy}
          onAsk={actions.ask}
          onAct={actions.act}
        />
      }
    >
      <div class="workspace">
        <PageViewer
          label={`Seiten des Schreibens ${letter.betreff}`}
          pages={letterPages(letter)}
          {...(letter.seiten.length === 0 ? {} : { search: letterSearch(letter.id) })}
          none="Das Schreiben wird gerade gesetzt und geprüft."
        />
        <LetterSide letter={letter} />
      </div>
      <LetterDialogs
        letter={letter}
        asked={actions.asked}
        onClose={() => actions.ask(undefined)}
        onChange={onChange}
        onReload={onReload}
        onCancelLetter={() => actions.act('storno')}
      />
    </Page>
  );
};
