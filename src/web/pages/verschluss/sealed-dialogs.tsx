import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Oeffnerauswahl, VerschlussZeile } from '#posteingang/verschluss/verschluss.schema.js';
import { api } from '#web/api.js';
import { einheitText } from '#web/einheiten.js';
import { SelectField, TextField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { useLoad } from '#web/use-load.js';

interface DialogProps {
  item: VerschlussZeile;
  onClose: () => void;
  onDone: (text: string) => void;
}

/** The act of opening, which is noted. */
export const OpenDialog = ({ item, onClose, onDone }: DialogProps) => {
  const form = useSubmit({
    submit: () =>
      api
        .post(`/api/verschluss/${item.id}/oeffnung`)
        .then(() => onDone('Die Sendung ist geöffnet.')),
  });
  return (
    <FormDialog
      title={`Eingang ${item.eingangsnummer} öffnen`}
      form={form}
      submit="Jetzt öffnen"
      onClose={onClose}
    >
      <p>
        Die Öffnung wird mit Ihrem Namen und der Uhrzeit festgehalten. Der Inhalt wird nur auf Ihrem
        Weg entschlüsselt und nirgends abgelegt.
      </p>
    </FormDialog>
  );
};

/** Gives the content to the ordinary way. */
export const ReleaseDialog = ({ item, onClose, onDone }: DialogProps) => {
  const form = useSubmit({
    submit: () =>
      api
        .post(`/api/verschluss/${item.id}/freigabe`)
        .then(() => onDone('Die Sendung ist zur Bearbeitung freigegeben.')),
  });
  return (
    <FormDialog
      title="Zur Bearbeitung freigeben"
      form={form}
      submit="Freigeben"
      danger
      onClose={onClose}
    >
      <p>
        Die Sendung wird danach unter ihrer Eingangsnummer wie jede andere Post gelesen, durchsucht
        und abgelegt; auch die Poststelle sieht ihren Inhalt. Das lässt sich nicht zurücknehmen.
      </p>
    </FormDialog>
  );
};

/** Ends the seal without anybody reading here. */
export const HandOverDialog = ({ item, onClose, onDone }: DialogProps) => {
  const [nachweis, setNachweis] = useState('');
  const form = useSubmit({
    check: () =>
      nachweis.trim().length < 3
        ? { nachweis: 'Bitte angeben, an wen und wie übergeben wurde.' }
        : {},
    submit: () =>
      api
        .post(`/api/verschluss/${item.id}/uebergabe`, { nachweis })
        .then(() => onDone('Die Übergabe ist festgehalten.')),
  });
  return (
    <FormDialog title="Verschlossen übergeben" form={form} submit="Übergeben" onClose={onClose}>
      <TextField
        id="nachweis"
        label="An wen und wie"
        hint="Zum Beispiel „persönlich gegen Unterschrift“ oder „ungeöffnet an die Personalstelle“"
        maxLength={300}
        value={nachweis}
        error={form.faults['nachweis']}
        onInput={setNachweis}
      />
    </FormDialog>
  );
};

/** Says to whom a closed letter belongs, without opening it. */
export const AssignDialog = ({ item, onClose, onDone }: DialogProps) => {
  const choices = useLoad('oeffner', (signal) =>
    api.get<z.infer<typeof Oeffnerauswahl>>('/api/verschluss/oeffner', { signal }),
  );
  const [empfaengerId, setEmpfaenger] = useState(item.empfaenger?.id ?? '');
  const [einheitId, setEinheit] = useState(item.einheit?.id ?? '');
  const [vergabeId, setVergabe] = useState(item.vergabe?.id ?? '');
  const isBid = item.klasse === 'vergabe';
  const form = useSubmit({
    submit: () =>
      api
        .post(`/api/verschluss/${item.id}/zuweisung`, {
          empfaengerId: empfaengerId || null,
          einheitId: einheitId || null,
          vergabeId: vergabeId || null,
        })
        .then(() => onDone('Die Sendung ist zugewiesen.')),
  });
  const { personen = [], einheiten = [], vergaben = [] } = choices.data ?? {};
  return (
    <FormDialog
      title="Verschlossene Sendung zuweisen"
      form={form}
      submit="Zuweisen"
      onClose={onClose}
    >
      {isBid ? (
        <SelectField
          label="Vergabe"
          empty="Keine"
          options={vergaben.map((one) => ({
            value: one.id,
            text: `${one.kennzeichen} ${one.bezeichnung}`,
          }))}
          value={vergabeId}
          onChange={setVergabe}
        />
      ) : (
        <>
          <SelectField
            label="Person"
            hint="Nur sie kann die Sendung öffnen."
            optional
            empty="Keine"
            options={personen.map((one) => ({ value: one.id, text: one.name }))}
            value={empfaengerId}
            onChange={setEmpfaenger}
          />
          <SelectField
            label="Einheit"
            hint="Öffnen können, die selbst in dieser Einheit arbeiten."
            optional
            empty="Keine"
            options={einheiten.map((one) => ({ value: one.id, text: einheitText(one) }))}
            value={einheitId}
            onChange={setEinheit}
          />
        </>
      )}
    </FormDialog>
  );
};
