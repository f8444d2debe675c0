import { useEffect, useState } from 'preact/hooks';
import type { PostausgangDetail } from '#postausgang/postausgang.schema.js';
import { api, messageOf } from '#web/api.js';
import { Button, LinkButton } from '#web/ui/button.js';
import { ConfirmDialog, Dialog } from '#web/ui/dialog.js';
import { Alert, Badge } from '#web/ui/feedback.js';
import { TextArea } from '#web/ui/field.js';
import { ErrorSummary, Form, useSubmit } from '#web/ui/form.js';
import { Page, Section, Side } from '#web/ui/page.js';
import { notify } from '#web/ui/toast.js';
import { PageViewer } from '#web/ui/viewer/page-viewer.js';
import { postausgangZustaende } from '#web/words.js';
import { letterPages } from '../vorgang/document-page.js';
import { ClarifyDialog } from './clarify-dialog.js';
import { Evidence, Findings, History, LetterFacts } from './letter-facts.js';

type Change = (letter: PostausgangDetail) => void;

const ReturnDialog = (props: { id: string; onDone: Change; onClose: () => void }) => {
  const [reason, setReason] = useState('');
  const form = useSubmit({
    check: () => (reason.trim().length < 3 ? { grund: 'Bitte nennen Sie den Grund.' } : {}),
    submit: async () => {
      props.onDone(
        await api.post<PostausgangDetail>(`/api/postausgaenge/${props.id}/rueckgabe`, {
          grund: reason.trim(),
        }),
      );
    },
  });
  return (
    <Dialog title="Zurückgeben" onClose={props.onClose}>
      <ErrorSummary faults={form.faults} error={form.error} />
      <Form onSubmit={form.run}>
        <TextArea
          id="grund"
          label="Was ist zu ändern?"
          value={reason}
          onInput={setReason}
          rows={4}
          maxLength={1_000}
          error={form.faults['grund']}
        />
        <div class="button-row">
          <Button label="Zurückgeben" type="submit" variant="primary" busy={form.busy} />
          <Button label="Abbrechen" onClick={props.onClose} />
        </div>
      </Form>
    </Dialog>
  );
};

type Verb = 'freigabe' | 'storno' | 'rueckholung' | 'nochmal';

const doneTexts: Readonly<Record<Verb, string>> = {
  freigabe: 'Das Schreiben ist freigegeben und wird versandt.',
  storno: 'Das Schreiben ist storniert.',
  rueckholung: 'Das Schreiben ist wieder ein Entwurf.',
  nochmal: 'Der Versand wird wiederholt.',
};

type Asked = 'return' | 'cancel' | 'rausgegangen' | 'nicht_rausgegangen';

const Actions = (props: {
  letter: PostausgangDetail;
  busy: boolean;
  onAsk: (asked: Asked) => void;
  onAct: (verb: Verb) => void;
}) => {
  const { erlaubt, datei } = props.letter;
  return (
    <>
      {datei === null ? null : (
        <LinkButton label="PDF" icon="download" small href={datei} download />
      )}
      {erlaubt.stornieren ? (
        <Button label="Stornieren" small variant="danger" onClick={() => props.onAsk('cancel')} />
      ) : null}
      {erlaubt.zurueckholen ? (
        <Button
          label="Zurückholen"
          icon="undo"
          busy={props.busy}
          onClick={() => props.onAct('rueckholung')}
        />
      ) : null}
      {erlaubt.wiederholen ? (
        <Button
          label="Versand wiederholen"
          icon="autorenew"
          variant="primary"
          busy={props.busy}
          onClick={() => props.onAct('nochmal')}
        />
      ) : null}
      {erlaubt.zurueckgeben ? (
        <Button label="Zurückgeben" icon="undo" onClick={() => props.onAsk('return')} />
      ) : null}
      {erlaubt.freigeben ? (
        <Button
          label="Freigeben und versenden"
          icon="check"
          variant="primary"
          busy={props.busy}
          onClick={() => props.onAct('freigabe')}
        />
      ) : null}
      {erlaubt.klaeren ? (
        <>
          <Button label="Rausgegangen" onClick={() => props.onAsk('rausgegangen')} />
          <Button label="Nicht rausgegangen" onClick={() => props.onAsk('nicht_rausgegangen')} />
        </>
      ) : null}
    </>
  );
};

