import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLetterXpress } from '#postausgang/briefdienst/letterxpress.js';
import { createBriefdienstChannel, standOf } from '#postausgang/channels/briefdienst.js';
import type { Sendung, Spur } from '#postausgang/channels/channel.js';
import {
  type LetterXpressStub,
  lxpFaults,
  startLetterXpressStub,
} from '#test/support/letterxpress-stub.js';

/* Against a stub of the letter service (test/support/letterxpress-stub.ts), never against the real one. */

let stub: LetterXpressStub;
const address = 'Anna Berg\nGartenstraße 4\n05110 Lohwerda';
const open = (given: { test?: boolean; key?: string; url?: string } = {}) =>
  createBriefdienstChannel({
    dienst: createLetterXpress({
      url: given.url ?? stub.url,
      username: 'stadt',
      apiKey: async () => given.key ?? 'schluessel',
      test: given.test ?? false,
    }),
    preis: { centErstesBlatt: 110, centWeiteresBlatt: 12, stand: '2026-01-01' },
  });

beforeAll(async () => {
  stub = await startLetterXpressStub();
});
beforeEach(() => {
  stub.breakAt(undefined);
  stub.readAddressAs(address);
});
afterAll(() => stub.close());

const aSendung = (given: Partial<Sendung> = {}): Sendung => ({
  id: randomUUID(),
  attempt: 1,
  geschaeftszeichen: '32-1212/1/1-2026',
  betreff: 'Ihr Antrag',
  empfaenger: {
    name: 'Anna Berg',
    zusatz: '',
    strasse: 'Gartenstraße 4',
    plz: '05110',
    ort: 'Lohwerda',
    land: '',
    email: null,
  },
  antwortAn: '',
  messageId: '',
  briefdatum: '2026-11-23',
  versanddatum: '2026-11-23',
  now: new Date(),
  druckdatei: '',
  seitenzahl: 4,
  sha256: '',
  pdf: Buffer.from('%PDF-1.7 the letter'),
  ...given,
});
const signal = () => AbortSignal.timeout(20_000);
const deliver = async (sendung: Sendung, channel = open()) => {
  let kennung: string | undefined;
  const commit = async (known?: string) => {
    kennung = known;
  };
  return { ende: await channel.deliver(sendung, { commit, signal: signal() }), kennung };
};
const spurOf = (sendung: Sendung, fremdkennung: string | undefined): Spur => ({
  id: sendung.id,
  attempt: sendung.attempt,
  druckdatei: '',
  renditionSha256: null,
  fremdkennung: fremdkennung ?? null,
});
const jobsOf = ({ id }: Sendung) => stub.jobs.filter((job) => job.filename_original.includes(id));

describe('a letter by the letter service', () => {
  it('is ordered once with the PDF as it is, and followed until it is posted', async () => {
    const sendung = aSendung();
    const { ende } = await deliver(sendung);
    expect(ende).toMatchObject({ ergebnis: 'sent', nachweis: { art: 'gegenseite' } });
    const [job] = jobsOf(sendung);
    expect(job?.pdf.equals(sendung.pdf)).toBe(true);
    expect(job?.mode).toBe('live');
    const spur = spurOf(sendung, ende.fremdkennung);
    expect(await open().status?.(spur, signal())).toMatchObject({
      meldungen: [{ art: 'angenommen' }],
    });
    if (job !== undefined) job.status = 'done';
    expect(await open().status?.(spur, signal())).toMatchObject({
      endgueltig: true,
      meldungen: [{ art: 'eingeliefert' }],
    });
  });

  it('can be taken back until it is printed', async () => {
    const sendung = aSendung();
    const spur = spurOf(sendung, (await deliver(sendung)).ende.fremdkennung);
    expect(await open().cancel?.(spur, signal())).toBe(true);
    expect(jobsOf(sendung)).toEqual([]);
    const late = aSendung();
    const { ende } = await deliver(late);
    for (const job of jobsOf(late)) job.status = 'done';
    expect(await open().cancel?.(spurOf(late, ende.fremdkennung), signal())).toBe(false);
  });

  it('is taken back where the service read another address from the window', async () => {
    stub.readAddressAs('Anna Berg\nGartenstraße 4');
    const sendung = aSendung();
    expect((await deliver(sendung)).ende).toMatchObject({
      ergebnis: 'failed',
      fehler: { code: 'anschrift-falsch-gelesen' },
    });
    expect(jobsOf(sendung)).toEqual([]);
  });

  it('never counts as sent in the test mode', async () => {
    const { ende } = await deliver(aSendung(), open({ test: true }));
    expect(ende).toMatchObject({ ergebnis: 'failed', fehler: { code: 'briefdienst-testbetrieb' } });
  });

  it('costs what the contract says, and is refused when it is too long or too large', async () => {
    expect(open().quote(aSendung())).toMatchObject({ cent: 122, preisstand: '2026-01-01' });
    expect(await open().check(aSendung({ seitenzahl: 200 }))).toMatchObject([{ stufe: 'fehler' }]);
    expect(await open().check(aSendung())).toEqual([]);
  });

  it('survives states that nobody documented', () => {
    const stand = standOf({ id: '1', status: 'quality_gate', items: null });
    expect(stand).toMatchObject({
      endgueltig: false,
      meldungen: [{ art: 'hinweis', roh: 'quality_gate' }],
    });
    expect(
      standOf({ id: '1', items: [{ tracking_code: 'A', tracking_status: 'Zugestellt: 24.11.' }] }),
    ).toMatchObject({
      endgueltig: true,
    });
  });
});

describe('a letter service whose connections break', () => {
  it.each(lxpFaults)(
    'at %s: nothing is ordered twice, nothing is lost, what is uncertain says so',
    async (fault) => {
      const sendung = aSendung();
      stub.breakAt(fault);
      const { ende, kennung } = await deliver(sendung);
      stub.breakAt(undefined);
      const ordered = jobsOf(sendung).length;
      expect(ordered).toBeLessThanOrEqual(1);
      expect(kennung).toBeDefined();
      if (ende.ergebnis === 'sent') expect(ordered).toBe(1);
      if (ende.ergebnis === 'retry') expect(ordered).toBe(0);
      if (ende.ergebnis === 'unknown') {
        const found = await open().findEvidence(spurOf(sendung, kennung));
        expect(found?.hinausgegangen).toBe(ordered === 1 ? true : undefined);
      }
      expect(ende.ergebnis).not.toBe('failed');
      // Somebody says that it did not leave, or its pause is over: what is there already is not ordered again.
      const again = await deliver({ ...sendung, attempt: 2 });
      expect(again.ende.ergebnis).toBe('sent');
      expect(jobsOf(sendung)).toHaveLength(1);
    },
  );

  it('that says no is believed, and one that is not there has taken nothing', async () => {
    stub.breakAt('refuse');
    expect((await deliver(aSendung())).ende).toMatchObject({ ergebnis: 'failed' });
    stub.breakAt(undefined);
    const wrong = await deliver(aSendung(), open({ key: 'falsch' }));
    expect(wrong.ende).toMatchObject({ fehler: { code: 'briefdienst-abgelehnt' } });
    const away = await deliver(aSendung(), open({ url: 'http://127.0.0.1:9/v3' }));
    expect(away.ende).toMatchObject({ ergebnis: 'retry' });
  });
});
