import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { projectRoot } from '#infrastructure/project-root.js';
import { lane, startItem } from '#pipeline/store.js';
import { askVersandstatus } from '#postausgang/versandstatus.js';
import { aPostausgang } from '#test/support/builders.js';
import {
  type FitConnectStub,
  startFitConnectStub,
  stubFaults,
} from '#test/support/fitconnect-stub.js';
import {
  aCase,
  type LetterOffice,
  type OfficeOptions,
  openOffice,
  stateOf,
} from '#test/support/letters.js';
import { type LetterXpressStub, startLetterXpressStub } from '#test/support/letterxpress-stub.js';

/* Letters through the whole way out to stubs of the services, which are no proof of the real ones. */

let portal: FitConnectStub;
let dienst: LetterXpressStub;
let keys: string;
let options: OfficeOptions;
let office: LetterOffice;

beforeAll(async () => {
  portal = await startFitConnectStub();
  dienst = await startLetterXpressStub();
  keys = mkdtempSync(join(tmpdir(), 'poststelle-anbindungen-'));
  const [key, cert] = [join(keys, 'key.pem'), join(keys, 'cert.pem')];
  const what = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '30',
    '-subj',
    '/CN=Lohwerda',
  ];
  execFileSync('openssl', [...what, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  writeFileSync(join(keys, 'secret'), 'geheim\n');
  writeFileSync(join(keys, 'apikey'), 'schluessel\n');
  options = {
    dispatchLeaseSeconds: 4,
    stornofristMinuten: 0,
    anbindungen: {
      portal: {
        url: portal.url,
        tokenUrl: `${portal.url}/token`,
        clientId: 'probe',
        clientSecretFile: join(keys, 'secret'),
        destinationId: portal.destinationId,
        keyFile: key,
        certificateFile: cert,
      },
      briefdienst: {
        username: 'stadt',
        apiKeyFile: join(keys, 'apikey'),
        url: dienst.url,
        test: false,
      },
    },
  };
  office = await openOffice(options);
}, 60_000);
afterAll(async () => {
  await office.close();
  await portal.close();
  await dienst.close();
  rmSync(keys, { recursive: true });
});

const empfaenger = {
  name: 'Jens Hartwig',
  zusatz: '',
  strasse: 'Gartenstraße 4',
  plz: '05110',
  ort: 'Lohwerda',
  land: '',
  email: null,
};

/** A released letter to somebody with a mailbox, in front of the choice of its way. */
const aLetter = async (wunsch: 'portal' | 'briefdienst'): Promise<string> => {
  const vorgang = await aCase(office, { name: empfaenger.name });
  const authorId = office.author.id;
  const id = await aPostausgang(office.db, { vorgangId: vorgang.id, authorId, empfaenger });
  await asSystem(office.db, async (tx) => {
    await rows(
      tx,
      sql`insert into empfangsangabe (beteiligter_id, postfach_id)
          select id, '0f8fad5b-d9cb-469f-a165-70867728950e' from beteiligter where vorgang_id = ${vorgang.id}`,
    );
    await rows(
      tx,
      sql`update postausgang set zustand = 'zur_freigabe', kanal_wunsch = ${wunsch}, briefdatum = '2026-11-23',
            beteiligter_id = (select id from beteiligter where vorgang_id = ${vorgang.id}) where id = ${id}`,
    );
    await startItem(tx, { id, pipeline: 'postausgang', lane: lane.interactive, fairnessKey: '' });
  });
  return id;
};

const zeichenOf = async (id: string): Promise<string> => {
  const [found] = await asSystem(office.db, (tx) =>
    rows<{ geschaeftszeichen: string }>(
      tx,
      sql`select v.geschaeftszeichen from vorgang v join postausgang p on p.vorgang_id = v.id where p.id = ${id}`,
    ),
  );
  return found?.geschaeftszeichen ?? '';
};
/** How often the letter has left, by every way together. */
const timesLeft = async (id: string): Promise<number> => {
  const zeichen = await zeichenOf(id);
  // The folder is made with the first letter in it.
  const files = await readdir(office.printFolder).catch((): string[] => []);
  const printed = files.filter((name) => name.endsWith(`_${id}.pdf`));
  const submitted = portal.taken().filter((one) => one.reference === zeichen);
  const ordered = dienst.jobs.filter((job) => job.filename_original.includes(id));
  return printed.length + submitted.length + ordered.length;
};

const askAgain = async (): Promise<void> => {
  await asSystem(office.db, (tx) =>
    rows(
      tx,
      sql`update postausgang set naechste_statusfrage_at = now() where naechste_statusfrage_at is not null`,
    ),
  );
  await askVersandstatus(office.deps);
};
/** Everything that happens by itself when all is well again. */
const calm = async (): Promise<void> => {
  portal.breakAt(undefined);
  dienst.breakAt(undefined);
  for (let round = 0; round < 3; round += 1) {
    await office.endPauses();
    await office.recover();
    await askAgain();
    await office.settle();
  }
};

describe('a letter with a wish for the portal', () => {
  it('goes into the mailbox, is filed, and tells what the other side says', async () => {
    const id = await aLetter('portal');
    await office.settle();
    // On a busy machine the lease may have ended; the service is asked by the id of the submission then.
    await calm();
    expect(await stateOf(office.db, id)).toMatchObject({ zustand: 'sent', item: 'done' });
    expect(await timesLeft(id)).toBe(1);
    expect(portal.taken().some((one) => one.mailboxUuid.startsWith('0f8fad5b'))).toBe(true);
    await askAgain();
    const found = await asSystem(office.db, (tx) =>
      rows<{ art: string }>(tx, sql`select art from versandereignis where postausgang_id = ${id}`),
    );
    expect(found.map((one) => one.art)).toContain('uebergeben');
  });

  it('goes by post as a decision of its own when the portal says no', async () => {
    portal.breakAt('submit-422');
    const id = await aLetter('portal');
    await office.settle();
    portal.breakAt(undefined);
    expect(await stateOf(office.db, id)).toMatchObject({ zustand: 'sent', item: 'done' });
    expect(await timesLeft(id)).toBe(1);
    const path = `/api/postausgaenge/${id}/kanalentscheidungen`;
    const shown = await office.app.ask({ path, cookie: office.author.cookie });
    expect(shown.body.entscheidungen).toMatchObject([
      { anlass: 'wahl', kanal: 'portal' },
      { anlass: 'rueckfall', kanal: 'druck', grund: expect.stringContaining('abgelehnt') },
    ]);
  });
});

describe('a letter that the service refuses after it has taken it', () => {
  it('needs a person, is never sent again by itself, and can be written anew', async () => {
    const id = await aLetter('briefdienst');
    await office.settle();
    await calm();
    expect(await stateOf(office.db, id)).toMatchObject({ zustand: 'sent', item: 'done' });
    const job = dienst.jobs.find((one) => one.filename_original.includes(id));
    if (job === undefined) throw new Error('the service has no such job');
    job.status = 'canceled';
    await asSystem(office.db, (tx) =>
      rows(tx, sql`update postausgang set naechste_statusfrage_at = now() where id = ${id}`),
    );
    await askAgain();
    await calm();
    expect(await stateOf(office.db, id)).toMatchObject({ zustand: 'sent', item: 'done' });
    const read = async (path: string) =>
      (await office.app.ask({ path, cookie: office.author.cookie })).body;
    expect((await read(`/api/postausgaenge/${id}`)).rueckmeldung).toMatchObject({
      art: 'unzustellbar',
      grund: expect.stringContaining('es wurde nicht gedruckt'),
    });
    const unclear = async (): Promise<string[]> =>
      (await read('/api/postausgaenge?sicht=unklar')).zeilen.map((one: { id: string }) => one.id);
    expect(await unclear()).toContain(id);
    const notes = await asSystem(office.db, (tx) =>
      rows<{ text: string }>(
        tx,
        sql`select text from vermerk where art = 'Nicht versandt'
            and vorgang_id = (select vorgang_id from postausgang where id = ${id})`,
      ),
    );
    expect(notes.map(({ text }) => text)).toEqual([
      expect.stringContaining('Der Ab-Vermerk gilt nicht mehr.'),
    ]);
    const answer = await office.app.ask({
      path: `/api/postausgaenge/${id}/neuversand`,
      method: 'POST',
      cookie: office.author.cookie,
      body: {},
    });
    expect(answer.status).toBeLessThan(300);
    expect(await unclear()).not.toContain(id);
  });
});

describe('letters to services whose connections break at every phase', () => {
  it('leave at most once each; every uncertain one is known by name and leaves by no other way', async () => {
    const counts = { sent: 0, unknown: 0 };
    for (const fault of stubFaults) {
      const letters = [await aLetter('portal'), await aLetter('portal')];
      portal.breakAt(fault);
      await office.settle();
      await calm();
      for (const id of letters) {
        const state = await stateOf(office.db, id);
        const left = await timesLeft(id);
        if (state?.zustand === 'sent') expect({ fault, left }).toEqual({ fault, left: 1 });
        else
          expect({ fault, left, state }).toMatchObject({ left: 0, state: { zustand: 'unknown' } });
        counts[state?.zustand as 'sent' | 'unknown'] += 1;
      }
    }
    for (const fault of [
      'lost',
      'taken',
      'taken-and-blind',
      'cut-answer',
      'broken',
      'limit',
    ] as const) {
      const id = await aLetter('briefdienst');
      dienst.breakAt(fault);
      await office.settle();
      await calm();
      const state = await stateOf(office.db, id);
      const left = await timesLeft(id);
      if (state?.zustand === 'sent') expect({ fault, left }).toEqual({ fault, left: 1 });
      else expect({ fault, left, state }).toMatchObject({ left: 0, state: { zustand: 'unknown' } });
      counts[state?.zustand as 'sent' | 'unknown'] += 1;
    }
    expect(counts.sent + counts.unknown).toBe(2 * stubFaults.length + 6);
  }, 240_000);
});

describe('a worker that is killed while it hands a letter over', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'after %i steps of the exchange: 0 twice, 0 lost',
    async (steps) => {
      const id = await aLetter(steps % 4 === 3 ? 'briefdienst' : 'portal');
      // Everything up to the dispatch has happened when the first attempt finds nobody there.
      portal.breakAt('announce-500');
      dienst.breakAt('limit');
      await office.settle();
      portal.breakAt(undefined);
      dienst.breakAt(undefined);
      await office.endPauses();
      const file = join(projectRoot(), 'dist/test/support/portal-child.js');
      const child = fork(file, [office.app.url, office.folder, JSON.stringify(options), id]);
      const ended = once(child, 'exit');
      const before = portal.requests() + dienst.requests();
      while (child.exitCode === null && portal.requests() + dienst.requests() - before < steps)
        await pause(2);
      child.kill('SIGKILL');
      await ended;
      for (;;) {
        await office.recover();
        const state = await stateOf(office.db, id);
        if (state?.zustand !== 'claimed' && state?.zustand !== 'committing') break;
        await pause(100);
      }
      await calm();
      const state = await stateOf(office.db, id);
      const left = await timesLeft(id);
      if (state?.zustand === 'sent') expect(left).toBe(1);
      else expect({ left, zustand: state?.zustand }).toEqual({ left: 0, zustand: 'unknown' });
    },
    60_000,
  );
});
