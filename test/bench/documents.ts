import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { EmpfangsAntwort } from '#posteingang/posteingang.schema.js';
import { type Instance, startInstance } from '#test/support/instance.js';
import { labelOf, makeDocument, type PageArt } from '#test/support/mixed-documents.js';
import { ownChildren } from '#test/support/processes.js';
import { flagOf, quantile, report, round } from './flags.js';

/*
 * npm run bench:documents -- [--documents 1000] [--kill-every 50] [--json]
 * Puts documents of many pages and seven kinds (PDF with text, TIFF, PDF of text, scans and empty pages in turn, ZIP,
 * mail with attachments, PNG) through the whole way in, while a child for text recognition or for parsing is killed
 * after every so many pages. Each page names its document and its number, so that a lost page, a doubled one or one
 * out of order is found. Memory of the program is sampled over the run.
 * Goals: no page lost or out of order; a killed child costs no page; memory flat over 2,000 pages.
 */

const documents = Number(flagOf('documents', '1000'));
const killEvery = Number(flagOf('kill-every', '50'));
const inFlight = 40;
const lookEveryMs = 500;

interface StoredPage {
  nummer: number;
  leer: boolean;
  text: string | null;
}

interface Sample {
  pages: number;
  ownMb: number;
  ocrMb: number;
}

const residentMb = (pid: number | 'self'): number => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    // It has ended meanwhile.
    return 0;
  }
};

const progressOf = async (instance: Instance): Promise<{ pages: number; open: number }> => {
  const [found] = await asSystem(instance.running.app.db, (tx) =>
    rows(
      tx,
      sql<{ pages: number; open: number }>`select
        (select count(*) from seite where text is not null or leer) as pages,
        (select count(*) from posteingang where zustand = 'in_bearbeitung') as open`,
    ),
  );
  return found ?? { pages: 0, open: 0 };
};

const pagesOf = (instance: Instance, id: string): Promise<StoredPage[]> =>
  asSystem(instance.running.app.db, (tx) =>
    rows(
      tx,
      sql<StoredPage>`select s.nummer, s.leer, s.text from seite s join posteingang p on p.id = s.posteingang_id
        where p.id = ${id} and not (p.media_type = 'message/rfc822' and s.bestandteil = 0) order by s.nummer`,
    ),
  );

interface Tally {
  pages: number;
  lost: number;
  outOfOrder: number;
  /** Pages of the right number in a document whose number was read with a wrong or missing digit. */
  misread: number;
  /** Pages whose label was not read; their place could not be checked. */
  unread: number;
  blankNotSeen: number;
}

const withoutOne = (text: string): string[] =>
  [...text].map((_digit, at) => text.slice(0, at) + text.slice(at + 1));

/** Whether recognition may have taken the number of the document for the one that was read: one digit wrong, lost or too many. */
const sameDigits = (document: number, number: number): boolean => {
  const [read, right] = [`${document}`, `${number}`];
  if (read.length !== right.length)
    return withoutOne(read).includes(right) || withoutOne(right).includes(read);
  return [...read].filter((digit, at) => digit !== right[at]).length <= 1;
};

/** Holds the pages of one document against what was put in. */
const compare = (
  number: number,
  expected: readonly PageArt[],
  found: readonly StoredPage[],
  tally: Tally,
): void => {
  tally.pages += expected.length;
  if (found.length !== expected.length) tally.lost += Math.abs(expected.length - found.length);
  for (const [index, art] of expected.entries()) {
    const page = found[index];
    if (page === undefined) continue;
    if (art === 'blank') {
      if (!page.leer) tally.blankNotSeen += 1;
      continue;
    }
    const label = labelOf(page.text ?? '');
    if (label?.document === number && label.page === index + 1) continue;
    if (label === undefined) tally.unread += 1;
    else if (label.page === index + 1 && sameDigits(label.document, number)) tally.misread += 1;
    else tally.outOfOrder += 1;
    const text = (page.text ?? '').replace(/\s+/g, ' ').slice(0, 90);
    process.stdout.write(`  Dokument ${number} Blatt ${index + 1} (${art}): ${text}\n`);
  }
};

const instance = await startInstance({ train: false });
const { app } = instance.running;
const client = await instance.signInAs('poststelle');
const made = new Map<string, { number: number; pages: PageArt[] }>();
const samples: Sample[] = [];
const kills = { ocr: 0, parser: 0 };
let running = true;

/** Samples memory, and kills a child whenever so many more pages have been read. */
const watch = async (): Promise<void> => {
  let nextKill = killEvery;
  while (running) {
    const { pages } = await progressOf(instance);
    samples.push({
      pages,
      ownMb: residentMb('self'),
      ocrMb: Math.max(0, ...ownChildren('ocr/child.js').map(residentMb)),
    });
    if (killEvery > 0 && pages >= nextKill) {
      const kind = (kills.ocr + kills.parser) % 2 === 0 ? 'ocr' : 'parser';
      const [victim] = ownChildren(`${kind}/child.js`);
      if (victim !== undefined) {
        process.kill(victim, 'SIGKILL');
        kills[kind] += 1;
        nextKill = pages + killEvery;
      }
    }
    await pause(lookEveryMs);
  }
};

const watching = watch();
const startedAt = performance.now();
for (let number = 1; number <= documents; number += 1) {
  const { file, pages } = await makeDocument(number);
  const answer = await client.upload([file]);
  const [one] = EmpfangsAntwort.parse(answer.body).ergebnisse;
  if (one?.outcome !== 'accepted') throw new Error(`an upload was answered with ${answer.status}`);
  made.set(one.id, { number, pages });
  while ((await progressOf(instance)).open > inFlight) await pause(lookEveryMs);
}
while ((await progressOf(instance)).open > 0) await pause(lookEveryMs);
const minutes = (performance.now() - startedAt) / 60_000;
running = false;
await watching;

const tally: Tally = { pages: 0, lost: 0, outOfOrder: 0, misread: 0, unread: 0, blankNotSeen: 0 };
for (const [id, { number, pages }] of made)
  compare(number, pages, await pagesOf(instance, id), tally);
const failed = await asSystem(app.db, (tx) =>
  rows(
    tx,
    sql<{
      code: string;
      count: number;
    }>`select clearing_code as code, count(*) as count from work_item
      where state = 'clearing' group by 1 order by 2 desc`,
  ),
);
const tenth = (of: 'ownMb' | 'ocrMb', index: number): number =>
  round(
    quantile(
      samples
        .filter(({ pages }) => Math.min(9, Math.floor((pages / tally.pages) * 10)) === index)
        .map((sample) => sample[of]),
      0.5,
    ) ?? 0,
    0,
  );
report(`${documents} Dokumente aus mehreren Seiten`, {
  documents,
  ...tally,
  killedChildren: kills,
  clearing: Object.fromEntries(failed.map(({ code, count }) => [code, Number(count)])),
  pagesPerMinute: round(tally.pages / minutes),
  ownMbByTenth: Array.from({ length: 10 }, (_, index) => tenth('ownMb', index)),
  ocrMbByTenth: Array.from({ length: 10 }, (_, index) => tenth('ocrMb', index)),
});
client.close();
await instance.stop();
process.exit(0);
