import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { isFinal, readOutcomes } from '#demo/progress.js';
import { letterPdf } from '#test/support/documents.js';
import { hostileInputs } from '#test/support/hostile-files.js';
import { hostileMails } from '#test/support/hostile-mails.js';
import { startInstance } from '#test/support/instance.js';
import { flagOf, hasFlag, quantile, report, round } from './flags.js';

/*
 * npm run bench:hostile -- [--folder ../shared/data/pdf,../shared/data/zip] [--first 40] [--only 'zip|TNEF'] [--mails] [--verbose] [--json]
 * Nearly two hundred hostile files of our own making, and those of folders, one after the other through the running
 * service: each must end in a final state or a refusal, and sound letters must pass meanwhile. Goals: 60 s and 768 MB.
 */

const Answer = z.object({
  ergebnisse: z.array(
    z.object({ outcome: z.string(), id: z.string().optional(), code: z.string().optional() }),
  ),
});
const folders = flagOf('folder', '')
  .split(',')
  .filter((one) => one !== '');
const first = Number(flagOf('first', '100000'));

const only = new RegExp(flagOf('only', '.'));
const all = hasFlag('mails') ? hostileMails() : [...(await hostileInputs()), ...hostileMails()];
const inputs = all.filter(({ name }) => only.test(name)).slice(0, first);
for (const folder of folders) {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(pdf|zip)$/i.test(entry.name)) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    inputs.push({ name: entry.name, mediaType: 'application/octet-stream', bytes });
  }
}

/** The largest memory that any parser child of this machine has had so far, in MB. */
let peakMb = 0;
const lookAtChildren = (): void => {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('tools/parser/child.js'))
        continue;
      const status = readFileSync(`/proc/${pid}/status`, 'latin1');
      peakMb = Math.max(peakMb, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      // It has ended meanwhile.
    }
  }
};

const instance = await startInstance({ train: false });
const client = await instance.signInAs('poststelle');
const probes: number[] = [];
let probing = true;
const probe = (async () => {
  while (probing) {
    const from = performance.now();
    const { status } = await client.get('/livez');
    if (status !== 200) throw new Error(`the service answered ${status} while it worked`);
    probes.push(performance.now() - from);
    lookAtChildren();
    await pause(100);
  }
})();

const upload = async (name: string, mediaType: string, bytes: Buffer) => {
  const answer = await client.upload([{ name, mediaType, bytes }]);
  return Answer.parse(answer.body).ergebnisse[0];
};

/** Prints what became of one file so far, so that a run that is broken off has said something. */
const tell = async (id: string | undefined, name: string): Promise<void> => {
  const item = (await readOutcomes(instance.running.app)).find((one) => one.id === id);
  const { zustand = 'abgelehnt', sekunden, seiten, gelesen, clearingCode } = item ?? {};
  process.stdout.write(
    `  ${name}: ${zustand} ${clearingCode ?? ''} ${sekunden ?? '-'} s, ${gelesen}/${seiten} Seiten\n`,
  );
};

const refused: Record<string, number> = {};
const names = new Map<string, string>();
const sound = new Set<string>();
for (const [index, { name, mediaType, bytes }] of inputs.entries()) {
  const result = await upload(name.replaceAll('/', '_'), mediaType, bytes);
  if (result?.id !== undefined) names.set(result.id, name);
  else refused[result?.code ?? 'unknown'] = (refused[result?.code ?? 'unknown'] ?? 0) + 1;
  if (index % 20 === 0) {
    const letter = await letterPdf([[`Guter Brief ${index}`]]);
    const good = await upload(`gut-${index}.pdf`, 'application/pdf', letter);
    if (good?.id !== undefined) sound.add(good.id);
  }
  // A file at a time, as a mailbox brings them, so that the time of each is its own.
  for (let waited = 0; waited < 600; waited += 1) {
    const item = (await readOutcomes(instance.running.app)).find((one) => one.id === result?.id);
    if (item === undefined || isFinal(item)) break;
    await pause(100);
  }
  if (hasFlag('verbose')) await tell(result?.id, name);
}
const items = await readOutcomes(instance.running.app);
probing = false;
await probe;

const hostile = items.filter(({ id }) => names.has(id));
const open = hostile.filter((item) => !isFinal(item));
const seconds = hostile.flatMap(({ sekunden }) => sekunden ?? []);
const outcomes: Record<string, number> = {};
for (const item of hostile) {
  const outcome = item.zustand === 'clearing' ? `clearing: ${item.clearingCode}` : item.zustand;
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  if (!isFinal(item) || (item.sekunden ?? 0) > 60)
    process.stdout.write(`  ${names.get(item.id)}: ${outcome}, ${item.sekunden} s\n`);
}
const { bilanz } = await instance.running.app.readStatus();
report('Feindliche Dateien', {
  files: inputs.length,
  accepted: hostile.length,
  refused,
  withoutFinalState: open.length,
  ledgerDifference: bilanz.differenz,
  secondsMedian: round(quantile(seconds, 0.5) ?? 0),
  secondsMost: round(Math.max(0, ...seconds)),
  childPeakMb: Math.round(peakMb),
  soundLetters: sound.size,
  soundLettersDone: items.filter((item) => sound.has(item.id) && isFinal(item)).length,
  slowestProbeMs: Math.round(Math.max(0, ...probes)),
  outcomes,
});
client.close();
await instance.stop();
process.exit(0);
