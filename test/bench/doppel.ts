import type { LetterTruth } from '#sample/index.js';
import type { PageText } from '#tools/page-text.js';
import {
  type ComparedPage,
  comparePages,
  extractFields,
  fingerprintOf,
  type LetterFacts,
} from '#understanding/index.js';
import { flagOf, hasFlag, quantile, report, round } from './flags.js';
import { cityOf, listRecognised, type RecognisedLetter } from './reading-pages.js';

/*
 * npm run bench:doppel -- --pages FOLDER [--pairs 2000] [--failures] [--json]
 * FOLDER holds really recognised letters, some of them twice (a scan, and a fax or a second scan). Found again: pairs
 * of one letter. Wrongly linked: pairs of different letters that share keys, and serial letters: the second reading of the same
 * letter with another first name, another name and address, or one other number, which is what form letters differ in.
 */

type Letter = RecognisedLetter & { name: string };

const pageOf = (letter: Letter): PageText | undefined => letter.pages[0]?.text;

/** From here on an item goes where the one went that it repeats (src/posteingang/doppel/route-doppel.ts). */
const followsFrom = 0.9;

const folder = flagOf('pages', '');
const city = await cityOf(folder);

const factsOf = (text: PageText): LetterFacts => {
  const { sender, letterDate, geschaeftszeichen } = extractFields([{ number: 1, text }], {
    ownAddress: { name: city.name, plz: city.anschrift.plz, ort: city.anschrift.ort },
    knownOrganisationseinheiten: city.organisationseinheiten.map(({ kuerzel }) => kuerzel),
    today: city.today,
  });
  return {
    name: (sender.organisation ?? sender.name)?.value ?? null,
    datum: letterDate?.value ?? null,
    geschaeftszeichen: geschaeftszeichen.find(({ role }) => role !== 'theirs')?.value ?? null,
  };
};

const known = new Map<PageText, ComparedPage>();
const compared = (text: PageText): ComparedPage => {
  const page = known.get(text) ?? { text, facts: factsOf(text) };
  known.set(text, page);
  return page;
};

const compare = (a: PageText, b: PageText) => comparePages(compared(a), compared(b));

const shareKeys = (a: PageText, b: PageText): boolean => {
  const [one, other] = [fingerprintOf(a), fingerprintOf(b)];
  if (one === null || other === null) return false;
  const common = (x: readonly number[], y: readonly number[]): boolean =>
    x.some((key) => y.includes(key));
  return common(one.bands, other.bands) || common(one.marks, other.marks);
};

/** The page with words replaced, in its words and its text. */
const replaced = (page: PageText, change: (word: string) => string): PageText => {
  const words = page.words.map((word) => ({ ...word, text: change(word.text) }));
  return { ...page, words, text: page.text.split(/(\s+)/).map(change).join('') };
};

const otherNames = ['Benno', 'Carla', 'Dietmar', 'Edith', 'Falk', 'Gerlinde', 'Hagen', 'Irmgard'];
const otherFamilies = ['Quellmalz', 'Rübsam', 'Teichgräber', 'Wunderlich', 'Zschoche', 'Uhlemann'];

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const swap =
  (pairs: readonly (readonly [string, string])[]) =>
  (word: string): string =>
    pairs.reduce(
      (text, [from, to]) =>
        text.replace(new RegExp(`(?<![\\p{L}\\d])${escaped(from)}(?![\\p{L}\\d])`, 'gu'), to),
      word,
    );

/** Another number of the same form: its last digits count on by some. */
const nextNumber = (text: string, by: number): string =>
  text.replace(/\d{2,}(?=\D*$)/, (digits) =>
    String((Number(digits) + by) % 10 ** digits.length).padStart(digits.length, '0'),
  );

/** The text without the line that a fax machine prints: another day there makes no other letter. */
const belowFax = (page: PageText): string => page.text.split('\n').slice(1).join('\n');

type Sibling = (page: PageText, truth: LetterTruth, index: number) => PageText | undefined;

