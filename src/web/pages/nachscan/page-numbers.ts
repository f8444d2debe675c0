/** "2, 5–7" as numbers in their order; undefined when it is something else, or names a page beyond the last. */
export const parsePages = (text: string, last: number): number[] | undefined => {
  const found = new Set<number>();
  for (const part of text.split(/[,;]/)) {
    const match = /^\s*(\d{1,5})\s*(?:[-–]\s*(\d{1,5})\s*)?$/.exec(part);
    if (match === null) return undefined;
    const from = Number(match[1]);
    const to = match[2] === undefined ? from : Number(match[2]);
    if (from < 1 || to < from || to > last) return undefined;
    for (let page = from; page <= to; page += 1) found.add(page);
  }
  return [...found].sort((a, b) => a - b);
};

/** Numbers as "2, 5–7". */
export const formatPages = (pages: readonly number[]): string => {
  const runs: [number, number][] = [];
  for (const page of pages) {
    const last = runs.at(-1);
    if (last !== undefined && page === last[1] + 1) last[1] = page;
    else runs.push([page, page]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
};

/** "Seite 2" or "Seiten 2, 5–7". */
export const pagesText = (pages: readonly number[]): string =>
  `${pages.length === 1 ? 'Seite' : 'Seiten'} ${formatPages(pages)}`;
