import type { LetterTruth, Municipality } from '#sample/index.js';
import { createMemoryRegister } from '#test/support/memory-register.js';
import {
  decideRouting,
  extractFields,
  type LetterClassifier,
  matchGeschaeftszeichen,
  type NumberedPage,
  type RegisterEntry,
  type VorgangRegister,
} from '#understanding/index.js';

/** One letter with its pages as text and what is true about it. */
export interface Case {
  truth: LetterTruth & { geschaeftszeichenReadable?: boolean };
  pages: readonly NumberedPage[];
}

/** The way from pages to a decision, as the pipeline goes it, without a database. */
export interface Understanding {
  city: Municipality;
  classifier: LetterClassifier;
  register: VorgangRegister;
  fold: (geschaeftszeichen: string) => string;
}

/** The Vorgänge of a sample city as a register. */
export const registerOf = (
  city: Municipality,
  fold: (geschaeftszeichen: string) => string,
): VorgangRegister =>
  createMemoryRegister(
    city.vorgaenge.map(
      (vorgang): RegisterEntry => ({
        vorgangId: vorgang.geschaeftszeichen,
        geschaeftszeichen: vorgang.geschaeftszeichen,
        einheit: vorgang.federfuehrung,
        betreff: vorgang.betreff,
        beteiligte: vorgang.beteiligte.map(({ name, plz, ort, email, zeichen }) => ({
          name,
          plz,
          ort,
          ...(email === undefined ? {} : { email }),
          ...(zeichen === undefined ? {} : { fremdesGeschaeftszeichen: zeichen }),
        })),
      }),
    ),
    fold,
  );

const understand = async (pages: readonly NumberedPage[], on: Understanding) => {
  const { city, classifier } = on;
  const extraction = extractFields(pages, {
    ownDomainNames: ['stadt-lohwerda.example'],
    ownAddress: { name: city.name, plz: city.anschrift.plz, ort: city.anschrift.ort },
    knownOrganisationseinheiten: city.organisationseinheiten.map(({ kuerzel }) => kuerzel),
    today: city.today,
  });
  const prediction = classifier.predict(extraction.text);
  const match = await matchGeschaeftszeichen(extraction, on);
  const decision = decideRouting({
    extraction,
    prediction,
    match,
    candidates: [],
    words: {
      einheit: classifier.explain(extraction.text, 'einheit', prediction.einheit[0]?.value ?? ''),
    },
    rules: { units: city.organisationseinheiten },
  });
  return { extraction, prediction, match, decision };
};

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((1_000 * part) / whole) / 1_000;

interface Judged {
  truth: Case['truth'];
  result: Awaited<ReturnType<typeof understand>>;
}

/** Shares of fields that were read exactly as they were written. */
const fieldShares = (judged: readonly Judged[]): Record<string, number | null> => {
  const of = (cases: readonly Judged[], right: (one: Judged) => boolean): number | null =>
    share(cases.filter(right).length, cases.length);
  const plain = (text: string | undefined): string =>
    (text ?? '').replace(/[–—]/g, '-').replace(/\s/g, '');
  const withForeign = judged.filter(({ truth }) => truth.fremdesZeichen !== undefined);
  const withIban = judged.filter(({ truth }) => truth.iban !== undefined);
  const withTotal = judged.filter(({ truth }) => truth.zahlbetragCents !== undefined);
  return {
    datum: of(judged, ({ truth, result }) => result.extraction.letterDate?.value === truth.datum),
    absender: of(
      judged,
      ({
        truth,
        result: {
          extraction: { sender },
        },
      }) => [sender.organisation?.value, sender.name?.value].includes(truth.sender.name),
    ),
    absenderArt: of(
      judged,
      ({ truth, result }) => result.extraction.sender.kind?.value === truth.sender.art,
    ),
    plz: of(
      judged,
      ({ truth, result }) => result.extraction.sender.plz?.value === truth.sender.plz,
    ),
    betreff: of(judged, ({ truth, result }) =>
      plain(result.extraction.subject?.value).startsWith(plain(truth.betreff).slice(0, 40)),
    ),
    fremdesZeichen: of(withForeign, ({ truth, result }) =>
      result.extraction.foreignReferences.some(({ value }) => value === truth.fremdesZeichen),
    ),
    iban: of(withIban, ({ truth, result }) =>
      result.extraction.ibans.some(({ value }) => value === truth.iban),
    ),
    zahlbetrag: of(withTotal, ({ truth, result }) =>
      result.extraction.amounts.some(({ value }) => value === truth.zahlbetragCents),
    ),
  };
};

