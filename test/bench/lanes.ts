import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Client } from '#demo/client.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { EmpfangsAntwort } from '#posteingang/posteingang.schema.js';
import { type Instance, startInstance } from '#test/support/instance.js';
import { flagOf, quantile, report, round } from './flags.js';
import { bornDigital, createTexts, scanOfPages } from './lanes-pages.js';

/*
 * npm run bench:lanes -- [--pages 1000] [--alone 1000] [--probes 20] [--json]
 * A batch is recognised twice: alone (there it may be shorter, since its time a page counts), and while single letters come in: scans of three pages and born-digital PDFs,
 * in turn. Prints how long a single letter takes from its acknowledgement until its text can be searched (all pages
 * read) and until it is in a Postkorb or in Clearing, and how much longer the batch takes for them.
 * Goals on 2 quiet cores: searchable p95 at most 10 s for the scans and 2 s for the PDFs; batch at most 10 % slower.
 */

const pages = Number(flagOf('pages', '1000'));
const pagesAlone = Number(flagOf('alone', String(pages)));
const probes = Number(flagOf('probes', '20'));
const pagesPerFile = Math.min(100, Math.max(51, pages));
const pollMs = 100;

interface Standing {
  id: string;
  pages: number | null;
  read: number;
  final: boolean;
}

const standingOf = (instance: Instance, ids: readonly string[]): Promise<Standing[]> =>
  asSystem(instance.running.app.db, (tx) =>
    rows(
      tx,
      sql<Standing>`select p.id, p.seitenzahl as pages, p.zustand <> 'in_bearbeitung' as final,
          (select count(*) from seite s where s.posteingang_id = p.id and (s.text is not null or s.leer)) as read
        from posteingang p where p.id = any (${[...ids]}::uuid[])`,
    ),
  );

const isRead = (one: Standing): boolean =>
  one.pages !== null && one.pages > 0 && one.read >= one.pages;

const until = async (
  instance: Instance,
  ids: readonly string[],
  holds: (one: Standing) => boolean,
): Promise<void> => {
  while (!(await standingOf(instance, ids)).every(holds)) await pause(pollMs);
};

const upload = async (client: Client, name: string, bytes: Buffer): Promise<string> => {
  const answer = await client.upload([{ name, mediaType: 'application/pdf', bytes }]);
  const [one] = EmpfangsAntwort.parse(answer.body).ergebnisse;
  if (one?.outcome !== 'accepted') throw new Error(`an upload was answered with ${answer.status}`);
  return one.id;
};

/** Files of a batch; each is large enough to be one by itself. */
const makeBatch = async (next: () => string[], pages: number): Promise<Buffer[]> => {
  const files: Buffer[] = [];
  for (let left = pages; left > 0; left -= pagesPerFile)
    files.push(await scanOfPages(next, Math.min(pagesPerFile, left)));
  return files;
};

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const startBatch = async (instance: Instance, client: Client, name: string, files: Buffer[]) => {
  const startedAt = performance.now();
  const ids: string[] = [];
  for (const [index, file] of files.entries())
    ids.push(await upload(client, `${name}-${index}.pdf`, file));
  const seconds = async (): Promise<number> => {
    await until(instance, ids, isRead);
    return (performance.now() - startedAt) / 1_000;
  };
  return { ids, seconds };
};

interface Probe {
  id: string;
  kind: 'scan' | 'digital';
  searchable: number;
  final: number;
}

const probe = async (
  instance: Instance,
  client: Client,
  kind: Probe['kind'],
  file: Buffer,
): Promise<Probe> => {
  const id = await upload(client, `einzeln-${kind}.pdf`, file);
  const acknowledged = performance.now();
  const since = (): number => (performance.now() - acknowledged) / 1_000;
  await until(instance, [id], isRead);
  const searchable = since();
  await until(instance, [id], ({ final }) => final);
  return { id, kind, searchable, final: since() };
};

