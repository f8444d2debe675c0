import type { Empfaenger, Versandkanal } from '#postausgang/postausgang.schema.js';
import { SelectField, TextField } from '#web/ui/field.js';
import { versandkanaele } from '#web/words.js';

/** Address of the recipient as fields, and the wished way. */
export const RecipientForm = (props: {
  value: Empfaenger;
  channel: Versandkanal | null;
  channels: readonly Versandkanal[];
  /** The day before which it shall not leave, `YYYY-MM-DD`. */
  dispatchDay: string | null;
  onChange: (value: Empfaenger) => void;
  onDispatchDay: (day: string | null) => void;
  onChannel: (channel: Versandkanal | null) => void;
}) => {
  const { value } = props;
  const field = (name: Exclude<keyof Empfaenger, 'email'>) => ({
    id: `empfaenger-${name}`,
    value: value[name],
    onInput: (text: string) => props.onChange({ ...value, [name]: text }),
  });
  return (
    <div class="form form--two">
      <TextField {...field('name')} label="Name" maxLength={100} />
      <TextField {...field('zusatz')} label="Zusatz" optional maxLength={100} />
      <TextField {...field('strasse')} label="Straße und Hausnummer" maxLength={100} />
      <div class="form form--zip">
        <TextField {...field('plz')} label="PLZ" maxLength={12} />
        <TextField {...field('ort')} label="Ort" maxLength={80} />
      </div>
      <TextField {...field('land')} label="Land" optional maxLength={60} />
      <TextField
        id="empfaenger-email"
        label="E-Mail"
        optional
        type="email"
        value={value.email ?? ''}
        onInput={(text) =>
          props.onChange({ ...value, email: text.trim() === '' ? null : text.trim() })
        }
      />
      <SelectField
        label="Versandweg"
        value={props.channel ?? ''}
        onChange={(channel) =>
          props.onChannel(props.channels.find((known) => known === channel) ?? null)
        }
        empty="Automatisch bestimmen"
        options={props.channels.map((channel) => ({
          value: channel,
          text: versandkanaele[channel],
        }))}
      />
      <TextField
        id="versand-am"
        label="Versenden frühestens am"
        optional
        type="date"
        hint="Das Schreiben trägt dann dieses Datum."
        value={props.dispatchDay ?? ''}
        onInput={(day) => props.onDispatchDay(day === '' ? null : day)}
      />
    </div>
  );
};
