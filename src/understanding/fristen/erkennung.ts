import { linesOf, type NumberedPage } from '../extract/layout.js';
import type { Extraction, SenderKind } from '../extract/reading.js';
import { receiptStampLines } from '../extract/receipt-stamp.js';
import { type Brieftext, brieftextOf } from './brieftext.js';
import type { Ort } from './feiertage.js';
import { gesetzteFristen } from './gesetzte-fristen.js';
import type { Tag } from './kalender.js';
import { vorschlagNachGesetz } from './nach-gesetz.js';
import { entscheidungsfrist, pruefeRechtsbehelf } from './rechtsbehelf.js';
import type { Fristvorschlag } from './vorschlag.js';

/** What is known of a letter when its Fristen are looked for. */
export interface Briefkenntnis {
  pages: readonly NumberedPage[];
  extraction: Pick<Extraction, 'sender' | 'letterDate' | 'subject' | 'legalRemedy' | 'deadlines'>;
  /** The legal day of receipt. */
  eingang: Tag;
  ort: Ort;
}

const absenderArt = ({ extraction }: Briefkenntnis): SenderKind | null =>
  extraction.sender.kind?.value ?? null;

interface Ausloeser {
  regel: string;
  bezeichnung: string;
  zeichen: RegExp;
  /** Only from these; missing for everybody. */
  von?: readonly SenderKind[];
  /** Only where the subject fits, not the text. */
  nurBetreff?: true;
  konfidenz: number;
}

/** Words that tell of a period by law, with the rule. Of two that fit the same text the first is taken for each rule. */
const ausloeser: readonly Ausloeser[] = [
  {
    regel: 'dsgvo-12',
    bezeichnung: 'Ersuchen nach der DSGVO beantworten',
    zeichen:
      /\bart(?:ikel|\.)?\s*1[5-8]\b.{0,30}\b(?:ds-?gvo|datenschutz-?grundverordnung)|\bdatenauskunft\b|\bselbstauskunft\b.{0,80}\bdaten/i,
    konfidenz: 0.9,
  },
  {
    regel: 'ao-316',
    bezeichnung: 'Erklärung als Drittschuldner abgeben',
    zeichen: /pfändungs-?\s*und\s*einziehungsverfügung/i,
    konfidenz: 0.9,
  },
  {
    regel: 'zpo-840',
    bezeichnung: 'Erklärung als Drittschuldner abgeben',
    zeichen: /pfändungs-?\s*und\s*überweisungsbeschluss|drittschuldnererklärung/i,
    konfidenz: 0.9,
  },
  {
    regel: 'zpo-692',
    bezeichnung: 'Widerspruch gegen den Mahnbescheid prüfen',
    zeichen: /\bmahnbescheid/i,
    von: ['court'],
    konfidenz: 0.85,
  },
  {
    regel: 'zpo-700',
    bezeichnung: 'Einspruch gegen den Vollstreckungsbescheid prüfen',
    zeichen: /\bvollstreckungsbescheid/i,
    von: ['court'],
    konfidenz: 0.85,
  },
  {
    regel: 'zpo-339',
    bezeichnung: 'Einspruch gegen das Versäumnisurteil prüfen',
    zeichen: /\bversäumnisurteil/i,
    von: ['court'],
    konfidenz: 0.8,
  },
  {
    regel: 'baugb-36',
    bezeichnung: 'Über das gemeindliche Einvernehmen entscheiden',
    zeichen: /\beinvernehmen\b.{0,80}§\s*36|§\s*36\s.{0,20}baugb.{0,80}\beinvernehmen/i,
    konfidenz: 0.85,
  },
  {
    regel: 'baugb-28',
    bezeichnung: 'Über das Vorkaufsrecht entscheiden',
    zeichen: /\bvorkaufsrecht/i,
    nurBetreff: true,
    konfidenz: 0.75,
  },
  {
    regel: 'vwgo-75',
    bezeichnung: 'Über den Antrag entscheiden',
    zeichen: /^antrag\b(?! auf fristverlängerung| auf auskunft)/i,
    nurBetreff: true,
    konfidenz: 0.5,
  },
];

const byLaw = (brief: Brieftext, known: Briefkenntnis): Fristvorschlag[] => {
  const betreff = known.extraction.subject?.value.trim() ?? '';
  return ausloeser.flatMap((one) => {
    if (one.von !== undefined && !one.von.some((kind) => kind === absenderArt(known))) return [];
    const inSubject = one.zeichen.exec(betreff);
    const match = inSubject ?? (one.nurBetreff === true ? null : one.zeichen.exec(brief.text));
    if (match === null) return [];
    const fundstelle =
      inSubject === null
        ? brief.stelle(match.index, match.index + match[0].length)
        : { text: betreff.slice(0, 200), seite: null, box: null };
    const { regel, bezeichnung, konfidenz } = one;
    return vorschlagNachGesetz({ regel, bezeichnung, konfidenz, fundstelle }, known) ?? [];
  });
};

const instructed =
  /gegen (?:diesen|diese|dieses|den) (?:bescheid|widerspruchsbescheid|verfügung|entscheidung)\b.{0,60}\b(?:kann|können)\b.{0,80}\b(?:eines|einem) monats?\b.{0,120}?\b(widerspruch|klage)\b/i;

/** An act of another authority against us, by its instruction about remedies: we are the one who has to act. */
const ourRemedy = (brief: Brieftext, known: Briefkenntnis): Fristvorschlag | undefined => {
  const kind = absenderArt(known);
  if (kind !== 'authority' && kind !== 'court') return undefined;
  const match = instructed.exec(brief.text);
  if (match === null) return undefined;
  const isAction = (match[1] ?? '').toLowerCase() === 'klage';
  const given = {
    ...(isAction
      ? { regel: 'vwgo-74', bezeichnung: 'Klage gegen diesen Bescheid prüfen' }
      : { regel: 'vwgo-70', bezeichnung: 'Widerspruch gegen diesen Bescheid prüfen' }),
    konfidenz: 0.8,
    fundstelle: brief.stelle(match.index, match.index + match[0].length),
  };
  return vorschlagNachGesetz(given, known);
};

const most = 8;
/** What sets a Frist stands on the first pages of a letter; what lies behind are enclosures. */
const mostPages = 10;

/**
 * The Fristen that a letter seems to trigger, the surest first, at most eight and each once: periods that the sender sets, periods by law, and whether
 * a remedy came in time. The same letter always gives the same proposals.
 */
export const erkenneFristen = (known: Briefkenntnis): Fristvorschlag[] => {
  const lines = linesOf(known.pages.slice(0, mostPages));
  const stamp = receiptStampLines(lines);
  const brief = brieftextOf(lines.filter((line) => !stamp.has(line)));
  const { legalRemedy, deadlines, letterDate } = known.extraction;
  const decision = legalRemedy === null ? undefined : entscheidungsfrist(legalRemedy, brief, known);
  const remedy = ourRemedy(brief, known);
  const all = [
    ...(legalRemedy === null ? [] : [pruefeRechtsbehelf(legalRemedy, brief, known)]),
    ...(decision === undefined ? [] : [decision]),
    ...byLaw(brief, known),
    ...(remedy === undefined ? [] : [remedy]),
    ...gesetzteFristen(brief, deadlines, {
      ...known,
      datumDesSchreibens: letterDate?.value ?? null,
    }),
  ];
  const seen = new Set<string>();
  return all
    .filter(({ schluessel }) => !seen.has(schluessel) && seen.add(schluessel) !== undefined)
    .sort((a, b) => b.konfidenz - a.konfidenz)
    .slice(0, most);
};
