import { useState } from 'preact/hooks';
import type { StapelZeile } from '#posteingang/stapel/stapel.schema.js';
import { api } from '#web/api.js';
import { Button } from '#web/ui/button.js';
import { Alert } from '#web/ui/feedback.js';
import { TextField } from '#web/ui/field.js';
import { ErrorSummary, useSubmit } from '#web/ui/form.js';
import { sheetsOf } from './new-stapel-dialog.js';
import { abgleichTone } from './stapel-words.js';

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
        ? { erwartet: 'Bitte eine ganze Zahl von 1 bis 20 000 angeben.' }
        : {},
    submit: () =>
      api
        .patch<StapelZeile>(`/api/stapel/${stapel.id}`, { erwarteteBlaetter: sheetsOf(text) })
        .then(props.onChanged),
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
          width="short"
        />
        <Button label="Zahl berichtigen" busy={form.busy} onClick={form.run} />
      </div>
    </>
  );
};
