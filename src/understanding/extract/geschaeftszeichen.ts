import { foldedWords, sameWord } from '../fuzzy-text.js';
import { type ParsedZeichen, parseZeichenAt } from './geschaeftszeichen-parser.js';
import { boxAround, placeIn, type TextLine } from './layout.js';
import { digitOf } from './ocr-characters.js';
import type { GeschaeftszeichenReading, Place, ZeichenForm, ZeichenRole } from './reading.js';

interface Site {
  start: number;
  readings: ParsedZeichen[];
}

interface JoinedLines {
  text: string;
  /** Start of each line in `text`. */
  starts: readonly number[];
  lines: readonly TextLine[];
}

const joinLines = (lines: readonly TextLine[]): JoinedLines => {
  const starts: number[] = [];
  let length = 0;
  for (const line of lines) {
    starts.push(length);
    length += line.text.length + 1;
  }
  return { text: lines.map((line) => line.text).join('\n'), starts, lines };
};

/** Whether a Geschaeftszeichen could start here at all; spares the parser the prose. */
const mayStart = (text: string, at: number): boolean => {
  const before = text[at - 1] ?? ' ';
  if (/[0-9.]/.test(before) && /[0-9]/.test(text[at - 2] ?? ' ')) return false;
  const window = text.slice(at, at + 44);
  const digits = window.replace(/[^0-9]/g, '').length;
  return digits >= 6 && /[/|Il!1()[\]-]/.test(window);
};

const overlaps = (a: Site, b: Site): boolean => {
  const endOf = (site: Site): number => site.readings[0]?.end ?? site.start;
  return a.start < endOf(b) && b.start < endOf(a);
};

const cheapest = (site: Site): number => site.readings[0]?.cost ?? Number.POSITIVE_INFINITY;

/** The places of a text that read as Geschaeftszeichen; of overlapping ones the cheapest. */
const findSites = (
  text: string,
  form: { kuerzel: readonly string[]; newestYear: number },
): Site[] => {
  const firsts = new Set(form.kuerzel.map((name) => name[0] ?? ''));
  const sites: Site[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (digitOf(character) === null && !firsts.has(character.toUpperCase())) continue;
    if (!mayStart(text, at)) continue;
    const readings = parseZeichenAt(text, at, form);
    if (readings.length > 0) sites.push({ start: at, readings });
  }
  const chosen: Site[] = [];
  for (const site of sites.sort((a, b) => cheapest(a) - cheapest(b) || a.start - b.start)) {
    if (!chosen.some((other) => overlaps(site, other))) chosen.push(site);
  }
  return chosen.sort((a, b) => a.start - b.start);
};

const zeichenWords = [
  'zeichen',
  'aktenzeichen',
  'geschaftszeichen',
  'az',
  'gz',
  'gesch',
  'zeichens',
];
const isZeichenWord = (word: string): boolean =>
  zeichenWords.some((known) => (known.length > 3 ? sameWord(word, known) : word === known));

/** Whose sign a label announces; the last label before the value counts. */
export const roleOfLabel = (label: string): ZeichenRole | null => {
  const words = foldedWords(label).slice(-9);
  for (let index = words.length - 1; index >= 0; index -= 1) {
    if (!isZeichenWord(words[index] ?? '')) continue;
    const owner = words[index - 1] ?? '';
    if (
      ['unser', 'unsere', 'unserem', 'mein', 'meine', 'uns'].some((word) => sameWord(owner, word))
    )
      return 'theirs';
    if (
      ['ihr', 'ihre', 'ihrem', 'ihres', 'dortiges', 'dortige'].some((word) => sameWord(owner, word))
    )
      return 'ours';
    return 'unlabelled';
  }
  return null;
};

const columnLabel = (line: TextLine, lines: readonly TextLine[]): string => {
  const box = line.box;
  if (box === null) return lines[lines.indexOf(line) - 1]?.text ?? '';
  const labels = lines.filter((other) => {
    if (other === line || other.box === null || other.page !== line.page) return false;
    const sameRow = Math.abs(other.box.y - box.y) < Math.max(box.height, other.box.height) * 0.7;
    if (sameRow) return other.box.x < box.x && box.x - (other.box.x + other.box.width) < 0.25;
    const distance = box.y - other.box.y;
    const shared =
      Math.min(box.x + box.width, other.box.x + other.box.width) - Math.max(box.x, other.box.x);
    return distance > 0 && distance < 0.045 && shared > 0;
  });
  const nearest = labels
    .filter((label) => roleOfLabel(label.text) !== null)
    .sort((a, b) => (b.box?.y ?? 0) - (a.box?.y ?? 0) || (b.box?.x ?? 0) - (a.box?.x ?? 0))[0];
  return nearest?.text ?? '';
};

