import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acknowledgementLoad } from '#betrieb/betrieb.repository.js';
import { systemClock } from '#infrastructure/clock.js';
import { type Db, firstRow, openDatabase, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import { projectRoot } from '#infrastructure/project-root.js';
import { createBestaetigungsversand } from '#postausgang/bestaetigung/bestaetigungsversand.js';
import { createMessageIds } from '#postausgang/own-message-id.js';
import { insertAuftrag } from '#posteingang/bestaetigung/bestaetigung.repository.js';
import { aPosteingang } from '#test/support/builders.js';
import { testConfig } from '#test/support/own-app.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';
import { type Relay, relayFaults, startRelay } from '#test/support/relay.js';

const leaseSeconds = 2;
const citizen = 'erika@buerger.example';
const noLimits = { perSenderPerDay: 1_000, perHour: 1_000, perHourPerDomain: 1_000 };
const log = createLog({ level: 'silent' });
const key = Buffer.from('nur für Tests');
const messageIds = createMessageIds({ key, domain: 'stadt.example' });

let database: TestDatabase;
let db: Db;
let relay: Relay;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, maxConnections: 6, log });
  relay = await startRelay();
});
afterAll(async () => {
  await relay?.close();
  await db?.destroy();
  await database?.drop();
});
beforeEach(async () => {
  await asSystem(db, (tx) => rows(tx, sql`delete from eingangsbestaetigung`));
  relay.plan([]);
  relay.taken.splice(0);
});

const versand = (
  settings: Record<string, unknown> = { addresses: 'post@stadt.example' },
): ReturnType<typeof createBestaetigungsversand> =>
  createBestaetigungsversand({
    db,
    clock: systemClock,
    log,
    messageIds,
    leaseSeconds,
    config: testConfig({
      outbound: { smtpUrl: relay.url, mailFrom: 'post@stadt.example' },
      behoerde: { name: 'Stadt Lohwerda', telefon: '03999 100' },
      eingangsbestaetigung: settings,
    }),
  });

const order = async (
  empfaenger = citizen,
  grenzen = noLimits,
  bezug: string[] = [],
): Promise<{ id: string; eingangsnummer: string }> => {
  const item = await aPosteingang(db, { kanal: 'email' });
  const domain = empfaenger.split('@')[1] ?? '';
  await asSystem(db, (tx) =>
    insertAuftrag(tx, { id: item.id, empfaenger, domain, bezug }, grenzen),
  );
  return item;
};

const stateOf = async (
  id: string,
): Promise<{ zustand: string; grund: string | null } | undefined> =>
  asSystem(db, (tx) =>
    firstRow(
      tx,
      sql<{ zustand: string; grund: string | null }>`
        select zustand, grund from eingangsbestaetigung where posteingang_id = ${id}`,
    ),
  );
const timesTaken = (id: string): number =>
  relay.takenIds().filter((one) => one === messageIds.of(id)).length;
const endPauses = () =>
  asSystem(db, (tx) =>
    rows(
      tx,
      sql`update eingangsbestaetigung set naechster_versuch_at = now() where zustand = 'queued'`,
    ),
  );

