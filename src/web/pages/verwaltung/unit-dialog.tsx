import { useState } from 'preact/hooks';
import type { Organisationseinheit } from '#organisation/organisation.schema.js';
import { api } from '#web/api.js';
import { einheitText } from '#web/einheiten.js';
import { Button } from '#web/ui/button.js';
import { Dialog } from '#web/ui/dialog.js';
import { CheckField, SelectField, TextArea, TextField } from '#web/ui/field.js';
import { ErrorSummary, Form, useSubmit } from '#web/ui/form.js';

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

/** Makes or changes a unit. */
export const UnitDialog = (props: {
  unit: Unit | undefined;
  units: readonly Unit[];
  onSaved: () => void;
  onClose: () => void;
}) => {
  const { unit } = props;
  const [values, setValues] = useState({
    kuerzel: unit?.kuerzel ?? '',
    name: unit?.name ?? '',
    parentId: unit?.parentId ?? '',
    zustaendigkeit: unit?.zustaendigkeit ?? '',
    email: unit?.email ?? '',
    telefon: unit?.telefon ?? '',
    istPoststelle: unit?.istPoststelle ?? false,
  });
  const set = (changes: Partial<typeof values>): void =>
    setValues((before) => ({ ...before, ...changes }));
  const form = useSubmit({
    check: () => ({
      ...(values.kuerzel.trim() === '' ? { kuerzel: 'Bitte geben Sie ein Kurzzeichen an.' } : {}),
      ...(values.name.trim().length < 2 ? { name: 'Bitte geben Sie eine Bezeichnung an.' } : {}),
    }),
    submit: async () => {
      const body = {
        ...values,
        parentId: orNull(values.parentId),
        email: orNull(values.email),
        telefon: orNull(values.telefon),
      };
      if (unit === undefined) await api.post('/api/organisationseinheiten', body);
      else await api.patch(`/api/organisationseinheiten/${unit.id}`, body);
      props.onSaved();
    },
  });
  return (
    <Dialog
      title={unit === undefined ? 'Neue Einheit' : einheitText(unit)}
      onClose={props.onClose}
      wide
    >
      <ErrorSummary faults={form.faults} error={form.error} />
      <Form onSubmit={form.run}>
        <div class="form form--two">
          <TextField
            id="kuerzel"
            label="Kurzzeichen"
            value={values.kuerzel}
            onInput={(kuerzel) => set({ kuerzel })}
            maxLength={20}
            error={form.faults['kuerzel']}
          />
          <TextField
            id="name"
            label="Bezeichnung"
            value={values.name}
            onInput={(name) => set({ name })}
            maxLength={200}
            error={form.faults['name']}
          />
          <SelectField
            label="Übergeordnete Einheit"
            value={values.parentId}
            onChange={(parentId) => set({ parentId })}
            empty="Keine (oberste Einheit)"
            options={possibleParents(props.units, unit).map((other) => ({
              value: other.id,
              text: einheitText(other),
            }))}
          />
          <TextField
            label="Telefon"
            optional
            value={values.telefon}
            onInput={(telefon) => set({ telefon })}
            maxLength={50}
          />
          <TextField
            label="E-Mail"
            optional
            type="email"
            value={values.email}
            onInput={(email) => set({ email })}
          />
        </div>
        <TextArea
          label="Zuständigkeit"
          hint="Aufgaben in Worten. Daran erkennt die Zuordnung, welche Post hierher gehört."
          rows={5}
          value={values.zustaendigkeit}
          onInput={(zustaendigkeit) => set({ zustaendigkeit })}
          maxLength={4_000}
        />
        <CheckField
          label="Zentrale Poststelle"
          checked={values.istPoststelle}
          onChange={(istPoststelle) => set({ istPoststelle })}
        />
        <div class="button-row">
          <Button label="Speichern" type="submit" variant="primary" busy={form.busy} />
          <Button label="Abbrechen" onClick={props.onClose} />
        </div>
      </Form>
    </Dialog>
  );
};
