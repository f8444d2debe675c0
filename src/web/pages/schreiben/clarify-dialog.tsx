import { useState } from 'preact/hooks';
import type { PostausgangZeile } from '#postausgang/postausgang.schema.js';
import { api } from '#web/api.js';
import { Alert } from '#web/ui/feedback.js';
import { TextArea } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';

export type Verdict = 'rausgegangen' | 'nicht_rausgegangen';

const texts = {
  rausgegangen: {
    title: 'Schreiben ist rausgegangen',
    explanation:
      'Das Schreiben gilt als versandt und wird nicht noch einmal gesendet. Im Vorgang entsteht der Ab-Vermerk.',
    hint: 'Worauf stützen Sie das? Zum Beispiel: Ausdruck lag im Ausgangsfach, Eintrag im Protokoll des Mailrelays.',
  },
  nicht_rausgegangen: {
    title: 'Schreiben ist nicht rausgegangen',
    explanation:
      'Das Schreiben wird erneut versandt. Wenn das falsch ist, erhält die Empfängerin oder der Empfänger es zweimal.',
    hint: 'Worauf stützen Sie das? Zum Beispiel: Druckauftrag fehlt, Mailrelay hat abgelehnt.',
  },
} as const;

/** Records what a person found out about an uncertain dispatch; only this resolves it. */
export const ClarifyDialog = (props: {
  letter: Pick<PostausgangZeile, 'id' | 'betreff' | 'empfaengerName'>;
  verdict: Verdict;
  onDone: () => void;
  onClose: () => void;
}) => {
  const [reason, setReason] = useState('');
  const text = texts[props.verdict];
  const form = useSubmit({
    check: () =>
      reason.trim().length < 3 ? { begruendung: 'Bitte begründen Sie Ihre Feststellung.' } : {},
    submit: async () => {
      await api.post(`/api/postausgaenge/${props.letter.id}/klaerung`, {
        ergebnis: props.verdict,
        begruendung: reason.trim(),
      });
      props.onDone();
    },
  });
  return (
    <FormDialog
      title={text.title}
      form={form}
      submit="Feststellung speichern"
      intro={
        <>
          <p>
            <strong>{props.letter.betreff}</strong>
            <br />
            an {props.letter.empfaengerName}
          </p>
          <Alert tone="warning" title={text.explanation} />
        </>
      }
      onClose={props.onClose}
    >
      <TextArea
        id="begruendung"
        label="Begründung"
        hint={text.hint}
        value={reason}
        onInput={setReason}
        rows={3}
        maxLength={1_000}
        error={form.faults['begruendung']}
      />
    </FormDialog>
  );
};
