import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { OrganisationseinheitListe } from '#organisation/organisation.schema.js';
import type {
  Handhabungsregel,
  Merkmal,
  Verschlussklasse,
} from '#posteingang/verschluss/regeln.schema.js';
import { api } from '#web/api.js';
import { einheitText } from '#web/einheiten.js';
import { CheckField, SelectField, TextArea, TextField } from '#web/ui/field.js';
import { type Faults, useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { useLoad } from '#web/use-load.js';
import { klassen, merkmale, optionsOf } from './klassen.js';

interface DialogProps {
  onClose: () => void;
  onSaved: () => void;
}

/** The units as choices. */
export const useUnits = (): { value: string; text: string }[] => {
  const list = useLoad('einheiten', (signal) =>
    api.get<z.infer<typeof OrganisationseinheitListe>>('/api/organisationseinheiten', { signal }),
  );
  return (list.data?.organisationseinheiten ?? []).map((unit) => ({
    value: unit.id,
    text: einheitText(unit),
  }));
};

const UnitChoice = (props: { value: string; onChange: (id: string) => void }) => (
  <SelectField
    label="Einheit, die öffnet"
    hint="Bei persönlicher Post öffnet die Person auf dem Umschlag; die Einheit ist dann ohne Bedeutung."
    optional
    empty="Keine"
    options={useUnits()}
    value={props.value}
    onChange={props.onChange}
  />
);

const rankOf = (text: string): number | undefined => {
  const rank = Number(text);
  return Number.isInteger(rank) && rank >= 1 && rank <= 999 ? rank : undefined;
};

const rankFault = (text: string): Faults =>
  rankOf(text) === undefined ? { rang: 'Bitte eine ganze Zahl von 1 bis 999 angeben.' } : {};

const empty = {
  rang: '65',
  bezeichnung: '',
  merkmal: 'vermerk',
  werte: '',
  klasse: 'vertraulich',
  einheitId: '',
  ohneScan: false,
  rechtsgrundlage: '',
  gueltigAb: '',
  gueltigBis: '',
};

const wordsOf = (text: string): string[] =>
  text
    .split('\n')
    .map((word) => word.trim())
    .filter((word) => word !== '');

const check = (values: typeof empty): Faults => ({
  ...rankFault(values.rang),
  ...(values.bezeichnung.trim().length < 3 ? { bezeichnung: 'Bitte benennen.' } : {}),
  ...(wordsOf(values.werte).length === 0 ? { werte: 'Bitte mindestens einen Wert angeben.' } : {}),
  ...(values.rechtsgrundlage.trim().length < 3
    ? { rechtsgrundlage: 'Bitte angeben, worauf die Regel beruht.' }
    : {}),
});

const bodyOf = (values: typeof empty) => ({
  ...values,
  rang: rankOf(values.rang),
  merkmal: values.merkmal as Merkmal,
  werte: wordsOf(values.werte),
  klasse: values.klasse === '' ? null : (values.klasse as Verschlussklasse),
  einheitId: values.einheitId || null,
  gueltigAb: values.gueltigAb || null,
  gueltigBis: values.gueltigBis || null,
});

/** Makes a rule. */
export const NewRuleDialog = (props: DialogProps) => {
  const [values, setValues] = useState(empty);
  const change = (changes: Partial<typeof empty>): void =>
    setValues((before) => ({ ...before, ...changes }));
  const form = useSubmit({
    check: () => check(values),
    submit: () => api.post('/api/handhabungsregeln', bodyOf(values)).then(props.onSaved),
  });
  const { faults } = form;
  return (
    <FormDialog
      title="Neue Handhabungsregel"
      form={form}
      submit="Regel anlegen"
      wide
      onClose={props.onClose}
    >
      <TextField
        id="bezeichnung"
        label="Bezeichnung"
        value={values.bezeichnung}
        error={faults['bezeichnung']}
        maxLength={120}
        onInput={(bezeichnung) => change({ bezeichnung })}
      />
      <SelectField
        label="Woran erkannt"
        options={optionsOf(merkmale)}
        value={values.merkmal}
        onChange={(merkmal) => change({ merkmal })}
      />
      <TextArea
        id="werte"
        label="Wörter oder Adressen"
        hint="Je Zeile eine; ein Stern am Ende lässt das Wortende offen, *@haus.example meint alle Adressen."
        rows={3}
        value={values.werte}
        error={faults['werte']}
        onInput={(werte) => change({ werte })}
      />
      <SelectField
        label="Folge"
        empty="Die Sendung wird geöffnet"
        options={optionsOf(klassen)}
        value={values.klasse}
        onChange={(klasse) => change({ klasse })}
      />
      <UnitChoice value={values.einheitId} onChange={(einheitId) => change({ einheitId })} />
      <CheckField
        label="Auch nicht scannen, nur den Umschlag erfassen"
        checked={values.ohneScan}
        onChange={(ohneScan) => change({ ohneScan })}
      />
      <TextField
        id="rechtsgrundlage"
        label="Rechtsgrundlage"
        value={values.rechtsgrundlage}
        error={faults['rechtsgrundlage']}
        maxLength={400}
        onInput={(rechtsgrundlage) => change({ rechtsgrundlage })}
      />
      <div class="filters">
        <TextField
          id="rang"
          label="Rang"
          hint="Die kleinste Zahl entscheidet zuerst."
          inputMode="numeric"
          value={values.rang}
          error={faults['rang']}
          onInput={(rang) => change({ rang })}
        />
        <TextField
          label="Gilt ab"
          type="date"
          optional
          value={values.gueltigAb}
          onInput={(gueltigAb) => change({ gueltigAb })}
        />
        <TextField
          label="Gilt bis"
          type="date"
          optional
          value={values.gueltigBis}
          onInput={(gueltigBis) => change({ gueltigBis })}
        />
      </div>
    </FormDialog>
  );
};

/** Changes what does not rewrite earlier decisions: order, unit and end. */
export const ChangeRuleDialog = (props: DialogProps & { rule: Handhabungsregel }) => {
  const { rule } = props;
  const [rang, setRang] = useState(String(rule.rang));
  const [einheitId, setEinheitId] = useState(rule.einheit?.id ?? '');
  const [gueltigBis, setGueltigBis] = useState(rule.gueltigBis ?? '');
  const form = useSubmit({
    check: () => rankFault(rang),
    submit: () =>
      api
        .patch(`/api/handhabungsregeln/${rule.id}`, {
          rang: rankOf(rang),
          einheitId: einheitId || null,
          gueltigBis: gueltigBis || null,
        })
        .then(props.onSaved),
  });
  return (
    <FormDialog
      title={`Regel „${rule.bezeichnung}“ ändern`}
      form={form}
      submit="Speichern"
      intro={
        <p class="muted">
          Wörter und Folge einer Regel bleiben, damit frühere Entscheidungen erklärbar sind. Für
          andere Wörter beenden Sie die Regel und legen eine neue an.
        </p>
      }
      onClose={props.onClose}
    >
      <UnitChoice value={einheitId} onChange={setEinheitId} />
      <TextField
        id="rang"
        label="Rang"
        inputMode="numeric"
        value={rang}
        error={form.faults['rang']}
        onInput={setRang}
      />
      <TextField label="Gilt bis" type="date" optional value={gueltigBis} onInput={setGueltigBis} />
    </FormDialog>
  );
};
