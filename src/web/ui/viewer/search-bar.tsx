import { useId } from 'preact/hooks';
import { Button } from '#web/ui/button.js';
import type { DocumentSearch } from './use-search.js';

const resultOf = ({ count, position, complete, error }: DocumentSearch): string => {
  if (error !== undefined) return 'Suche nicht möglich';
  if (count === undefined) return '';
  if (count === 0) return 'Kein Treffer';
  return `${position} von ${complete ? count : `über ${count}`}`;
};

/** The field of the search inside the document, with the way from place to place. */
export const SearchBar = (props: {
  search: DocumentSearch;
  inputRef: { current: HTMLInputElement | null };
  onLeave: () => void;
}) => {
  const { search } = props;
  const id = useId();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      event.preventDefault();
      search.go(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      search.clear();
      props.onLeave();
    }
  };
  const has = (search.count ?? 0) > 0;
  return (
    <search class="viewer__group viewer__search">
      <label class="kern-sr-only" for={id}>
        Im Schriftstück suchen
      </label>
      <input
        id={id}
        class="viewer__query"
        type="search"
        ref={props.inputRef}
        placeholder="Suchen"
        aria-keyshortcuts="/ F3"
        maxLength={200}
        value={search.text}
        onInput={(event) => search.setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <span class="viewer__found">{resultOf(search)}</span>
      {has ? (
        <>
          <Button
            label="Voriger Treffer"
            icon="arrow-up"
            iconOnly
            small
            variant="tertiary"
            onClick={() => search.go(-1)}
          />
          <Button
            label="Nächster Treffer"
            icon="arrow-down"
            iconOnly
            small
            variant="tertiary"
            onClick={() => search.go(1)}
          />
        </>
      ) : null}
    </search>
  );
};
