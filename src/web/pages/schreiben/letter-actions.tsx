import { useState } from 'preact/hooks';
import type { PostausgangDetail } from '#postausgang/postausgang.schema.js';
import { api, messageOf } from '#web/api.js';
import { Button, LinkButton } from '#web/ui/button.js';
import { ConfirmDialog } from '#web/ui/dialog.js';
import { TextArea } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { notify } from '#web/ui/toast.js';
import { ClarifyDialog } from './clarify-dialog.js';

export type Change = (letter: PostausgangDetail) => void;

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
    <FormDialog title="Zurückgeben" form={form} submit="Zurückgeben" onClose={props.onClose}>
      <TextArea
        id="grund"
        label="Was ist zu ändern?"
        value={reason}
        onInput={setReason}
        rows={4}
        maxLength={1_000}
        error={form.faults['grund']}
      />
    </FormDialog>
  );
};

/** Changes that need no more than a click. */
export type Verb = 'freigabe' | 'anhalten' | 'fortsetzen' | 'storno' | 'rueckholung' | 'nochmal';

const doneTexts: Readonly<Record<Verb, string>> = {
  freigabe: 'Das Schreiben ist freigegeben.',
  anhalten: 'Der Versand ist angehalten. Das Schreiben geht nicht hinaus.',
  fortsetzen: 'Der Versand wird fortgesetzt.',
  storno: 'Das Schreiben ist storniert.',
  rueckholung: 'Das Schreiben ist wieder ein Entwurf.',
  nochmal: 'Der Versand wird wiederholt.',
};

/** Changes that ask back. */
export type Asked = 'return' | 'cancel' | 'rausgegangen' | 'nicht_rausgegangen';

/** Sends a change of one click and keeps what is asked at the moment. */
export const useLetterActions = (letter: PostausgangDetail, onChange: Change) => {
  const [asked, ask] = useState<Asked>();
  const [busy, setBusy] = useState(false);
  const act = (verb: Verb): void => {
    setBusy(true);
    const body = verb === 'freigabe' ? { version: letter.version } : undefined;
    api.post<PostausgangDetail>(`/api/postausgaenge/${letter.id}/${verb}`, body).then(
      (changed) => {
        setBusy(false);
        ask(undefined);
        notify('success', doneTexts[verb]);
        onChange(changed);
      },
      (error: unknown) => {
        setBusy(false);
        notify('danger', messageOf(error));
      },
    );
  };
  return { asked, ask, busy, act };
};

/** What may be done with a letter now; the server says what. */
export const LetterButtons = (props: {
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
      {erlaubt.anhalten ? (
        <Button
          label="Versand anhalten"
          icon="pause"
          variant="primary"
          busy={props.busy}
          onClick={() => props.onAct('anhalten')}
        />
      ) : null}
      {erlaubt.fortsetzen ? (
        <Button
          label="Versand fortsetzen"
          icon="autorenew"
          variant="primary"
          busy={props.busy}
          onClick={() => props.onAct('fortsetzen')}
        />
      ) : null}
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

/** The dialog that fits what is asked. */
export const LetterDialogs = (props: {
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
