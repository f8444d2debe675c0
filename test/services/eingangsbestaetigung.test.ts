import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '#config/load.js';
import { systemClock } from '#infrastructure/clock.js';
import { createLog } from '#infrastructure/log.js';
import { openBlobStore } from '#infrastructure/storage/open-blob-store.js';
import type { Eingangsbestaetigung } from '#posteingang/eingangsbestaetigung.schema.js';
import { createReceiver } from '#posteingang/index.js';
import { createLmtpServer } from '#posteingang/sources/lmtp.js';
import { openMailClient } from '#test/support/lmtp-client.js';
import { type Relay, startRelay } from '#test/support/relay.js';
import { eventually, type Served, startServed } from '#test/support/served.js';

/** A mailroom with its relay and its receiver for mail. */
interface House {
  served: Served;
  relay: Relay;
  deliver: (mail: { from: string; to: string; raw: string }) => Promise<string>;
  close: () => Promise<void>;
}

/** `post@…` of its domain acknowledges, `leise@…` does not. */
const openHouse = async (domain: string): Promise<House> => {
  const relay = await startRelay();
  const flags = [
    `--outbound.smtpUrl=${relay.url}`,
    `--outbound.mailFrom=post@${domain}`,
    `--outbound.messageIdDomain=${domain}`,
    `--eingangsbestaetigung.addresses=post@${domain}`,
    `--lmtp.addresses=post@${domain},leise@${domain}`,
    '--lmtp.port=0',
  ];
  const served = await startServed(flags);
  const config = loadConfig({ environment: {}, flags: [`--dataDir=${served.dataDir}`, ...flags] });
  const { db } = served.running.app;
  const receiver = createReceiver({ db, afterCommit: () => undefined });
  const blobs = await openBlobStore(config);
  const log = createLog({ level: 'silent' });
  const lmtp = await createLmtpServer({ db, blobs, config, clock: systemClock, receiver, log });
  const port = await lmtp.listen();
  return {
    served,
    relay,
    deliver: async ({ from, to, raw }) => {
      const client = await openMailClient(port);
      const { data } = await client.deliver({ from, to: [to], raw: Buffer.from(raw) });
      client.close();
      return /\d{4}-\d{6}/.exec(data[0]?.text ?? '')?.[0] ?? '';
    },
    close: async () => {
      await lmtp.close();
      await served.stop();
      await relay.close();
    },
  };
};

let stadt: House;
let kreis: House;
beforeAll(async () => {
  stadt = await openHouse('stadt.example');
  kreis = await openHouse('kreis.example');
}, 240_000);
afterAll(async () => {
  await stadt?.close();
  await kreis?.close();
});

