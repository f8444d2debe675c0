import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { openDatabase, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import { projectRoot } from '#infrastructure/project-root.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import { openMailClient } from './lmtp-client.js';
import { freePort } from './redis.js';

const addresses = 'poststelle@stadt.example,bauamt@stadt.example=63,kultur@stadt.example=41';

/** The service mail in a process of its own, which is killed and started again. */
export interface MortalMail {
  /** kill -9, and a new one; resolves when it runs. */
  kill: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Starts it with these settings. */
export const startMortalMail = async (
  where: { url: string; dataDir: string },
  flags: readonly string[],
): Promise<MortalMail> => {
  const script = join(projectRoot(), 'dist/test/support/mail-child.js');
  const begin = async (): Promise<ChildProcess> => {
    const args = [script, where.url, where.dataDir, ...flags];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit').then(() => Promise.reject(new Error('it ended at its start'))),
    ]);
    return child;
  };
  let child = await begin();
  const end = async (): Promise<void> => {
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  return {
    kill: async () => {
      await end();
      child = await begin();
    },
    stop: end,
  };
};

/** A receiver for mail servers that is killed and started again at the same port. */
export interface MortalReceiver extends MortalMail {
  port: number;
}

/** Starts the receiver in a process of its own. */
export const startMortalReceiver = async (where: {
  url: string;
  dataDir: string;
}): Promise<MortalReceiver> => {
  const port = await freePort();
  const flags = [`--lmtp.port=${port}`, `--lmtp.addresses=${addresses}`];
  return { port, ...(await startMortalMail(where, flags)) };
};

/** A mail that was given to a mail server, and the items that must come of it. */
export interface SentMail {
  raw: Buffer;
  to: string[];
  items: number;
}

const recipients: readonly [to: string[], items: number][] = [
  [['poststelle@stadt.example'], 1],
  [['bauamt@stadt.example', 'kultur@stadt.example'], 2],
  [['poststelle@stadt.example', 'bauamt@stadt.example'], 2],
];

/** Mails of some hundred bytes to some hundred kilobytes, never the same twice. */
export const makeMails = (count: number): SentMail[] =>
  Array.from({ length: count }, (_, index) => {
    const [to, items] = recipients[index % recipients.length] ?? [[], 0];
    const body = randomBytes(index % 5 === 0 ? 200_000 : 2_000).toString('base64');
    const lines = body.replace(/.{76}/g, '$&\r\n');
    const head = `From: erika@example.org\r\nTo: ${to.join(', ')}\r\nSubject: Antrag ${index}\r\nMessage-ID: <kill-${index}-${body.slice(0, 12)}@example.org>\r\n`;
    return { raw: Buffer.from(`${head}\r\n${lines}\r\n`), to, items };
  });

/** Hands a mail over as a mail server does: again and again, to those who have not got it, until each has said 250. */
const deliverForSure = async (port: number, mail: SentMail): Promise<number> => {
  let open = [...mail.to];
  for (let attempts = 1; ; attempts += 1) {
    try {
      const client = await openMailClient(port);
      try {
        const { recipients: known, data } = await client.deliver({
          from: 'erika@example.org',
          to: open,
          raw: mail.raw,
        });
        const asked = open.filter((_, index) => known[index]?.code === 250);
        const done = new Set(asked.filter((_, index) => data[index]?.code === 250));
        open = open.filter((one) => !done.has(one));
      } finally {
        client.close();
      }
    } catch {
      // The receiver died within the conversation; a mail server keeps the mail.
    }
    if (open.length === 0) return attempts;
    await pause(30);
  }
};

/** What became of mails; `repeated`: deliveries of what was committed already, because our answer was lost. */
export interface Examined {
  items: number;
  repeated: number;
  lost: number;
  doubled: number;
  damaged: number;
  gaps: number;
}

/** What became of the mails, by the database and the store. */
export const examine = async (
  where: { url: string; dataDir: string },
  mails: readonly SentMail[],
): Promise<Examined> => {
  const db = openDatabase({
    url: where.url,
    maxConnections: 2,
    log: createLog({ level: 'error' }),
  });
  const blobs = await createFilesystemStore({ path: join(where.dataDir, 'blobs') });
  const found = await asSystem(db, (tx) =>
    rows(
      tx,
      sql<{ sha256: string; laufnummer: number }>`select sha256, laufnummer from posteingang`,
    ),
  );
  const again = await asSystem(db, (tx) =>
    rows(
      tx,
      sql<{
        anzahl: number;
      }>`select count(*) filter (where wiederholung)::int as anzahl from mail_zustellung`,
    ),
  );
  await db.destroy();
  const counts = new Map<string, number>();
  for (const { sha256 } of found) counts.set(sha256, (counts.get(sha256) ?? 0) + 1);
  const repeated = again[0]?.anzahl ?? 0;
  const result = { items: found.length, repeated, lost: 0, doubled: 0, damaged: 0, gaps: 0 };
  for (const { raw, items } of mails) {
    const hash = createHash('sha256').update(raw).digest('hex');
    const there = counts.get(hash) ?? 0;
    result.lost += Math.max(0, items - there);
    result.doubled += Math.max(0, there - items);
    const stored = await blobs.read(hash).catch(() => undefined);
    if (stored === undefined || !stored.equals(raw)) result.damaged += 1;
  }
  const numbers = found.map(({ laufnummer }) => laufnummer);
  result.gaps = Math.max(0, ...numbers) - numbers.length;
  return result;
};

/** Delivers mails over several connections while the receiver is killed at random moments. */
export const runMailKill = async (options: {
  url: string;
  dataDir: string;
  mails: number;
  kills: number;
  connections: number;
}) => {
  const receiver = await startMortalReceiver(options);
  const mails = makeMails(options.mails);
  let next = 0;
  let delivered = 0;
  let attempts = 0;
  const work = async (): Promise<void> => {
    for (let mail = mails[next++]; mail !== undefined; mail = mails[next++]) {
      attempts += await deliverForSure(receiver.port, mail);
      delivered += 1;
    }
  };
  const delivery = Promise.all(Array.from({ length: options.connections }, work));
  let kills = 0;
  while (kills < options.kills) {
    // Spread over the mails, and within one anywhere between its first byte and the answer.
    const due = Math.floor((options.mails * kills) / options.kills);
    while (delivered < due) await pause(2);
    await pause(Math.random() * 40);
    await receiver.kill();
    kills += 1;
  }
  await delivery;
  await receiver.stop();
  return { mails: mails.length, kills, attempts, ...(await examine(options, mails)) };
};
