import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { projectRoot } from '#infrastructure/project-root.js';
import { createSmtp } from '#infrastructure/smtp.js';
import { lane, startItem } from '#pipeline/store.js';
import { aPostausgang } from '#test/support/builders.js';
import { aCase, type LetterOffice, openOffice, stateOf } from '#test/support/letters.js';
import { type Relay, type RelayFault, relayFaults, startRelay } from '#test/support/relay.js';

const leaseSeconds = 2;
let relay: Relay;
let office: LetterOffice;

beforeAll(async () => {
  relay = await startRelay();
  office = await openOffice({ smtpUrl: relay.url, dispatchLeaseSeconds: leaseSeconds });
});
afterAll(async () => {
  await office.close();
  await relay.close();
});

const empfaenger = {
  name: 'Jens Hartwig',
  zusatz: '',
  strasse: 'Gartenstraße 4',
  plz: '05110',
  ort: 'Lohwerda',
  land: '',
  email: 'jens.hartwig@example.org',
};

/** A letter that is released and wants to leave by e-mail or post, with its pipeline in front of the dispatch. */
const aReleasedLetter = async (kanal: 'email' | 'druck' = 'email'): Promise<string> => {
  const vorgang = await aCase(office);
  const authorId = office.author.id;
  const id = await aPostausgang(office.db, { vorgangId: vorgang.id, authorId, empfaenger });
  await asSystem(office.db, async (tx) => {
    await rows(
      tx,
      sql`update postausgang set zustand = 'zur_freigabe', kanal_wunsch = ${kanal}, briefdatum = '2026-11-23' where id = ${id}`,
    );
    await startItem(tx, { id, pipeline: 'postausgang', lane: lane.interactive, fairnessKey: '' });
  });
  return id;
};

const sendBy = async (faults: readonly RelayFault[]): Promise<string> => {
  const id = await aReleasedLetter();
  relay.plan(faults);
  await office.settle();
  return id;
};

const idOf = (letter: string): string => office.deps.messageIds.of(letter);
const timesTaken = (letter: string): number =>
  relay.takenIds().filter((one) => one === idOf(letter)).length;
const timesPrinted = async (letter: string): Promise<number> =>
  (await readdir(office.printFolder)).filter((name) => name.endsWith(`_${letter}.pdf`)).length;
const post = (path: string, body: unknown, who = office.outgoing) =>
  office.app.ask({ method: 'POST', path, body, cookie: who.cookie });

