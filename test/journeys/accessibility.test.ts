import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  needsChromium,
  openVisitor,
  seriousFaults,
  signIn,
  type Visitor,
} from '#test/support/browser.js';
import { aPosteingang } from '#test/support/builders.js';
import { findProgram } from '#test/support/needs.js';
import { aSmallCity, cityPassword, type SmallCity } from '#test/support/small-city.js';
import { startWholeProgram, type WholeProgram } from '#test/support/whole-program.js';

const journeyMs = 900_000;
const hasChromium = findProgram('chromium') !== undefined;

let program: WholeProgram;
let city: SmallCity;
let visitor: Visitor;
let clearingId = '';

beforeAll(async () => {
  if (!hasChromium) return;
  program = await startWholeProgram();
  city = await aSmallCity(program.db);
  clearingId = (await aPosteingang(program.db, { zustand: 'clearing' })).id;
  await aPosteingang(program.db, {
    zustand: 'zugeordnet',
    organisationseinheitId: city.office.id,
    vorgangId: city.vorgang.id,
  });
  visitor = await openVisitor(program.url);
}, journeyMs);

afterAll(async () => {
  await visitor?.close();
  await program?.stop();
});

const pages = (): readonly string[] => [
  '/poststelle/hochladen',
  '/posteingang',
  '/posteingang?ansicht=abweisungen',
  `/posteingang/${clearingId}`,
  '/clearing',
  `/clearing/${clearingId}`,
  '/postkorb',
  '/vorgaenge',
  `/vorgaenge/${city.vorgang.id}`,
  '/aktenplan',
  '/suche?q=Hofmann',
  '/schreiben',
  `/schreiben/neu?vorgang=${city.vorgang.id}`,
  '/freigabe',
  '/versandklaerung',
  '/verwaltung/einheiten',
  '/verwaltung/personen',
  '/betrieb',
  '/revision',
  '/konto',
  '/konto/tokens',
  '/api-doku',
];

test(
  'every page can be used by everybody: axe finds nothing serious, and the browser has nothing to complain',
  async (context) => {
    needsChromium(context);
    const { page } = visitor;
    const faults: Record<string, string[]> = {};
    const check = async (name: string): Promise<void> => {
      const found = await seriousFaults(page);
      if (found.length > 0) faults[name] = found;
    };
    await page.goto('/anmeldung');
    await page.getByLabel('Anmeldename').waitFor();
    await check('/anmeldung');
    await signIn(page, city.logins.everything, cityPassword);
    for (const address of pages()) {
      await page.goto(address);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByText('Wird geladen …').waitFor({ state: 'hidden' });
      await check(address);
    }
    await page.goto('/postkorb');
    await page.getByRole('rowheader').getByRole('link').first().click();
    await page.getByRole('tab', { name: 'Angaben zum Schreiben' }).click();
    await check('an entry of the Postkorb');
    await page.goto(`/schreiben/neu?vorgang=${city.vorgang.id}`);
    await page.getByRole('button', { name: 'Entwurf beginnen' }).click();
    await page.getByRole('img', { name: /Vorschau Seite 1/ }).waitFor();
    await check('the editor of a letter');
    expect(faults).toEqual({});
    expect(visitor.complaints).toEqual([]);
  },
  journeyMs,
);

test(
  'the page works at 200 % zoom on a small screen: nothing is cut off, and the menu opens by keyboard',
  async (context) => {
    needsChromium(context);
    const { page } = visitor;
    await page.setViewportSize({ width: 640, height: 480 });
    const cut: string[] = [];
    for (const address of pages()) {
      await page.goto(address);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const overflows = await page.evaluate(
        'document.documentElement.scrollWidth > window.innerWidth',
      );
      if (overflows === true) cut.push(address);
    }
    expect(cut).toEqual([]);
    await page.getByRole('button', { name: 'Menü' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Posteingangsbuch' }).click();
    await page.getByRole('heading', { name: 'Posteingangsbuch' }).waitFor();
  },
  journeyMs,
);
