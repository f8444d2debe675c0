import { useState } from 'preact/hooks';
import type { StapelZeile } from '#posteingang/stapel/stapel.schema.js';
import { api } from '#web/api.js';
import { Button } from '#web/ui/button.js';
import { Alert } from '#web/ui/feedback.js';
import { TextField } from '#web/ui/field.js';
import { ErrorSummary, useSubmit } from '#web/ui/form.js';
import { announce } from '#web/ui/toast.js';
import { abgleichTone, sheetsOf } from './stapel-words.js';

/** The comparison as a notice that screen readers say at once; silent while files are still on their way. */
export const SheetNotice = ({ stapel, sending }: { stapel: StapelZeile; sending: number }) => {
  const { abgleich } = stapel;
  if (sending > 0) {
    const expected = abgleich.erwartet === null ? '' : ` von ${abgleich.erwartet}`;
    return (
      <Alert
        tone="info"
        title={`Die Übertragung läuft; bisher ${abgleich.gescannt}${expected} Blätter gezählt.`}
      />
    );
  }
  // A new key makes a new region: a second alarm is read out like the first.
  return <Alert key={abgleich.text} tone={abgleichTone(abgleich)} title={abgleich.text} live />;
};

/** The number of sheets on the table, which the operator may have miscounted. */
export const ExpectedSheets = (props: {
  stapel: StapelZeile;
  onChanged: (stapel: StapelZeile) => void;
}) => {
  const { stapel } = props;
  const [text, setText] = useState(String(stapel.abgleich.erwartet ?? ''));
  const form = useSubmit({
    check: () =>
      sheetsOf(text) === undefined
        ? { erwartet: 'Bitte eine ganze Zahl von 1 bis 20 000 angeben oder das Feld leer lassen.' }
        : {},
    submit: async () => {
      const body = { erwarteteBlaetter: sheetsOf(text) };
      props.onChanged(await api.patch<StapelZeile>(`/api/stapel/${stapel.id}`, body));
      announce('Die erwartete Zahl ist gespeichert.');
    },
  });
  return (
    <>
      <ErrorSummary faults={form.faults} error={form.error} />
      <div class="filters">
        <TextField
          id="erwartet"
          label="Erwartete Blätter"
          value={text}
          error={form.faults['erwartet']}
          onInput={setText}
          onEnter={form.run}
          inputMode="numeric"
          width="short"
        />
        <Button
          label={stapel.abgleich.erwartet === null ? 'Zahl eintragen' : 'Zahl berichtigen'}
          busy={form.busy}
          onClick={form.run}
        />
      </div>
    </>
  );
};
