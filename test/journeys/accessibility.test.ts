import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { needsChromium, seriousFaults, signIn } from '#test/support/browser.js';
import { aPosteingang } from '#test/support/builders.js';
import { aJourney, journeyMs } from '#test/support/journey.js';
import { cityPassword } from '#test/support/small-city.js';

let page: Page;
let clearingId = '';

const journey = aJourney({
  visitors: 'all tests',
  prepare: async ({ program, city, visit }) => {
    clearingId = (await aPosteingang(program.db, { zustand: 'clearing' })).id;
    await aPosteingang(program.db, {
      zustand: 'zugeordnet',
      organisationseinheitId: city.office.id,
      vorgangId: city.vorgang.id,
    });
    page = await visit();
  },
});

const pages = (): readonly string[] => [
  '/poststelle/hochladen',
  '/poststelle/stapel',
  '/posteingang',
  '/posteingang?ansicht=abweisungen',
  `/posteingang/${clearingId}`,
  '/clearing',
  `/clearing/${clearingId}`,
  '/postkorb',
  '/vorgaenge',
  `/vorgaenge/${journey.city.vorgang.id}`,
  '/aktenplan',
  '/fristen',
  '/fristenrechner',
  '/suche?q=Hofmann',
  '/schreiben',
  `/schreiben/neu?vorgang=${journey.city.vorgang.id}`,
  '/freigabe',
  '/postlauf',
  '/versandklaerung',
  '/verwaltung/einheiten',
  '/verwaltung/personen',
  '/verwaltung/handhabungsregeln',
  '/auswertung',
  '/porto',
  '/verwaltung/zustaendigkeiten',
  '/modell',
  '/stichprobe',
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
    const faults: Record<string, string[]> = {};
    const check = async (name: string): Promise<void> => {
      const found = await seriousFaults(page);
      if (found.length > 0) faults[name] = found;
    };
    await page.goto('/anmeldung');
    await page.getByLabel('Anmeldename').waitFor();
    await check('/anmeldung');
    await signIn(page, journey.city.logins.everything, cityPassword);
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
    await page.goto(`/schreiben/neu?vorgang=${journey.city.vorgang.id}`);
    await page.getByRole('button', { name: 'Entwurf beginnen' }).click();
    await page.getByRole('img', { name: /Vorschau Seite 1/ }).waitFor();
    await check('the editor of a letter');
    expect(faults).toEqual({});
  },
  journeyMs,
);

test(
  'the page works at 200 % zoom on a small screen: nothing is cut off, and the menu opens by keyboard',
  async (context) => {
    needsChromium(context);
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