let made = 0;
const aMail = (from: string, fields: readonly string[] = []): string => {
  made += 1;
  return [
    `From: Erika Muster <${from}>`,
    'To: post@stadt.example',
    'Subject: KAUFEN SIE JETZT',
    `Message-ID: <${made}@buerger.example>`,
    ...fields,
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Guten Tag, anbei mein Antrag Nummer ${made}.`,
    '',
  ].join('\r\n');
};

interface Line {
  id: string;
  eingangsnummer: string;
  zustand: string;
}

/** What the page says of the item when the machine is done with it. */
const shownOf = async (
  house: House,
  eingangsnummer: string,
): Promise<Eingangsbestaetigung | null> => {
  const { mailroom } = house.served;
  const line = await eventually(
    async () => {
      const { body } = await mailroom.get('/api/posteingaenge');
      return (body as { zeilen: Line[] }).zeilen.find(
        (one) => one.eingangsnummer === eingangsnummer,
      );
    },
    (one) => one !== undefined && one.zustand !== 'in_bearbeitung',
  );
  return eventually(
    async () =>
      (
        (await mailroom.get(`/api/posteingaenge/${line?.id}`)).body as {
          eingangsbestaetigung: Eingangsbestaetigung | null;
        }
      ).eingangsbestaetigung,
    (one) => !['queued', 'claimed', 'committing'].includes(one?.zustand ?? ''),
  );
};

describe('a mail to an address that acknowledges', () => {
  it('is acknowledged once with its Eingangsnummer, and the page says so', {
    timeout: 120_000,
  }, async () => {
    const from = 'erika@buerger.example';
    const number = await stadt.deliver({ from, to: 'post@stadt.example', raw: aMail(from) });
    expect(await shownOf(stadt, number)).toMatchObject({ zustand: 'sent', empfaenger: from });
    const [mail, ...more] = stadt.relay.taken;
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ from: '', to: [from] });
    expect(mail?.raw.replaceAll(/\r\n[ \t]+/g, ' ')).toContain(number);
    expect(mail?.raw).toMatch(/^In-Reply-To: <\d+@buerger\.example>\r$/m);
    expect(mail?.raw).not.toContain('KAUFEN');
    const again = await stadt.deliver({ from, to: 'post@stadt.example', raw: aMail(from) });
    expect(await shownOf(stadt, again)).toMatchObject({
      zustand: 'unterlassen',
      grund: expect.stringContaining('24 Stunden'),
    });
    expect(stadt.relay.taken).toHaveLength(1);
  });

  it('is not acknowledged when it went to many or came with the empty envelope sender', {
    timeout: 120_000,
  }, async () => {
    const before = stadt.relay.taken.length;
    const to = 'post@stadt.example';
    const from = 'verein@verein.example';
    const raw = aMail(from, ['List-Unsubscribe: <mailto:ab@verein.example>']);
    const bulk = await stadt.deliver({ from, to, raw });
    const empty = await stadt.deliver({ from: '', to, raw: aMail('amt@fremd.example') });
    for (const number of [bulk, empty])
      expect(await shownOf(stadt, number)).toMatchObject({ zustand: 'unterlassen' });
    expect(stadt.relay.taken).toHaveLength(before);
  });
});

describe('nothing is said of acknowledgements', () => {
  it('for another address, and for a mail that a person hands in', {
    timeout: 120_000,
  }, async () => {
    const before = stadt.relay.taken.length;
    const from = 'otto@buerger.example';
    const quiet = await stadt.deliver({ from, to: 'leise@stadt.example', raw: aMail(from) });
    expect(await shownOf(stadt, quiet)).toBeNull();
    const answer = await stadt.served.mailroom.upload([
      { name: 'mail.eml', mediaType: 'message/rfc822', bytes: Buffer.from(aMail(from)) },
    ]);
    const [one] = (answer.body as { ergebnisse: { eingangsnummer: string }[] }).ergebnisse;
    expect(await shownOf(stadt, one?.eingangsnummer ?? '')).toBeNull();
    expect(stadt.relay.taken).toHaveLength(before);
  });
});

/** The acknowledgement as a mail of which nothing tells that a machine has written it. */
const withoutMarks = (raw: string): string =>
  raw
    .replaceAll(/^(?:Auto-Submitted|X-Auto-Response-Suppress):.*\r\n/gm, '')
    .replace(/^Subject:.*\r\n(?:[ \t].*\r\n)*/m, 'Subject: Eingang\r\n');

describe('two mailrooms that acknowledge', () => {
  it('end after one acknowledgement, also when its marks got lost on the way', {
    timeout: 180_000,
  }, async () => {
    stadt.relay.taken.splice(0);
    const from = 'post@kreis.example';
    const first = await stadt.deliver({ from, to: 'post@stadt.example', raw: aMail(from) });
    expect(await shownOf(stadt, first)).toMatchObject({ zustand: 'sent' });
    const [mail] = stadt.relay.taken;
    const raw = mail?.raw ?? '';
    const second = await kreis.deliver({ from: mail?.from ?? 'x', to: from, raw });
    expect(await shownOf(kreis, second)).toMatchObject({ zustand: 'unterlassen' });
    // Servers that rewrite the envelope and drop what they do not know: the limits end it.
    const third = await kreis.deliver({
      ...{ from: 'post@stadt.example', to: from },
      raw: withoutMarks(raw),
    });
    expect(await shownOf(kreis, third)).toMatchObject({ zustand: 'sent' });
    const back = withoutMarks(kreis.relay.taken.at(-1)?.raw ?? '');
    const last = await stadt.deliver({ from, to: 'post@stadt.example', raw: back });
    expect(await shownOf(stadt, last)).toMatchObject({
      zustand: 'unterlassen',
      grund: expect.stringContaining('24 Stunden'),
    });
    expect([stadt.relay.taken.length, kreis.relay.taken.length]).toEqual([1, 1]);
  });
});