/** Where the slowest of a kind spent its time: seconds after its acceptance at which each piece of work began and ended. */
const timesOfSlowest = async (all: readonly Probe[], kind: Probe['kind']): Promise<string[]> => {
  const [slowest] = all
    .filter((one) => one.kind === kind)
    .sort((a, b) => b.searchable - a.searchable);
  const done = await asSystem(instance.running.app.db, (tx) =>
    rows(
      tx,
      sql<{ stage: string; page: number; began: number; ended: number }>`select s.stage, s.page,
          extract(epoch from s.finished_at - i.created_at)::float8 - s.duration_ms / 1000.0::float8 as began,
          extract(epoch from s.finished_at - i.created_at)::float8 as ended
        from stage_run s join work_item i on i.id = s.item_id where s.item_id = ${slowest?.id ?? null}
        order by s.finished_at`,
    ),
  );
  return done.map(
    ({ stage, page, began, ended }) =>
      `${stage}${page < 0 ? '' : `/${page}`} ${began.toFixed(2)}–${ended.toFixed(2)}`,
  );
};

const figuresOf = (all: readonly Probe[], kind: Probe['kind']) => {
  const these = all.filter((one) => one.kind === kind);
  const p = (share: number, of: 'searchable' | 'final') =>
    round(
      quantile(
        these.map((one) => one[of]),
        share,
      ) ?? 0,
      2,
    );
  return {
    probes: these.length,
    searchableP50: p(0.5, 'searchable'),
    searchableP95: p(0.95, 'searchable'),
    finalP95: p(0.95, 'final'),
  };
};

const instance = await startInstance({ train: false });
const client = await instance.signInAs('poststelle');
const next = createTexts(instance.city, 'spuren');
say(
  `Stapel zu ${pagesAlone} und ${pages} Seiten und ${probes} einzelne Briefe werden gezeichnet …`,
);
const [quiet, busy] = [await makeBatch(next, pagesAlone), await makeBatch(next, pages)];
const single: [Probe['kind'], Buffer][] = [];
for (let number = 0; number < probes; number += 1)
  single.push(
    number % 2 === 0 ? ['scan', await scanOfPages(next, 3)] : ['digital', await bornDigital(next)],
  );
// Warm processes, so that neither batch pays for their start.
await until(
  instance,
  [await upload(client, 'warm.pdf', await scanOfPages(next, 4))],
  ({ final }) => final,
);

say('Der Stapel allein …');
const first = await startBatch(instance, client, 'allein', quiet);
const alone = await first.seconds();
const expected = (alone / pagesAlone) * pages;
await until(instance, first.ids, ({ final }) => final);

say('Der Stapel mit einzelnen Briefen dazwischen …');
const second = await startBatch(instance, client, 'gestört', busy);
// Spread over the time that the batch takes, and none after its end.
const gapMs = (expected * 1_000 * 0.8) / Math.max(1, probes);
const running: Promise<Probe>[] = [];
const sending = (async () => {
  for (const [kind, file] of single) {
    await pause(gapMs);
    running.push(probe(instance, client, kind, file));
  }
})();
const together = await second.seconds();
await sending;
const done = await Promise.all(running);
report(`Vorrang einzelner Briefe vor einem Stapel von ${pages} Seiten`, {
  pages,
  pagesAlone,
  batchSecondsAlone: round(alone),
  batchSecondsWithLetters: round(together),
  batchSlowerPercent: round(((together - expected) / expected) * 100),
  pagesPerMinuteAlone: round((pagesAlone / alone) * 60),
  extraPages: single.reduce((sum, [kind]) => sum + (kind === 'scan' ? 3 : 1), 0),
  scansOfThreePages: figuresOf(done, 'scan'),
  bornDigital: figuresOf(done, 'digital'),
  slowestScan: await timesOfSlowest(done, 'scan'),
  slowestDigital: await timesOfSlowest(done, 'digital'),
});
client.close();
await instance.stop();
process.exit(0);
