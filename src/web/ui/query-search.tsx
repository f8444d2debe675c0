import { useState } from 'preact/hooks';
import { setQuery, usePlace } from '#web/router.js';
import { TextField } from './field.js';

/**
 * What is searched for in a list stands in the address as `suche`; a new search begins at the first page, which is
 * the one without `page` in the address.
 */
export const useQuerySearch = (page: 'vor' | 'nach' = 'vor') => {
  const { query } = usePlace();
  const [search, setSearch] = useState(query.get('suche') ?? '');
  const apply = (): void => setQuery({ suche: search.trim(), [page]: undefined });
  const change = (value: string): void => {
    setSearch(value);
    if (value === '') setQuery({ suche: undefined, [page]: undefined });
  };
  return { search, change, apply };
};

/** The field for `useQuerySearch`; Enter searches, and emptying it shows everything again. */
export const QuerySearchField = ({
  search,
  change,
  apply,
  placeholder,
}: ReturnType<typeof useQuerySearch> & { placeholder: string }) => (
  <TextField
    label="Suche"
    type="search"
    value={search}
    onInput={change}
    onEnter={apply}
    placeholder={placeholder}
    width="medium"
  />
);