const placeOfSite = (
  joined: JoinedLines,
  start: number,
  end: number,
): { place: Place; line: TextLine | undefined } => {
  const hit = joined.lines.flatMap((line, index) => {
    const from = joined.starts[index] ?? 0;
    if (from + line.text.length < start || from >= end) return [];
    return [
      {
        line,
        place: placeIn(line, Math.max(0, start - from), Math.min(line.text.length, end - from)),
      },
    ];
  });
  const boxes = hit.flatMap(({ place }) => (place.box === null ? [] : [place.box]));
  return {
    line: hit[0]?.line,
    place: {
      page: hit[0]?.line.page ?? null,
      box: boxAround(boxes),
      certainty: Math.min(1, ...hit.map(({ place }) => place.certainty)),
    },
  };
};

const baseConfidence: Readonly<Record<ZeichenForm, number>> = {
  exact: 0.98,
  folded: 0.93,
  restored: 0.7,
  damaged: 0.5,
};
const formReason: Readonly<Record<ZeichenForm, string>> = {
  exact: 'Zeichen für Zeichen in der Form unserer Geschäftszeichen gelesen',
  folded: 'in der Form unserer Geschäftszeichen gelesen, ähnliche Zeichen (O/0, l/1 …) berichtigt',
  restored: 'Trennzeichen waren nicht sicher zu lesen und wurden ergänzt',
  damaged: 'ein Zeichen war nicht zu lesen',
};
const roleReason: Readonly<Record<ZeichenRole, string>> = {
  ours: 'steht hinter „Ihr Zeichen“',
  theirs: 'steht hinter „Unser Zeichen“ des Absenders',
  unlabelled: 'steht im Text',
};

const readingsOfSite = (
  joined: JoinedLines,
  site: Site,
  number: number,
): GeschaeftszeichenReading[] => {
  const lowest = cheapest(site);
  return site.readings
    .filter((reading) => reading.cost <= lowest + 0.7)
    .slice(0, 8)
    .map((reading) => {
      const { place, line } = placeOfSite(joined, site.start, reading.end);
      const lineStart = joined.text.lastIndexOf('\n', site.start - 1) + 1;
      const before = joined.text.slice(lineStart, site.start);
      const role =
        roleOfLabel(before) ??
        (line === undefined ? null : roleOfLabel(columnLabel(line, joined.lines)));
      const strength = Math.max(0.1, baseConfidence[reading.form] - reading.cost * 0.1);
      return {
        value: reading.value,
        raw: joined.text.slice(site.start, reading.end).replace(/\n/g, ' '),
        confidence: strength * (0.6 + 0.4 * place.certainty) * (role === 'theirs' ? 0.5 : 1),
        page: place.page,
        box: place.box,
        reason: `${formReason[reading.form]}; ${roleReason[role ?? 'unlabelled']}`,
        form: reading.form,
        role: role ?? 'unlabelled',
        dokument: reading.dokument,
        site: number,
      };
    });
};

/**
 * Every place of a letter that may hold a Geschaeftszeichen of ours, with all plausible readings,
 * the surest first. Whether one of them exists is for the register to say.
 */
export const findGeschaeftszeichen = (input: {
  lines: readonly TextLine[];
  kuerzel: readonly string[];
  today: string;
}): GeschaeftszeichenReading[] => {
  const form = {
    kuerzel: [...input.kuerzel].sort((a, b) => b.length - a.length),
    newestYear: Number(input.today.slice(0, 4)) + 1,
  };
  const pages = new Map<number, TextLine[]>();
  for (const line of input.lines) pages.set(line.page, [...(pages.get(line.page) ?? []), line]);
  let number = 0;
  return [...pages.values()]
    .flatMap((lines) => {
      const joined = joinLines(lines);
      return findSites(joined.text, form).flatMap((site) => {
        number += 1;
        return readingsOfSite(joined, site, number);
      });
    })
    .sort((a, b) => b.confidence - a.confidence);
};
