import { generateAnliegen, textOf } from '#sample/index.js';
import { type ModelState, serialiseClassifier, trainDefaultModel } from '#understanding/index.js';
import { flagOf, hasFlag, report, round } from './flags.js';
import { type HandwrittenMatter, handwrittenMatters } from './handwritten-matters.js';
import { trainPeer } from './peer-method.js';
import { type Answer, figuresOf } from './understanding-figures.js';
import { measureLetters } from './understanding-letters.js';
import { type AskedFor, exampleOf, runOurs, runPeer } from './understanding-protocol.js';
import { scanLetters } from './understanding-scans.js';
import {
  groupSplits,
  inventDriftingSet,
  inventSet,
  randomSplits,
  readSet,
  type SetLetter,
  type Split,
  timeSplits,
} from './understanding-set.js';
import { drifting, mixed, runStreams } from './understanding-stream.js';

/*
 * npm run bench:understanding -- [--letters 2400] [--seed abnahme-1] [--set FILE.ndjson] [--folds 5] [--scans 24] [--stream 1500]
 *   [--formal 100] [--train 1200] [--pages FOLDER] [--parts zufaellig,gruppen,zeit,abgetastet,strom,beteiligte,vonHand,groesse,briefe]
 *   [--no-peer] [--json]
 * The protocol of docs/decisions on short matters: random, grouped and time-ordered splits, clean, with faults and
 * after text recognition of poor scans, each beside the method of the strongest open peer; then whole letters through
 * extraction, model and decision. FILE holds letters as JSON lines ({ text, kind, einheit, gruppe, zeit }).
 */

const file = flagOf('set', '');
const seed = flagOf('seed', 'abnahme-1');
const count = Number(flagOf('letters', '2400'));
const folds = Number(flagOf('folds', '5'));
const scans = file === '' ? Number(flagOf('scans', '24')) : 0;
const longest = Number(flagOf('stream', '1500'));
const withPeer = !hasFlag('no-peer');
const letters = file === '' ? inventSet(seed, count) : await readSet(file);

const questions: readonly AskedFor[] = letters.some(({ einheit }) => einheit !== undefined)
  ? ['kind', 'einheit']
  : ['kind'];

const compare = (splits: readonly Split[], byGroup: boolean, asked: readonly AskedFor[]) => ({
  wir: runOurs({ letters, splits, questions, byGroup }),
  ...(withPeer ? { vergleich: runPeer({ letters, splits, questions: asked, byGroup }) } : {}),
});

/** The figures with the points by which we are ahead of the peer, and those that we lose to the faults, in the kind of letter. */
const withLead = (figures: ReturnType<typeof compare>) => {
  const own = figures.wir.kind;
  const other = figures.vergleich?.kind?.ohneFehler;
  if (own === undefined) return figures;
  const { ohneFehler, fuenfProzent } = own;
  const points = (more: number, less: number): number => round(100 * (more - less), 1);
  return {
    vorsprung: {
      ...(other === undefined
        ? {}
        : {
            richtig: points(ohneFehler.richtig, other.richtig),
            makroF1: points(ohneFehler.makroF1, other.makroF1),
          }),
      verlustFuenfProzent: points(ohneFehler.richtig, fuenfProzent.richtig),
    },
    ...figures,
  };
};

const bytesOf = ({ idf, heads, replay }: ModelState): number =>
  [heads.kind, heads.einheit].reduce(
    (sum, head) => sum + head.weights.byteLength + head.squares.byteLength + head.bias.byteLength,
    idf.byteLength +
      replay.items.reduce(
        (sum, { vector }) => sum + vector.indices.byteLength + vector.values.byteLength,
        0,
      ),
  );

/** Size of a model of a hundred kinds and of the units of the set; the letters are dealt out to the kinds. */
const sizeOf = (sample: readonly SetLetter[]) => {
  const examples = sample.map((letter, index) => ({
    ...exampleOf(letter),
    kind: `art-${index % 100}`,
  }));
  const model = trainDefaultModel(examples, { seed: 1, epochs: 1 });
  return {
    klassen: model.state().heads.kind.classes.length + model.state().heads.einheit.classes.length,
    speicherMegabyte: round(bytesOf(model.state()) / 1e6),
    dateiMegabyte: round(serialiseClassifier(model).length / 1e6),
  };
};