describe('an e-mail', () => {
  it('goes to its one recipient with the letter attached and a Message-ID that never changes', async () => {
    const id = await sendBy([]);
    expect(await stateOf(office.db, id)).toMatchObject({ zustand: 'sent', item: 'done' });
    const mail = relay.taken.at(-1);
    expect(mail).toMatchObject({ from: 'post@lohwerda.example', to: ['jens.hartwig@example.org'] });
    expect(relay.takenIds().at(-1)).toBe(idOf(id));
    expect(mail?.raw).toMatch(/Content-Type: application\/pdf; name=Schreiben_32-/);
  });

  it('is sent again by itself when the relay was away before the end of the message', async () => {
    const id = await sendBy(['cut-in-data']);
    expect(await stateOf(office.db, id)).toMatchObject({ zustand: 'queued', item: 'waiting' });
    await office.recover();
    await office.settle();
    expect(timesTaken(id)).toBe(0);
    await office.endPauses();
    await office.recover();
    await office.settle();
    expect(await stateOf(office.db, id)).toMatchObject({
      zustand: 'sent',
      item: 'done',
      attempt: 2,
    });
    expect(timesTaken(id)).toBe(1);
  });

  it('goes by post as a decision of its own when the relay refuses the recipient for good', async () => {
    const id = await sendBy(['no-at-rcpt']);
    expect(await stateOf(office.db, id)).toMatchObject({ zustand: 'sent', item: 'done' });
    expect([timesTaken(id), await timesPrinted(id)]).toEqual([0, 1]);
    const path = `/api/postausgaenge/${id}/kanalentscheidungen`;
    const shown = await office.app.ask({ path, cookie: office.outgoing.cookie });
    expect(shown.body.entscheidungen).toMatchObject([
      { anlass: 'wahl', kanal: 'email' },
      { anlass: 'rueckfall', kanal: 'druck', grund: expect.stringContaining('abgelehnt') },
    ]);
  });

  it('goes to Clearing when it is refused and there is no other way, and leaves when somebody tries again', async () => {
    const id = await aReleasedLetter();
    await asSystem(office.db, (tx) =>
      rows(
        tx,
        sql`update postausgang set empfaenger = jsonb_set(empfaenger, '{ort}', '""') where id = ${id}`,
      ),
    );
    relay.plan(['no-at-rcpt']);
    await office.settle();
    expect(await stateOf(office.db, id)).toMatchObject({
      zustand: 'failed',
      item: 'clearing',
      fehlerCode: 'email-abgelehnt',
    });
    const again = await post(`/api/postausgaenge/${id}/nochmal`, {});
    expect(again.status).toBe(200);
    await office.settle();
    expect(await stateOf(office.db, id)).toMatchObject({ zustand: 'sent', item: 'done' });
    expect([timesTaken(id), await timesPrinted(id)]).toEqual([1, 0]);
  });

  it.each(['cut-after-end-taken', 'cut-after-end-dropped'] as const)(
    'is uncertain after %s and is never sent again by itself',
    async (fault) => {
      const id = await sendBy([fault]);
      expect(await stateOf(office.db, id)).toMatchObject({ zustand: 'unknown', item: 'waiting' });
      const before = relay.connections();
      await office.endPauses();
      await office.recover();
      await office.settle();
      expect(relay.connections()).toBe(before);
      const listed = await office.app.ask({
        path: '/api/postausgaenge?sicht=unklar',
        cookie: office.outgoing.cookie,
      });
      expect(listed.body.zeilen.map((line: { id: string }) => line.id)).toContain(id);
    },
  );

  it('goes on to the E-Akte when a person knows that it has left', async () => {
    const id = await sendBy(['cut-after-end-taken']);
    const finding = { ergebnis: 'rausgegangen', begruendung: 'Im Protokoll des Relays gefunden.' };
    const resolved = await post(`/api/postausgaenge/${id}/klaerung`, finding);
    expect(resolved.body.zustand).toBe('sent');
    expect(resolved.body.nachweise.at(-1).text).toContain('Im Protokoll des Relays gefunden.');
    await office.settle();
    const state = await stateOf(office.db, id);
    expect(state).toMatchObject({ zustand: 'sent', item: 'done', attempt: 1 });
    expect(state?.dokumentId).not.toBeNull();
    expect(timesTaken(id)).toBe(1);
  });

  it('is sent again, as another attempt, when a person knows that it has not left', async () => {
    const id = await sendBy(['cut-after-end-dropped']);
    const finding = { ergebnis: 'nicht_rausgegangen', begruendung: 'Nicht im Protokoll.' };
    const denied = await post(`/api/postausgaenge/${id}/klaerung`, finding, office.author);
    expect(denied.status).toBe(403);
    await post(`/api/postausgaenge/${id}/klaerung`, finding);
    await office.settle();
    expect(await stateOf(office.db, id)).toMatchObject({ zustand: 'sent', attempt: 2 });
    expect(timesTaken(id)).toBe(1);
  });

  it('never tells the end of the message to the relay when the lease has been lost', async () => {
    const smtp = createSmtp({ url: relay.url, timeoutMs: 5_000, totalTimeoutMs: 10_000 });
    const before = relay.taken.length;
    relay.plan([]);
    const mail = {
      from: { name: 'Stadt Lohwerda', address: 'post@lohwerda.example' },
      to: { name: 'Jens Hartwig', address: 'jens.hartwig@example.org' },
      subject: 'Ihre Stellungnahme',
      text: 'Guten Tag',
      messageId: '<verloren@lohwerda.example>',
      date: new Date('2026-11-23T12:00:00Z'),
      attachments: [],
    };
    const lost = new Error('the lease has been lost');
    await expect(smtp.send(mail, { beforeEnd: () => Promise.reject(lost) })).rejects.toBe(lost);
    expect(relay.taken.length).toBe(before);
  });

  it.each([
    ['subject', { subject: 'Gruß\r\nBcc: x@y.example' }],
    ['address', { to: { name: 'Jens', address: 'a@b.example, c@d.example' } }],
    ['address', { to: { name: 'Jens', address: 'a@b.example>\r\nRCPT TO:<c@d.example' } }],
    ['to', { to: { name: 'Jens\nX: y', address: 'a@b.example' } }],
  ])('is refused before any connection when its %s hides something', async (field, changes) => {
    const smtp = createSmtp({ url: relay.url, timeoutMs: 5_000, totalTimeoutMs: 10_000 });
    const before = relay.connections();
    const mail = {
      from: { name: 'Stadt', address: 'post@lohwerda.example' },
      to: { name: 'Jens', address: 'a@b.example' },
      subject: 'Betreff',
      text: '',
      messageId: '<x@lohwerda.example>',
      date: new Date('2026-11-23T12:00:00Z'),
      attachments: [],
      ...changes,
    };
    const sent = smtp.send(mail, { beforeEnd: () => Promise.resolve() });
    await expect(sent).rejects.toMatchObject({ code: 'mail-field-invalid', details: { field } });
    expect(relay.connections()).toBe(before);
  });
});

