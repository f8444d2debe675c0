import { useState } from 'preact/hooks';
import type { FristDetail, RechnerRegeln } from '#fristen/fristen.schema.js';
import { api } from '#web/api.js';
import { TextArea, TextField } from '#web/ui/field.js';
import { type Faults, useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { type Eingabe, eingabeOf, faultsOf, frageOf, neueEingabe } from './frage.js';
import { FrageFields } from './frage-fields.js';

const needsReason = (id: string, reason: string): Faults =>
  reason.trim().length >= 3 ? {} : { [id]: 'Bitte begründen Sie das mit mindestens 3 Zeichen.' };
const needsName = (name: string): Faults =>
  name.trim().length >= 3 ? {} : { 'frist-name': 'Bitte sagen Sie, was bis dahin zu tun ist.' };

/** Why a Frist is changed or rejected; stands in its history. */
const ReasonField = (props: {
  reason: string;
  faults: Faults;
  onInput: (reason: string) => void;
}) => (
  <TextArea
    id="frist-grund"
    label="Begründung"
    value={props.reason}
    onInput={props.onInput}
    rows={3}
    maxLength={500}
    error={props.faults['frist-grund']}
  />
);

/** Adds a Frist to an item or a Vorgang. */
export const NewFristDialog = (props: {
  to: { posteingangId: string } | { vorgangId: string };
  regeln: RechnerRegeln;
  onClose: () => void;
  onSaved: () => void;
}) => {
  const [name, setName] = useState('');
  const [eingabe, setEingabe] = useState<Eingabe>(neueEingabe);
  const form = useSubmit({
    check: () => ({ ...needsName(name), ...faultsOf(eingabe) }),
    submit: async () => {
      await api.post('/api/fristen', {
        ...props.to,
        bezeichnung: name.trim(),
        frage: frageOf(eingabe),
      });
      props.onSaved();
    },
  });
  return (
    <FormDialog
      title="Frist anlegen"
      form={form}
      submit="Frist anlegen"
      wide
      onClose={props.onClose}
    >
      <TextField
        id="frist-name"
        label="Was ist bis dahin zu tun?"
        value={name}
        onInput={setName}
        maxLength={200}
        error={form.faults['frist-name']}
      />
      <FrageFields
        eingabe={eingabe}
        regeln={props.regeln}
        faults={form.faults}
        onChange={(change) => setEingabe((before) => ({ ...before, ...change }))}
      />
    </FormDialog>
  );
};

/** Changes what a Frist is computed from, with a reason. */
export const ChangeFristDialog = (props: {
  frist: FristDetail;
  regeln: RechnerRegeln;
  onClose: () => void;
  onSaved: (frist: FristDetail) => void;
}) => {
  const { frist } = props;
  const [name, setName] = useState(frist.bezeichnung);
  const [reason, setReason] = useState('');
  const [eingabe, setEingabe] = useState<Eingabe>(() => eingabeOf(frist.frage));
  const [touched, setTouched] = useState(false);
  const form = useSubmit({
    check: () => ({
      ...needsName(name),
      ...(touched || frist.frage === null ? faultsOf(eingabe) : {}),
      ...needsReason('frist-grund', reason),
    }),
    submit: async () => {
      props.onSaved(
        await api.patch<FristDetail>(`/api/fristen/${frist.id}`, {
          bezeichnung: name.trim(),
          begruendung: reason.trim(),
          ...(touched || frist.frage === null ? { frage: frageOf(eingabe) } : {}),
        }),
      );
    },
  });
  return (
    <FormDialog
      title="Frist ändern"
      form={form}
      submit="Neu berechnen und speichern"
      wide
      onClose={props.onClose}
    >
      <TextField
        id="frist-name"
        label="Bezeichnung"
        value={name}
        onInput={setName}
        maxLength={200}
        error={form.faults['frist-name']}
      />
      <FrageFields
        eingabe={eingabe}
        regeln={props.regeln}
        faults={form.faults}
        onChange={(change) => {
          setTouched(true);
          setEingabe((before) => ({ ...before, ...change }));
        }}
      />
      <ReasonField reason={reason} faults={form.faults} onInput={setReason} />
    </FormDialog>
  );
};

/** Rejects a Frist with a reason. */
export const RejectFristDialog = (props: {
  frist: FristDetail;
  onClose: () => void;
  onSaved: (frist: FristDetail) => void;
}) => {
  const [reason, setReason] = useState('');
  const form = useSubmit({
    check: () => needsReason('frist-grund', reason),
    submit: async () =>
      props.onSaved(
        await api.post<FristDetail>(`/api/fristen/${props.frist.id}/entscheidung`, {
          zustand: 'verworfen',
          begruendung: reason.trim(),
        }),
      ),
  });
  return (
    <FormDialog
      title="Frist verwerfen"
      form={form}
      submit="Verwerfen"
      danger
      onClose={props.onClose}
    >
      <ReasonField reason={reason} faults={form.faults} onInput={setReason} />
    </FormDialog>
  );
};

/** Corrects the day of receipt of an item; its open Fristen are computed anew. */
export const EingangstagDialog = (props: {
  posteingangId: string;
  tag: string;
  onClose: () => void;
  onSaved: () => void;
}) => {
  const [tag, setTag] = useState(props.tag);
  const [reason, setReason] = useState('');
  const form = useSubmit({
    check: () => ({
      ...(/^\d{4}-\d{2}-\d{2}$/.test(tag) ? {} : { eingangstag: 'Bitte geben Sie einen Tag an.' }),
      ...needsReason('eingangstag-grund', reason),
    }),
    submit: async () => {
      await api.post(`/api/posteingaenge/${props.posteingangId}/eingangstag`, {
        tag,
        begruendung: reason.trim(),
      });
      props.onSaved();
    },
  });
  return (
    <FormDialog
      title="Tag des Eingangs berichtigen"
      form={form}
      submit="Berichtigen und neu berechnen"
      onClose={props.onClose}
    >
      <TextField
        id="eingangstag"
        type="date"
        width="short"
        label="Tag des Eingangs"
        value={tag}
        onInput={setTag}
        error={form.faults['eingangstag']}
      />
      <TextArea
        id="eingangstag-grund"
        label="Begründung"
        hint="Zum Beispiel: Einwurf in den Nachtbriefkasten vor Mitternacht."
        value={reason}
        onInput={setReason}
        rows={2}
        maxLength={500}
        error={form.faults['eingangstag-grund']}
      />
    </FormDialog>
  );
};
