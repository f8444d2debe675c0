import { type ChildProcess, fork, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isFinal, readOutcomes } from '#demo/progress.js';
import { startEmbeddedPostgres } from '#infrastructure/database/embedded/supervisor.js';
import { migrate } from '#infrastructure/database/migrate.js';
import { createLog } from '#infrastructure/log.js';
import { createMunicipality, generateMails } from '#sample/index.js';
import { startInstance } from '#test/support/instance.js';
import { openMailClient } from '#test/support/lmtp-client.js';
import { ownChildren } from '#test/support/processes.js';
import { freePort } from '#test/support/redis.js';
import { createParser } from '#tools/parser/create-parser.js';
import { flagOf, quantile, report, round } from './flags.js';
import { peakMegabytes } from './process-cost.js';

/*
 * npm run bench:mail -- [--mails 2000] [--connections 8] [--wayIn 60, 0 leaves it out] [--json]
 * Mails per second by LMTP that are durable and committed, with the load in a process of its own; mails per minute
 * from LMTP to Postkorb or Clearing; how long a mail takes to be opened; and the peak memory of the receiver and of
 * the child that opens a mail with an attachment of 30 MB. Goals on 2 quiet cores: 50 mails/s, 200 MB. Linux only.
 */

const address = 'poststelle@stadt-lohwerda.example';
const log = createLog({ level: 'error' });
const work = await mkdtemp(join(tmpdir(), 'bench-mail-'));

const typicalMails = async (count: number): Promise<Buffer[]> => {
  const municipality = createMunicipality({ seed: 'lohwerda', today: '2026-11-23' });
  return (await generateMails({ seed: 'postfach', count, municipality })).map(({ eml }) => eml);
};

/** The same mail as if it were another one: mail servers add header fields of their own. */
const anew = (raw: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`X-Bench: ${randomUUID()}\r\n`), raw]);

const largeMail = (): Buffer => {
  const body = randomBytes(30_000_000).toString('base64').replace(/.{76}/g, '$&\r\n');
  const head =
    'From: erika@example.org\r\nSubject: Bauplan\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b1\r\n\r\n--b1\r\nContent-Type: text/plain\r\n\r\nAnbei der Plan.\r\n--b1\r\nContent-Type: application/pdf; name=plan.pdf\r\nContent-Disposition: attachment; filename=plan.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n';
  return Buffer.from(`${head}${body}\r\n--b1--\r\n`);
};

const peakOf = ({ pid }: ChildProcess): number =>
  round(peakMegabytes(pid === undefined ? [] : [pid]));

interface Load {
  port: number;
  mails: number;
  connections: number;
}

const runLoad = async ({ port, mails, connections }: Load) => {
  const kinds = await typicalMails(60);
  const times: number[] = [];
  let left = mails;
  const startedAt = performance.now();
  const deliver = async (): Promise<void> => {
    const client = await openMailClient(port);
    for (let number = left--; number > 0; number = left--) {
      const raw = anew(kinds[number % kinds.length] ?? Buffer.alloc(0));
      const from = performance.now();
      const { data } = await client.deliver({ from: 'erika@example.org', to: [address], raw });
      if (data[0]?.code !== 250) throw new Error(`a mail was answered with ${data[0]?.code}`);
      times.push(performance.now() - from);
    }
    client.close();
  };
  await Promise.all(Array.from({ length: connections }, deliver));
  return {
    perSecond: round(mails / ((performance.now() - startedAt) / 1_000)),
    p50Ms: round(quantile(times, 0.5) ?? 0),
    p95Ms: round(quantile(times, 0.95) ?? 0),
    p99Ms: round(quantile(times, 0.99) ?? 0),
    averageBytes: Math.round(kinds.reduce((sum, one) => sum + one.length, 0) / kinds.length),
  };
};

const inOwnProcess = (load: Load): Promise<Awaited<ReturnType<typeof runLoad>>> =>
  new Promise((resolve, reject) => {
    const child = fork(process.argv[1] ?? '', ['--load', JSON.stringify(load)]);
    child.once('message', (message) => resolve(message as Awaited<ReturnType<typeof runLoad>>));
    child.once('exit', (code) => code === 0 || reject(new Error(`the load ended with ${code}`)));
  });

/** The receiver as compose.yaml runs it, without the other services. */
const startReceiver = async (
  databaseUrl: string,
): Promise<{ port: number; child: ChildProcess }> => {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      '--max-semi-space-size=4',
      join(import.meta.dirname, '../../src/main.js'),
      '--services=mail',
      `--dataDir=${join(work, 'daten')}`,
      '--understanding.sampleShare=0',
      `--database.url=${databaseUrl}`,
      '--http.port=0',
      '--log.level=error',
      `--lmtp.port=${port}`,
      `--lmtp.addresses=${address}`,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  for (;;) {
    const client = await openMailClient(port).catch(() => undefined);
    client?.close();
    if (client !== undefined) return { port, child };
    await pause(100);
  }
};

