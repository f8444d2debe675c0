import { useState } from 'preact/hooks';
import type { Seitenmodus, StapelZeile } from '#posteingang/stapel/stapel.schema.js';
import { api } from '#web/api.js';
import { SelectField, TextField } from '#web/ui/field.js';
import { type Faults, useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { seitenmodi, sheetsOf } from './stapel-words.js';

/** The same person mostly stays at the same scanner; kept on this computer only. */
const memory = 'poststelle-scanplatz';

interface Values {
  station: string;
  scanprofil: string;
  seitenmodus: Seitenmodus;
  bezeichnung: string;
  blaetter: string;
  ruecklauf: boolean;
}

const remembered = (): Pick<Values, 'station' | 'scanprofil' | 'seitenmodus'> => {
  const [station = '', scanprofil = '', modus = ''] = (localStorage.getItem(memory) ?? '').split(
    '\n',
  );
  const seitenmodus = modus === 'beidseitig' || modus === 'getrennt' ? modus : 'einseitig';
  return { station, scanprofil, seitenmodus };
};

const check = (values: Values): Faults => ({
  ...(values.station.trim() === '' ? { station: 'Bitte die Station angeben.' } : {}),
  ...(sheetsOf(values.blaetter) === undefined
    ? { blaetter: 'Bitte eine ganze Zahl von 1 bis 20 000 angeben oder das Feld leer lassen.' }
    : {}),
});

const save = async (values: Values): Promise<StapelZeile> => {
  const { blaetter, ...rest } = values;
  const made = await api.post<StapelZeile>('/api/stapel', {
    ...rest,
    erwarteteBlaetter: sheetsOf(blaetter) ?? null,
  });
  localStorage.setItem(memory, `${values.station}\n${values.scanprofil}\n${values.seitenmodus}`);
  return made;
};

/** Opens a Stapel before the paper is scanned. */
export const NewStapelDialog = (props: {
  onMade: (stapel: StapelZeile) => void;
  onClose: () => void;
}) => {
  const [values, setValues] = useState<Values>(() => ({
    ...remembered(),
    bezeichnung: '',
    blaetter: '',
    ruecklauf: false,
  }));
  const change = (changes: Partial<Values>): void =>
    setValues((before) => ({ ...before, ...changes }));
  const form = useSubmit({
    check: () => check(values),
    submit: () => save(values).then(props.onMade),
  });
  return (
    <FormDialog title="Neuer Stapel" form={form} submit="Stapel anlegen" onClose={props.onClose}>
      <TextField
        id="blaetter"
        label="Erwartete Blätter"
        hint="Blätter Papier mit Trennblättern, wie sie in den Scanner gelegt werden"
        optional
        inputMode="numeric"
        value={values.blaetter}
        error={form.faults['blaetter']}
        onInput={(blaetter) => change({ blaetter })}
      />
      <SelectField
        label="Seiten"
        value={values.seitenmodus}
        onChange={(modus) =>
          change({
            seitenmodus: modus === 'beidseitig' || modus === 'getrennt' ? modus : 'einseitig',
          })
        }
        options={Object.entries(seitenmodi).map(([value, text]) => ({ value, text }))}
      />
      <TextField
        id="station"
        label="Station"
        hint="Name des Scanners oder Arbeitsplatzes; wie der Ordner der Station, falls es einen gibt"
        value={values.station}
        error={form.faults['station']}
        maxLength={80}
        onInput={(station) => change({ station })}
      />
      <TextField
        label="Scanprofil"
        hint="Name der Einstellung am Scanner, zum Beispiel „300 dpi, Graustufen“"
        optional
        value={values.scanprofil}
        maxLength={80}
        onInput={(scanprofil) => change({ scanprofil })}
      />
      <TextField
        label="Bezeichnung"
        hint="Zum Beispiel „Frühpost“; bitte keine personenbezogenen Angaben"
        optional
        value={values.bezeichnung}
        maxLength={120}
        onInput={(bezeichnung) => change({ bezeichnung })}
      />
      <SelectField
        label="Inhalt"
        value={values.ruecklauf ? 'ruecklauf' : 'post'}
        onChange={(inhalt) => change({ ruecklauf: inhalt === 'ruecklauf' })}
        options={[
          { value: 'post', text: 'Gewöhnliche Post' },
          { value: 'ruecklauf', text: 'Rückläufer (unzustellbar zurückgekommene Briefe)' },
        ]}
      />
    </FormDialog>
  );
};