const siblings: Readonly<Record<string, Sibling>> = {
  andererVorname: (page, truth, index) => {
    const [first = ''] = truth.sender.name.split(' ');
    if (truth.sender.art !== 'citizen') return undefined;
    return replaced(page, swap([[first, otherNames[index % otherNames.length] ?? '']]));
  },
  anderePerson: (page, truth, index) => {
    if (truth.sender.art !== 'citizen') return undefined;
    const [first = '', ...family] = truth.sender.name.split(' ');
    const [street = ''] = truth.sender.strasse.split(/\s+(?=\d)/);
    return replaced(
      page,
      swap([
        [first, otherNames[index % otherNames.length] ?? ''],
        ...family.map((part) => [part, otherFamilies[index % otherFamilies.length] ?? ''] as const),
        ...street.split(' ').map((part) => [part, 'Schwalbengrund'] as const),
      ]),
    );
  },
  andereNummer: (page, truth, index) => {
    const printed = truth.geschaeftszeichenPrinted ?? truth.fremdesZeichen;
    if (printed === undefined) return undefined;
    const last = printed.split(' ').at(-1) ?? '';
    if (!/\d{2}/.test(last)) return undefined;
    return replaced(
      page,
      swap([
        [
          last,
          nextNumber(last.replace(/(-\d{2,4})$/, ''), 3 + index) +
            (/(-\d{2,4})$/.exec(last)?.[0] ?? ''),
        ],
      ]),
    );
  },
  anderesDatum: (page, _truth, index) =>
    replaced(page, (word) =>
      word.replace(
        /\b(\d{2})\.(\d{2})\.(\d{4})\b/g,
        (_date, day: string, month: string, year: string) =>
          `${String(((Number(day) + 6 + (index % 9)) % 28) + 1).padStart(2, '0')}.${month}.${year}`,
      ),
    ),
};

const letters = await listRecognised(folder);
const twins = letters.flatMap((second) => {
  const first = letters.find(({ name }) => `${name}b` === second.name);
  const [a, b] = [first && pageOf(first), pageOf(second)];
  return a === undefined || b === undefined ? [] : [{ first, second, a, b }];
});

const before = process.cpuUsage();
const judged = twins.map((twin) => ({
  ...twin,
  keys: shareKeys(twin.a, twin.b),
  likeness: compare(twin.a, twin.b),
}));
const used = process.cpuUsage(before);
const missed = judged.filter(({ keys, likeness }) => !keys || !likeness.same);

const serial = Object.entries(siblings).map(([kind, make]) => {
  const pairs = twins.flatMap(({ a, b, second }, index) => {
    const other = make(b, second.truth, index);
    // A sibling in which nothing could be replaced, because recognition had spoilt it, is no other letter.
    return other === undefined || belowFax(other) === belowFax(b)
      ? []
      : [{ name: second.name, a, other }];
  });
  const linked = pairs.filter(({ a, other }) => compare(a, other).same);
  const followed = linked.filter(({ a, other }) => compare(a, other).sicherheit >= followsFrom);
  const twinLinked = pairs.filter(({ name, other }) => {
    const own = twins.find(({ second }) => second.name === name);
    return own !== undefined && compare(own.b, other).same;
  });
  if (hasFlag('failures'))
    for (const { name } of linked) process.stdout.write(`falsch verbunden ${kind} ${name}\n`);
  return [
    kind,
    {
      paare: pairs.length,
      falschVerbunden: linked.length,
      vonSelbstZugeordnet: followed.length,
      vomGleichenScan: twinLinked.length,
    },
  ] as const;
});

const mostPairs = Number(flagOf('pairs', '2000'));
let different = 0;
let wrong = 0;
for (const [index, one] of letters.entries())
  for (const other of letters.slice(index + 1)) {
    if (one.name.replace('b', '') === other.name.replace('b', '')) continue;
    const [a, b] = [pageOf(one), pageOf(other)];
    if (a === undefined || b === undefined || different >= mostPairs || !shareKeys(a, b)) continue;
    different += 1;
    if (compare(a, b).same) wrong += 1;
  }

if (hasFlag('failures'))
  for (const { second, keys, likeness } of missed)
    process.stdout.write(
      `nicht gefunden ${second.name} ${second.truth.degradation} ${JSON.stringify({ keys, ...likeness })}\n`,
    );

report('doppel', {
  paare: judged.length,
  wiedergefunden: round((judged.length - missed.length) / Math.max(1, judged.length), 3),
  vonSelbstZugeordnet: round(
    judged.filter(({ likeness }) => likeness.sicherheit >= followsFrom).length /
      Math.max(1, judged.length),
    3,
  ),
  nachSchluesseln: round(judged.filter(({ keys }) => keys).length / Math.max(1, judged.length), 3),
  fremdePaareMitSchluessel: different,
  fremdePaareVerbunden: wrong,
  serienbriefe: Object.fromEntries(serial),
  widerspruecheMedian: quantile(
    judged.map(({ likeness }) => likeness.contradictions),
    0.5,
  ),
  cpuMsJeVergleich: round((used.user + used.system) / 1_000 / Math.max(1, judged.length)),
});
