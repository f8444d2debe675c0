import { execFileSync } from 'node:child_process';
import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Sendung, Spur } from '#postausgang/channels/channel.js';
import { createFitConnectChannel } from '#postausgang/channels/fitconnect.js';
import { createFitConnectApi } from '#postausgang/fitconnect/api.js';
import {
  type FitConnectStub,
  startFitConnectStub,
  stubFaults,
} from '#test/support/fitconnect-stub.js';

/*
 * Against a stub of the delivery service that does the cryptography for real (test/support/fitconnect-stub.ts). That the
 * channel works with FITKO's own service is not shown here.
 */

const postfach = '0f8fad5b-d9cb-469f-a165-70867728950e';
let stub: FitConnectStub;
let folder: string;
let channel: ReturnType<typeof createFitConnectChannel>;

const openChannel = (secret = 'geheim') =>
  createFitConnectChannel({
    api: createFitConnectApi({
      url: stub.url,
      oauth: { tokenUrl: `${stub.url}/token`, clientId: 'probe', clientSecret: secret, scope: '' },
      now: () => new Date(),
    }),
    destinationId: stub.destinationId,
    leistung: 'Schreiben der Stadt Lohwerda',
    absender: 'Stadt Lohwerda',
    vertrauensniveau: 3,
    autor: {
      schluessel: createPrivateKey(readFileSync(join(folder, 'key.pem'))),
      zertifikat: new X509Certificate(readFileSync(join(folder, 'cert.pem'))),
    },
    postfachOf: async (id) => (id.startsWith('ohne') ? undefined : postfach),
    now: () => new Date(),
  });

beforeAll(async () => {
  stub = await startFitConnectStub();
  folder = mkdtempSync(join(tmpdir(), 'poststelle-fitconnect-'));
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
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
  execFileSync('openssl', [...what, ...files], { stdio: 'ignore' });
  channel = openChannel();
}, 60_000);
beforeEach(() => stub.breakAt(undefined));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await stub.close();
});

const aSendung = (given: Partial<Sendung> = {}): Sendung => ({
  id: randomUUID(),
  attempt: 1,
  geschaeftszeichen: `32-1212/1/${Math.random().toString().slice(2, 8)}-2026`,
  betreff: 'Ihr Antrag auf Sondernutzung',
  empfaenger: {
    name: 'Anna Berg',
    zusatz: '',
    strasse: '',
    plz: '',
    ort: '',
    land: '',
    email: null,
  },
  antwortAn: '',
  messageId: '',
  briefdatum: '2026-11-23',
  versanddatum: '2026-11-23',
  now: new Date(),
  druckdatei: '',
  seitenzahl: 2,
  sha256: '',
  pdf: Buffer.from('%PDF-1.7 the letter'),
  ...given,
});

/** Delivers and tells what was kept before the point of no return. */
const deliver = async (sendung: Sendung, through = channel) => {
  let kennung: string | undefined;
  const commit = async (known?: string) => {
    kennung = known;
  };
  const ende = await through.deliver(sendung, { commit, signal: AbortSignal.timeout(60_000) });
  return { ende, kennung };
};
const spurOf = (sendung: Sendung, fremdkennung: string | undefined): Spur => ({
  id: sendung.id,
  attempt: 1,
  druckdatei: '',
  renditionSha256: null,
  fremdkennung: fremdkennung ?? null,
});
const timesTaken = ({ geschaeftszeichen }: Sendung): number =>
  stub.taken().filter((one) => one.reference === geschaeftszeichen).length;