describe('sixty letters to a relay that breaks off wherever it can', () => {
  it('leave at most once each, and every uncertain one is known by name', async () => {
    const rounds = Math.ceil(60 / relayFaults.length);
    const plan = Array.from({ length: rounds }, () => relayFaults).flat();
    const letters: string[] = [];
    for (let index = 0; index < 60; index += 1) letters.push(await aReleasedLetter());
    relay.plan(plan);
    await office.settle();
    // Later attempts meet a relay that works.
    relay.plan([]);
    for (let round = 0; round < 2; round += 1) {
      await office.endPauses();
      await office.recover();
      await office.settle();
    }
    // What was refused for good goes by post instead.
    const counts = { sent: 0, unknown: 0, refused: 0 };
    for (const id of letters) {
      const state = await stateOf(office.db, id);
      const taken = timesTaken(id);
      const printed = await timesPrinted(id);
      expect(taken + printed).toBeLessThanOrEqual(1);
      if (state?.zustand === 'sent')
        expect({ id, left: taken + printed, item: state.item }).toEqual({
          id,
          left: 1,
          item: 'done',
        });
      else expect({ id, printed }).toEqual({ id, printed: 0 });
      if (state?.zustand !== 'sent')
        expect(state).toMatchObject({ zustand: 'unknown', item: 'waiting' });
      counts[printed > 0 ? 'refused' : (state?.zustand as 'sent' | 'unknown')] += 1;
    }
    expect(counts.sent + counts.unknown + counts.refused).toBe(60);
    expect(counts.unknown).toBeGreaterThanOrEqual(2 * Math.floor(60 / relayFaults.length));
    expect(counts.refused).toBeGreaterThanOrEqual(2 * Math.floor(60 / relayFaults.length));
  }, 180_000);
});

/** A letter that stands directly in front of its dispatch. */
const standsBeforeDispatch = async (): Promise<string> => {
  const id = await aReleasedLetter();
  // Everything up to the dispatch has happened when the first attempt finds the relay busy.
  relay.plan(['busy-at-connect']);
  await office.settle();
  return id;
};

