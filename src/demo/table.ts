import type { ItemOutcome } from './progress.js';

const padded = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);

const columns = [
  ['Eingang', 12],
  ['Kanal', 7],
  ['Einheit', 8],
  ['Vorgang oder Grund für das Clearing', 62],
  ['Sekunden', 8],
] as const;

const line = (cells: readonly string[]): string =>
  cells
    .map((cell, index) => padded(cell, columns[index]?.[1] ?? 10))
    .join('  ')
    .trimEnd();

/** An invoice reaches its unit by its Leitweg-ID and may lie in no Vorgang yet. */
const outcomeOf = (item: ItemOutcome): string => {
  if (item.zustand === 'stichprobe') return 'wartet in der Stichprobe auf eine Person';
  if (item.geschaeftszeichen !== null) return item.geschaeftszeichen;
  if (item.zustand === 'zugeordnet') return 'ohne Vorgang im Postkorb der Einheit';
  return `Clearing: ${item.clearingText ?? item.zustand}`;
};

/** The summary of all items for the terminal. */
export const outcomeTable = (items: readonly ItemOutcome[]): string => {
  const head = line(columns.map(([name]) => name));
  const body = items.map((item) =>
    line([
      item.eingangsnummer,
      item.kanal,
      item.einheit ?? '–',
      outcomeOf(item),
      item.sekunden === null ? '–' : item.sekunden.toFixed(1).replace('.', ',').padStart(8),
    ]),
  );
  return [head, '–'.repeat(head.length), ...body].join('\n');
};