/** The letters on paper, read again; neither method has seen them in training. */
const throughScans = async () => {
  const scanned = await scanLetters(`${seed}-scan`, { count: scans, of: count });
  const model = trainDefaultModel(letters.map(exampleOf), { seed: 1 });
  const peer = withPeer
    ? trainPeer(
        letters.map(({ text, kind }) => ({ text, answer: kind })),
        'scan',
      )
    : undefined;
  const judge = (ask: (text: string) => { value: string; probability: number }) => {
    const of = (textOfOne: (one: (typeof scanned)[number]) => string): Answer[] =>
      scanned.map((one) => ({
        truth: one.letter.kind,
        gruppe: one.letter.gruppe,
        ...ask(textOfOne(one)),
      }));
    const [clean, read] = [of((one) => one.letter.text), of((one) => one.read)];
    return {
      ohneFehler: figuresOf(clean, { runs: 20 }),
      texterkennung: figuresOf(read, { runs: 20 }),
    };
  };
  return {
    wir: judge((text) => model.predict(text).kind[0] ?? { value: '', probability: 0 }),
    ...(peer === undefined ? {} : { vergleich: judge(peer.predict) }),
  };
};

/** Letters of two matters: how often the second unit is named, and how often one is named that is not concerned. */
const participants = () => {
  const model = trainDefaultModel(letters.map(exampleOf), { seed: 1 });
  const others = generateAnliegen({ seed: `${seed}-zwei`, count: 3_000 });
  const found = others.map((anliegen) => ({
    anliegen,
    named: model.participants(textOf(anliegen), anliegen.einheit).map(({ value }) => value),
  }));
  const two = found.filter(({ anliegen }) => anliegen.beteiligte.length > 0);
  const one = found.filter(({ anliegen }) => anliegen.beteiligte.length === 0);
  return {
    zweiSachen: two.length,
    genannt: round(
      two.filter(({ anliegen, named }) => anliegen.beteiligte.some((unit) => named.includes(unit)))
        .length / Math.max(1, two.length),
      3,
    ),
    zuUnrecht: round(
      one.filter(({ named }) => named.length > 0).length / Math.max(1, one.length),
      4,
    ),
  };
};

/** Matters that were written by hand, asked of models of the whole invented set. */
const byHand = () => {
  if (file !== '') return undefined;
  const model = trainDefaultModel(letters.map(exampleOf), { seed: 1 });
  const peer = trainPeer(
    letters.map(({ text, kind }) => ({ text, answer: kind })),
    'hand',
  );
  const share = (right: (one: HandwrittenMatter) => boolean): number =>
    round(handwrittenMatters.filter(right).length / handwrittenMatters.length, 3);
  return {
    briefe: handwrittenMatters.length,
    artRichtig: share(({ text, kind }) => model.predict(text).kind[0]?.value === kind),
    artUnterDrei: share(({ text, kind }) =>
      model
        .predict(text)
        .kind.slice(0, 3)
        .some(({ value }) => value === kind),
    ),
    einheitRichtig: share(({ text, einheit }) => model.predict(text).einheit[0]?.value === einheit),
    vergleichArtRichtig: share(({ text, kind }) => peer.predict(text).value === kind),
  };
};

const parts: Readonly<Record<string, () => unknown>> = {
  zufaellig: () => withLead(compare(randomSplits(letters, folds, seed), false, questions)),
  gruppen: () => withLead(compare(groupSplits(letters, folds, seed), true, ['kind'])),
  zeit: () => withLead(compare(timeSplits(letters), false, ['kind'])),
  abgetastet: () => (scans > 0 ? throughScans() : undefined),
  strom: () =>
    runStreams(
      {
        gemischt: mixed(letters).slice(0, longest),
        wechselnd: drifting(letters).slice(0, longest),
        ...(file === '' ? { eigeneNamen: drifting(inventDriftingSet(seed, longest)) } : {}),
      },
      withPeer,
    ),
  beteiligte: () => (file === '' ? participants() : undefined),
  vonHand: byHand,
  groesse: () => sizeOf(letters),
  briefe: () =>
    measureLetters({
      letters: Number(flagOf('formal', '100')),
      trained: Number(flagOf('train', '1200')),
      seed,
      folder: flagOf('pages', ''),
    }),
};

const wanted = flagOf('parts', Object.keys(parts).join(',')).split(',');
const figures: Record<string, unknown> = {
  satz: {
    briefe: letters.length,
    arten: new Set(letters.map(({ kind }) => kind)).size,
    einheiten: new Set(letters.flatMap(({ einheit }) => einheit ?? [])).size,
    gruppen: new Set(letters.map(({ gruppe }) => gruppe)).size,
  },
};
for (const [name, run] of Object.entries(parts)) {
  const result = wanted.includes(name) ? await run() : undefined;
  if (result !== undefined) figures[name] = result;
}
report('understanding', figures);
