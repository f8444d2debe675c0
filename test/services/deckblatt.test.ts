import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import { createClient } from '#demo/client.js';
import { EmpfangsAntwort, PosteingangStatus } from '#posteingang/posteingang.schema.js';
import { letterPdf } from '#test/support/documents.js';
import { eventually, type Served, startServed } from '#test/support/served.js';
import { cityPassword } from '#test/support/small-city.js';

const workMs = 240_000;
let world: Served;

beforeAll(async () => {
  world = await startServed();
});
afterAll(() => world?.stop());

/** A cover sheet as a clerk of the office prints it from the page of the Vorgang. */
const printCover = async (blaetter: number): Promise<Buffer> => {
  const clerk = createClient(world.running.url);
  await clerk.signIn(world.city.logins.clerk, cityPassword);
  const path = `/api/vorgaenge/${world.city.vorgang.id}/deckblatt.pdf?blaetter=${blaetter}`;
  const answer = await clerk.get(path);
  clerk.close();
  expect(answer.status).toBe(200);
  return answer.bytes;
};

/** Paper in front of the scanner: the cover sheet, then a letter that names no Vorgang and no office. */
const scanOf = async (cover: Buffer, pages: number, mark: string): Promise<Buffer> => {
  const paper = await PDFDocument.create();
  const letter = await letterPdf(
    Array.from({ length: pages }, (_, at) => [
      `Nachgereichte Unterlage ${mark}, Blatt ${at + 1}`,
      'Sehr geehrte Damen und Herren,',
      'beiliegend erhalten Sie die angekündigte Aufstellung zu Ihrer Verwendung.',
      'Mit freundlichen Grüßen',
    ]),
  );
  for (const bytes of [cover, letter]) {
    const part = await PDFDocument.load(bytes);
    for (const page of await paper.copyPages(part, part.getPageIndices())) paper.addPage(page);
  }
  return Buffer.from(await paper.save());
};

const scan = async (name: string, bytes: Buffer): Promise<string> => {
  const answer = await world.mailroom.upload([{ name, mediaType: 'application/pdf', bytes }]);
  const [one] = EmpfangsAntwort.parse(answer.body).ergebnisse;
  if (one?.outcome !== 'accepted') throw new Error('the scan was not accepted');
  return one.eingangsnummer;
};

type Status = z.infer<typeof PosteingangStatus>;

/** The letter that was cut out of a stack, when the machine has done with it. */
const letterBehind = async (stack: string): Promise<Status> => {
  const status = await eventually(
    async () => {
      const next = `${stack.slice(0, 5)}${String(Number(stack.slice(5)) + 1).padStart(6, '0')}`;
      const answer = await world.mailroom.get(`/api/posteingaenge?suche=${next}`);
      const [line] = (answer.body as { zeilen: { id: string; eingangsnummer: string }[] }).zeilen;
      if (line === undefined || line.eingangsnummer !== next) return undefined;
      const status = await world.mailroom.get(`/api/posteingaenge/${line.id}/status`);
      return PosteingangStatus.parse(status.body);
    },
    (status) => status !== undefined && status.zustand !== 'in_bearbeitung',
  );
  if (status === undefined) throw new Error('there is no letter');
  return status;
};

it(
  'a scan behind a cover sheet of a clerk comes into its Vorgang, though the letter names none',
  async () => {
    const number = await scan('mit-deckblatt.pdf', await scanOf(await printCover(2), 2, 'eins'));
    const letter = await letterBehind(number);
    expect(letter).toMatchObject({
      zustand: 'zugeordnet',
      geschaeftszeichen: world.city.vorgang.geschaeftszeichen,
      seiten: { gesamt: 2 },
    });
  },
  workMs,
);

it(
  'a scan with fewer sheets than its cover sheet announces waits in Clearing and says so',
  async () => {
    const number = await scan('zu-wenig.pdf', await scanOf(await printCover(5), 2, 'zwei'));
    const letter = await letterBehind(number);
    expect(letter.zustand).toBe('clearing');
    expect(letter.clearing?.text).toContain('5');
  },
  workMs,
);

it('a cover sheet is printed only for a Vorgang that the person may see', async () => {
  const stranger = `/api/vorgaenge/${world.city.office.id}/deckblatt.pdf`;
  const clerk = createClient(world.running.url);
  await clerk.signIn(world.city.logins.clerk, cityPassword);
  expect((await clerk.get(stranger)).status).toBe(404);
  clerk.close();
  const own = `/api/vorgaenge/${world.city.vorgang.id}/deckblatt.pdf`;
  expect((await world.mailroom.get(own)).status).toBe(403);
});
