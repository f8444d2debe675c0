import type { ComponentChildren, Ref } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from './icon.js';

interface Common {
  label: string;
  /** Also the id of the input, for the error summary. */
  id?: string;
  hint?: string | undefined;
  error?: string | undefined;
  optional?: boolean;
  disabled?: boolean;
  /** The label is only read out, e.g. in a row of filters that explains itself. */
  hideLabel?: boolean;
  width?: 'short' | 'medium' | 'full';
}

interface Wiring {
  id: string;
  describedBy: string | undefined;
}

const useWiring = (props: Common): Wiring => {
  const generated = useId();
  const id = props.id ?? generated;
  const parts = [
    props.hint === undefined ? '' : `${id}-hint`,
    props.error === undefined ? '' : `${id}-error`,
  ].filter((part) => part !== '');
  return { id, describedBy: parts.length === 0 ? undefined : parts.join(' ') };
};

const Frame = (props: Common & { wiring: Wiring; children: ComponentChildren }) => {
  const { id } = props.wiring;
  const error = props.error === undefined ? '' : ' kern-form-input--error';
  return (
    <div class={`kern-form-input field field--${props.width ?? 'full'}${error}`}>
      <label class={props.hideLabel === true ? 'kern-sr-only' : 'kern-label'} for={id}>
        {props.label}
        {props.optional === true ? <span class="kern-label__optional"> – Optional</span> : null}
      </label>
      {props.hint === undefined ? null : (
        <div class="kern-hint" id={`${id}-hint`}>
          {props.hint}
        </div>
      )}
      {props.children}
      {props.error === undefined ? null : (
        <p class="kern-error" id={`${id}-error`}>
          <Icon name="danger" size="small" />
          <span class="kern-body">{props.error}</span>
        </p>
      )}
    </div>
  );
};

interface TextFieldProps extends Common {
  value: string;
  onInput: (value: string) => void;
  type?: 'text' | 'password' | 'email' | 'search' | 'date' | 'tel' | 'number' | 'datetime-local';
  autoComplete?: string;
  required?: boolean;
  maxLength?: number;
  placeholder?: string;
  inputMode?: 'numeric' | 'text';
  inputRef?: Ref<HTMLInputElement>;
  onEnter?: () => void;
}

/** One line of text with label, hint and error. */
export const TextField = (props: TextFieldProps) => {
  const wiring = useWiring(props);
  const error = props.error === undefined ? '' : ' kern-form-input__input--error';
  return (
    <Frame {...props} wiring={wiring}>
      <input
        class={`kern-form-input__input${error}`}
        id={wiring.id}
        ref={props.inputRef ?? null}
        // The types of Preact want one literal for each element; the attribute takes any of them.
        type={(props.type ?? 'text') as 'text'}
        value={props.value}
        required={props.required === true}
        disabled={props.disabled === true}
        maxLength={props.maxLength}
        inputMode={props.inputMode}
        placeholder={props.placeholder}
        autoComplete={props.autoComplete ?? 'off'}
        aria-describedby={wiring.describedBy}
        aria-invalid={props.error === undefined ? undefined : 'true'}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && props.onEnter !== undefined) {
            event.preventDefault();
            props.onEnter();
          }
        }}
      />
    </Frame>
  );
};

interface TextAreaProps extends Common {
  value: string;
  onInput: (value: string) => void;
  rows?: number;
  required?: boolean;
  maxLength?: number;
  inputRef?: Ref<HTMLTextAreaElement>;
}

/** Several lines of text with label, hint and error. */
export const TextArea = (props: TextAreaProps) => {
  const wiring = useWiring(props);
  return (
    <Frame {...props} wiring={wiring}>
      <textarea
        class="kern-form-input__input"
        id={wiring.id}
        ref={props.inputRef ?? null}
        rows={props.rows ?? 4}
        value={props.value}
        required={props.required === true}
        disabled={props.disabled === true}
        maxLength={props.maxLength}
        aria-describedby={wiring.describedBy}
        aria-invalid={props.error === undefined ? undefined : 'true'}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </Frame>
  );
};

interface SelectFieldProps extends Common {
  value: string;
  onChange: (value: string) => void;
  options: readonly { value: string; text: string }[];
  /** Text of the empty choice; without it there is none. */
  empty?: string;
  required?: boolean;
}

/** A choice from a list with label, hint and error. */
export const SelectField = (props: SelectFieldProps) => {
  const wiring = useWiring(props);
  const error = props.error === undefined ? '' : ' kern-form-input__select--error';
  return (
    <Frame {...props} wiring={wiring}>
      <div class="kern-form-input__select-wrapper">
        <select
          class={`kern-form-input__select${error}`}
          id={wiring.id}
          value={props.value}
          required={props.required === true}
          disabled={props.disabled === true}
          aria-describedby={wiring.describedBy}
          aria-invalid={props.error === undefined ? undefined : 'true'}
          onChange={(event) => props.onChange(event.currentTarget.value)}
        >
          {props.empty === undefined ? null : <option value="">{props.empty}</option>}
          {props.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </select>
      </div>
    </Frame>
  );
};

/** A box to tick. */
export const CheckField = (props: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  hint?: string;
}) => {
  const id = useId();
  return (
    <div class="kern-form-check">
      <input
        class="kern-form-check__checkbox"
        type="checkbox"
        id={id}
        checked={props.checked}
        disabled={props.disabled === true}
        aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <label class="kern-label" for={id}>
        {props.label}
        {props.hint === undefined ? null : (
          <span class="muted small" id={`${id}-hint`}>
            <br />
            {props.hint}
          </span>
        )}
      </label>
    </div>
  );
};
