import type { Rechnung } from '#tools/rechnung/begriffe.js';

/** As the official rules grade them: `fatal`, `warning`, `information`. */
export type Schwere = 'fehler' | 'warnung' | 'hinweis';

/** Where a rule is broken, and by which numbers. */
export interface Verstoss {
  /** German; for example a position. */
  ort?: string;
  /** What the invoice says and what was expected, in German. */
  zahlen?: string;
}

/** One rule by its official id. */
export interface Regel {
  id: string;
  schwere: Schwere;
  /** What the rule demands, as a German sentence. */
  satz: string;
  /** The places that break it; none where it holds or does not apply. */
  verstoesse: (rechnung: Rechnung) => readonly Verstoss[];
}

const broken: readonly Verstoss[] = [{}];

/** The answer of a rule about the whole invoice. */
export const unless = (holds: boolean): readonly Verstoss[] => (holds ? [] : broken);
