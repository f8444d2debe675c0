import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client } from '#demo/client.js';
import { createClient } from '#demo/client.js';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { lane, startItem } from '#pipeline/store.js';
import type { PostausgangDetail } from '#postausgang/postausgang.schema.js';
import { aPostausgang } from '#test/support/builders.js';
import { deliveryReport, reportTo } from '#test/support/delivery-report.js';
import { needsProgram } from '#test/support/needs.js';
import { startPostfix } from '#test/support/postfix.js';
import { freePort } from '#test/support/redis.js';
import { type Relay, type RelayFault, startRelay, type TakenMail } from '#test/support/relay.js';
import { eventually, type Served, startServed } from '#test/support/served.js';
import { cityPassword } from '#test/support/small-city.js';

vi.setConfig({ testTimeout: 120_000 });

let relay: Relay;
let served: Served;
let clerk: Client;
let lmtpPort: number;
/** What the relay is about to report; nothing unless a test wishes it. */
let action: 'relayed' | 'delivered' | undefined;

const citizen = 'jens.hartwig@buerger.example';
const db = () => served.running.app.db;

const flagsFor = (smtpUrl: string): string[] => [
  `--outbound.smtpUrl=${smtpUrl}`,
  '--outbound.messageIdDomain=stadt.example',
  '--outbound.mailFrom=post@stadt.example',
  '--outbound.bounceAddress=rueck@stadt.example',
  `--lmtp.port=${lmtpPort}`,
  '--lmtp.addresses=post@stadt.example, rueck@stadt.example',
];

const startCity = async (smtpUrl: string): Promise<void> => {
  served = await startServed(flagsFor(smtpUrl), ['api', 'workers', 'keeper', 'mail']);
  clerk = createClient(served.running.url);
  await clerk.signIn(served.city.logins.clerk, cityPassword);
};
const stopCity = async (): Promise<void> => {
  clerk.close();
  await served.stop();
};

const letterOf = async (id: string): Promise<PostausgangDetail> =>
  (await clerk.get(`/api/postausgaenge/${id}`)).body as PostausgangDetail;

/** A letter that leaves by e-mail by itself. */
const aLetter = async (): Promise<string> => {
  const author = await asSystem(db(), (tx) =>
    firstRow<{ id: string }>(
      tx,
      sql`select id from person where login = ${served.city.logins.clerk}`,
    ),
  );
  const place = { strasse: 'Gartenstraße 4', plz: '05110', ort: 'Lohwerda', land: '' };
  const id = await aPostausgang(db(), {
    vorgangId: served.city.vorgang.id,
    authorId: author?.id ?? '',
    empfaenger: { name: 'Jens Hartwig', zusatz: '', ...place, email: citizen },
  });
  await asSystem(db(), async (tx) => {
    await rows(
      tx,
      sql`update postausgang set zustand = 'zur_freigabe', kanal_wunsch = 'email', briefdatum = '2026-11-23' where id = ${id}`,
    );
    await startItem(tx, { id, pipeline: 'postausgang', lane: lane.interactive, fairnessKey: '' });
  });
  return id;
};

const letterIn = (id: string, zustand: string): Promise<PostausgangDetail> =>
  eventually(
    () => letterOf(id),
    (letter) => letter.zustand === zustand,
  );

const sentBy = async (faults: readonly RelayFault[]): Promise<string> => {
  relay.plan(faults);
  return aLetter();
};

/** The mail of a letter as the relay knows it. */
const envelopeOf = (id: string): TakenMail => {
  const taken = relay.taken.find(({ envid }) => envid?.startsWith(id) === true);
  if (taken === undefined) throw new Error('the relay has not taken this letter');
  return taken;
};

const itemsOf = (sender: string) =>
  asSystem(db(), (tx) =>
    rows<{ id: string; zustand: string; dokumentId: string | null }>(
      tx,
      sql`select p.id, p.zustand, p.dokument_id from posteingang p join mail_zustellung z on z.posteingang_id = p.id
          where ${sender.toLowerCase()} = any (select lower(unnest(z.umschlag_an)))`,
    ),
  );

