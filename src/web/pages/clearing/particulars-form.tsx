import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formatDate } from '#web/format.js';
import { Button } from '#web/ui/button.js';
import { Confidence } from '#web/ui/feedback.js';
import { type Detail, fieldKey } from '../posteingang/detail.js';
import { fieldOf, type ParticularKey, uncertainParticulars } from './questions.js';
import type { Assignment } from './use-assignment.js';

const labels: Readonly<Record<ParticularKey, string>> = {
  absender: 'Absender',
  betreff: 'Betreff',
  datumDesSchreibens: 'Schreiben vom',
};

const shownValue = (key: ParticularKey, value: string): string => {
  if (value === '') return 'nicht genannt';
  return key === 'datumDesSchreibens' ? formatDate(value) : value;
};

const Row = (props: {
  name: ParticularKey;
  item: Detail;
  assignment: Assignment;
  editing: boolean;
  onEdit: () => void;
  onActive: (key: string | undefined) => void;
}) => {
  const { name, item, assignment } = props;
  const field = fieldOf(item.felder, name);
  const value = assignment.data[name];
  const key = field === undefined ? undefined : fieldKey(field, item.felder.indexOf(field));
  const sureness = field === undefined ? <span /> : <Confidence value={field.konfidenz} />;
  if (!props.editing)
    return (
      <div class="question question--settled">
        <span class="question__name">{labels[name]}</span>
        <span class="question__value" title={value}>
          {shownValue(name, value)}
        </span>
        {sureness}
        <Button
          label="Ändern"
          spoken={`Ändern: ${labels[name]}`}
          icon="edit"
          iconOnly
          small
          variant="tertiary"
          onClick={props.onEdit}
        />
      </div>
    );
  return (
    <div class="question question--input">
      <label class="question__name" for={`angabe-${name}`}>
        {labels[name]}
      </label>
      <input
        id={`angabe-${name}`}
        class="kern-form-input__input"
        type={(name === 'datumDesSchreibens' ? 'date' : 'text') as 'text'}
        maxLength={300}
        autoComplete="off"
        value={value}
        onFocus={() => props.onActive(key)}
        onInput={(event) => assignment.change({ [name]: event.currentTarget.value })}
      />
      {sureness}
    </div>
  );
};

/** Sender, subject and date: what was read surely as a line each, the rest to be looked at. */
export const ParticularsForm = (props: {
  item: Detail;
  assignment: Assignment;
  /** Asked for by its key; each time a new object. */
  wanted: object | undefined;
  onActive: (key: string | undefined) => void;
}) => {
  const { item, assignment, wanted } = props;
  const [editing, setEditing] = useState<readonly ParticularKey[]>(() =>
    uncertainParticulars(item),
  );
  const focusNext = useRef<ParticularKey | undefined>(undefined);
  const edit = (key: ParticularKey): void => {
    setEditing((before) => (before.includes(key) ? before : [...before, key]));
    focusNext.current = key;
  };
  useLayoutEffect(() => {
    if (wanted !== undefined) edit(editing[0] ?? 'absender');
  }, [wanted]);
  useLayoutEffect(() => {
    if (focusNext.current === undefined) return;
    document.getElementById(`angabe-${focusNext.current}`)?.focus();
    focusNext.current = undefined;
  });
  return (
    <section class="questions" aria-label="Angaben zum Schreiben">
      {(['absender', 'betreff', 'datumDesSchreibens'] as const).map((key) => (
        <Row
          key={key}
          name={key}
          item={item}
          assignment={assignment}
          editing={editing.includes(key)}
          onEdit={() => edit(key)}
          onActive={props.onActive}
        />
      ))}
    </section>
  );
};