describe('an acknowledgement', () => {
  it('goes out once, from nobody, marked as the answer of a machine, with number and day only', async () => {
    const { id, eingangsnummer } = await order(citizen, noLimits, [
      '<frueher@buerger.example>',
      '<antrag@buerger.example>',
    ]);
    const { pass } = versand();
    await pass();
    await pass();
    expect((await stateOf(id))?.zustand).toBe('sent');
    expect(relay.taken).toHaveLength(1);
    const [mail] = relay.taken;
    expect(mail).toMatchObject({ from: '', to: [citizen] });
    const head = (mail?.raw ?? '').replaceAll(/\r\n[ \t]+/g, ' ');
    expect(head).toContain(`Message-ID: ${messageIds.of(id)}`);
    expect(head).toMatch(/^Auto-Submitted: auto-replied\r$/m);
    expect(head).toMatch(/^X-Auto-Response-Suppress: All\r$/m);
    expect(head).toMatch(/^In-Reply-To: <antrag@buerger\.example>\r$/m);
    expect(head).toMatch(/^References: <frueher@buerger\.example> <antrag@buerger\.example>\r$/m);
    expect(head).toMatch(/^From: Stadt Lohwerda <post@stadt\.example>\r$/m);
    expect(head).toContain(eingangsnummer);
    const body = Buffer.from(
      head
        .replaceAll(/=\r\n/g, '')
        .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        ),
      'latin1',
    ).toString('utf8');
    expect(body).toContain(`Eingangsnummer ${eingangsnummer}`);
    expect(body).toContain('ist am 16. November 2026 bei uns eingegangen');
    expect(body).toContain('03999 100');
    // What the sender wrote is not repeated.
    expect(body).not.toContain('Widerspruch gegen den Bescheid');
  });

  it.each(['cut-after-end-taken', 'cut-after-end-dropped'] as const)(
    'is uncertain after %s and is never sent again',
    async (fault) => {
      const { id } = await order();
      relay.plan([fault]);
      const { pass } = versand();
      await pass();
      const before = relay.connections();
      await endPauses();
      await pass();
      expect((await stateOf(id))?.zustand).toBe('unknown');
      expect(relay.connections()).toBe(before);
      const load = await asSystem(db, acknowledgementLoad);
      expect(load).toEqual({ unterwegs: 0, unklar: 1, gescheitert: 0 });
    },
  );

  it('leaves at most once, wherever the relay breaks off', async () => {
    // It has one part only, so nothing marks the moment just before its end.
    const faults = relayFaults.filter((one) => one !== 'cut-before-end');
    const ids: string[] = [];
    for (const fault of faults) {
      const { id } = await order();
      ids.push(id);
      relay.plan([fault]);
      await versand().pass();
    }
    relay.plan([]);
    await endPauses();
    await versand().pass();
    const states: string[] = [];
    for (const id of ids) {
      const zustand = (await stateOf(id))?.zustand ?? '';
      const taken = timesTaken(id);
      if (zustand === 'sent') expect(taken).toBe(1);
      else if (zustand === 'failed') expect(taken).toBe(0);
      else expect(taken).toBeLessThanOrEqual(1);
      states.push(zustand);
    }
    const count = (zustand: string): number => states.filter((one) => one === zustand).length;
    expect([count('sent'), count('unknown'), count('failed')]).toEqual([faults.length - 4, 2, 2]);
  });

  it('waits while no address is switched on, and is given up after three days', async () => {
    const { id } = await order();
    const before = relay.connections();
    await versand({ addresses: '' }).pass();
    expect(relay.connections()).toBe(before);
    expect((await stateOf(id))?.zustand).toBe('queued');
    await asSystem(db, (tx) =>
      rows(tx, sql`update eingangsbestaetigung set created_at = now() - interval '73 hours'`),
    );
    await versand().pass();
    expect(await stateOf(id)).toMatchObject({ zustand: 'failed' });
    expect(relay.connections()).toBe(before);
  });
});

describe('a process that is killed', () => {
  const startChild = (): ChildProcess =>
    fork(
      join(projectRoot(), 'dist/test/support/bestaetigung-child.js'),
      [database.url, relay.url, String(leaseSeconds)],
      { stdio: 'inherit' },
    );
  const kill = async (child: ChildProcess): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  const passUntilSettled = async (id: string): Promise<string> => {
    for (;;) {
      await versand().pass();
      const zustand = (await stateOf(id))?.zustand ?? '';
      if (zustand !== 'claimed' && zustand !== 'committing') return zustand;
      await pause(100);
    }
  };

  it('before the end of the mail leaves one that another sends once', async () => {
    const { id } = await order();
    relay.plan(['hang-in-data']);
    const child = startChild();
    await relay.hung();
    await kill(child);
    expect((await stateOf(id))?.zustand).toBe('claimed');
    expect(await passUntilSettled(id)).toBe('sent');
    expect(timesTaken(id)).toBe(1);
  });

  it('after the end of the mail leaves one that is uncertain and stays so', async () => {
    const { id } = await order();
    relay.plan(['hang-after-end']);
    const child = startChild();
    await relay.hung();
    await kill(child);
    expect((await stateOf(id))?.zustand).toBe('committing');
    expect(await passUntilSettled(id)).toBe('unknown');
    await endPauses();
    await versand().pass();
    expect(timesTaken(id)).toBe(1);
  });
});

describe('the limits', () => {
  const usual = { perSenderPerDay: 1, perHour: 4, perHourPerDomain: 2 };
  const decided = async (empfaenger: string): Promise<string | undefined> =>
    (await stateOf((await order(empfaenger, usual)).id))?.zustand;

  it('count the sender without what stands behind its plus sign, then its domain, then all', async () => {
    expect(await decided('a@eins.example')).toBe('queued');
    expect(await decided('a@eins.example')).toBe('unterlassen');
    expect(await decided('a+neu@eins.example')).toBe('unterlassen');
    expect(await decided('b@eins.example')).toBe('queued');
    expect(await decided('c@eins.example')).toBe('unterlassen');
    expect(await decided('d@zwei.example')).toBe('queued');
    expect(await decided('e@drei.example')).toBe('queued');
    expect(await decided('f@vier.example')).toBe('unterlassen');
    await versand().pass();
    expect(relay.taken).toHaveLength(4);
  });

  it('hold when many mails of one sender come at once', async () => {
    const items = await Promise.all(
      Array.from({ length: 6 }, () => order('g@fuenf.example', usual)),
    );
    const states = await Promise.all(items.map(({ id }) => stateOf(id)));
    expect(states.filter((one) => one?.zustand === 'queued')).toHaveLength(1);
  });

  it('end: a day later the sender is told again', async () => {
    expect(await decided('a@eins.example')).toBe('queued');
    await asSystem(db, (tx) =>
      rows(tx, sql`update eingangsbestaetigung set created_at = now() - interval '25 hours'`),
    );
    expect(await decided('a@eins.example')).toBe('queued');
  });
});