describe('a letter to the mailbox of a user account', () => {
  it('arrives encrypted for the destination, signed, and with the PDF as it is', async () => {
    const sendung = aSendung();
    const { ende, kennung } = await deliver(sendung);
    expect(ende).toMatchObject({
      ergebnis: 'sent',
      fremdkennung: kennung,
      nachweis: { art: 'gegenseite' },
    });
    const message = stub.taken().find((one) => one.reference === sendung.geschaeftszeichen);
    expect(message).toMatchObject({ mailboxUuid: postfach, title: 'Ihr Antrag auf Sondernutzung' });
    expect(message?.pdf.equals(sendung.pdf)).toBe(true);
  });

  it('is followed by its signed events until it is accepted', async () => {
    const sendung = aSendung();
    const { kennung } = await deliver(sendung);
    const signal = AbortSignal.timeout(10_000);
    const first = await channel.status?.(spurOf(sendung, kennung), signal);
    expect(first).toMatchObject({ endgueltig: false, meldungen: [{ art: 'uebergeben' }] });
    const [submissionId = ''] = (kennung ?? '').split('/');
    const { tags } = stub.submissions.get(submissionId) ?? {};
    await stub.event(submissionId, 'something-new');
    await stub.event(submissionId, 'accept-submission', { authenticationTags: tags });
    const last = await channel.status?.(spurOf(sendung, kennung), signal);
    expect(last?.endgueltig).toBe(true);
    expect(last?.meldungen.map((one) => one.art)).toEqual(['uebergeben', 'hinweis', 'angenommen']);
  });

  it('is not believed accepted where the event names other tags, or is not signed by the service', async () => {
    const sendung = aSendung();
    const { kennung } = await deliver(sendung);
    const [submissionId = ''] = (kennung ?? '').split('/');
    const signal = AbortSignal.timeout(10_000);
    const foreign = { metadata: 'x', data: 'y', attachments: {} };
    await stub.event(submissionId, 'accept-submission', { authenticationTags: foreign });
    const status = await channel.status?.(spurOf(sendung, kennung), signal);
    expect(status?.meldungen.at(-1)).toMatchObject({ art: 'hinweis' });
    const log = stub.submissions.get(submissionId)?.events ?? [];
    const [head, , signature] = (log[0] ?? '').split('.');
    const claims = Buffer.from((log[0] ?? '').split('.')[1] ?? '', 'base64url').toString();
    const forged = claims.replace('create-submission', 'accept-submission');
    log[0] = `${head}.${Buffer.from(forged).toString('base64url')}.${signature}`;
    await expect(channel.status?.(spurOf(sendung, kennung), signal)).rejects.toThrow();
  });

  it('tells a rejection with its reasons', async () => {
    const sendung = aSendung();
    const { kennung } = await deliver(sendung);
    const [submissionId = ''] = (kennung ?? '').split('/');
    await stub.event(submissionId, 'reject-submission', {
      problems: [{ type: 'urn:kein-postfach' }],
    });
    const status = await channel.status?.(spurOf(sendung, kennung), AbortSignal.timeout(10_000));
    expect(status?.meldungen.at(-1)).toMatchObject({
      art: 'abgelehnt',
      text: expect.stringContaining('kein-postfach'),
    });
    expect(status?.endgueltig).toBe(true);
  });

  it('does not leave without a mailbox, or with a secret that the service does not know', async () => {
    expect((await deliver(aSendung({ id: 'ohne-postfach' }))).ende).toMatchObject({
      ergebnis: 'failed',
    });
    const refused = await deliver(aSendung(), openChannel('falsch'));
    expect(refused).toMatchObject({ ende: { ergebnis: 'retry' }, kennung: undefined });
  });

  it.each([
    ['another name', { kid: 'andere' }],
    ['another algorithm', { alg: 'RSA1_5' }],
    ['another purpose', { key_ops: ['verify'] }],
  ])('is not encrypted with a key that has %s', async (_name, parts) => {
    stub.forgeKey(parts);
    const { ende, kennung } = await deliver(aSendung());
    stub.forgeKey({ kid: 'ziel-1', alg: 'RSA-OAEP-256', key_ops: ['wrapKey'] });
    expect(ende).toMatchObject({ ergebnis: 'failed', fehler: { code: 'portal-schluessel' } });
    expect(kennung).toBeUndefined();
  });
});

describe('a delivery service whose connections break', () => {
  it.each(stubFaults)(
    'at %s: nothing is sent twice, nothing is lost, what is uncertain says so',
    async (fault) => {
      const sendung = aSendung();
      const fresh = openChannel();
      stub.breakAt(fault);
      const { ende, kennung } = await deliver(sendung, fresh);
      stub.breakAt(undefined);
      const taken = timesTaken(sendung);
      expect(taken).toBeLessThanOrEqual(1);
      if (ende.ergebnis === 'sent') expect(taken).toBe(1);
      if (ende.ergebnis === 'retry') {
        expect(taken).toBe(0);
        expect((await deliver(sendung, fresh)).ende.ergebnis).toBe('sent');
        expect(timesTaken(sendung)).toBe(1);
      }
      if (ende.ergebnis === 'unknown') {
        // What the service has is found by the id that was kept; what it does not have stays with a person.
        const found = await fresh.findEvidence(spurOf(sendung, kennung));
        expect(found?.hinausgegangen).toBe(taken === 1 ? true : undefined);
      }
      expect(ende.ergebnis).not.toBe('failed');
    },
    30_000,
  );

  it('is asked again under the same id, so that a lost answer makes no second submission', async () => {
    const sendung = aSendung();
    stub.breakAt('submit-taken');
    const { ende } = await deliver(sendung);
    expect(ende.ergebnis).toBe('sent');
    expect(timesTaken(sendung)).toBe(1);
  });

  it.each(['announce-422', 'submit-422'] as const)(
    'that says no at %s is believed',
    async (fault) => {
      stub.breakAt(fault);
      const sendung = aSendung();
      expect((await deliver(sendung)).ende).toMatchObject({
        ergebnis: 'failed',
        fehler: { code: 'portal-abgelehnt' },
      });
      expect(timesTaken(sendung)).toBe(0);
    },
  );
});
