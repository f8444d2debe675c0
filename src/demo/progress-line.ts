import type { ItemOutcome } from './progress.js';

const barWidth = 20;

const bar = (share: number): string => {
  const full = Math.round(share * barWidth);
  return '█'.repeat(full) + '░'.repeat(barWidth - full);
};

/** The letter that is being read and how far; the oldest if there are several. */
const current = (items: readonly ItemOutcome[]): string => {
  const one = items.find(
    ({ zustand, seiten, gelesen }) =>
      zustand === 'in_bearbeitung' && seiten !== null && seiten > 0 && gelesen < seiten,
  );
  return one === undefined
    ? ''
    : ` · liest ${one.eingangsnummer}, Seite ${one.gelesen + 1}/${one.seiten}`;
};

/** All in one line of a terminal: pages of the whole Stapel as a bar, letters by state, the page that is being read. */
export const progressLine = (items: readonly ItemOutcome[]): string => {
  const count = (zustand: string): number =>
    items.filter((item) => item.zustand === zustand).length;
  const pages = items.reduce((sum, item) => sum + (item.seiten ?? 0), 0);
  const read = items.reduce((sum, item) => sum + Math.min(item.gelesen, item.seiten ?? 0), 0);
  return `  ${bar(pages === 0 ? 0 : read / pages)} ${read}/${pages} Seiten · ${items.length} Eingänge: ${count('zugeordnet')} im Postkorb, ${count('clearing')} im Clearing, ${count('in_bearbeitung')} in Arbeit${current(items)}`;
};
