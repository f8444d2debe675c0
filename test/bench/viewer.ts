import { join } from 'node:path';
import { sql } from 'kysely';
import sharp from 'sharp';
import { z } from 'zod';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import {
  anOrganisationseinheit,
  aPosteingang,
  aSignedIn,
  aVorgang,
} from '#test/support/builders.js';
import { startInstance } from '#test/support/instance.js';
import { flagOf, quantile, report, round } from './flags.js';

/*
 * npm run bench:viewer -- [--pages 500] [--previews 60] [--json]
 * How long somebody waits for a page, its miniature, the places of a word and the preview of a letter. All of
 * it over HTTP, with sign-in, rights and protocol; the images are noisy scans of A4 at 200 dpi.
 */

const pageCount = Number(flagOf('pages', '500'));
const previewCount = Number(flagOf('previews', '60'));
/** How long the page waits after the last key before it asks. */
const pausePreviewMs = 100;

const Letter = z.object({
  vorlage: z.string(),
  empfaenger: z.looseObject({}),
  inhalt: z.looseObject({}),
});

const timesOf = async (count: number, work: (index: number) => Promise<unknown>) => {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const from = performance.now();
    await work(index);
    times.push(performance.now() - from);
  }
  return times;
};

const p50p95 = (times: readonly number[]): string =>
  `p50 ${round(quantile(times, 0.5) ?? 0)} ms, p95 ${round(quantile(times, 0.95) ?? 0)} ms`;

const aNoisyPage = (): Promise<Buffer> =>
  sharp({
    create: {
      width: 1_654,
      height: 2_339,
      channels: 3,
      background: '#ffffff',
      noise: { type: 'gaussian', mean: 225, sigma: 14 },
    },
  })
    .jpeg({ quality: 80 })
    .toBuffer();

const sentence =
  'Sehr geehrte Damen und Herren, gegen den Bescheid über die Straßenreinigungsgebühren lege ich Widerspruch ein'.split(
    ' ',
  );

/** About 320 words, as on a full page; one page in fifty holds the word that is looked for. */
const wordsOf = (nummer: number) =>
  Array.from({ length: 320 }, (_, at) => ({
    text: nummer % 50 === 7 && at === 100 ? 'Hebebühne' : (sentence[at % sentence.length] ?? ''),
    confidence: 0.93,
    line: Math.floor(at / 10),
    box: {
      x: 0.1 + (at % 10) * 0.08,
      y: 0.1 + Math.floor(at / 10) * 0.02,
      width: 0.07,
      height: 0.012,
    },
  }));

const fill = async (id: string): Promise<void> => {
  // Pages of a stack differ; a handful of images in turn keeps the preparation short.
  const images = await Promise.all(Array.from({ length: 40 }, aNoisyPage));
  const hashes: string[] = [];
  for (const image of images) hashes.push((await blobs.write(image)).sha256);
  for (let nummer = 1; nummer <= pageCount; nummer += 1) {
    const worte = wordsOf(nummer);
    await asSystem(db, (tx) =>
      rows(
        tx,
        sql`insert into seite (posteingang_id, nummer, bestandteil, bestandteil_seite, bild_sha256,
              bild_media_type, breite, hoehe, dpi, breite_pt, hoehe_pt, leer, text, worte)
            values (${id}, ${nummer}, 0, ${nummer}, ${hashes[nummer % hashes.length]}, 'image/jpeg', 1654, 2339,
              200, 595, 842, false, ${worte.map((word) => word.text).join(' ')}, ${JSON.stringify(worte)}::jsonb)`,
      ),
    );
  }
};

const instance = await startInstance({ train: false, services: ['api'] });
const { db } = instance.running.app;
const blobs = await createFilesystemStore({ path: join(instance.dataDir, 'blobs') });
const unit = await anOrganisationseinheit(db, { kuerzel: '99.9', name: 'Ordnungsamt' });
const { cookie } = await aSignedIn(db, 'sachbearbeitung', unit.id);

