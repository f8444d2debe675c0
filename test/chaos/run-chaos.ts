import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { seedMunicipality } from '#demo/seed.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createMunicipality, createRandom } from '#sample/index.js';
import { openTruth, type Tally, type Verdict } from './checks.js';
import { deliver, makeItem, signIn, writeLetter } from './load.js';
import { startWorld, type Victim } from './world.js';

export interface ChaosOptions {
  items: number;
  faults: number;
  /** Outgoing letters, four fifths by e-mail, the rest to the print folder. */
  letters: number;
  redis: boolean;
  seed: number;
  say: (text: string) => void;
}

export interface ChaosResult {
  verdict: Verdict;
  tally: Tally;
  faults: Record<string, number>;
  brokenMail: number;
  seconds: number;
  drainSeconds: number;
}

const deliverers = 6;
const drainPatienceMs = 600_000;

/** Which process dies when: spread evenly over the items, each kind in its share. */
const planStrikes = (options: ChaosOptions): { afterItem: number; victim: Victim | 'flush' }[] => {
  const random = createRandom(`schlaege-${options.seed}`);
  const shares: Record<string, number> = {
    worker: 40,
    api: 20,
    keeper: 15,
    postgres: 15,
    ...(options.redis ? { redis: 10, flush: 10 } : {}),
  };
  const kinds = Object.keys(shares) as (Victim | 'flush')[];
  return Array.from({ length: options.faults }, (_, index) => ({
    afterItem: Math.floor(((index + 1) * options.items) / (options.faults + 1)),
    // The first ones make sure that every kind occurs.
    victim: kinds[index] ?? (random.weighted(shares) as Victim | 'flush'),
  }));
};

const flushRedis = async (url: string): Promise<void> => {
  const { Redis } = await import('ioredis');
  const client = new Redis(url, { maxRetriesPerRequest: 1, retryStrategy: () => null });
  client.on('error', () => undefined);
  // A Redis that is just being killed has lost everything already.
  await client.flushall().catch(() => undefined);
  client.disconnect();
};

/** The API listens when all of the database is migrated. */
const apiAnswers = async (baseUrl: string): Promise<void> => {
  for (;;) {
    const ready = await fetch(`${baseUrl}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await pause(300);
  }
};

/** Drives items and letters through a Poststelle whose processes keep dying, then counts what went wrong. */
export const runChaos = async (options: ChaosOptions): Promise<ChaosResult> => {
  const { say, seed } = options;
  const startedAt = performance.now();
  const world = await startWorld({ redis: options.redis, brokenMail: 0.1, seed });
  try {
    const city = createMunicipality({ seed: 'lohwerda', today: '2026-11-23' });
    const clerk = city.personen.find((person) =>
      person.roles.some((held) => held.role === 'poststelle'),
    );
    await apiAnswers(world.baseUrl);
    const waiting = openTruth(world.databaseUrl());
    await seedMunicipality({ db: waiting.db }, city);
    await waiting.close();
    const client = await signIn(world.baseUrl, clerk?.login ?? '');
    const acked = new Map<string, { eingangsnummer: string; sha256: string }>();
    const strikes = planStrikes(options);
    const struck: Record<string, number> = {};
    let delivered = 0;
    let next = 0;
    const strikeDue = async (): Promise<void> => {
      while (strikes[0] !== undefined && strikes[0].afterItem <= delivered) {
        const strike = strikes.shift();
        if (strike === undefined) return;
        struck[strike.victim] = (struck[strike.victim] ?? 0) + 1;
        if (strike.victim === 'flush') await flushRedis(world.redisUrl ?? '');
        else world.strike(strike.victim, delivered);
      }
    };
    const deliverAll = async (): Promise<void> => {
      while (next < options.items) {
        const number = next++;
        const file = await makeItem(city, number, seed);
        const accepted = await deliver(client, file, `chaos-${seed}-${number}`);
        acked.set(accepted.id, {
          eingangsnummer: accepted.eingangsnummer,
          sha256: createHash('sha256').update(file.bytes).digest('hex'),
        });
        delivered += 1;
        await strikeDue();
        if (delivered % 100 === 0) say(`  ${delivered} von ${options.items} eingeliefert`);
      }
    };
    const writeAll = async (): Promise<void> => {
      const truth = openTruth(world.databaseUrl());
      const vorgaenge = await asSystem(truth.db, (tx) =>
        rows(
          tx,
          sql<{
            id: string;
            geschaeftszeichen: string;
          }>`select id, geschaeftszeichen from vorgang where vertraulichkeit = 0 order by geschaeftszeichen`,
        ),
      );
      await truth.close();
      for (let number = 0; number < options.letters; number += 1) {
        const vorgang = vorgaenge[(number * 7) % vorgaenge.length];
        const known = city.vorgaenge.find(
          (one) => one.geschaeftszeichen === vorgang?.geschaeftszeichen,
        );
        if (vorgang === undefined || known === undefined) continue;
        const author = await signIn(world.baseUrl, known.bearbeiter);
        await writeLetter(author, vorgang.id, number % 5 === 4 ? 'druck' : 'email', number);
        author.close();
      }
    };
    await Promise.all([...Array.from({ length: deliverers }, deliverAll), writeAll()]);
    await strikeDue();
    say('  alles eingeliefert, warte auf das Ende der Arbeit');
    const drainFrom = performance.now();
    const truth = openTruth(world.databaseUrl());
    for (;;) {
      const open = await truth.open().catch(() => -1);
      if (open === 0) break;
      if (performance.now() - drainFrom > drainPatienceMs) break;
      await pause(500);
    }
    const { verdict, tally } = await truth.judge(world, acked);
    await truth.close();
    client.close();
    return {
      verdict,
      tally,
      faults: struck,
      brokenMail: world.relay.connections() - world.relay.takenIds().length,
      seconds: Math.round((performance.now() - startedAt) / 1_000),
      drainSeconds: Math.round((performance.now() - drainFrom) / 1_000),
    };
  } finally {
    await world.stop();
  }
};
