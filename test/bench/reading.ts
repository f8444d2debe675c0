import { geschaeftszeichenSchluessel } from '#eakte/index.js';
import {
  createMunicipality,
  generateLetters,
  type LetterTruth,
  type Municipality,
  textOf,
} from '#sample/index.js';
import { sameVorgang } from '#understanding/aktenzeichen/zeichen-parts.js';
import { editDistance } from '#understanding/fuzzy-text.js';
import {
  addOcrNoise,
  compareSender,
  type Extraction,
  extractFields,
  knownFrom,
  type MatchResult,
  matchGeschaeftszeichen,
  type NumberedPage,
  type RegisterEntry,
  repairByKnown,
  repairTown,
  type Sender,
  type SenderFacts,
  streetKeyOf,
  type VorgangRegister,
} from '#understanding/index.js';
import { flagOf, hasFlag, quantile, report, round } from './flags.js';
import { cityOf, entriesOf, listRecognised } from './reading-pages.js';

/*
 * npm run bench:reading -- [--letters 2000] [--seed lesen-probe-1] [--pages FOLDER] [--failures] [--json]
 * Reading and matching alone, against the register of a city with 20,000 Vorgänge. Text with 2, 5 and 8 wrong
 * characters in a hundred says how often a letter would reach a wrong Vorgang; FOLDER (made by
 * dist/test/bench/recognise-letters.js) holds degraded letters that were really recognised, for the shares of fields.
 */

interface Judged {
  name: string;
  truth: LetterTruth & { geschaeftszeichenReadable?: boolean; degradation?: string };
  extraction: Extraction;
  match: MatchResult;
}

