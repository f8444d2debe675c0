import { useState } from 'preact/hooks';
import type { StapelZeile } from '#posteingang/stapel/stapel.schema.js';
import { api } from '#web/api.js';
import { Alert } from '#web/ui/feedback.js';
import { TextArea } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { abgleichTone } from './stapel-words.js';

/** Closes a Stapel; a difference has to be confirmed with a reason, which stays in its protocol. */
export const CloseStapelDialog = (props: {
  stapel: StapelZeile;
  onClosed: (stapel: StapelZeile) => void;
  onClose: () => void;
}) => {
  const { stapel } = props;
  const { abgleich } = stapel;
  const counting = abgleich.ergebnis === 'zaehlt';
  const differs = abgleich.alarm || counting || abgleich.ergebnis === 'leer';
  const [grund, setGrund] = useState('');
  const form = useSubmit({
    check: () =>
      differs && grund.trim() === '' ? { grund: 'Bitte den Grund der Abweichung angeben.' } : {},
    submit: () =>
      api
        .post<StapelZeile>(`/api/stapel/${stapel.id}/abschluss`, { grund: grund.trim() })
        .then(props.onClosed),
  });
  return (
    <FormDialog
      title={`Stapel ${stapel.nummer} abschließen`}
      form={form}
      submit={differs ? 'Mit Abweichung abschließen' : 'Abschließen'}
      danger={differs}
      intro={
        <>
          <Alert tone={abgleichTone(abgleich)} title={abgleich.text} />
          {counting ? (
            <p>
              Warten Sie am besten, bis alle Blätter gezählt sind; diese Anzeige folgt von selbst.
              Wer vorher abschließt, gibt einen Grund an.
            </p>
          ) : null}
        </>
      }
      onClose={props.onClose}
    >
      <TextArea
        id="grund"
        label={differs ? 'Grund der Abweichung' : 'Bemerkung'}
        hint="Steht im Übergabeprotokoll. Bitte keine personenbezogenen Angaben."
        optional={!differs}
        rows={3}
        maxLength={500}
        value={grund}
        error={form.faults['grund']}
        onInput={setGrund}
      />
      <p class="muted small">In einen abgeschlossenen Stapel kann nichts mehr gescannt werden.</p>
    </FormDialog>
  );
};
