import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { isAbort } from '#web/api.js';

export interface Choice {
  id: string;
  text: string;
  detail?: string;
}

/** Waits this long after the last key before it asks the server. */
const pauseMs = 200;

const useChoices = (
  text: string,
  open: boolean,
  find: (text: string, signal: AbortSignal) => Promise<readonly Choice[]>,
  minLength: number,
): { choices: readonly Choice[]; asked: string } => {
  const [found, setFound] = useState<{ choices: readonly Choice[]; asked: string }>({
    choices: [],
    asked: '',
  });
  const latest = useRef(find);
  latest.current = find;
  useEffect(() => {
    const asked = text.trim();
    if (!open || asked.length < minLength) {
      setFound({ choices: [], asked: '' });
      return undefined;
    }
    const abort = new AbortController();
    const timer = window.setTimeout(() => {
      latest.current(asked, abort.signal).then(
        (choices) => setFound({ choices, asked }),
        (error: unknown) => {
          if (!isAbort(error)) setFound({ choices: [], asked });
        },
      );
    }, pauseMs);
    return () => {
      window.clearTimeout(timer);
      abort.abort();
    };
  }, [text, open, minLength]);
  return found;
};

/** A text field that offers choices while typing, after the combobox pattern of the ARIA practices. */
export const Combobox = (props: {
  label: string;
  hint?: string;
  id?: string;
  placeholder?: string;
  minLength?: number;
  find: (text: string, signal: AbortSignal) => Promise<readonly Choice[]>;
  onChoose: (choice: Choice) => void;
  hideLabel?: boolean;
  noResult?: string;
}) => {
  const generated = useId();
  const id = props.id ?? generated;
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { choices, asked } = useChoices(text, open, props.find, props.minLength ?? 2);
  const shown = open && asked !== '';
  const choose = (choice: Choice): void => {
    setText('');
    setOpen(false);
    setActive(-1);
    props.onChoose(choice);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && open) {
      event.preventDefault();
      setOpen(false);
      setActive(-1);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (choices.length > 0) {
        setActive((before) => (before + step + choices.length) % choices.length);
      }
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      const choice = choices[active === -1 ? 0 : active];
      if (choice !== undefined) choose(choice);
    }
  };
  return (
    <div class="kern-form-input combobox">
      <label class={props.hideLabel === true ? 'kern-sr-only' : 'kern-label'} for={id}>
        {props.label}
      </label>
      {props.hint === undefined ? null : (
        <div class="kern-hint" id={`${id}-hint`}>
          {props.hint}
        </div>
      )}
      <input
        class="kern-form-input__input"
        id={id}
        type="text"
        role="combobox"
        autoComplete="off"
        value={text}
        placeholder={props.placeholder}
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
        aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
          setActive(-1);
        }}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <div
        class="combobox__list"
        id={`${id}-list`}
        role="listbox"
        aria-label={props.label}
        hidden={!shown}
      >
        {choices.map((choice, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the text field, which keeps the focus
          <div
            key={choice.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            class={
              index === active ? 'combobox__option combobox__option--active' : 'combobox__option'
            }
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(choice)}
          >
            <span>{choice.text}</span>
            {choice.detail === undefined ? null : <span class="muted small">{choice.detail}</span>}
          </div>
        ))}
      </div>
      {shown && choices.length === 0 ? (
        <p class="combobox__none muted small" role="status">
          {props.noResult ?? 'Kein Treffer'}
        </p>
      ) : (
        <span class="kern-sr-only" role="status">
          {shown ? `${choices.length} Vorschläge` : ''}
        </span>
      )}
    </div>
  );
};
