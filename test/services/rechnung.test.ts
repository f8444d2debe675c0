import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { type Client, createClient, type UploadFile } from '#demo/client.js';
import { samplePassword } from '#demo/seed.js';
import type { PosteingangDetail } from '#posteingang/posteingang.schema.js';
import type { Rechnungsdaten } from '#posteingang/rechnung.schema.js';
import { writeMail } from '#sample/mail-eml.js';
import { ciiRechnung } from '#sample/rechnung/cii.js';
import { buerobedarf, strassenbau } from '#sample/rechnung/muster-rechnungen.js';
import { ublRechnung } from '#sample/rechnung/ubl.js';
import { zugferdPdf } from '#sample/rechnung/zugferd-pdf.js';
import { type Instance, startInstance } from '#test/support/instance.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

type Detail = z.infer<typeof PosteingangDetail>;

let instance: Instance;
let poststelle: Client;
let kaemmerei: Client;

beforeAll(async () => {
  instance = await startInstance({ train: false });
  poststelle = await instance.signInAs('poststelle');
  kaemmerei = await signInOf('20');
});
afterAll(() => instance.stop());

const signInOf = async (kuerzel: string): Promise<Client> => {
  const person = instance.city.personen.find((one) =>
    one.roles.some((held) => held.kuerzel === kuerzel && held.role === 'leitung'),
  );
  if (person === undefined) throw new Error(`nobody leads ${kuerzel}`);
  const client = createClient(instance.running.url);
  await client.signIn(person.login, samplePassword);
  return client;
};

const xmlFile = (name: string, xml: string): UploadFile => ({
  name,
  mediaType: 'application/xml',
  bytes: Buffer.from(xml),
});

const upload = async (file: UploadFile): Promise<unknown> => (await poststelle.upload([file])).body;

const idIn = (answer: unknown): string => {
  const id = /"id":"([0-9a-f-]{36})"/.exec(JSON.stringify(answer))?.[1];
  if (id === undefined) throw new Error(`nothing was accepted: ${JSON.stringify(answer)}`);
  return id;
};