const measureAcceptance = async (mails: number, connections: number) => {
  const postgres = await startEmbeddedPostgres({ dataDir: join(work, 'postgres'), log });
  await migrate({ url: postgres.url, log });
  const { port, child } = await startReceiver(postgres.url);
  const idleMb = peakOf(child);
  await inOwnProcess({ port, connections, mails: 200 });
  const one = await inOwnProcess({ port, connections: 1, mails: Math.ceil(mails / 5) });
  const several = await inOwnProcess({ port, connections, mails });
  const peakMb = peakOf(child);
  const client = await openMailClient(port);
  const from = performance.now();
  const { data } = await client.deliver({
    from: 'erika@example.org',
    to: [address],
    raw: largeMail(),
  });
  if (data[0]?.code !== 250) throw new Error(`the large mail was answered with ${data[0]?.code}`);
  const large = { ms: Math.round(performance.now() - from), peakMb: peakOf(child) };
  client.close();
  child.kill('SIGTERM');
  await once(child, 'exit');
  await postgres.stop();
  return { oneConnection: one, several, idleMb, peakMb, with30MB: large };
};

const measureOpening = async () => {
  const parser = createParser({ isolation: 'process', log, warm: false });
  const times: number[] = [];
  const open = async (raw: Buffer): Promise<void> => {
    const outDir = join(work, randomUUID());
    await mkdir(outDir);
    const path = join(outDir, 'mail.eml');
    await writeFile(path, raw);
    const from = performance.now();
    await parser.openMail({ path, outDir });
    times.push(performance.now() - from);
    await rm(outDir, { recursive: true });
  };
  for (const raw of await typicalMails(60)) await open(raw);
  const typical = { p50Ms: quantile(times, 0.5) ?? 0, p99Ms: quantile(times, 0.99) ?? 0 };
  let peakMb = 0;
  const look = setInterval(() => {
    peakMb = Math.max(peakMb, peakMegabytes(ownChildren('parser/child.js')));
  }, 20);
  times.splice(0);
  await open(largeMail());
  clearInterval(look);
  await parser.close();
  return {
    p50Ms: round(typical.p50Ms),
    p99Ms: round(typical.p99Ms),
    with30MB: { ms: Math.round(times[0] ?? 0), peakMb: round(peakMb) },
  };
};

const measureWayIn = async (mails: number) => {
  const port = await freePort();
  const instance = await startInstance({
    flags: [`--lmtp.port=${port}`, `--lmtp.addresses=${address}`],
    services: ['api', 'workers', 'keeper', 'mail'],
  });
  const client = await openMailClient(port);
  const startedAt = performance.now();
  // Equal bytes are one item, and a refused mail is none: only what got a number is waited for.
  const accepted = new Set<string>();
  for (const raw of await typicalMails(mails)) {
    const { data } = await client.deliver({ from: 'erika@example.org', to: [address], raw });
    if (data[0]?.code !== 250) throw new Error(`a mail was answered with ${data[0]?.code}`);
    accepted.add(data[0].text);
  }
  client.close();
  for (;;) {
    const outcomes = await readOutcomes(instance.running.app);
    if (outcomes.length === accepted.size && outcomes.every(isFinal)) break;
    await pause(250);
  }
  const minutes = (performance.now() - startedAt) / 60_000;
  const filed = (await readOutcomes(instance.running.app)).filter(
    ({ zustand }) => zustand === 'zugeordnet',
  ).length;
  await instance.stop();
  return { mails: accepted.size, perMinute: round(accepted.size / minutes), filed };
};

const given = flagOf('load', '');
if (given !== '') {
  process.send?.(await runLoad(JSON.parse(given) as Load));
  process.disconnect();
} else {
  const connections = Number(flagOf('connections', '8'));
  const say = <T>(part: string, figures: T): T => {
    process.stdout.write(`${part}: ${JSON.stringify(figures)}\n`);
    return figures;
  };
  const mails = Number(flagOf('mails', '2000'));
  const wayInMails = Number(flagOf('wayIn', '60'));
  const acceptance = say('acceptance', await measureAcceptance(mails, connections));
  const opening = say('opening', await measureOpening());
  const wayIn = wayInMails === 0 ? null : say('wayIn', await measureWayIn(wayInMails));
  report('Mail: Annahme, Öffnen, Weg in den Postkorb', { connections, acceptance, opening, wayIn });
}
await rm(work, { recursive: true, force: true });
if (given === '') process.exit(0);
