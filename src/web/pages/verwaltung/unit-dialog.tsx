import { useState } from 'preact/hooks';
import type { Organisationseinheit } from '#organisation/organisation.schema.js';
import { api } from '#web/api.js';
import { einheitText } from '#web/einheiten.js';
import { CheckField, SelectField, TextArea, TextField } from '#web/ui/field.js';
import { type Faults, useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';

type Unit = Organisationseinheit;

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** A unit and those below it cannot be its own parent. */
const possibleParents = (units: readonly Unit[], unit: Unit | undefined): Unit[] => {
  if (unit === undefined) return [...units];
  const below = new Set([unit.id]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const other of units) {
      if (other.parentId !== null && below.has(other.parentId) && !below.has(other.id)) {
        below.add(other.id);
        grown = true;
      }
    }
  }
  return units.filter((other) => !below.has(other.id));
};

const valuesOf = (unit: Unit | undefined) => ({
  kuerzel: unit?.kuerzel ?? '',
  name: unit?.name ?? '',
  parentId: unit?.parentId ?? '',
  zustaendigkeit: unit?.zustaendigkeit ?? '',
  email: unit?.email ?? '',
  telefon: unit?.telefon ?? '',
  istPoststelle: unit?.istPoststelle ?? false,
  leitwegId: unit?.leitwegId ?? '',
});

type Values = ReturnType<typeof valuesOf>;

const check = (values: Values): Faults => ({
  ...(values.kuerzel.trim() === '' ? { kuerzel: 'Bitte geben Sie ein Kurzzeichen an.' } : {}),
  ...(values.name.trim().length < 2 ? { name: 'Bitte geben Sie eine Bezeichnung an.' } : {}),
});

const save = async (unit: Unit | undefined, values: Values): Promise<void> => {
  const body = {
    ...values,
    parentId: orNull(values.parentId),
    email: orNull(values.email),
    telefon: orNull(values.telefon),
    leitwegId: orNull(values.leitwegId),
  };
  if (unit === undefined) await api.post('/api/organisationseinheiten', body);
  else await api.patch(`/api/organisationseinheiten/${unit.id}`, body);
};

const Fields = (props: {
  values: Values;
  faults: Faults;
  parents: readonly Unit[];
  onChange: (changes: Partial<Values>) => void;
}) => {
  const { values, faults, onChange } = props;
  const field = (id: 'kuerzel' | 'name' | 'telefon' | 'email' | 'leitwegId') => ({
    id,
    value: values[id],
    error: faults[id],
    onInput: (value: string) => onChange({ [id]: value }),
  });
  return (
    <div class="form form--two">
      <TextField {...field('kuerzel')} label="Kurzzeichen" maxLength={20} />
      <TextField {...field('name')} label="Bezeichnung" maxLength={200} />
      <SelectField
        label="Übergeordnete Einheit"
        value={values.parentId}
        onChange={(parentId) => onChange({ parentId })}
        empty="Keine (oberste Einheit)"
        options={props.parents.map((other) => ({ value: other.id, text: einheitText(other) }))}
      />
      <TextField {...field('telefon')} label="Telefon" optional maxLength={50} />
      <TextField {...field('email')} label="E-Mail" optional type="email" />
      <TextField
        {...field('leitwegId')}
        label="Leitweg-ID"
        hint="Unter ihr gehen elektronische Rechnungen an diese Einheit."
        optional
        maxLength={46}
      />
    </div>
  );
};

/** Makes or changes a unit. */
export const UnitDialog = (props: {
  unit: Unit | undefined;
  units: readonly Unit[];
  onSaved: () => void;
  onClose: () => void;
}) => {
  const { unit } = props;
  const [values, setValues] = useState(() => valuesOf(unit));
  const change = (changes: Partial<Values>): void =>
    setValues((before) => ({ ...before, ...changes }));
  const form = useSubmit({
    check: () => check(values),
    submit: () => save(unit, values).then(props.onSaved),
  });
  const title = unit === undefined ? 'Neue Einheit' : einheitText(unit);
  return (
    <FormDialog title={title} form={form} submit="Speichern" wide onClose={props.onClose}>
      <Fields
        values={values}
        faults={form.faults}
        parents={possibleParents(props.units, unit)}
        onChange={change}
      />
      <TextArea
        label="Zuständigkeit"
        hint="Aufgaben in Worten. Daran erkennt die Zuordnung, welche Post hierher gehört."
        rows={5}
        value={values.zustaendigkeit}
        onInput={(zustaendigkeit) => change({ zustaendigkeit })}
        maxLength={4_000}
      />
      <CheckField
        label="Zentrale Poststelle"
        checked={values.istPoststelle}
        onChange={(istPoststelle) => change({ istPoststelle })}
      />
    </FormDialog>
  );
};
