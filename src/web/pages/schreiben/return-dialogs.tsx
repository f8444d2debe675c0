import { useState } from 'preact/hooks';
import type { PostausgangDetail } from '#postausgang/postausgang.schema.js';
import type { Ruecklaufanlass } from '#postausgang/ruecklauf.schema.js';
import { api } from '#web/api.js';
import { navigate } from '#web/router.js';
import { SelectField, TextField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { notify } from '#web/ui/toast.js';

/** The reasons as the post writes them. */
export const anlaesse: Readonly<Record<Ruecklaufanlass, string>> = {
  unbekannt_verzogen: 'Empfänger unbekannt verzogen',
  annahme_verweigert: 'Annahme verweigert',
  nicht_abgeholt: 'Nicht abgeholt',
  anschrift_unzureichend: 'Anschrift unzureichend',
  verstorben: 'Empfänger verstorben',
  sonstiges: 'Anderer Grund',
};

const isAnlass = (value: string): value is Ruecklaufanlass => value in anlaesse;

/** Asks why a letter came back and notes it. */
export const ReturnedDialog = (props: {
  letterId: string;
  posteingangId?: string;
  known: Ruecklaufanlass | null;
  onDone: (letter: PostausgangDetail) => void;
  onClose: () => void;
}) => {
  const [anlass, setAnlass] = useState<Ruecklaufanlass>(props.known ?? 'unbekannt_verzogen');
  const form = useSubmit({
    check: () => ({}),
    submit: async () => {
      const { letterId, posteingangId } = props;
      const body = { anlass, ...(posteingangId === undefined ? {} : { posteingangId }) };
      const path = `/api/postausgaenge/${letterId}/ruecklauf`;
      const letter = await api.post<PostausgangDetail>(path, body);
      notify('success', 'Der Rücklauf ist vermerkt.');
      props.onDone(letter);
    },
  });
  return (
    <FormDialog title="Unzustellbar zurück" form={form} submit="Vermerken" onClose={props.onClose}>
      <SelectField
        label="Grund auf dem Umschlag"
        value={anlass}
        onChange={(value) => {
          if (isAnlass(value)) setAnlass(value);
        }}
        options={Object.entries(anlaesse).map(([value, text]) => ({ value, text }))}
      />
    </FormDialog>
  );
};

interface Address {
  zusatz: string;
  strasse: string;
  plz: string;
  ort: string;
  land: string;
}

const fields: readonly (readonly [keyof Address, string, number])[] = [
  ['zusatz', 'Zusatz', 100],
  ['strasse', 'Straße und Hausnummer oder Postfach', 100],
  ['plz', 'Postleitzahl', 12],
  ['ort', 'Ort', 80],
  ['land', 'Land (nur außerhalb Deutschlands)', 60],
];

/** Asks for the new address and makes the same letter a new draft, which opens. */
export const RewriteDialog = (props: {
  letterId: string;
  address: Address;
  onClose: () => void;
}) => {
  const [address, setAddress] = useState<Address>(props.address);
  const form = useSubmit({
    check: () => ({
      ...(address.strasse.trim() === '' ? { strasse: 'Bitte die Straße angeben.' } : {}),
      ...(address.ort.trim() === '' ? { ort: 'Bitte den Ort angeben.' } : {}),
    }),
    submit: async () => {
      const path = `/api/postausgaenge/${props.letterId}/neuversand`;
      const { id } = await api.post<{ id: string }>(path, { anschrift: address });
      notify('success', 'Der neue Entwurf ist angelegt. Bitte prüfen und abgeben.');
      navigate(`/schreiben/${id}`);
    },
  });
  return (
    <FormDialog
      title="Neue Anschrift eintragen und erneut senden"
      form={form}
      submit="Entwurf anlegen"
      onClose={props.onClose}
    >
      {fields.map(([name, label, maxLength]) => (
        <TextField
          key={name}
          id={name}
          label={label}
          optional={name === 'zusatz' || name === 'land'}
          value={address[name]}
          maxLength={maxLength}
          error={form.faults[name]}
          onInput={(value) => setAddress((before) => ({ ...before, [name]: value }))}
        />
      ))}
    </FormDialog>
  );
};
