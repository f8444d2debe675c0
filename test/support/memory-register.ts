import type { RegisterEntry, VorgangRegister } from '#understanding/index.js';

const withinTwoEdits = (a: string, b: string): boolean => {
  if (Math.abs(a.length - b.length) > 2) return false;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return (previous[b.length] ?? 3) <= 2;
};

/** The register of the E-Akte held in memory, for tests and measurements without a database. */
export const createMemoryRegister = (
  entries: readonly RegisterEntry[],
  fold: (geschaeftszeichen: string) => string,
): VorgangRegister => {
  const keyed = entries.map((entry) => ({ entry, key: fold(entry.geschaeftszeichen) }));
  return {
    byKey: async (key) => keyed.filter((item) => item.key === key).map(({ entry }) => entry),
    near: async (key) =>
      keyed.filter((item) => withinTwoEdits(item.key, key)).map(({ entry }) => entry),
  };
};
