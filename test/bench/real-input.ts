import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { isFinal, readOutcomes } from '#demo/progress.js';
import { startInstance } from '#test/support/instance.js';
import { flagOf, report } from './flags.js';

/*
 * npm run bench:real-input -- --folder ../shared/data [--parts mail,scans,pdf,invoice] [--json]
 * Every file of folders with input that nobody here wrote, through the running service over HTTP: each must
 * end in a final state, and the service must answer all the while.
 */

const folder = flagOf('folder', '../shared/data');
const parts = flagOf('parts', 'mail,scans,pdf,invoice').split(',');
const Answer = z.object({
  ergebnisse: z.array(
    z.object({ outcome: z.string(), id: z.string().optional(), code: z.string().optional() }),
  ),
});

const mediaTypes: Readonly<Record<string, string>> = {
  '.pdf': 'application/pdf',
  '.eml': 'message/rfc822',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
};

const instance = await startInstance({ train: false, flags: ['--parser.timeoutSeconds=60'] });
const client = await instance.signInAs('poststelle');
let probes = 0;
let slowestProbeMs = 0;
let probing = true;
const probe = (async () => {
  while (probing) {
    const from = performance.now();
    const { status } = await client.get('/livez');
    if (status !== 200) throw new Error(`the service answered ${status} while it worked`);
    slowestProbeMs = Math.max(slowestProbeMs, performance.now() - from);
    probes += 1;
    await pause(250);
  }
})();

const rows: { part: string; file: string; id: string | undefined; refused: string | undefined }[] =
  [];
for (const part of parts) {
  const entries = await readdir(join(folder, part), { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    const mediaType = mediaTypes[extname(entry.name).toLowerCase()] ?? 'application/octet-stream';
    const answer = await client.upload([{ name: entry.name, mediaType, bytes }]);
    const [result] = Answer.parse(answer.body).ergebnisse;
    rows.push({ part, file: relative(folder, path), id: result?.id, refused: result?.code });
  }
}
let items = await readOutcomes(instance.running.app);
while (!items.every(isFinal)) {
  await pause(1_000);
  items = await readOutcomes(instance.running.app);
  const open = items.filter((item) => !isFinal(item));
  process.stdout.write(
    `  ${items.length - open.length} von ${items.length} fertig; ${open
      .slice(0, 3)
      .map((item) => `${item.dateiname} ${item.stage}`)
      .join(', ')}\n`,
  );
}
probing = false;
await probe;

const byId = new Map(items.map((item) => [item.id, item]));
const outcomes: Record<string, Record<string, number>> = {};
let lost = 0;
for (const row of rows) {
  const item = row.id === undefined ? undefined : byId.get(row.id);
  const outcome =
    row.refused !== undefined
      ? `abgewiesen: ${row.refused}`
      : item === undefined
        ? 'VERLOREN'
        : item.zustand === 'clearing'
          ? `clearing: ${item.clearingCode}`
          : item.zustand;
  if (outcome === 'VERLOREN') lost += 1;
  const counts = outcomes[row.part] ?? {};
  outcomes[row.part] = counts;
  counts[outcome] = (counts[outcome] ?? 0) + 1;
  if (/unerwarteter|abgebrochen|failed|timeout|VERLOREN/.test(outcome))
    process.stdout.write(`  ${row.file}: ${outcome} ${item?.clearingText ?? ''}\n`);
}
report('Fremde Dateien', {
  files: rows.length,
  lost,
  accepted: items.length,
  ledgerDifference: (await instance.running.app.readStatus()).bilanz.differenz,
  probes,
  slowestProbeMs: Math.round(slowestProbeMs),
  outcomes,
});
client.close();
await instance.stop();
process.exit(0);
