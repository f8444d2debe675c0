/** How well a page was read; all counts are characters without spaces unless they say words. */
export interface PageScore {
  characters: number;
  words: number;
  /** Edits of words against their best partners, wherever they stand. */
  freeErrors: number;
  freeWordErrors: number;
  /** Edits of the whole text in the order in which it was set. */
  orderedErrors: number;
  orderedCharacters: number;
  /** The part of the page that is running text, by the words of `freeErrors`. */
  bodyCharacters: number;
  bodyErrors: number;
  /** Characters that the engine returned. */
  returned: number;
}

/** Forms that mean the same character: quotes, dashes, hyphenation at the end of a line. */
export const foldText = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u00ad\ufffe]/g, '-\n')
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/[„“”«»″]/g, '"')
    .replace(/[‚‘’‛´`′]/g, "'");

/** Marks that stand alone, such as the dots between the parts of an address, are decoration and do not count. */
const wordsOf = (text: string): string[] =>
  foldText(text)
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}€%§]/u.test(word));

/** Levenshtein distance. */
export const distance = (a: string, b: string): number => {
  let previous = Uint32Array.from({ length: b.length + 1 }, (_v, at) => at);
  let current = new Uint32Array(b.length + 1);
  for (let row = 1; row <= a.length; row += 1) {
    current[0] = row;
    const code = a.charCodeAt(row - 1);
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (b.charCodeAt(column - 1) === code ? 0 : 1);
      const gone = (previous[column] ?? 0) + 1;
      const added = (current[column - 1] ?? 0) + 1;
      current[column] = Math.min(replaced, gone, added);
    }
    [previous, current] = [current, previous];
  }
  return previous[b.length] ?? 0;
};

interface Pair {
  truth: number;
  found: number;
  edits: number;
}

/** All pairs that are worth a match, best first. */
const pairsOf = (truth: readonly string[], found: readonly string[]): Pair[] => {
  const pairs: Pair[] = [];
  for (const [at, word] of truth.entries()) {
    for (const [index, other] of found.entries()) {
      const longer = Math.max(word.length, other.length);
      if (Math.abs(word.length - other.length) > longer * 0.6) continue;
      const edits = distance(word, other);
      if (edits < longer * 0.7) pairs.push({ truth: at, found: index, edits });
    }
  }
  return pairs.sort((a, b) => a.edits - b.edits);
};

/** Edits for each word of the truth by its best partner, and the characters that belong to no word. */
const matchWords = (truth: readonly string[], found: readonly string[]) => {
  const counts = new Map<string, number>();
  for (const word of found) counts.set(word, (counts.get(word) ?? 0) + 1);
  const edits = truth.map((word): number | undefined => {
    const left = counts.get(word) ?? 0;
    if (left === 0) return undefined;
    counts.set(word, left - 1);
    return 0;
  });
  const open = truth.flatMap((_word, at) => (edits[at] === undefined ? [at] : []));
  const rest = [...counts].flatMap(([word, count]) => Array.from({ length: count }, () => word));
  const taken = new Set<number>();
  const pairs = pairsOf(
    open.map((at) => truth[at] ?? ''),
    rest,
  );
  for (const pair of pairs) {
    const at = open[pair.truth] ?? -1;
    if (edits[at] !== undefined || taken.has(pair.found)) continue;
    edits[at] = pair.edits;
    taken.add(pair.found);
  }
  const extra = rest.filter((_word, at) => !taken.has(at));
  return { edits: truth.map((word, at) => edits[at] ?? word.length), extra };
};

/** Words of the truth that stand in lines of running text; `body` is that text without spaces. */
const inBody = (truth: string, body: string): boolean[] =>
  foldText(truth)
    .split(/\r?\n/)
    .flatMap((line) => {
      const words = wordsOf(line);
      const squeezed = words.join('').replace(/-$/, '');
      const belongs = squeezed.length >= 20 && body.includes(squeezed);
      return words.map(() => belongs);
    });

/** Compares what was read with what stands on the page; `body` marks which part is running text. */
export const scorePage = (truth: string, found: string, body = ''): PageScore => {
  const words = wordsOf(truth);
  const others = wordsOf(found);
  const { edits, extra } = matchWords(words, others);
  const lengthOf = (list: readonly string[]): number =>
    list.reduce((sum, word) => sum + word.length, 0);
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  const marks = inBody(truth, foldText(body).replace(/\s/g, ''));
  const bodyWords = words.filter((_word, at) => marks[at] === true);
  const [whole, read] = [words.join(' '), others.join(' ')];
  return {
    characters: lengthOf(words),
    words: words.length,
    freeErrors: sum(edits) + lengthOf(extra),
    freeWordErrors: edits.filter((count) => count > 0).length + extra.length,
    orderedErrors: distance(whole, read),
    orderedCharacters: whole.length,
    bodyCharacters: lengthOf(bodyWords),
    bodyErrors: sum(edits.filter((_count, at) => marks[at] === true)),
    returned: lengthOf(others),
  };
};

/** Whether a value stands in the text, whatever the spaces. */
export const holds = (text: string, value: string): boolean =>
  foldText(text).replace(/\s/g, '').includes(foldText(value).replace(/\s/g, ''));
