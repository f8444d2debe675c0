import { useState } from 'preact/hooks';
import { errorOf, noticeStatus } from '#web/api.js';
import { TextArea, TextField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';

const fetchSheets = async (path: string, body: object): Promise<Blob> => {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.ok) return response.blob();
  noticeStatus(response.status, path);
  throw errorOf(response.status, await response.text());
};

const save = (file: Blob, name: string): void => {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
};

/** Prints the sheets of one envelope once more; the reason stands in the run. */
export const NachdruckDialog = (props: {
  laufId: string;
  onDone: () => void;
  onClose: () => void;
}) => {
  const [umschlag, setUmschlag] = useState('');
  const [blatt, setBlatt] = useState('');
  const [grund, setGrund] = useState('');
  const isNumber = (text: string): boolean => /^[1-9]\d{0,6}$/.test(text.trim());
  const form = useSubmit({
    check: (): Record<string, string> => ({
      ...(isNumber(umschlag) ? {} : { umschlag: 'Bitte die Nummer des Umschlags angeben.' }),
      ...(blatt.trim() === '' || isNumber(blatt) ? {} : { blatt: 'Bitte eine Zahl angeben.' }),
      ...(grund.trim().length < 3 ? { grund: 'Bitte einen Grund angeben.' } : {}),
    }),
    submit: async () => {
      const path = `/api/postlaeufe/${props.laufId}/umschlaege/${umschlag.trim()}/nachdruck`;
      const only = blatt.trim() === '' ? {} : { blatt: Number(blatt) };
      save(
        await fetchSheets(path, { grund: grund.trim(), ...only }),
        `nachdruck_umschlag_${umschlag.trim()}.pdf`,
      );
      props.onDone();
    },
  });
  return (
    <FormDialog
      title="Beschädigte Blätter nachdrucken"
      form={form}
      submit="Blätter herunterladen"
      intro={
        <p>
          Die Blätter kommen als PDF auf diesen Rechner. Versandt wird nichts ein zweites Mal: Das
          beschädigte Blatt bitte vernichten.
        </p>
      }
      onClose={props.onClose}
    >
      <TextField
        id="umschlag"
        label="Nummer des Umschlags"
        hint="Steht in der Laufliste."
        width="short"
        value={umschlag}
        error={form.faults['umschlag']}
        onInput={setUmschlag}
      />
      <TextField
        id="blatt"
        label="Nur dieses Blatt"
        hint="Leer: alle Blätter des Umschlags."
        width="short"
        value={blatt}
        error={form.faults['blatt']}
        onInput={setBlatt}
      />
      <TextArea
        id="grund"
        label="Grund"
        rows={2}
        maxLength={1_000}
        value={grund}
        error={form.faults['grund']}
        onInput={setGrund}
      />
    </FormDialog>
  );
};
