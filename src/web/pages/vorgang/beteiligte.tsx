import { useState } from 'preact/hooks';
import type { Beteiligter } from '#eakte/eakte.schema.js';
import { api, messageOf } from '#web/api.js';
import { Button } from '#web/ui/button.js';
import { ConfirmDialog } from '#web/ui/dialog.js';
import { TextField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { notify } from '#web/ui/toast.js';

const wege = { post: 'Post', email: 'E-Mail', portal: 'Postfach' } as const;
const formen = {
  normal: '',
  grossdruck: 'Großdruck',
  braille: 'Braille',
  audio: 'Audio',
  elektronisch: 'barrierefrei elektronisch',
} as const;

/** How somebody wants to be written to, in a few words. */
const empfangText = ({ empfang }: Beteiligter): string =>
  [
    empfang.bevorzugterWeg === null ? '' : `möchte ${wege[empfang.bevorzugterWeg]}`,
    empfang.emailErlaubt ? 'E-Mail erlaubt' : '',
    empfang.portalErlaubt ? 'Postfach erlaubt' : '',
    formen[empfang.form],
    empfang.zertifikat ? 'S/MIME' : '',
  ]
    .filter((part) => part !== '')
    .join(' · ') || 'mit der Post';

/** Everybody who takes part in a Vorgang, with address and their own sign. */
export const BeteiligteList = (props: {
  vorgangId: string;
  beteiligte: readonly Beteiligter[];
  /** Absent for who may not change the Vorgang. */
  onRemove?: ((one: Beteiligter) => void) | undefined;
}) => {
  const { beteiligte, onRemove } = props;
  if (beteiligte.length === 0) return <p class="muted">Keine Beteiligten eingetragen.</p>;
  return (
    <ul class="people">
      {beteiligte.map((one) => (
        <li key={one.id} class="people__entry">
          <span class="muted small">{one.rolle}</span>
          <strong>{one.name}</strong>
          {one.strasse === null && one.ort === null ? null : (
            <span>
              {[one.strasse, [one.plz, one.ort].filter((part) => part !== null).join(' ')]
                .filter((part) => part !== null && part !== '')
                .join(', ')}
            </span>
          )}
          {one.email === null ? null : <span>{one.email}</span>}
          {one.fremdesGeschaeftszeichen === null ? null : (
            <span class="muted small">Zeichen: {one.fremdesGeschaeftszeichen}</span>
          )}
          <a
            class="small"
            href={`/vorgaenge/${props.vorgangId}/beteiligte/${one.id}`}
            aria-label={`Empfang: ${empfangText(one)}, ${one.name}`}
          >
            Empfang: {empfangText(one)}
          </a>
          {onRemove === undefined ? null : (
            <span>
              <Button
                label="Entfernen"
                spoken={`Entfernen: ${one.name}`}
                icon="delete"
                small
                variant="tertiary"
                onClick={() => onRemove(one)}
              />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
};

/** Asks before somebody is taken out of a Vorgang, and does it. */
export const RemoveBeteiligterDialog = (props: {
  vorgangId: string;
  one: Beteiligter;
  onRemoved: () => void;
  onClose: () => void;
}) => {
  const [busy, setBusy] = useState(false);
  const remove = (): void => {
    setBusy(true);
    api
      .delete(`/api/vorgaenge/${props.vorgangId}/beteiligte/${props.one.id}`)
      .then(props.onRemoved, (error: unknown) => {
        setBusy(false);
        notify('danger', messageOf(error));
      });
  };
  return (
    <ConfirmDialog
      title="Beteiligte entfernen"
      text={`${props.one.name} (${props.one.rolle}) wird aus dem Vorgang entfernt. Im Protokoll bleibt vermerkt, wer das getan hat.`}
      confirm="Entfernen"
      danger
      busy={busy}
      onConfirm={remove}
      onClose={props.onClose}
    />
  );
};

const empty = {
  rolle: 'Antragsteller/in',
  name: '',
  strasse: '',
  plz: '',
  ort: '',
  email: '',
  fremdesGeschaeftszeichen: '',
};

const labels: Readonly<Record<keyof typeof empty, string>> = {
  rolle: 'Rolle im Vorgang',
  name: 'Name',
  strasse: 'Straße und Hausnummer',
  plz: 'Postleitzahl',
  ort: 'Ort',
  email: 'E-Mail',
  fremdesGeschaeftszeichen: 'Zeichen des Beteiligten',
};

/** Adds somebody to a Vorgang. */
export const AddBeteiligterDialog = (props: {
  vorgangId: string;
  onAdded: () => void;
  onClose: () => void;
}) => {
  const [values, setValues] = useState(empty);
  const form = useSubmit({
    check: () => ({
      ...(values.name.trim().length < 2 ? { name: 'Bitte geben Sie einen Namen an.' } : {}),
      ...(values.plz !== '' && !/^\d{5}$/.test(values.plz)
        ? { plz: 'Die Postleitzahl hat fünf Ziffern.' }
        : {}),
    }),
    submit: async () => {
      const body = Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          value.trim() === '' ? null : value.trim(),
        ]),
      );
      await api.post(`/api/vorgaenge/${props.vorgangId}/beteiligte`, body);
      props.onAdded();
    },
  });
  return (
    <FormDialog title="Beteiligte eintragen" form={form} submit="Eintragen" onClose={props.onClose}>
      <div class="form form--two">
        {(Object.keys(empty) as (keyof typeof empty)[]).map((name) => (
          <TextField
            key={name}
            id={name}
            label={labels[name]}
            optional={name !== 'name' && name !== 'rolle'}
            value={values[name]}
            onInput={(value) => setValues((before) => ({ ...before, [name]: value }))}
            error={form.faults[name]}
          />
        ))}
      </div>
    </FormDialog>
  );
};