/** Digits and letters of a key counted, so that most keys are told apart without comparing them. */
const histogram = (key: string): Uint8Array => {
  const counts = new Uint8Array(36);
  for (const character of key) {
    const at = Number.parseInt(character, 36);
    if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
};

/** The register of a whole city in memory, quick enough for thousands of letters. */
const cityRegister = (entries: readonly RegisterEntry[]): VorgangRegister => {
  const keyed = entries.map((entry) => {
    const key = geschaeftszeichenSchluessel(entry.geschaeftszeichen);
    return { entry, key, counts: histogram(key) };
  });
  const byKey = new Map<string, RegisterEntry[]>();
  for (const { key, entry } of keyed) byKey.set(key, [...(byKey.get(key) ?? []), entry]);
  const isNear = (counts: Uint8Array, other: Uint8Array): boolean => {
    let difference = 0;
    for (let at = 0; at < 36; at += 1) difference += Math.abs((counts[at] ?? 0) - (other[at] ?? 0));
    return difference <= 4;
  };
  return {
    byKey: async (key) => byKey.get(key) ?? [],
    near: async (key) => {
      const counts = histogram(key);
      return keyed
        .filter(
          (one) =>
            Math.abs(one.key.length - key.length) <= 2 &&
            isNear(counts, one.counts) &&
            editDistance(one.key, key, 2) <= 2,
        )
        .map(({ entry }) => entry);
    },
  };
};

/** Puts senders right by the towns and parties of the city, as the pipeline does by its tables. */
const repairsOf = (city: Municipality): ((sender: Sender) => Sender) => {
  const parties = city.vorgaenge.flatMap(({ beteiligte }) => beteiligte);
  const towns = new Map(parties.map(({ plz, ort }) => [`${plz} ${ort}`, { plz, ort }]));
  const byAddress = new Map<string, SenderFacts[]>();
  const keyOf = (facts: { strasse?: string | null }): string => streetKeyOf(facts.strasse ?? '');
  for (const one of new Map(
    parties.map((party) => [`${party.name} ${party.strasse}`, party]),
  ).values())
    byAddress.set(keyOf(one), [...(byAddress.get(keyOf(one)) ?? []), one]);
  return (read) => {
    const sender = repairTown(read, [...towns.values()]);
    const reading = sender.organisation ?? sender.name;
    if (reading === null) return sender;
    const given = {
      name: reading.value,
      strasse: sender.street?.value ?? null,
      plz: sender.plz?.value ?? null,
      ort: sender.ort?.value ?? null,
    };
    const [known] = (byAddress.get(keyOf(given)) ?? [])
      .map((one) => ({ one, sicherheit: compareSender(one, given).sicherheit }))
      .filter(({ sicherheit }) => sicherheit >= knownFrom)
      .sort((a, b) => b.sicherheit - a.sicherheit);
    return known === undefined ? sender : repairByKnown(sender, known.one);
  };
};

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : round(part / whole, 4);

/** CPU milliseconds of extraction, one number a page. */
const pageCosts: number[] = [];

const judge = async (
  letters: readonly { name: string; truth: Judged['truth']; pages: readonly NumberedPage[] }[],
  city: Municipality,
  register: VorgangRegister,
): Promise<Judged[]> => {
  const context = {
    ownDomainNames: ['stadt-lohwerda.example'],
    ownAddress: { name: city.name, plz: city.anschrift.plz, ort: city.anschrift.ort },
    knownOrganisationseinheiten: city.organisationseinheiten.map(({ kuerzel }) => kuerzel),
    today: city.today,
  };
  const judged: Judged[] = [];
  const repaired = repairsOf(city);
  for (const { name, truth, pages } of letters) {
    const before = process.cpuUsage();
    const read = extractFields(pages, context);
    const extraction = { ...read, sender: repaired(read.sender) };
    const used = process.cpuUsage(before);
    pageCosts.push((used.user + used.system) / 1_000 / Math.max(1, pages.length));
    const match = await matchGeschaeftszeichen(extraction, {
      register,
      fold: geschaeftszeichenSchluessel,
    });
    judged.push({ name, truth, extraction, match });
  }
  return judged;
};

const isWrong = ({ truth, match }: Judged): boolean =>
  match.outcome === 'found' && match.vorgangId !== truth.geschaeftszeichen;

const isPrinted = ({ truth }: Judged): boolean =>
  truth.geschaeftszeichenPrinted !== undefined && truth.geschaeftszeichenReadable !== false;

const matchFigures = (judged: readonly Judged[]) => {
  const printed = judged.filter((one) => isPrinted(one) && !one.truth.geschaeftszeichenMistyped);
  const right = printed.filter(
    ({ truth, match }) => match.outcome === 'found' && match.vorgangId === truth.geschaeftszeichen,
  );
  return {
    briefe: judged.length,
    falscherVorgang: judged.filter(isWrong).length,
    mitZeichen: printed.length,
    gefunden: share(right.length, printed.length),
  };
};

/** Whether our sign was read as it is printed, or at least led to its Vorgang by the register. */
const zeichenRight = ({ truth, extraction, match }: Judged): { read: boolean; led: boolean } => {
  const read = extraction.geschaeftszeichen
    .slice(0, 1)
    .some(({ value }) => sameVorgang(value, canonical(truth)));
  const led = match.outcome === 'found' && match.vorgangId === truth.geschaeftszeichen;
  return { read, led: led || read };
};

const canonical = (truth: LetterTruth): string =>
  truth.geschaeftszeichenMistyped
    ? (truth.geschaeftszeichenPrinted ?? '')
    : (truth.geschaeftszeichen ?? '');

const same = (read: string | undefined, printed: string | undefined): boolean =>
  read !== undefined && read === printed;

const fields: Readonly<Record<string, (one: Judged) => boolean>> = {
  datum: ({ truth, extraction }) => same(extraction.letterDate?.value, truth.datum),
  plz: ({ truth, extraction }) => same(extraction.sender.plz?.value, truth.sender.plz),
  ort: ({ truth, extraction }) => same(extraction.sender.ort?.value, truth.sender.ort),
  absender: ({ truth, extraction: { sender } }) =>
    [sender.organisation?.value, sender.name?.value].includes(truth.sender.name),
};

const fieldFigures = (judged: readonly Judged[]) => {
  const printed = judged.filter((one) => isPrinted(one) && !one.truth.geschaeftszeichenMistyped);
  const foreign = judged.filter(({ truth }) => truth.fremdesZeichen !== undefined);
  const ibans = judged.filter(({ truth }) => truth.iban !== undefined);
  return {
    zeichenGelesen: share(printed.filter((one) => zeichenRight(one).read).length, printed.length),
    zeichenMitRegister: share(
      printed.filter((one) => zeichenRight(one).led).length,
      printed.length,
    ),
    ...Object.fromEntries(
      Object.entries(fields).map(([name, right]) => [
        name,
        share(judged.filter(right).length, judged.length),
      ]),
    ),
    fremdesZeichen: share(
      foreign.filter(({ truth, extraction }) =>
        extraction.foreignReferences.some(({ value }) => value === truth.fremdesZeichen),
      ).length,
      foreign.length,
    ),
    iban: share(
      ibans.filter(({ truth, extraction }) =>
        extraction.ibans.some(({ value }) => value === truth.iban),
      ).length,
      ibans.length,
    ),
  };
};

const printFailures = (judged: readonly Judged[]): void => {
  for (const one of judged) {
    const { name, truth, extraction, match } = one;
    const wrong = Object.entries(fields)
      .filter(([, right]) => !right(one))
      .map(([field]) => field);
    const zeichen = isPrinted(one) && !truth.geschaeftszeichenMistyped && !zeichenRight(one).led;
    if (wrong.length === 0 && !zeichen && !isWrong(one)) continue;
    const read = {
      datum: extraction.letterDate?.value,
      plz: extraction.sender.plz?.value,
      ort: extraction.sender.ort?.value,
      name: [extraction.sender.organisation?.value, extraction.sender.name?.value],
      zeichen: extraction.geschaeftszeichen
        .slice(0, 2)
        .map(({ value, raw }) => `${value} «${raw}»`),
    };
    process.stdout.write(
      `${name} ${truth.degradation ?? ''} ${[...wrong, ...(zeichen ? ['ZEICHEN'] : []), ...(isWrong(one) ? ['FALSCH'] : [])].join(',')}
  wahr ${truth.datum} ${truth.sender.plz} ${truth.sender.ort} | ${truth.sender.name} | ${truth.geschaeftszeichenPrinted ?? '-'} (${truth.geschaeftszeichen ?? '-'})
  gelesen ${JSON.stringify(read)} ${match.outcome}\n`,
    );
  }
};

const count = Number(flagOf('letters', '2000'));
const seed = flagOf('seed', 'lesen-probe-1');
const folder = flagOf('pages', '');

const noisy = async (): Promise<Record<string, unknown>> => {
  const city = createMunicipality({ seed, vorgangCount: 20_000 });
  const register = cityRegister(entriesOf(city));
  const letters = generateLetters({ seed, count, municipality: city });
  const figures: Record<string, unknown> = {};
  for (const rate of [0.02, 0.05, 0.08]) {
    const judged = await judge(
      letters.map((letter, index) => ({
        name: letter.truth.id,
        truth: letter.truth,
        pages: [
          {
            number: 1,
            text: {
              source: 'ocr' as const,
              text: addOcrNoise(textOf(letter), rate, index),
              words: [],
              meanConfidence: 0.9,
            },
          },
        ],
      })),
      city,
      register,
    );
    if (hasFlag('failures')) printFailures(judged.filter(isWrong));
    figures[`${rate * 100} %`] = { ...matchFigures(judged), ...fieldFigures(judged) };
  }
  return figures;
};

const recognised = async (): Promise<Record<string, unknown>> => {
  const city = await cityOf(folder);
  const letters = (await listRecognised(folder)).map(({ name, truth, pages }) => ({
    name,
    truth,
    pages,
  }));
  const judged = await judge(letters, city, cityRegister(entriesOf(city)));
  if (hasFlag('failures')) printFailures(judged);
  const conditions = [...new Set(letters.map(({ truth }) => truth.degradation))].sort();
  return {
    texterkennung: { ...matchFigures(judged), ...fieldFigures(judged) },
    zustaende: Object.fromEntries(
      conditions.map((condition) => {
        const own = judged.filter(({ truth }) => truth.degradation === condition);
        const { datum, plz, ort, zeichenMitRegister } = fieldFigures(own) as Record<string, number>;
        return [condition, { briefe: own.length, zeichenMitRegister, datum, plz, ort }];
      }),
    ),
  };
};

const figures = {
  ...(count === 0 ? {} : await noisy()),
  ...(folder === '' ? {} : await recognised()),
};
report('reading', {
  ...figures,
  cpuMsJeSeite: {
    median: round(quantile(pageCosts, 0.5) ?? 0, 1),
    p95: round(quantile(pageCosts, 0.95) ?? 0, 1),
  },
});
