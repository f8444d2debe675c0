import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '#demo/client.js';
import { isFinal, readOutcomes } from '#demo/progress.js';
import { samplePassword } from '#demo/seed.js';
import { generateLetters, renderLetter } from '#sample/index.js';
import { startInstance } from '#test/support/instance.js';
import { flagOf, quantile, report, round } from './flags.js';

/*
 * npm run bench:intake -- [--requests 2000] [--clients 16] [--letters 24] [--json]
 * Durable acknowledgements per second (fsync of file and directory, commit with Eingangsnummer, then the
 * answer) at 50 kB and 1 MB, with the load in a process of its own; then pages per minute through the whole
 * way in. Goal on 2 quiet cores: at least 300/s and p95 of at most 100 ms at 50 kB.
 */

interface Load {
  baseUrl: string;
  login: string;
  bytes: number;
  requests: number;
  clients: number;
}

interface LoadResult {
  perSecond: number;
  /** Processor time of the process that receives, which says more than seconds on a shared machine. */
  cpuMsPerFile?: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
}

/** A small PDF filled up with random bytes: accepted by its type, never the same twice. */
const fileOf = (bytes: number): Buffer =>
  Buffer.concat([Buffer.from('%PDF-1.4\n%'), randomBytes(bytes - 16), Buffer.from('\n%%EOF')]);

const runLoad = async ({ baseUrl, login, bytes, requests, clients }: Load): Promise<LoadResult> => {
  const client = createClient(baseUrl);
  await client.signIn(login, samplePassword);
  const times: number[] = [];
  let left = requests;
  const startedAt = performance.now();
  const work = async (): Promise<void> => {
    while (left-- > 0) {
      const file = { name: 'scan.pdf', mediaType: 'application/pdf', bytes: fileOf(bytes) };
      const from = performance.now();
      const { status } = await client.upload([file]);
      if (status !== 202) throw new Error(`an upload was answered with ${status}`);
      times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: clients }, work));
  const seconds = (performance.now() - startedAt) / 1_000;
  client.close();
  return {
    perSecond: round(requests / seconds),
    p50Ms: round(quantile(times, 0.5) ?? 0),
    p95Ms: round(quantile(times, 0.95) ?? 0),
    p99Ms: round(quantile(times, 0.99) ?? 0),
  };
};

const inOwnProcess = (load: Load): Promise<LoadResult> => {
  const before = process.cpuUsage();
  return new Promise((resolve, reject) => {
    const child = fork(process.argv[1] ?? '', ['--load', JSON.stringify(load)]);
    child.once('message', (message) => {
      const { user, system } = process.cpuUsage(before);
      const cpuMsPerFile = round((user + system) / 1_000 / load.requests);
      resolve({ ...(message as LoadResult), cpuMsPerFile });
    });
    child.once('exit', (code) => code === 0 || reject(new Error(`the load ended with ${code}`)));
  });
};

const measureAcks = async (clients: number, requests: number) => {
  const instance = await startInstance({ train: false, services: ['api'] });
  const login =
    instance.city.personen.find((one) => one.roles.some(({ role }) => role === 'poststelle'))
      ?.login ?? '';
  const load = { baseUrl: instance.running.url, login, clients };
  await inOwnProcess({ ...load, bytes: 50_000, requests: 200 });
  const small = await inOwnProcess({ ...load, bytes: 50_000, requests });
  const large = await inOwnProcess({
    ...load,
    bytes: 1_000_000,
    requests: Math.ceil(requests / 5),
  });
  await instance.stop();
  return { small, large };
};

const measurePages = async (letters: number) => {
  const instance = await startInstance({ train: false });
  const client = await instance.signInAs('poststelle');
  const files = [];
  for (const letter of generateLetters({
    seed: 'durchsatz',
    count: letters,
    municipality: instance.city,
  })) {
    files.push(await renderLetter(letter, { seed: 'durchsatz' }));
  }
  const startedAt = performance.now();
  for (const file of files) {
    await client.upload([{ name: file.fileName, mediaType: file.mediaType, bytes: file.bytes }]);
  }
  while (!(await readOutcomes(instance.running.app)).every(isFinal)) await pause(250);
  const minutes = (performance.now() - startedAt) / 60_000;
  client.close();
  await instance.stop();
  const pages = files.reduce((sum, file) => sum + file.pages, 0);
  return { letters, pages, pagesPerMinute: round(pages / minutes) };
};

const given = flagOf('load', '');
if (given !== '') {
  process.send?.(await runLoad(JSON.parse(given) as Load));
  process.disconnect();
} else {
  const clients = Number(flagOf('clients', '16'));
  const { small, large } = await measureAcks(clients, Number(flagOf('requests', '2000')));
  report('Dauerhafte Annahme und Durchsatz', {
    clients,
    at50kB: small,
    at1MB: large,
    wayIn: await measurePages(Number(flagOf('letters', '24'))),
  });
  process.exit(0);
}
