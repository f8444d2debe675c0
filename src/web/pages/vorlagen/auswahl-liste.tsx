import { CheckField } from '#web/ui/field.js';

/** Several of a list, as boxes to tick. */
export const AuswahlListe = <Key extends string>(props: {
  title: string;
  hint?: string;
  options: readonly { key: Key; text: string }[];
  chosen: readonly Key[];
  onChange: (chosen: Key[]) => void;
}) => (
  <fieldset class="kern-fieldset">
    <legend class="kern-label">{props.title}</legend>
    {props.hint === undefined ? null : <p class="muted small">{props.hint}</p>}
    {props.options.map(({ key, text }) => (
      <CheckField
        key={key}
        label={text}
        checked={props.chosen.includes(key)}
        onChange={(on) =>
          props.onChange(on ? [...props.chosen, key] : props.chosen.filter((one) => one !== key))
        }
      />
    ))}
  </fieldset>
);
