import { datesIn } from './dates.js';
import { placeIn, type TextLine } from './layout.js';
import type { LegalRemedy, LegalRemedyKind, Reading } from './reading.js';
import type { LetterStructure } from './structure.js';

const kinds: readonly (readonly [LegalRemedyKind, RegExp])[] = [
  ['widerspruch', /\bwiderspr[uü]ch(?:e|s)?\b|\bwiderspreche\b/iu],
  ['einspruch', /\beinspruch(?:e|s)?\b/iu],
  ['klage', /\b(?:anfechtungs|verpflichtungs|feststellungs|untätigkeits)?klage\b/iu],
];

/** Words that lodge it, somewhere around the remedy's name. */
const lodges =
  /\b(?:lege|legen|legt|erhebe|erheben|erhebt|einlege[n]?|eingelegt|reiche|reichen|ein\b|einlegung|erhoben|widerspreche)\b/iu;
/** Somebody else's remedy, one that is over, or the instruction about remedies at the end of a decision. */
const speaksOfIt =
  /rechtsbehelfsbelehrung|rechtsmittelbelehrung|kann (?:\p{L}+ ){0,6}(?:widerspruch|einspruch|klage)|(?:widerspruch|einspruch|klage)[^.]{0,60}(?:zurück|erledigt|abgewiesen|zurückgewiesen|entschieden)|(?:widerspruchs|einspruchs|klage)(?:bescheid|frist|verfahren|führer|abweisung)|ist der (?:widerspruch|einspruch)|(?:kein|keinen|ohne) (?:widerspruch|einspruch)|widerspruch (?:zur|zum) (?:datenschutz|werbung|datenverarbeitung)/iu;

const decision =
  /\b(?:\p{L}*bescheid(?:es|s)?|\p{L}*verfügung|festsetzung|anordnung|ablehnung|verwarnung)\b/iu;

const read = <T>(
  line: TextLine,
  value: T,
  found: { start: number; end: number; confidence: number; reason: string },
): Reading<T> => {
  const place = placeIn(line, found.start, found.end);
  return {
    value,
    raw: line.text.slice(found.start, found.end),
    confidence: found.confidence * (0.6 + 0.4 * place.certainty),
    page: place.page,
    box: place.box,
    reason: found.reason,
  };
};

/** The line with its neighbours, because a sentence goes on where the line ends. */
const around = (lines: readonly TextLine[], at: number): string =>
  [lines[at - 1], lines[at], lines[at + 1]].map((line) => line?.text ?? '').join(' ');

interface Found {
  kind: LegalRemedyKind;
  line: TextLine;
  at: number;
  start: number;
  end: number;
  score: number;
}

const candidatesOf = (
  lines: readonly TextLine[],
  { structure, subject }: { structure: LetterStructure; subject: string },
): Found[] =>
  lines.flatMap((line, at) =>
    kinds.flatMap(([kind, form]): Found[] => {
      const match = form.exec(line.text);
      if (match === null) return [];
      const context = around(lines, at);
      if (speaksOfIt.test(context)) return [];
      const inSubject = subject !== '' && line.index < structure.bodyStart && form.test(subject);
      const lodged = lodges.test(context);
      const alone =
        line.index < structure.bodyStart && match[0].length >= line.text.trim().length - 4;
      const score = (lodged ? 0.6 : 0) + (inSubject || alone ? 0.3 : 0);
      return score === 0
        ? []
        : [{ kind, line, at, start: match.index, end: match.index + match[0].length, score }];
    }),
  );

/** The day of the decision that is attacked: a date behind "Bescheid vom" and the like. */
const decisionDate = (lines: readonly TextLine[], today: string): Reading | null => {
  for (const [at, line] of lines.entries()) {
    const before = `${lines[at - 1]?.text ?? ''} `;
    for (const date of datesIn(line.text)) {
      const lead = before + line.text.slice(0, date.start);
      if (!/\b(?:vom|v\.)\s*$/iu.test(lead) || date.value > today) continue;
      const near = lead.slice(-110);
      if (!decision.test(near) || /\b(?:nachricht|schreiben|mail|brief)\s+vom\s*$/iu.test(near))
        continue;
      return read(line, date.value, {
        ...date,
        confidence: 0.88 * date.certainty,
        reason: 'Tag des angegriffenen Bescheids („… vom“)',
      });
    }
  }
  return null;
};

/**
 * Whether the letter itself lodges a Widerspruch, an Einspruch or a Klage, and against the decision of which day; null
 * for letters that only speak of one, as instructions about remedies and decisions on them do.
 */
export const findLegalRemedy = (input: {
  lines: readonly TextLine[];
  structure: LetterStructure;
  subject: string;
  today: string;
}): LegalRemedy | null => {
  const [best] = candidatesOf(input.lines, input).sort((a, b) => b.score - a.score || a.at - b.at);
  if (best === undefined) return null;
  const { kind, line, start, end, score } = best;
  const reason =
    score > 0.8
      ? 'im Betreff genannt und im Text eingelegt'
      : score >= 0.6
        ? 'im Text eingelegt'
        : 'im Betreff genannt';
  return {
    art: read(line, kind, { start, end, confidence: 0.55 + 0.45 * Math.min(1, score), reason }),
    bescheidVom: decisionDate(input.lines, input.today),
  };
};
