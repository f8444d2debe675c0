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

interface ComboboxProps {
  label: string;
  hint?: string;
  id?: string;
  placeholder?: string;
  minLength?: number;
  find: (text: string, signal: AbortSignal) => Promise<readonly Choice[]>;
  onChoose: (choice: Choice) => void;
  hideLabel?: boolean;
  noResult?: string;
}

const useCombobox = (props: ComboboxProps) => {
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { choices, asked } = useChoices(text, open, props.find, props.minLength ?? 2);
  const close = (): void => {
    setOpen(false);
    setActive(-1);
  };
  const choose = (choice: Choice): void => {
    setText('');
    close();
    props.onChoose(choice);
  };
  const type = (typed: string): void => {
    setText(typed);
    setOpen(true);
    setActive(-1);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const { length } = choices;
    if (event.key === 'Escape' && open) {
      event.preventDefault();
      close();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      // From the text field, "up" begins at the last choice.
      if (length > 0)
        setActive((at) => (Math.max(at, step === 1 ? -1 : 0) + step + length) % length);
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      const choice = choices[Math.max(0, active)];
      if (choice !== undefined) choose(choice);
    }
  };
  return { text, type, close, choose, onKeyDown, choices, active, shown: open && asked !== '' };
};

const Options = (props: {
  id: string;
  label: string;
  box: ReturnType<typeof useCombobox>;
  noResult: string;
}) => {
  const { id, box } = props;
  const list = useRef<HTMLDivElement>(null);
  const isOpen = box.shown && box.choices.length > 0;
  useEffect(() => {
    if (isOpen) list.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  return (
    <>
      <div
        ref={list}
        class="combobox__list"
        id={`${id}-list`}
        role="listbox"
        aria-label={props.label}
        hidden={!isOpen}
      >
        {box.choices.map((choice, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the text field, which keeps the focus
          <div
            key={choice.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === box.active}
            class={
              index === box.active
                ? 'combobox__option combobox__option--active'
                : 'combobox__option'
            }
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => box.choose(choice)}
          >
            <span>{choice.text}</span>
            {choice.detail === undefined ? null : <span class="muted small">{choice.detail}</span>}
          </div>
        ))}
      </div>
      <span
        class={
          box.shown && box.choices.length === 0 ? 'combobox__none muted small' : 'kern-sr-only'
        }
        role="status"
      >
        {box.shown
          ? box.choices.length === 0
            ? props.noResult
            : `${box.choices.length} Vorschläge`
          : ''}
      </span>
    </>
  );
};

/** A text field that offers choices while typing, after the combobox pattern of the ARIA practices. */
export const Combobox = (props: ComboboxProps) => {
  const generated = useId();
  const id = props.id ?? generated;
  const box = useCombobox(props);
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
        value={box.text}
        placeholder={props.placeholder}
        aria-autocomplete="list"
        aria-expanded={box.shown && box.choices.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={box.shown && box.active >= 0 ? `${id}-${box.active}` : undefined}
        aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
        onInput={(event) => box.type(event.currentTarget.value)}
        onBlur={box.close}
        onKeyDown={box.onKeyDown}
      />
      <Options id={id} label={props.label} box={box} noResult={props.noResult ?? 'Kein Treffer'} />
    </div>
  );
};
