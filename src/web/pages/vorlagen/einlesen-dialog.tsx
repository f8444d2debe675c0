import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type {
  EinlesenAntwort,
  Fassungsart,
} from '#postausgang/vorlagenverwaltung/verwaltung.schema.js';
import { api } from '#web/api.js';
import { count } from '#web/format.js';
import { TextField } from '#web/ui/field.js';
import { FileDrop } from '#web/ui/file-drop.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { notify } from '#web/ui/toast.js';

/** Reads a file in as it stands under `config/`; what it holds become drafts. */
export const EinlesenDialog = (props: {
  art: Fassungsart;
  onDone: () => void;
  onClose: () => void;
}) => {
  const { art } = props;
  const [file, setFile] = useState<File>();
  const [name, setName] = useState('');
  const [grund, setGrund] = useState('');
  const form = useSubmit({
    check: (): Record<string, string> => ({
      ...(file === undefined ? { datei: 'Bitte eine Datei wählen.' } : {}),
      ...(art !== 'baustein' && name.trim() === '' ? { name: 'Bitte den Namen angeben.' } : {}),
      ...(grund.trim().length < 3 ? { grund: 'Bitte angeben, warum.' } : {}),
    }),
    submit: async () => {
      const text = (await file?.text()) ?? '';
      const schluessel = art === 'baustein' ? undefined : name.trim();
      const { ids } = await api.post<z.infer<typeof EinlesenAntwort>>(
        '/api/vorlagenverwaltung/einlesen',
        { art, schluessel, text, grund },
      );
      notify('success', `${count(ids.length, 'Entwurf', 'Entwürfe')} angelegt.`);
      props.onDone();
    },
  });
  return (
    <FormDialog title="Datei einlesen" form={form} submit="Einlesen" onClose={props.onClose}>
      <div id="datei" tabIndex={-1}>
        <FileDrop
          label={file === undefined ? 'Datei' : `Gewählt: ${file.name}`}
          hint="YAML, wie es hier ausgegeben wird und unter config/ steht."
          button="Datei wählen"
          onFiles={([one]) => setFile(one)}
        />
      </div>
      {art === 'baustein' ? null : (
        <TextField
          id="name"
          label="Name"
          value={name}
          error={form.faults['name']}
          onInput={setName}
        />
      )}
      <TextField
        id="grund"
        label="Grund"
        value={grund}
        error={form.faults['grund']}
        onInput={setGrund}
      />
    </FormDialog>
  );
};
