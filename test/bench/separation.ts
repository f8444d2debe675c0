import { readBlattCode } from '#posteingang/trennung/blatt-code.js';
import { alleMerkmale, type Merkmal, merkmale } from '#posteingang/trennung/merkmale.js';
import { planeTrennung, type Trennregeln } from '#posteingang/trennung/plan.js';
import { deuteStapel, sicherAb } from '#posteingang/trennung/vorschlag.js';
import { createRandom } from '#sample/random.js';
import { flagOf, hasFlag, report, round } from './flags.js';
import { makeLetterPool, makeSheetPool, makeStack, streamTextStacks } from './separation-stacks.js';

/*
 * npm run bench:separation [-- --stacks 200 --text-stacks 200 --letters 30 --sheets 60 --seed trennung] [--train] [--json]
 * Stacks of letters with codes of senders and empty pages: half with our sheets, half with foreign ones, put
 * together from so many letters and sheets, each worn like a scan, a fax or a copy and read by the parser's own code. Proposals without sheets are judged on
 * text alone: the printed text with simulated mistakes of recognition. `--train` finds their weights instead.
 */

const seed = flagOf('seed', 'trennung');
const key = Buffer.from('ein Schlüssel nur für die Messung');
const regeln: Trennregeln = {
  readCode: (text) => readBlattCode(key, text),
  fremdeWerte: ['PATCHT'],
  patchCodes: ['T', '3'],
};

interface Example {
  signs: readonly Merkmal[];
  begins: boolean;
}

const examplesOf = async (from: string, count: number): Promise<Example[]> => {
  const examples: Example[] = [];
  for await (const { pages, starts } of streamTextStacks(from, count)) {
    for (const [at, page] of pages.slice(1).entries()) {
      const before = pages[at];
      if (before === undefined) continue;
      examples.push({ signs: merkmale(before, page), begins: starts.includes(page.nummer) });
    }
  }
  return examples;
};

/** Logistic regression by plain gradient descent; a little pull towards zero keeps rare signs modest. */
const train = async (): Promise<void> => {
  const examples = await examplesOf(`${seed} train`, Number(flagOf('text-stacks', '300')));
  const weights = new Map<Merkmal, number>(alleMerkmale.map((name) => [name, 0]));
  let base = 0;
  for (let round = 0; round < 3000; round += 1) {
    const slopes = new Map<Merkmal, number>();
    let slope = 0;
    for (const { signs, begins } of examples) {
      const sum = signs.reduce((total, name) => total + (weights.get(name) ?? 0), base);
      const error = (begins ? 1 : 0) - 1 / (1 + Math.exp(-sum));
      slope += error;
      for (const name of signs) slopes.set(name, (slopes.get(name) ?? 0) + error);
    }
    base += (slope / examples.length) * 0.5;
    for (const name of alleMerkmale) {
      const old = weights.get(name) ?? 0;
      const step = (slopes.get(name) ?? 0) / examples.length - 0.002 * old;
      weights.set(name, old + step * 0.5);
    }
  }
  const found = Object.fromEntries([...weights].map(([name, value]) => [name, round(value, 2)]));
  report('weights', { examples: examples.length, base: round(base, 2), ...found });
};

const sameLetters = (found: readonly number[][] | undefined, right: readonly number[][]): boolean =>
  JSON.stringify(found) === JSON.stringify(right);

const measureSheets = async () => {
  const random = createRandom(seed);
  const stacks = Number(flagOf('stacks', '200'));
  const letterPool = await makeLetterPool(seed, Number(flagOf('letters', '30')));
  const count = Number(flagOf('sheets', '60'));
  const sheets = {
    own: await makeSheetPool('own', { count, random, key }),
    foreign: await makeSheetPool('foreign', { count, random, key }),
  };
  const right = { own: 0, foreign: 0 };
  const made = { own: 0, foreign: 0 };
  let pages = 0;
  let lost = 0;
  for (let index = 0; index < stacks; index += 1) {
    const kind = index % 2 === 0 ? 'own' : 'foreign';
    const stack = makeStack(kind, {
      letters: letterPool,
      sheets: sheets[kind],
      random: random.fork(`stack ${index}`),
    });
    const plan = planeTrennung(stack.pages, regeln);
    const letters = plan?.briefe.map((letter) => letter.seiten);
    made[kind] += 1;
    pages += stack.pages.length;
    const kept = (letters?.flat().length ?? stack.pages.length) + (plan?.trennseiten.length ?? 0);
    lost += stack.pages.length - kept;
    // A single letter without any sheet in front is one letter with and without a plan.
    const whole = letters ?? [stack.pages.map((page) => page.nummer)];
    if (sameLetters(whole, stack.letters)) right[kind] += 1;
    else if (hasFlag('detail'))
      console.log(kind, JSON.stringify(letters), JSON.stringify(stack.letters));
  }
  return {
    pages,
    pagesLost: lost,
    ownStacks: made.own,
    ownExact: right.own,
    foreignStacks: made.foreign,
    foreignExact: right.foreign,
  };
};

const measureProposals = async () => {
  let safe = 0;
  let safeRight = 0;
  let begins = 0;
  let shown = 0;
  let shownRight = 0;
  for await (const { pages, starts } of streamTextStacks(
    `${seed} test`,
    Number(flagOf('text-stacks', '200')),
  )) {
    begins += starts.length - 1;
    for (const { vorSeite, konfidenz } of deuteStapel(pages).schnitte) {
      const isRight = starts.includes(vorSeite);
      shown += 1;
      if (isRight) shownRight += 1;
      if (konfidenz < sicherAb) continue;
      safe += 1;
      if (isRight) safeRight += 1;
    }
  }
  return {
    boundaries: begins,
    safeProposals: safe,
    safePrecision: round(safeRight / Math.max(1, safe), 3),
    safeRecall: round(safeRight / Math.max(1, begins), 3),
    shownProposals: shown,
    shownPrecision: round(shownRight / Math.max(1, shown), 3),
  };
};

if (hasFlag('train')) await train();
else report('separation', { ...(await measureSheets()), ...(await measureProposals()) });
