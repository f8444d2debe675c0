import { texteHaeufig } from './texte-haeufig.js';
import { texteMittel } from './texte-mittel.js';
import { texteSelten } from './texte-selten.js';

/** One sentence of a matter as a template, and whose the letter is that contains it. */
export interface AnliegenSatz {
  template: string;
  einheit: string;
}

/** A kind of short municipal matter. */
export interface AnliegenArt {
  kind: string;
  einheit: string;
  saetze: readonly AnliegenSatz[];
}

const parseSatz = (line: string, einheit: string): AnliegenSatz => {
  const other = / @(\d+)$/.exec(line);
  return other === null
    ? { template: line, einheit }
    : { template: line.slice(0, other.index), einheit: other[1] ?? einheit };
};

/** Reads blocks `# kind unit` with one sentence a line; throws for a block without a head. */
export const parseAnliegen = (source: string): AnliegenArt[] =>
  source
    .trim()
    .split(/\n\s*\n/)
    .map((block) => {
      const [head = '', ...lines] = block.split('\n');
      const parts = /^# (\S+) (\S+)$/.exec(head);
      if (parts === null) throw new RangeError(`Not the head of a matter: ${head}`);
      const [, kind = '', einheit = ''] = parts;
      return { kind, einheit, saetze: lines.map((line) => parseSatz(line, einheit)) };
    });

/** All matters, the most frequent first. */
export const anliegenArten: readonly AnliegenArt[] = [
  texteHaeufig,
  texteMittel,
  texteSelten,
].flatMap(parseAnliegen);

/** How often a matter comes, relative to the others: a tail that falls with the rank (Zipf and Mandelbrot). */
export const weightOfRank = (rank: number): number => 1 / (rank + 8) ** 1.2;
