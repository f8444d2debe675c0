// Reads every invoice of a folder: XML out of hybrid PDFs, twins in UBL and CII compared, mutations found.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { projectRoot } from '#infrastructure/project-root.js';
import { createParser } from '#tools/parser/create-parser.js';
import {
  begriffe,
  type Gruppe,
  type Rechnung,
  type Term,
  type TermId,
} from '#tools/rechnung/begriffe.js';
import { readRechnung } from '#tools/rechnung/read-rechnung.js';
import { countRules, parseDecimal, pruefeRechnung } from '#understanding/index.js';
import { flagOf, quantile, report, round } from './flags.js';
import { mutate } from './rechnung-mutations.js';

const folder = flagOf('folder', join(projectRoot(), '../shared/data/invoice'));

const filesBelow = (path: string, ending: string): string[] =>
  existsSync(path)
    ? readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith(ending))
        .map((name) => join(path, name))
        .filter((name) => statSync(name).isFile())
        .sort()
    : [];

const numberKinds: readonly string[] = ['amount', 'price', 'quantity', 'percent'];

/** A value as it is compared: numbers by value, texts without their line breaks. */
const comparable = (id: TermId, { value }: Term): string =>
  numberKinds.includes(begriffe[id][1])
    ? (parseDecimal(value)?.toFixed() ?? value)
    : value.replace(/\s+/g, ' ').trim();

/** Every term with the way to it. */
const flat = (group: Gruppe, path = ''): Map<string, string[]> => {
  const found = new Map<string, string[]>();
  for (const [id, terms] of Object.entries(group.terms) as [TermId, Term[]][])
    found.set(`${path}${id}`, terms.map((term) => comparable(id, term)).sort());
  for (const [id, groups] of Object.entries(group.groups))
    for (const [index, one] of groups.entries())
      for (const [key, value] of flat(one, `${path}${id}[${index + 1}]/`)) found.set(key, value);
  return found;
};

const read = (path: string): Rechnung | undefined => {
  const found = readRechnung(readFileSync(path));
  return found.outcome === 'rechnung' ? found.rechnung : undefined;
};

interface Difference {
  file: string;
  term: string;
  ubl: string | undefined;
  cii: string | undefined;
}

const twinsOf = (paths: readonly string[]): [ubl: string, cii: string][] =>
  paths.flatMap((path): [string, string][] => {
    if (path.endsWith('_ubl.xml')) return [[path, path.replace('_ubl.xml', '_uncefact.xml')]];
    if (!path.endsWith('.ubl.xml')) return [];
    const name = basename(path).replace('.ubl.xml', '.cii.xml');
    return [[path, join(dirname(dirname(path)), 'CII', name)]];
  });

const compare = ([ubl, cii]: [string, string]) => {
  const [one, other] = [read(ubl), read(cii)];
  if (one === undefined || other === undefined) throw new Error(`${ubl} is no invoice`);
  const [left, right] = [flat(one), flat(other)];
  let equal = 0;
  const differences: Difference[] = [];
  for (const term of new Set([...left.keys(), ...right.keys()])) {
    const [a, b] = [left.get(term), right.get(term)];
    if (JSON.stringify(a) === JSON.stringify(b)) equal += 1;
    else differences.push({ file: basename(ubl), term, ubl: a?.join(' | '), cii: b?.join(' | ') });
  }
  return { equal, differences };
};

