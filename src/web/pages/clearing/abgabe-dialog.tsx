import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type {
  AbgabeGrund,
  AbgabeWeg,
  AbgabeWohin,
  AbgabeWunsch,
} from '#posteingang/clearingplatz/clearingplatz.schema.js';
import { SelectField, TextArea, TextField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { abgabeGruende, abgabeWege, abgabeZiele } from './abgabe-words.js';

type Wish = z.input<typeof AbgabeWunsch>;

const usual: Readonly<Record<AbgabeGrund, AbgabeWohin>> = {
  andere_behoerde: 'behoerde',
  falsch_zugestellt: 'empfaenger',
  empfaenger_unbekannt: 'absender',
  werbung: 'vernichtet',
  sonstiges: 'absender',
};

const optionsOf = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, text]) => ({ value, text }));

/** "Not for us": why, where the item goes, and by which way; the proof of it stays. */
export const AbgabeDialog = (props: {
  eingangsnummer: string;
  absender: string;
  onAbgabe: (wish: Wish) => void;
  onClose: () => void;
}) => {
  const [grund, setGrund] = useState<AbgabeGrund>('andere_behoerde');
  const [wohin, setWohin] = useState<AbgabeWohin>('behoerde');
  const [weg, setWeg] = useState<AbgabeWeg>('behoerdenpost');
  const [empfaenger, setEmpfaenger] = useState('');
  const [bemerkung, setBemerkung] = useState('');
  const goesOut = wohin !== 'vernichtet';
  const form = useSubmit({
    check: () => ({
      ...(wohin === 'behoerde' && empfaenger.trim().length < 3
        ? { 'abgabe-empfaenger': 'Bitte nennen Sie die Behörde.' }
        : {}),
      ...(grund === 'sonstiges' && bemerkung.trim().length < 3
        ? { 'abgabe-bemerkung': 'Bitte nennen Sie den Grund.' }
        : {}),
    }),
    submit: async () => {
      const to = wohin === 'absender' && empfaenger.trim() === '' ? props.absender : empfaenger;
      props.onAbgabe({
        grund,
        wohin,
        weg: goesOut ? weg : 'keiner',
        empfaenger: goesOut ? to.trim() : '',
        bemerkung: bemerkung.trim(),
      });
    },
  });
  const chooseReason = (value: AbgabeGrund): void => {
    setGrund(value);
    setWohin(usual[value]);
    setWeg(usual[value] === 'behoerde' ? 'behoerdenpost' : 'post');
  };
  return (
    <FormDialog
      title={`Eingang ${props.eingangsnummer} ist nicht für uns`}
      form={form}
      submit="Abgeben"
      onClose={props.onClose}
    >
      <SelectField
        label="Grund"
        value={grund}
        options={optionsOf(abgabeGruende)}
        onChange={(value) => chooseReason(value as AbgabeGrund)}
      />
      <SelectField
        label="Wohin"
        value={wohin}
        options={optionsOf(abgabeZiele)}
        onChange={(value) => setWohin(value as AbgabeWohin)}
      />
      {goesOut ? (
        <>
          <TextField
            id="abgabe-empfaenger"
            label={wohin === 'behoerde' ? 'Behörde' : 'An'}
            value={empfaenger}
            placeholder={wohin === 'absender' ? props.absender : ''}
            onInput={setEmpfaenger}
            maxLength={300}
            error={form.faults['abgabe-empfaenger']}
          />
          <SelectField
            label="Weg"
            value={weg}
            options={optionsOf(abgabeWege).filter(({ value }) => value !== 'keiner')}
            onChange={(value) => setWeg(value as AbgabeWeg)}
          />
        </>
      ) : null}
      <TextArea
        id="abgabe-bemerkung"
        label="Bemerkung"
        optional={grund !== 'sonstiges'}
        value={bemerkung}
        onInput={setBemerkung}
        rows={2}
        maxLength={1_000}
        error={form.faults['abgabe-bemerkung']}
      />
      <p class="muted small">
        Die Zeile bleibt mit Grund und Ziel im Posteingangsbuch. Der Inhalt ist danach nicht mehr
        einsehbar; bis zu 15 Minuten lang lässt sich die Abgabe zurücknehmen.
      </p>
    </FormDialog>
  );
};
