import type { GeschaeftszeichenReading } from '../extract/reading.js';
import { editDistance } from '../fuzzy-text.js';
import { type Evidence, type LetterFacts, weighEvidence } from './evidence.js';
import type { RegisterEntry, VorgangRegister } from './register.js';
import { partsOf, sameVorgang } from './zeichen-parts.js';

/** What the register says about one place of the letter. */
export type SiteResult =
  | {
      outcome: 'found';
      entry: RegisterEntry;
      reading: GeschaeftszeichenReading;
      confidence: number;
      repaired: boolean;
      /** The letter names a Beteiligter or reference of the Vorgang. */
      supported: boolean;
      reasons: string[];
    }
  | {
      outcome: 'ambiguous';
      entries: readonly RegisterEntry[];
      reading: GeschaeftszeichenReading;
      reason: string;
    }
  | { outcome: 'unknown'; reading: GeschaeftszeichenReading; near: readonly RegisterEntry[] };

interface Hit {
  entry: RegisterEntry;
  reading: GeschaeftszeichenReading;
  evidence: Evidence;
  distance: number;
}

/** What a site is judged with. */
export interface SiteContext {
  register: VorgangRegister;
  fold: (geschaeftszeichen: string) => string;
  facts: LetterFacts;
  /** How many places of the letter show the same reading. */
  mentions: number;
}

const distanceOf = (reading: string, entry: RegisterEntry): number => {
  const [a, b] = [partsOf(reading), partsOf(entry.geschaeftszeichen)];
  return a === null || b === null ? 9 : editDistance(a, b, 3);
};

const unique = (hits: readonly Hit[]): Hit[] => {
  const best = new Map<string, Hit>();
  for (const hit of hits) {
    const known = best.get(hit.entry.vorgangId);
    if (known === undefined || hit.distance < known.distance) best.set(hit.entry.vorgangId, hit);
  }
  return [...best.values()];
};

const exactHits = async (
  readings: readonly GeschaeftszeichenReading[],
  context: SiteContext,
): Promise<Hit[]> => {
  const hits: Hit[] = [];
  for (const reading of readings) {
    if (reading.form === 'damaged') continue;
    for (const entry of await context.register.byKey(context.fold(reading.value))) {
      if (!sameVorgang(reading.value, entry.geschaeftszeichen)) continue;
      hits.push({ entry, reading, evidence: weighEvidence(context.facts, entry), distance: 0 });
    }
  }
  return unique(hits);
};

const nearHits = async (
  readings: readonly GeschaeftszeichenReading[],
  context: SiteContext,
): Promise<Hit[]> => {
  const hits: Hit[] = [];
  for (const reading of readings.slice(0, 3)) {
    for (const entry of await context.register.near(context.fold(reading.value))) {
      const distance = distanceOf(reading.value, entry);
      if (distance > 2) continue;
      hits.push({ entry, reading, evidence: weighEvidence(context.facts, entry), distance });
    }
  }
  return unique(hits).sort((a, b) => a.distance - b.distance);
};

const found = (hit: Hit, confidence: number, reasons: readonly string[]): SiteResult => ({
  outcome: 'found',
  entry: hit.entry,
  reading: hit.reading,
  confidence,
  repaired: hit.distance > 0 || hit.reading.form === 'restored',
  supported: hit.evidence.strength === 'strong',
  reasons: [...reasons, ...hit.evidence.reasons],
});

const ambiguous = (
  hits: readonly Hit[],
  reading: GeschaeftszeichenReading,
  reason: string,
): SiteResult => ({
  outcome: 'ambiguous',
  entries: [...hits]
    .sort(
      (a, b) =>
        Number(b.evidence.strength === 'strong') - Number(a.evidence.strength === 'strong') ||
        a.distance - b.distance,
    )
    .map(({ entry }) => entry),
  reading,
  reason,
});

/** Printed and recognised so well that a wrong digit is out of the question. */
const isPlain = ({ form, confidence }: GeschaeftszeichenReading): boolean =>
  confidence >= (form === 'exact' ? 0.92 : 0.86);

