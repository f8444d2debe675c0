import { Confidence } from '#web/ui/feedback.js';
import type { Candidate } from './questions.js';

/** Ranked candidates as a group of radio buttons; while the question is asked, the number beside each chooses it. */
export const ChoiceList = (props: {
  legend: string;
  name: string;
  choices: readonly Candidate[];
  value: string | undefined;
  numbered: boolean;
  onChange: (id: string) => void;
  none?: string;
}) => (
  <fieldset class="choices">
    <legend class="kern-sr-only">{props.legend}</legend>
    {props.choices.length === 0 && props.none !== undefined ? (
      <p class="muted small">{props.none}</p>
    ) : null}
    {props.choices.map((choice, index) => {
      const reasons = choice.gruende ?? [];
      const number = index + 1;
      return (
        <label
          key={choice.id}
          data-choice={choice.id}
          class={choice.id === props.value ? 'choice choice--chosen' : 'choice'}
        >
          <input
            type="radio"
            class="choice__radio"
            name={props.name}
            checked={choice.id === props.value}
            onChange={() => props.onChange(choice.id)}
          />
          <span class={props.numbered && number <= 9 ? 'key' : 'key key--off'} aria-hidden="true">
            {number <= 9 ? number : ''}
          </span>
          <span class="choice__text">
            <span class="choice__name" title={choice.text}>
              {choice.text}
            </span>
            {reasons.length === 0 ? null : (
              <span class="choice__reasons muted small" title={reasons.join('\n')}>
                {reasons.join(' · ')}
              </span>
            )}
          </span>
          {choice.konfidenz === undefined ? null : <Confidence value={choice.konfidenz} />}
        </label>
      );
    })}
  </fieldset>
);