describe('a relay that reports', () => {
  beforeAll(async () => {
    lmtpPort = await freePort();
    relay = await startRelay({
      deliver: (to, raw) => reportTo(lmtpPort)(to, raw),
      action: () => action,
    });
    await startCity(relay.url);
  }, 120_000);
  afterAll(async () => {
    await stopCity();
    await relay.close();
  });

  it('is told whose letter it is: sender and id of the envelope are signed, reports are asked for', async () => {
    action = 'delivered';
    const id = await sentBy([]);
    const letter = await eventually(
      () => letterOf(id),
      ({ nachweise }) => nachweise.some(({ art }) => art === 'zustellbericht'),
    );
    const taken = envelopeOf(id);
    expect(taken.from).toMatch(/^rueck\+[0-9a-z]{41}@stadt\.example$/);
    expect(taken).toMatchObject({
      ret: 'HDRS',
      notify: ['SUCCESS', 'FAILURE', 'DELAY'],
      orcpt: `rfc822;${citizen}`,
      envid: letter.messageId?.slice(1, -1),
    });
    expect(letter.nachweise.at(-1)?.text).toContain('hat die E-Mail zugestellt');
    expect(letter.zustand).toBe('sent');
  });

  it('settles an uncertain letter by itself, which is then filed and was sent once', async () => {
    action = 'relayed';
    const id = await sentBy(['cut-after-end-taken']);
    const letter = await eventually(
      () => letterOf(id),
      ({ zustand, dokumentId }) => zustand === 'sent' && dokumentId !== null,
    );
    await relay.reported();
    expect(relay.taken.filter(({ envid }) => envid?.startsWith(id))).toHaveLength(1);
    expect(letter.nachweise.at(-1)).toMatchObject({ art: 'zustellbericht' });
    // The report ends as evidence: in the book, with the unit, and no paper of the Vorgang.
    expect(await itemsOf(envelopeOf(id).from)).toMatchObject([
      { zustand: 'zugeordnet', dokumentId: null },
    ]);
    const verlauf = letter.verlauf.map(({ ereignis }) => ereignis);
    expect(verlauf).toContain('postausgang.proved');
  });

  it('lets an uncertain letter fail with the reason when it did not arrive, though the report quotes nothing', async () => {
    action = undefined;
    const id = await sentBy(['cut-after-end-taken']);
    await letterIn(id, 'unknown');
    const taken = envelopeOf(id);
    await reportTo(lmtpPort)(taken.from, deliveryReport(taken, 'failed', { mute: true }));
    const letter = await letterIn(id, 'failed');
    expect(letter.fehler).toMatchObject({ code: 'email-unzustellbar' });
    expect(letter.rueckmeldung).toMatchObject({ art: 'unzustellbar', empfaenger: citizen });
    expect(relay.taken.filter(({ envid }) => envid?.startsWith(id))).toHaveLength(1);
  });

  it.each(['delayed', 'forged'] as const)(
    'leaves the letter uncertain when the report is %s',
    async (kind) => {
      action = undefined;
      const id = await sentBy(['cut-after-end-taken']);
      await letterIn(id, 'unknown');
      const taken = envelopeOf(id);
      const foreign = taken.from.replace(/\+.{6}/, '+000000');
      const from = kind === 'forged' ? foreign : taken.from;
      const report = kind === 'forged' ? 'delivered' : 'delayed';
      const mail = { ...taken, from, envid: null };
      await reportTo(lmtpPort)(from, deliveryReport(mail, report));
      await eventually(
        () => itemsOf(from),
        (items) => items.some(({ zustand }) => zustand === 'zugeordnet' || zustand === 'clearing'),
      );
      expect((await letterOf(id)).zustand).toBe('unknown');
    },
  );
});

describe('Postfix as relay', () => {
  it('reports the handing over to a server that cannot report itself, and the letter knows it', async (context) => {
    const program = needsProgram(context, 'postfix', 'postfix');
    if (process.getuid?.() !== 0) context.skip('only root can start Postfix');
    lmtpPort = await freePort();
    relay = await startRelay();
    const away = Number(new URL(relay.url).port);
    const postfix = await startPostfix(program, lmtpPort, { 'buerger.example': away });
    await startCity(`smtp://127.0.0.1:${postfix.port}?ignoreTLS=true`);
    try {
      const id = await aLetter();
      const letter = await eventually(
        () => letterOf(id),
        ({ nachweise }) => nachweise.some(({ art }) => art === 'zustellbericht'),
      );
      expect(letter.nachweise.at(-1)?.text).toContain('angenommen und weitergegeben');
      expect(relay.taken).toHaveLength(1);
      relay.plan(['no-at-rcpt']);
      const refused = await aLetter();
      const told = await eventually(
        () => letterOf(refused),
        ({ rueckmeldung }) => rueckmeldung !== null,
      );
      expect(told.rueckmeldung?.art).toBe('unzustellbar');
    } finally {
      await stopCity();
      await postfix.stop();
      await relay.close();
    }
  });
});
