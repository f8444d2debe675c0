import { Confidence } from '#web/ui/feedback.js';

export interface ListedChoice {
  id: string;
  text: string;
  konfidenz?: number;
  gruende?: readonly string[];
}

/** Ranked candidates as a group of radio buttons; the number beside each chooses it as well. */
export const ChoiceList = (props: {
  legend: string;
  name: string;
  choices: readonly ListedChoice[];
  value: string | undefined;
  /** The number of the first entry. */
  firstNumber: number;
  onChange: (id: string) => void;
  none?: string;
}) => (
  <fieldset class="choices">
    <legend class="choices__legend">{props.legend}</legend>
    {props.choices.length === 0 && props.none !== undefined ? (
      <p class="muted small">{props.none}</p>
    ) : null}
    {props.choices.map((choice, index) => {
      const number = props.firstNumber + index;
      const reasons = choice.gruende ?? [];
      return (
        <label
          key={choice.id}
          class={choice.id === props.value ? 'choice choice--chosen' : 'choice'}
        >
          <input
            type="radio"
            class="choice__radio"
            name={props.name}
            checked={choice.id === props.value}
            onChange={() => props.onChange(choice.id)}
          />
          {number <= 9 ? (
            <span class="key" aria-hidden="true">
              {number}
            </span>
          ) : (
            <span />
          )}
          <span class="choice__text">
            <span class="choice__name">{choice.text}</span>
            {reasons.length === 0 ? null : (
              <span class="choice__reasons muted small clamp">{reasons.join(' · ')}</span>
            )}
          </span>
          {choice.konfidenz === undefined ? null : <Confidence value={choice.konfidenz} />}
        </label>
      );
    })}
  </fieldset>
);
