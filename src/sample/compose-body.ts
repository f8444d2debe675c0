import type { Draft } from './letter.js';
import type { Random } from './random.js';
import { writeFromTemplate } from './spin.js';
import { backgrounds } from './texts/backgrounds.js';
import type { KindText } from './texts/letter-kind.js';
import type { SenderArt, Thema } from './texts/thema.js';
import { isPersonal } from './voice.js';

/** The running text of a letter without its frame. */
export interface Body {
  opening: string;
  /** Paragraphs behind the opening and before a table or form. */
  middle: readonly string[];
  ending: readonly string[];
}

const startUpper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const take = (
  templates: readonly string[],
  [low, high]: readonly [number, number],
  draft: Draft,
): string[] =>
  draft.random
    .shuffle(templates)
    .slice(0, draft.random.int(low, high))
    .map((template) => startUpper(writeFromTemplate(template, draft)));

/** Joins sentences to paragraphs of one to four, as people break their text. */
const intoParagraphs = (sentences: readonly string[], random: Random): string[] => {
  const paragraphs: string[] = [];
  let rest = [...sentences];
  while (rest.length > 0) {
    const size = Number(random.weighted({ 1: 15, 2: 35, 3: 35, 4: 15 }));
    paragraphs.push(rest.slice(0, size).join(' '));
    rest = rest.slice(size);
  }
  return paragraphs;
};

/** Half of the letters come to the point, some tell everything. */
const backgroundCounts = [
  [0, 0],
  [0, 0],
  [0, 0],
  [0, 0],
  [1, 1],
  [1, 2],
  [2, 4],
  [4, 9],
] as const;

const connectors = [
  'Zunächst: ',
  'Dazu kommt: ',
  'Außerdem: ',
  'Zum Sachverhalt: ',
  'Zur Begründung: ',
  '',
  '',
  '',
  '',
  '',
  '',
] as const;

/** Writes opening, middle and ending of one letter of the kind about the subject. */
export const composeBody = (
  { kindText, thema, art }: { kindText: KindText; thema: Thema; art: SenderArt },
  draft: Draft,
): Body => {
  const { random } = draft;
  const fits = (sentence: string): boolean => art === 'citizen' || !isPersonal(sentence);
  const terse = random.chance(0.2);
  const details = take(
    thema.details,
    terse ? [kindText.details[0], kindText.details[0]] : kindText.details,
    draft,
  );
  const gruende = take(
    thema.gruende,
    terse ? [kindText.gruende[0], kindText.gruende[0]] : kindText.gruende,
    draft,
  );
  const own = take(
    kindText.middles,
    [terse ? 0 : 1, terse ? 1 : Math.min(4, kindText.middles.length)],
    draft,
  );
  const reasons = gruende.filter(fits);
  const firstReason = reasons[0];
  if (firstReason !== undefined && reasons.length > 1) {
    reasons[0] = `${random.pick(connectors)}${firstReason}`;
  }
  const sentences = random.chance(0.7)
    ? [...details.filter(fits), ...reasons, ...own]
    : [...random.shuffle([...details.filter(fits), ...reasons]), ...own];
  const long = terse ? [] : take(backgrounds[art], random.pick(backgroundCounts), draft);
  const opening = writeFromTemplate(random.pick(kindText.openings), draft);
  return {
    opening,
    middle: random.chance(0.5)
      ? [...long, ...intoParagraphs(sentences, random)]
      : [...intoParagraphs(sentences, random), ...long],
    ending: take(kindText.endings, [1, terse ? 1 : 2], draft),
  };
};