/** A reading that the register knows as it stands is taken unless something in the letter speaks against it. */
const judgeCleanHit = (hit: Hit, neighbours: readonly Hit[], context: SiteContext): SiteResult => {
  const { entry, reading, evidence } = hit;
  const meant = neighbours.filter(
    (other) => other.entry.vorgangId !== entry.vorgangId && other.evidence.strength === 'strong',
  );
  const say = `Geschäftszeichen ${entry.geschaeftszeichen} gelesen und im Register eindeutig gefunden`;
  if (evidence.strength === 'strong') {
    const unsure = reading.confidence < 0.8 || context.facts.poor;
    const doubtful = unsure && context.mentions < 2 && meant.length > 0;
    if (!doubtful) return found(hit, 0.98, [say]);
    return ambiguous(
      [hit, ...meant],
      reading,
      'Das Zeichen ist schlecht zu lesen, und derselbe Beteiligte hat mehrere Vorgänge mit ähnlichem Zeichen',
    );
  }
  if (meant.length > 0) {
    return ambiguous(
      [hit, ...meant],
      reading,
      'Das gelesene Zeichen gehört zu einem anderen Beteiligten; ein ähnliches Zeichen passt zum Absender',
    );
  }
  if (context.facts.poor && context.mentions < 2 && !evidence.named)
    return ambiguous(
      [hit],
      reading,
      'Das Schreiben ist schlecht zu lesen, und nennt keinen Beteiligten des Vorgangs',
    );
  if (evidence.strength === 'weak') return found(hit, 0.93, [say]);
  // Courts, lawyers and insurers answer under our sign without naming anybody; routing still compares the contents.
  if (evidence.strength === 'stranger' && isPlain(reading)) return found(hit, 0.87, [say]);
  if (evidence.strength === 'none')
    return found(hit, reading.confidence < 0.8 ? 0.75 : 0.88, [say]);
  return ambiguous([hit], reading, evidence.reasons[0] ?? 'Der Absender passt nicht zum Vorgang');
};

const judgeRestored = (hits: readonly Hit[]): SiteResult | null => {
  const supported = hits.filter(
    ({ evidence }) => evidence.strength === 'strong' || evidence.strength === 'weak',
  );
  const [first] = hits;
  if (first === undefined) return null;
  if (hits.length === 1 && supported.length === 1) {
    return found(first, first.evidence.strength === 'strong' ? 0.93 : 0.86, [
      `Als ${first.entry.geschaeftszeichen} gelesen; ein Trennzeichen war undeutlich`,
    ]);
  }
  return ambiguous(
    hits,
    first.reading,
    'Ein Trennzeichen des Geschäftszeichens ist undeutlich, mehrere Lesarten sind möglich',
  );
};

/**
 * The Vorgang that a reading with one wrong character must mean: the register has no other within two
 * characters, or none other that the letter supports at all while it names a person or reference of this one.
 */
const onlyChoice = (near: readonly Hit[]): { hit: Hit; confidence: number } | null => {
  const supported = near.filter(
    ({ evidence }) => evidence.strength === 'strong' || evidence.strength === 'weak',
  );
  const [hit] = supported;
  if (hit === undefined || supported.length > 1) return null;
  if (hit.distance !== 1 || hit.evidence.strength !== 'strong') return null;
  if (near.length === 1) return { hit, confidence: 0.92 };
  return hit.evidence.personal ? { hit, confidence: 0.88 } : null;
};

const judgeNear = (near: readonly Hit[], reading: GeschaeftszeichenReading): SiteResult => {
  const choice = onlyChoice(near);
  if (choice !== null) {
    const { geschaeftszeichen } = choice.hit.entry;
    return found(choice.hit, choice.confidence, [
      `Als ${reading.value} gelesen; im Register passt nur das ähnliche ${geschaeftszeichen} zum Schreiben`,
    ]);
  }
  const supported = near.filter(({ evidence }) => evidence.strength === 'strong');
  const ranked = [...supported, ...near.filter((hit) => !supported.includes(hit))];
  return { outcome: 'unknown', reading, near: ranked.slice(0, 5).map(({ entry }) => entry) };
};

/** Looks one place of the letter up in the register; its readings come surest first. */
export const matchSite = async (
  readings: readonly GeschaeftszeichenReading[],
  context: SiteContext,
): Promise<SiteResult | null> => {
  const [best] = readings;
  if (best === undefined) return null;
  const hits = await exactHits(readings, context);
  const clean = hits.filter(({ reading }) => reading.form === 'exact' || reading.form === 'folded');
  const [hit] = clean;
  if (hit !== undefined) {
    if (clean.length > 1)
      return ambiguous(clean, best, 'Das Zeichen lässt sich auf mehrere Arten lesen');
    return judgeCleanHit(hit, await nearHits([hit.reading], context), context);
  }
  const restored = judgeRestored(hits);
  return restored ?? judgeNear(await nearHits(readings, context), best);
};
