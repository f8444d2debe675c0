import { findAddresses } from './address.js';
import { datesIn } from './dates.js';
import { boxAround, placeOf, type TextLine } from './layout.js';
import type { Reading } from './reading.js';
import type { MailHeader } from './sender.js';
import type { LetterStructure } from './structure.js';

const label = /^\W{0,2}\s*(?:betreff|betr|betrifft|bezug|hier|subject)\b\s*[.:;]?\s*/i;
const strongLabel = /^\W{0,2}\s*(?:betreff|betr|betrifft)\b\s*[.:;]?\s*/i;
const referenceLine =
  /^\s*(ihr|unser|mein|ihre|unsere)e?\s+\S*(zeichen|nachricht)|^\s*(az|gz|aktenzeichen|geschäftszeichen|zeichen)\b\s*[.:(\d]|^\s*(telefon|tel|fax|e-?mail|datum|bearbeiter\w*|bearbeitung|kundennummer|zimmer|durchwahl|ansprechpartner\w*|auskunft gibt|internet|iban|bic|bank\w*|ust-?id\S*|steuernummer|rechnungsdatum|leistungszeit\w*|fällig\w*)\b(\s*[.:(]|\s+\S)|^\s*(einschreiben|per fax|per e-?mail|vorab)\b/i;
const zeichenOnly =
  /^\s*(?:ihr\w*\s+)?(?:(?!kassen)\S*zeichen|az|gz|ihr schreiben)\b[^\p{L}]*(?:az\b|gz\b|aktenzeichen\b)?[^\p{L}]*$/iu;
/** Our sign at the end of a subject is a field of its own. */
const zeichenBehind =
  /[\s,;(–-]*(?:ihr\w*\s+)?(?:(?<![\p{L}])(?!kassen)\p{L}*zeichen|\baz|\bgz)\b[.:\s]*\d[\d\s.,/|–-]{9,}\)?\s*$/iu;
const replyMarks = /^\s*(?:(?:aw|wg|re|fw|fwd|antw)\s*:\s*)+/i;

const aroundDate =
  /^(?:datum:?)?[\p{Lu}]?[\p{L}.\-/ ]{0,28}(?:,|\bden|\bdatum:?|^)\s*(?:den|der|am)?$/iu;

/** What a bad fax leaves of a date line: the town, and a date that nobody can read. */
const brokenDate = /^\p{Lu}[\p{L}.\-/]{2,25},\s*den\b\s*(?:$|[^\p{L}]*\d)/u;

/** "Musterstadt, den 3. November 2026" and the like; a subject may well contain a date. */
const isDateLine = (text: string): boolean => {
  if (brokenDate.test(text)) return true;
  const date = datesIn(text)[0];
  if (date === undefined || text.length - date.end > 2) return false;
  return aroundDate.test(text.slice(0, date.start).trim());
};

const gapAbove = (upper: TextLine, lower: TextLine): number =>
  upper.box === null || lower.box === null ? 0 : lower.box.y - (upper.box.y + upper.box.height);

const tooFar = (upper: TextLine, lower: TextLine): boolean => {
  if (upper.box === null || lower.box === null) return false;
  return gapAbove(upper, lower) > Math.max(upper.box.height, lower.box.height) * 1.4;
};

/** Lines of the head that may carry the subject, without addresses, dates and reference lines. */
const headLines = (lines: readonly TextLine[], structure: LetterStructure): TextLine[] => {
  const addressed = findAddresses(lines).flatMap((address) => address.lines);
  const taken = new Set(addressed);
  const takenTexts = new Set(addressed.map((line) => line.text));
  return lines.filter(
    (line) =>
      line.page === lines[0]?.page &&
      line.index < structure.bodyStart &&
      !taken.has(line) &&
      !takenTexts.has(line.text) &&
      !referenceLine.test(line.text) &&
      !zeichenOnly.test(line.text) &&
      !isDateLine(line.text),
  );
};

const toReading = (
  lines: readonly TextLine[],
  confidence: number,
  reason: string,
): Reading | null => {
  const first = lines[0];
  if (first === undefined) return null;
  const raw = lines.map((line) => line.original.replace(/_/g, ' ')).join(' ');
  const value = raw
    .replace(zeichenBehind, '')
    .replace(label, '')
    .replace(/\s+/g, ' ')
    .replace(/^[-–:.,\s]+|[\s,;:]+$/g, '');
  if (!/\p{L}{3}/u.test(value)) return null;
  const place = placeOf(first);
  return {
    value: value.slice(0, 300),
    raw,
    confidence: confidence * (0.6 + 0.4 * place.certainty),
    page: place.page,
    box: boxAround(lines.flatMap((line) => (line.box === null ? [] : [line.box]))),
    reason,
  };
};

const continued = (start: TextLine, candidates: readonly TextLine[]): TextLine[] => {
  const block = [start];
  for (const line of candidates.filter((candidate) => candidate.index > start.index)) {
    const last = block.at(-1) ?? start;
    if (
      line.text === '' ||
      line.index !== last.index + 1 ||
      tooFar(last, line) ||
      block.length >= 3
    )
      break;
    block.push(line);
  }
  return block;
};

const blockAboveSalutation = (candidates: readonly TextLine[], salutation: number): TextLine[] => {
  const block: TextLine[] = [];
  for (const line of [...candidates].reverse()) {
    const next = block[0];
    if (line.text === '') {
      if (next !== undefined) break;
      continue;
    }
    if (next === undefined && salutation - line.index > 6) break;
    if (
      next !== undefined &&
      (next.index - line.index > 1 || tooFar(line, next) || block.length >= 3)
    )
      break;
    block.unshift(line);
  }
  return block;
};

/** The tallest line of the head: forms and invoices print what they are in larger letters. */
const tallest = (candidates: readonly TextLine[]): TextLine | undefined =>
  [...candidates]
    .filter((line) => /\p{L}{4}/u.test(line.text) && (line.box === null || line.box.y > 0.15))
    .sort((a, b) => (b.box?.height ?? 0) - (a.box?.height ?? 0))[0];

const titleWord =
  /^(rechnung|mahnung|antrag|klage|widerspruch|bewerbung|kündigung|einspruch|gutschrift|zahlungserinnerung|beschluss|ladung|anhörung|lieferschein|angebot|anzeige|beschwerde|formular)\b/i;

/** What the letter says that it is about: "Betreff:", the block above the salutation, or the title. */
export const findSubject = (input: {
  lines: readonly TextLine[];
  structure: LetterStructure;
  mail: MailHeader | undefined;
}): Reading | null => {
  const { structure, mail } = input;
  const lines = input.lines.filter((line) => line.page === input.lines[0]?.page);
  const mailSubject = mail?.subject.replace(replyMarks, '').trim() ?? '';
  if (mailSubject !== '') {
    return {
      value: mailSubject,
      raw: mail?.subject ?? '',
      confidence: 0.98,
      page: null,
      box: null,
      reason: 'Betreff der E-Mail',
    };
  }
  const candidates = headLines(lines, structure);
  const labelled = candidates.find((line) => strongLabel.test(line.text));
  if (labelled !== undefined) {
    const reading = toReading(continued(labelled, candidates), 0.97, 'steht hinter „Betreff“');
    if (reading !== null) return reading;
  }
  if (structure.salutation !== null) {
    const block = blockAboveSalutation(candidates, structure.salutation);
    const reading = toReading(block, 0.85, 'steht über der Anrede');
    if (reading !== null) return reading;
  }
  const title = candidates.find((line) => titleWord.test(line.text));
  if (title !== undefined)
    return toReading(continued(title, candidates), 0.75, 'Überschrift des Schreibens');
  const large = tallest(candidates);
  return large === undefined
    ? null
    : toReading([large], 0.5, 'größte Zeile im Kopf des Schreibens');
};
