import type { ReferencePlacement } from './letter.js';
import type { Random } from './random.js';
import type { SenderArt } from './texts/thema.js';

/** Our reference as somebody wrote it. */
export interface PrintedReference {
  /** The reference alone, without its label. */
  printed: string;
  label: string;
  placement: ReferencePlacement;
  mistyped: boolean;
}

type Spelling =
  | 'canonical'
  | 'spacedSlashes'
  | 'spacedDashes'
  | 'withDocument'
  | 'enDash'
  | 'dottedPlan'
  | 'shortYear'
  | 'noFirstDash';

const spell = (geschaeftszeichen: string, spelling: Spelling, random: Random): string => {
  switch (spelling) {
    case 'canonical':
      return geschaeftszeichen;
    case 'spacedSlashes':
      return geschaeftszeichen.replace(/\//g, ' / ');
    case 'spacedDashes':
      return geschaeftszeichen.replace(/-/g, ' - ');
    case 'withDocument':
      return `${geschaeftszeichen}/${random.int(1, 9)}`;
    case 'enDash':
      return geschaeftszeichen.replace(/-/g, '–');
    case 'dottedPlan':
      return geschaeftszeichen.replace(/-(\d\d)(\d\d)\//, '-$1.$2/');
    case 'shortYear':
      return geschaeftszeichen.replace(/-20(\d\d)$/, '-$1');
    case 'noFirstDash':
      return geschaeftszeichen.replace('-', ' ');
  }
};

/** Exchanges one digit of the running numbers: the commonest slip of the pen. */
const mistype = (geschaeftszeichen: string, random: Random): string => {
  const [head = '', akte = '', rest = ''] = geschaeftszeichen.split('/');
  return random.chance(0.5)
    ? `${head}/${Number(akte) + random.int(30, 60)}/${rest}`
    : `${head}/${akte}/${random.int(400, 900)}${rest.slice(rest.indexOf('-'))}`;
};

const labels: Readonly<Record<ReferencePlacement, readonly string[]>> = {
  info: ['Ihr Zeichen', 'Ihr Geschäftszeichen', 'Ihr Az.', 'Ihr Zeichen', 'Ihre Zeichen'],
  reference: [
    'Ihr Zeichen:',
    'Az.:',
    'Aktenzeichen:',
    'Geschäftszeichen:',
    'Ihr Aktenzeichen',
    'Gz.:',
    'AZ',
    'Ihr Schreiben, Az.',
  ],
  subject: ['Az.', 'Ihr Zeichen', 'Aktenzeichen', 'Geschäftszeichen', 'Ihr Az.:', 'AZ:'],
  sentence: ['Aktenzeichen', 'Zeichen', 'Geschäftszeichen', 'Az.'],
};

const placementWeights = (
  art: SenderArt,
  hasInfoBlock: boolean,
): Readonly<Record<ReferencePlacement, number>> => {
  if (art === 'citizen')
    return { info: hasInfoBlock ? 40 : 0, reference: 35, subject: 35, sentence: 20 };
  return { info: hasInfoBlock ? 75 : 0, reference: 12, subject: 13, sentence: 0.5 };
};

/** Decides how and where a sender writes our Geschaeftszeichen. */
export const drawPrintedReference = (
  geschaeftszeichen: string,
  { random, art, hasInfoBlock }: { random: Random; art: SenderArt; hasInfoBlock: boolean },
): PrintedReference => {
  const placement = random.weighted(placementWeights(art, hasInfoBlock));
  const label = random.pick(labels[placement]);
  if (random.chance(0.025))
    return { printed: mistype(geschaeftszeichen, random), label, placement, mistyped: true };
  const spelling = random.weighted<Spelling>({
    canonical: 48,
    spacedSlashes: 9,
    spacedDashes: 8,
    withDocument: 11,
    enDash: 6,
    dottedPlan: 6,
    shortYear: 8,
    noFirstDash: 4,
  });
  return { printed: spell(geschaeftszeichen, spelling, random), label, placement, mistyped: false };
};