const Dialogs = (props: {
  letter: PostausgangDetail;
  asked: Asked | undefined;
  onClose: () => void;
  onChange: Change;
  onReload: () => void;
  onCancelLetter: () => void;
}) => {
  const { letter, asked, onClose } = props;
  if (asked === undefined) return null;
  if (asked === 'return') {
    return (
      <ReturnDialog
        id={letter.id}
        onClose={onClose}
        onDone={(changed) => {
          notify('success', 'Das Schreiben ist zurückgegeben.');
          props.onChange(changed);
          onClose();
        }}
      />
    );
  }
  if (asked === 'cancel') {
    return (
      <ConfirmDialog
        title="Schreiben stornieren"
        text="Das Schreiben wird nicht versandt. Das lässt sich nicht rückgängig machen."
        confirm="Stornieren"
        danger
        onClose={onClose}
        onConfirm={props.onCancelLetter}
      />
    );
  }
  return (
    <ClarifyDialog
      letter={letter}
      verdict={asked}
      onClose={onClose}
      onDone={() => {
        notify('success', 'Die Feststellung ist gespeichert.');
        props.onReload();
        onClose();
      }}
    />
  );
};

/** Whether the machine is about to do something with the letter. */
const isMoving = (letter: PostausgangDetail): boolean =>
  ['queued', 'claimed', 'committing'].includes(letter.zustand) ||
  (letter.zustand === 'zur_freigabe' && letter.pruefung.length === 0);

const refreshMs = 2_000;

/** A letter that is no longer edited: its pages, its state and what may be done with it. */
export const LetterView = (props: {
  letter: PostausgangDetail;
  onChange: Change;
  onReload: () => void;
}) => {
  const { letter, onReload } = props;
  const [asked, setAsked] = useState<Asked>();
  const [busy, setBusy] = useState(false);
  const moving = isMoving(letter);
  useEffect(() => {
    if (!moving) return undefined;
    const timer = window.setInterval(onReload, refreshMs);
    return () => window.clearInterval(timer);
  }, [moving, onReload]);
  const act = (verb: Verb): void => {
    setBusy(true);
    const body = verb === 'freigabe' ? { version: letter.version } : undefined;
    api.post<PostausgangDetail>(`/api/postausgaenge/${letter.id}/${verb}`, body).then(
      (changed) => {
        setBusy(false);
        setAsked(undefined);
        notify('success', doneTexts[verb]);
        props.onChange(changed);
      },
      (error: unknown) => {
        setBusy(false);
        notify('danger', messageOf(error));
      },
    );
  };
  const state = postausgangZustaende[letter.zustand];
  return (
    <Page
      title={letter.betreff}
      trail={[
        {
          text: `${letter.vorgang.geschaeftszeichen} ${letter.vorgang.betreff}`,
          href: `/vorgaenge/${letter.vorgang.id}`,
        },
      ]}
      subtitle={
        <>
          <Badge {...state} /> {letter.vorlageTitel} an {letter.empfaengerName}
        </>
      }
      workspace
      actions={<Actions letter={letter} busy={busy} onAsk={setAsked} onAct={act} />}
    >
      <div class="workspace">
        <PageViewer
          label={`Seiten des Schreibens ${letter.betreff}`}
          pages={letterPages(letter.seiten)}
          none="Das Schreiben wird gerade gesetzt und geprüft."
        />
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
      </div>
      <Dialogs
        letter={letter}
        asked={asked}
        onClose={() => setAsked(undefined)}
        onChange={props.onChange}
        onReload={onReload}
        onCancelLetter={() => act('storno')}
      />
    </Page>
  );
};