/** The item when it has come to rest. */
const settled = async (id: string): Promise<{ zustand: string; einheit: string | undefined }> => {
  for (;;) {
    const { body } = await poststelle.get(`/api/posteingaenge/${id}/zeile`);
    const line = body as { zustand: string; organisationseinheit: { kuerzel: string } | null };
    if (line.zustand !== 'in_bearbeitung')
      return { zustand: line.zustand, einheit: line.organisationseinheit?.kuerzel };
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
};

const invoicesOf = async (client: Client, id: string): Promise<Rechnungsdaten[]> => {
  const { status, body } = await client.get(`/api/posteingaenge/${id}/rechnungen`);
  expect(status).toBe(200);
  return (body as { rechnungen: Rechnungsdaten[] }).rechnungen;
};

describe('an electronic invoice', () => {
  let first: string;

  it('as XML gets a readable page and reaches the finance office by its Leitweg-ID', async () => {
    first = idIn(await upload(xmlFile('rechnung.xml', ublRechnung(strassenbau))));
    expect(await settled(first)).toEqual({ zustand: 'zugeordnet', einheit: '20' });
    const detail = (await kaemmerei.get(`/api/posteingaenge/${first}`)).body as Detail;
    expect(detail.seiten).toHaveLength(1);
    expect(detail.absender).toBe('Tiefbau Hallbach & Söhne GmbH');
    expect(detail.betreff).toBe('Rechnung RE-2026-04711');
    expect(detail.felder).toContainEqual(
      expect.objectContaining({
        name: 'betrag',
        wert: '7.317,61 €',
        konfidenz: 1,
        begruendung: 'Rechnungsdatensatz',
      }),
    );
    const [rechnung] = await invoicesOf(kaemmerei, first);
    expect(rechnung).toMatchObject({
      profil: 'XRechnung 3.0',
      leitwegZustand: 'gueltig',
      leitwegEinheit: '20 Kämmerei und Steueramt',
      befunde: [],
      dublette: null,
    });
    const xml = await kaemmerei.get(rechnung?.xml ?? '');
    expect(xml.bytes.toString()).toBe(ublRechnung(strassenbau));
    const text = (await kaemmerei.get(`/api/posteingaenge/${first}/seiten/1/text`)).body;
    expect(JSON.stringify(text)).toContain('Asphaltdeckschicht');
  });

  it('that comes again in another file is shown as the same one', async () => {
    const id = idIn(await upload(xmlFile('nochmal.xml', ciiRechnung(strassenbau))));
    expect(await settled(id)).toEqual({ zustand: 'zugeordnet', einheit: '20' });
    const [again] = await invoicesOf(kaemmerei, id);
    expect(again?.dublette).toMatchObject({ id: first });
    expect((await invoicesOf(kaemmerei, first))[0]?.dublette).toBeNull();
  });

  it('with wrong totals arrives all the same, and says what is wrong', async () => {
    const wrong = ublRechnung({ ...buerobedarf, nummer: 'F-1' }).replace(
      /(<cbc:PayableAmount currencyID="EUR">)/,
      '$19',
    );
    const id = idIn(await upload(xmlFile('falsch.xml', wrong)));
    expect(await settled(id)).toEqual({ zustand: 'zugeordnet', einheit: '20' });
    const [rechnung] = await invoicesOf(kaemmerei, id);
    expect(rechnung?.befunde.map(({ regel }) => regel)).toEqual(['BR-CO-16']);
  });

  it('with a wrong Leitweg-ID is left to a person', async () => {
    const wrong = ublRechnung({ ...buerobedarf, nummer: 'F-2', leitwegId: '14999001-20-48' });
    const id = idIn(await upload(xmlFile('leitweg.xml', wrong)));
    expect((await settled(id)).zustand).toBe('clearing');
    const [rechnung] = await invoicesOf(poststelle, id);
    expect(rechnung).toMatchObject({ leitwegZustand: 'pruefziffer-falsch' });
    expect(rechnung?.befunde.map(({ regel }) => regel)).toEqual(['PST-LEITWEG']);
  });

  it('inside a PDF inside a mail is found', async () => {
    const mail = await writeMail({
      from: { name: 'Krahnert', address: 'rechnung@krahnert.example' },
      to: 'post@stadt-lohwerda.example',
      subject: 'Ihre Rechnung',
      messageId: '<1187@krahnert.example>',
      date: new Date('2026-11-10T08:00:00Z'),
      boundary: 'grenze',
      userAgent: 'Test',
      text: 'Guten Tag, anbei unsere Rechnung.',
      files: [
        {
          fileName: 'rechnung.pdf',
          mediaType: 'application/pdf',
          bytes: await zugferdPdf({ ...buerobedarf, nummer: 'M-1' }),
        },
      ],
    });
    const id = idIn(await upload({ name: 'mail.eml', mediaType: 'message/rfc822', bytes: mail }));
    expect(await settled(id)).toEqual({ zustand: 'zugeordnet', einheit: '20' });
    const [rechnung, ...more] = await invoicesOf(kaemmerei, id);
    expect(more).toEqual([]);
    expect(rechnung).toMatchObject({ profil: 'EN 16931', titel: 'Rechnung M-1', befunde: [] });
    const detail = (await kaemmerei.get(`/api/posteingaenge/${id}`)).body as Detail;
    expect(detail.bestandteile.map(({ dateiname }) => dateiname)).toEqual([
      'mail.pdf',
      'rechnung.pdf',
      'factur-x.xml',
    ]);
    expect(detail.betreff).toBe('Ihre Rechnung');
  });

  it('that cannot be read goes to Clearing with its original', async () => {
    const broken = ublRechnung(buerobedarf).replace('</cbc:IssueDate>', '');
    const id = idIn(await upload(xmlFile('kaputt.xml', broken)));
    expect((await settled(id)).zustand).toBe('clearing');
    const original = await poststelle.get(`/api/posteingaenge/${id}/original`);
    expect(original.bytes.toString()).toBe(broken);
  });
});

describe('an XML that is no invoice', () => {
  it('is refused by name', async () => {
    const answer = await upload(xmlFile('liste.xml', '<?xml version="1.0"?><liste><a/></liste>'));
    expect(JSON.stringify(answer)).toContain('nur elektronische Rechnungen');
  });

  it('with an entity bomb in the dress of an invoice goes to Clearing', async () => {
    const bomb = ublRechnung(buerobedarf).replace(
      '?>',
      '?><!DOCTYPE Invoice [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    );
    const id = idIn(await upload(xmlFile('bombe.xml', bomb)));
    expect((await settled(id)).zustand).toBe('clearing');
  });
});