/** How often each term differs, and on which side it is missing. */
const counted = (differences: readonly Difference[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { term, ubl, cii } of differences) {
    const side = ubl === undefined ? 'nur CII' : cii === undefined ? 'nur UBL' : 'verschieden';
    const key = `${term.replace(/\[\d+\]/g, '')} ${side}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
};

const readHybrids = async (paths: readonly string[]) => {
  const log = { info: () => undefined, warn: () => undefined };
  const parser = createParser({ isolation: 'auto', log });
  const times: number[] = [];
  let found = 0;
  let same = 0;
  const out = await mkdtemp(join(tmpdir(), 'bench-rechnung-'));
  try {
    for (const [index, path] of paths.entries()) {
      const outDir = join(out, String(index));
      await mkdir(outDir);
      const started = performance.now();
      const parts = await parser.unpack({ path, mediaType: 'application/pdf', outDir });
      const xml = parts.find(({ mediaType }) => mediaType === 'application/xml');
      const invoice =
        xml === undefined
          ? undefined
          : await parser.readInvoice({ path: xml.path, outDir: join(outDir, 'xml') });
      times.push(performance.now() - started);
      if (invoice?.outcome !== 'rechnung') continue;
      found += 1;
      const twin = join(dirname(dirname(path)), 'CII', basename(path).replace('.pdf', '.cii.xml'));
      const beside = existsSync(twin) ? read(twin) : undefined;
      if (
        beside !== undefined &&
        beside.terms['BT-1']?.[0]?.value === invoice.rechnung.terms['BT-1']?.[0]?.value
      )
        same += 1;
    }
  } finally {
    await parser.close();
    await rm(out, { recursive: true, force: true });
  }
  return {
    found,
    same,
    medianMs: round(quantile(times, 0.5) ?? 0),
    p95Ms: round(quantile(times, 0.95) ?? 0),
  };
};

const xmls = filesBelow(folder, '.xml');
const pdfs = filesBelow(folder, '.pdf');
if (xmls.length === 0) throw new Error(`${folder} holds no invoices; say --folder`);
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

const times: number[] = [];
const withErrors: string[] = [];
let findings = 0;
const invoices: [path: string, rechnung: Rechnung][] = [];
for (const path of xmls) {
  const started = performance.now();
  const rechnung = read(path);
  if (rechnung === undefined) continue;
  const found = pruefeRechnung(rechnung);
  times.push(performance.now() - started);
  invoices.push([path, rechnung]);
  findings += found.length;
  const errors = found.filter(({ schwere }) => schwere === 'fehler');
  if (errors.length > 0) withErrors.push(basename(path));
  if (found.length > 0)
    say(
      `${relative(folder, path)}: ${found.map(({ regel, ort }) => (ort === undefined ? regel : `${regel} (${ort})`)).join(', ')}`,
    );
}

const twins = twinsOf(xmls).filter(([, cii]) => existsSync(cii));
const compared = twins.map(compare);
const differences = compared.flatMap((one) => one.differences);
for (const { file, term, ubl, cii } of differences)
  say(`${file} ${term}: UBL ${ubl?.slice(0, 60) ?? '-'} · CII ${cii?.slice(0, 60) ?? '-'}`);

const mutations = mutate(invoices.map(([, rechnung]) => rechnung));
for (const missed of mutations.missed) say(`not noticed: ${missed}`);
const hybrids = await readHybrids(pdfs);

report('Electronic invoices', {
  rules: countRules(),
  xmlFiles: xmls.length,
  read: invoices.length,
  readAndCheckMsMedian: round(quantile(times, 0.5) ?? 0, 2),
  readAndCheckMsP95: round(quantile(times, 0.95) ?? 0, 2),
  findings,
  filesWithErrors: withErrors,
  hybridPdfs: pdfs.length,
  xmlFoundInPdf: hybrids.found,
  sameNumberAsTwin: hybrids.same,
  hybridMsMedian: hybrids.medianMs,
  hybridMsP95: hybrids.p95Ms,
  twins: twins.length,
  termsEqual: compared.reduce((sum, one) => sum + one.equal, 0),
  termsInBothButDifferent: differences.filter(
    (one) => one.ubl !== undefined && one.cii !== undefined,
  ).length,
  termsOnlyInOne: differences.filter((one) => one.ubl === undefined || one.cii === undefined)
    .length,
  differencesByTerm: counted(differences),
  mutatedTotals: mutations.totals,
  mutatedTotalsFlagged: mutations.totalsFlagged,
  mutatedLeitwegIds: mutations.leitwegIds,
  mutatedLeitwegIdsFlagged: mutations.leitwegIdsFlagged,
});