/** Mean distance between confidence and truth of the first unit, in ten steps of confidence (expected calibration error). */
const calibrationError = (judged: readonly Judged[]): number => {
  const bins = new Map<number, { count: number; confidence: number; right: number }>();
  for (const { truth, result } of judged) {
    const [first] = result.prediction.einheit;
    const confidence = first?.probability ?? 0;
    const bin = bins.get(Math.floor(confidence * 10)) ?? { count: 0, confidence: 0, right: 0 };
    bin.count += 1;
    bin.confidence += confidence;
    bin.right += first?.value === truth.organisationseinheit ? 1 : 0;
    bins.set(Math.floor(confidence * 10), bin);
  }
  const sum = [...bins.values()].reduce(
    (total, { confidence, right }) => total + Math.abs(confidence - right),
    0,
  );
  return Math.round((1_000 * sum) / judged.length) / 1_000;
};

const routingShares = (judged: readonly Judged[]): Record<string, unknown> => {
  const readable = judged.filter(
    ({ truth }) =>
      truth.geschaeftszeichenPrinted !== undefined &&
      !truth.geschaeftszeichenMistyped &&
      truth.geschaeftszeichenReadable !== false,
  );
  const isRight = ({ truth, result: { decision } }: Judged): boolean =>
    decision.action === 'attach' && decision.vorgang.value === truth.geschaeftszeichen;
  const attached = judged.filter(({ result }) => result.decision.action === 'attach');
  const clearing = judged.filter(({ result }) => result.decision.action === 'clearing');
  const inFirst = (count: number): number =>
    clearing.filter(({ truth, result }) =>
      result.decision.einheit.candidates
        .slice(0, count)
        .some(({ value }) => value === truth.organisationseinheit),
    ).length;
  return {
    lesbareGeschaeftszeichen: readable.length,
    richtigZugeordnet: share(readable.filter(isRight).length, readable.length),
    falschZugeordnet: attached.filter((one) => !isRight(one)).length,
    berichtigt: attached.filter(
      ({ result }) => result.match.outcome === 'found' && result.match.repaired,
    ).length,
    clearing: clearing.length,
    clearingEinheitRichtig: share(inFirst(1), clearing.length),
    clearingEinheitUnterDrei: share(inFirst(3), clearing.length),
  };
};

/** Sends letters through extraction, classifier, register and decision, and compares with the truth. */
export const measure = async (
  cases: readonly Case[],
  on: Understanding,
): Promise<Record<string, unknown>> => {
  const judged: Judged[] = [];
  const before = process.cpuUsage();
  for (const { truth, pages } of cases) judged.push({ truth, result: await understand(pages, on) });
  const cpu = process.cpuUsage(before);
  const first = (question: 'kind' | 'einheit', one: Judged) =>
    one.result.prediction[question][0]?.value;
  return {
    briefe: judged.length,
    artRichtig: share(
      judged.filter((one) => first('kind', one) === one.truth.kind).length,
      judged.length,
    ),
    einheitRichtigModell: share(
      judged.filter((one) => first('einheit', one) === one.truth.organisationseinheit).length,
      judged.length,
    ),
    kalibrierfehlerEinheit: calibrationError(judged),
    ...routingShares(judged),
    cpuMsJeBrief: Math.round((10 * (cpu.user + cpu.system)) / 1_000 / judged.length) / 10,
    felder: fieldShares(judged),
  };
};
