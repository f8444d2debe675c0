import { feldText, feldWert } from '#web/reading-words.js';
import { Confidence } from '#web/ui/feedback.js';
import { type Field, fieldKey } from './detail.js';

/** The recognised fields; pointing at one or choosing it lights its place on the page. */
export const FieldList = (props: {
  fields: readonly Field[];
  active: string | undefined;
  onActive: (key: string | undefined) => void;
}) => {
  if (props.fields.length === 0) return <p class="muted">Es wurden keine Angaben erkannt.</p>;
  return (
    <ul class="fields">
      {props.fields.map((field, index) => {
        const key = fieldKey(field, index);
        const place = field.seite === null ? '' : `Seite ${field.seite}`;
        const note = [place, field.begruendung].filter((part) => part !== '').join(' · ');
        return (
          <li
            key={key}
            class={key === props.active ? 'fields__entry fields__entry--active' : 'fields__entry'}
          >
            <button
              type="button"
              class="fields__button"
              aria-pressed={key === props.active}
              disabled={field.box === null}
              onClick={() => props.onActive(key === props.active ? undefined : key)}
              onMouseEnter={() => props.onActive(key)}
            >
              <span class="fields__name">{feldText(field.name)}</span>
              <span class="fields__value">{feldWert(field)}</span>
              <Confidence value={field.konfidenz} />
            </button>
            {note === '' ? null : <p class="fields__reason muted small">{note}</p>}
          </li>
        );
      })}
    </ul>
  );
};
