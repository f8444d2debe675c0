import { z } from 'zod';
import { openVisitor } from '#test/support/browser.js';
import { anOrganisationseinheit, aSignedIn, aVorgang } from '#test/support/builders.js';
import { startInstance } from '#test/support/instance.js';
import { findProgram } from '#test/support/needs.js';
import { flagOf, quantile, report, round } from './flags.js';

/*
 * npm run bench:vorschau -- [--count 60] [--keys 25] [--json]
 * How long a clerk waits for the preview: what the server needs for a letter of one and of three pages, each time with
 * another text, and in Chromium from the last key to the moment at which the pages on the screen fit the text.
 */

const count = Number(flagOf('count', '60'));
const keys = Number(flagOf('keys', '25'));

const Letter = z.looseObject({
  id: z.string(),
  version: z.number(),
  vorlage: z.string(),
  empfaenger: z.looseObject({}),
  inhalt: z.looseObject({}),
});
const Preview = z.object({ seitenzahl: z.number() });

const instance = await startInstance({ train: false });
const { db } = instance.running.app;
const unit = await anOrganisationseinheit(db, { kuerzel: '99.9', name: 'Ordnungsamt' });
const clerk = await aSignedIn(db, 'sachbearbeitung', unit.id);
const { id: vorgangId } = await aVorgang(db, { organisationseinheitId: unit.id });

const ask = async (method: string, path: string, body: unknown): Promise<string> => {
  const answer = await fetch(`${instance.running.url}${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      cookie: clerk.cookie,
      origin: instance.running.url,
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.status >= 400) throw new Error(`${path} answered ${answer.status}: ${text}`);
  return text;
};

const letter = Letter.parse(
  JSON.parse(await ask('POST', '/api/postausgaenge', { vorgangId, vorlage: 'anschreiben' })),
);
const sentence = 'Wir haben Ihre Unterlagen geprüft und bitten um Ergänzung der Angaben. ';
const contentOf = (paragraphs: number, turn: number) => ({
  vorlage: letter.vorlage,
  empfaenger: {
    ...letter.empfaenger,
    ...{ name: 'Jana Böhm', strasse: 'Gartenstraße 4', plz: '05110', ort: 'Lohwerda' },
  },
  betreff: 'Ihre Stellungnahme',
  inhalt: {
    ...letter.inhalt,
    bloecke: Array.from({ length: paragraphs }, (_, at) => ({
      art: 'absatz',
      laeufe: [{ text: `${at === 1 ? `Nummer ${turn}. ` : ''}${sentence.repeat(6)}` }],
    })),
  },
});

const p50 = (times: readonly number[]): number => round(quantile(times, 0.5) ?? 0);
const p95 = (times: readonly number[]): number => round(quantile(times, 0.95) ?? 0);

const measureServer = async (paragraphs: number, wanted: object = {}) => {
  const times: number[] = [];
  let pages = 0;
  let bytes = 0;
  for (let turn = -3; turn < count; turn += 1) {
    const from = performance.now();
    const body = { ...contentOf(paragraphs, turn), vorgangId, ...wanted };
    const text = await ask('POST', '/api/postausgaenge/vorschau', body);
    if (turn >= 0) times.push(performance.now() - from);
    pages = Preview.parse(JSON.parse(text)).seitenzahl;
    bytes = text.length;
  }
  return { pages, p50Ms: p50(times), p95Ms: p95(times), kilobytes: round(bytes / 1_000, 0) };
};

/** From the last key to the moment at which the page says that the preview fits the text. */
const measureBrowser = async (paragraphs: number) => {
  if (findProgram('chromium') === undefined) return undefined;
  const fresh = Letter.parse(
    JSON.parse(await ask('POST', '/api/postausgaenge', { vorgangId, vorlage: 'anschreiben' })),
  );
  await ask('PUT', `/api/postausgaenge/${fresh.id}`, {
    ...contentOf(paragraphs, 0),
    version: fresh.version,
  });
  const visitor = await openVisitor(instance.running.url);
  const { page } = visitor;
  const [name = '', value = ''] = clerk.cookie.split('=');
  await page.context().addCookies([{ name, value, url: instance.running.url }]);
  await page.goto(`/schreiben/${fresh.id}`);
  const field = page.getByRole('textbox', { name: 'Absatz 1', exact: true });
  const status = page.locator('.preview__head [role=status]');
  await status.getByText('aktuell').waitFor();
  await field.click();
  const times: number[] = [];
  for (let turn = 0; turn < keys; turn += 1) {
    await page.keyboard.type('ab');
    const taken = await page.evaluate(`new Promise((resolve) => {
      const from = performance.now();
      const status = document.querySelector('.preview__head [role=status]');
      const look = () => status.textContent.includes('aktuell')
        ? requestAnimationFrame(() => resolve(performance.now() - from)) : setTimeout(look, 4);
      look();
    })`);
    times.push(Number(taken));
    await page.waitForTimeout(120);
  }
  await visitor.close();
  return { p50Ms: p50(times), p95Ms: p95(times) };
};

/** What the page asks for first: the page that is on the screen, and nothing else. */
const onScreen = { seiten: [1], pruefen: false };
const figures = {
  'server, picture of one page': await measureServer(2, onScreen),
  'server, picture of one page of three': await measureServer(16, onScreen),
  'server, all pages and findings, one page': await measureServer(2),
  'server, all pages and findings, three pages': await measureServer(16),
  'Chromium, last key to picture, one page': await measureBrowser(2),
  'Chromium, last key to picture, three pages': await measureBrowser(16),
};
report('Preview of a letter while it is written', figures);
await instance.stop();
process.exit(0);