const startChild = (id: string): ChildProcess =>
  fork(
    join(projectRoot(), 'dist/test/support/dispatch-child.js'),
    [office.app.url, office.folder, relay.url, String(leaseSeconds), id],
    { stdio: 'inherit' },
  );

const killWhen = async (child: ChildProcess, moment: Promise<void>): Promise<void> => {
  await moment;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
};

const leaseEnds = async (id: string): Promise<void> => {
  for (;;) {
    await office.recover();
    const state = await stateOf(office.db, id);
    if (state?.zustand !== 'claimed' && state?.zustand !== 'committing') return;
    await pause(100);
  }
};

describe('a worker that is killed', () => {
  it('before the end of the message leaves a letter that is sent once by another', async () => {
    const id = await standsBeforeDispatch();
    relay.plan(['hang-in-data']);
    await killWhen(startChild(id), relay.hung());
    expect((await stateOf(office.db, id))?.zustand).toBe('claimed');
    await leaseEnds(id);
    await office.endPauses();
    await office.recover();
    await office.settle();
    expect(await stateOf(office.db, id)).toMatchObject({ zustand: 'sent', item: 'done' });
    expect(timesTaken(id)).toBe(1);
  });

  it('after the end of the message leaves a letter whose dispatch is uncertain', async () => {
    const id = await standsBeforeDispatch();
    relay.plan(['hang-after-end']);
    await killWhen(startChild(id), relay.hung());
    expect((await stateOf(office.db, id))?.zustand).toBe('committing');
    await leaseEnds(id);
    await office.endPauses();
    await office.recover();
    await office.settle();
    expect(await stateOf(office.db, id)).toMatchObject({ zustand: 'unknown' });
    expect(timesTaken(id)).toBe(1);
  });
});

const interrupt = async (id: string): Promise<string> => {
  const [letter] = await asSystem(office.db, (tx) =>
    rows(
      tx,
      sql<{
        druckdatei: string;
      }>`update postausgang set zustand = 'committing', sent_at = null, dokument_id = null,
        dispatch_lease_until = now() - interval '1 second' where id = ${id} returning druckdatei`,
    ),
  );
  return letter?.druckdatei ?? '';
};

describe('a letter for the printer', () => {
  it('lies in the folder as one whole file with its manifest, and nothing else is visible', async () => {
    const id = await aReleasedLetter('druck');
    await office.settle();
    const names = (await readdir(office.printFolder)).filter((name) => name.includes(id));
    expect(names.map((name) => name.split('.').pop()).sort()).toEqual(['json', 'pdf']);
    expect(await stateOf(office.db, id)).toMatchObject({ zustand: 'sent', item: 'done' });
  });

  it('counts as handed over when the worker died and the whole file is there', async () => {
    const id = await aReleasedLetter('druck');
    await office.settle();
    await interrupt(id);
    await office.recover();
    expect((await stateOf(office.db, id))?.zustand).toBe('sent');
  });

  it('is uncertain when the worker died and the file is not there, since the printer may have taken it', async () => {
    const id = await aReleasedLetter('druck');
    await office.settle();
    const name = await interrupt(id);
    await writeFile(join(office.printFolder, name), 'nur ein Anfang');
    await office.recover();
    expect((await stateOf(office.db, id))?.zustand).toBe('unknown');
  });

  it('does not touch a foreign file that lies under its name', async () => {
    const id = await aReleasedLetter('druck');
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date());
    const path = join(office.printFolder, `${day}_${id}.pdf`);
    await mkdir(office.printFolder, { recursive: true });
    await writeFile(path, 'etwas anderes');
    await office.settle();
    expect(await stateOf(office.db, id)).toMatchObject({
      zustand: 'failed',
      item: 'clearing',
      fehlerCode: 'druckdatei-abweichend',
    });
    expect(await readFile(path, 'utf8')).toBe('etwas anderes');
  });
});
