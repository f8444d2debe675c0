/** Text as PostgreSQL can store it: without NUL and without halves of surrogate pairs, which files may hold. */
export const storableText = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/** JSON as PostgreSQL's jsonb can store it; see `storableText`. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'string' ? storableText(inner) : inner,
  );