/** Asks as the page does; fails unless the answer is good. */
const ask = async (path: string, given: RequestInit = {}): Promise<Response> => {
  const headers = { ...given.headers, cookie, origin: instance.running.url };
  const answer = await fetch(`${instance.running.url}${path}`, { ...given, headers });
  if (answer.status >= 400) throw new Error(`${path} answered ${answer.status}`);
  return answer;
};

const measurePages = async (): Promise<Record<string, string>> => {
  const facts = { zustand: 'zugeordnet', organisationseinheitId: unit.id } as const;
  const { id } = await aPosteingang(db, facts);
  await fill(id);
  const item = `/api/posteingaenge/${id}`;
  const get = async (path: string, headers: Record<string, string> = {}): Promise<Response> => {
    const answer = await ask(path, { headers });
    await answer.arrayBuffer();
    return answer;
  };
  const picture = (index: number, width: number) =>
    get(`${item}/seiten/${index + 1}/bild?breite=${width}`);

  const [first = 0] = await timesOf(1, () => get(item).then(() => picture(0, 640)));
  const fresh = await timesOf(39, (index) => picture(index + 1, 640));
  const again = await timesOf(100, (index) => picture(index % 40, 640));
  const whole = await timesOf(39, (index) => picture(index + 1, 960));
  const known = await picture(0, 640);
  const headers = { 'If-None-Match': known.headers.get('etag') ?? '' };
  const unchanged = await timesOf(100, () => get(`${item}/seiten/1/bild?breite=640`, headers));
  const miniatures = await timesOf(40, (index) => picture(index, 160));
  const strip = await timesOf(10, (index) =>
    Promise.all(Array.from({ length: 12 }, (_, at) => picture((index * 12 + at) % pageCount, 320))),
  );
  const text = await timesOf(100, (index) => get(`${item}/seiten/${(index % 400) + 1}/text`));
  const rare = await timesOf(20, () => get(`${item}/fundstellen?q=Hebeb%C3%BChne`));
  const frequent = await timesOf(20, () => get(`${item}/fundstellen?q=Widerspruch`));
  return {
    'item opened and first page shown, nothing warm': `${round(first)} ms`,
    'page at 640 px, first time': p50p95(fresh),
    'page at 640 px, again': p50p95(again),
    'page at full size, for 960 px and more': p50p95(whole),
    'page the browser has (304)': p50p95(unchanged),
    'miniature at 160 px, first time': p50p95(miniatures),
    'twelve images at 320 px at once': p50p95(strip),
    'text of a page with its words': p50p95(text),
    [`search in ${pageCount} pages, rare word`]: p50p95(rare),
    [`search in ${pageCount} pages, word on every page`]: p50p95(frequent),
  };
};

const measurePreview = async (): Promise<Record<string, string>> => {
  const { id: vorgangId } = await aVorgang(db, { organisationseinheitId: unit.id });
  const post = (path: string, body: unknown): Promise<Response> =>
    ask(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  const created = await post('/api/postausgaenge', { vorgangId, vorlage: 'anschreiben' });
  const letter = Letter.parse(await created.json());
  const empfaenger = {
    ...letter.empfaenger,
    ...{ name: 'Jana Böhm', strasse: 'Gartenstraße 4', plz: '05110', ort: 'Lohwerda' },
  };
  const preview = async (index: number): Promise<void> => {
    const laeufe = [
      { text: `wir danken für Ihr Schreiben. ${'Satz um Satz. '.repeat(index % 40)}` },
    ];
    const answer = await post('/api/postausgaenge/vorschau', {
      vorgangId,
      vorlage: letter.vorlage,
      empfaenger,
      betreff: 'Ihre Stellungnahme',
      inhalt: { ...letter.inhalt, bloecke: [{ art: 'absatz', laeufe }] },
    });
    await answer.arrayBuffer();
  };
  await preview(0);
  const times = await timesOf(previewCount, (index) => preview(index + 1));
  return {
    'preview of a letter, one page': p50p95(times),
    'the same with the pause after the last key': p50p95(times.map((ms) => ms + pausePreviewMs)),
  };
};

report(`Viewer, ${pageCount} pages`, { ...(await measurePages()), ...(await measurePreview()) });
await instance.stop();
process.exit(0);
