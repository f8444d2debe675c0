import type { PostausgangDetail } from '#postausgang/postausgang.schema.js';
import { Alert, Badge } from '#web/ui/feedback.js';
import { Page, Section, Side } from '#web/ui/page.js';
import { PageViewer } from '#web/ui/viewer/page-viewer.js';
import { postausgangZustaende } from '#web/words.js';
import { letterPages, letterSearch } from '../vorgang/document-page.js';
import { CancelWindow } from './cancel-window.js';
import { ChannelChoice } from './channel-choice.js';
import { Findings } from './findings.js';
import { type Change, LetterButtons, LetterDialogs, useLetterActions } from './letter-actions.js';
import { Evidence, History, LetterFacts } from './letter-facts.js';
import { ReturnSection } from './return-section.js';
import { findingMarks, type ShownFindings, useFindings } from './use-findings.js';
import { useLetterEvents } from './use-letter-events.js';

const LetterSide = ({
  letter,
  shown,
  onChange,
}: {
  letter: PostausgangDetail;
  shown: ShownFindings;
  onChange: Change;
}) => (
  <Side label="Angaben zum Schreiben">
    {letter.fehler === null ? null : <Alert tone="danger" title={letter.fehler.text} />}
    <CancelWindow letter={letter} />
    {letter.zustand === 'unknown' ? (
      <Alert
        tone="warning"
        title="Es ist ungewiss, ob dieses Schreiben hinausgegangen ist. Es wird nicht von selbst erneut versandt."
      />
    ) : null}
    <ReturnSection letter={letter} onChange={onChange} />
    <Section title="Angaben">
      <LetterFacts letter={letter} />
    </Section>
    <Section title="Prüfung">
      <Findings shown={shown} />
    </Section>
    <Section title="Wahl des Versandwegs">
      <ChannelChoice letterId={letter.id} version={letter.updatedAt} />
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
  const shown = useFindings(letter.pruefung);
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
          highlights={findingMarks(shown.findings)}
          active={shown.chosen}
          onHighlight={shown.choose}
          {...(letter.seiten.length === 0 ? {} : { search: letterSearch(letter.id) })}
          none="Das Schreiben wird gerade gesetzt und geprüft."
        />
        <LetterSide letter={letter} shown={shown} onChange={onChange} />
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
