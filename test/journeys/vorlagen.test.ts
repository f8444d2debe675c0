import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { needsChromium, seriousFaults } from '#test/support/browser.js';
import { aJourney, journeyMs } from '#test/support/journey.js';
import { aPerson } from '#test/support/person-builders.js';
import { cityPassword } from '#test/support/small-city.js';

/* An administrator changes a template; a fault is refused; a second one releases it from tomorrow. */

let first: Page;
let second: Page;
let clerk: Page;

const journey = aJourney({
  visitors: 'all tests',
  prepare: async ({ city, visit, program }) => {
    const admin = [{ rolle: 'administration' as const, organisationseinheitId: city.office.id }];
    for (const login of ['v.erste', 'v.zweite']) {
      await aPerson(program.db, { login, name: login, password: cityPassword, rollen: admin });
    }
    first = await visit('v.erste');
    second = await visit('v.zweite');
    clerk = await visit(city.logins.clerk);
  },
});

const open = (page: Page, path: string) => page.goto(`${journey.program.url}${path}`);
const tomorrow = (): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(Date.now() + 86_400_000);
const template = '/verwaltung/vorlagen/vorlage/eingangsbestaetigung';
const save = async (page: Page, grund: string) => {
  await page.getByLabel('Was ändert sich und warum?').fill(grund);
  await page.getByRole('button', { name: 'Als neue Fassung speichern' }).click();
  await page.getByRole('button', { name: 'Prüfen', exact: true }).click();
};

test(
  'a changed template is checked, refused for a fault, released by a second person from tomorrow, and today’s letter still has the old text',
  async (context) => {
    needsChromium(context);
    await open(first, '/verwaltung/vorlagen');
    await first.getByRole('link', { name: 'Eingangsbestätigung' }).click();
    await first.getByAltText('Vorschau Seite 1 von 1').waitFor();
    expect(await seriousFaults(first)).toEqual([]);

    await first.getByLabel('Anrede').fill('Guten Tag, {vorname},');
    await save(first, 'Persönliche Anrede');
    await first.getByText('Den Platzhalter {vorname} gibt es nicht.').waitFor();
    expect(await seriousFaults(first)).toEqual([]);
    expect(await first.getByRole('button', { name: 'Freigeben' }).count()).toBe(0);

    await first.getByRole('tab', { name: 'Bearbeiten' }).click();
    await first.getByLabel('Anrede').fill('Guten Tag und willkommen,');
    await save(first, 'Freundlichere Anrede');
    await first.getByText('Eine andere Person muss diese Fassung freigeben.').waitFor();
    await first.getByText('Probesatz mit den längsten Angaben').waitFor();

    await open(second, template);
    await second.getByRole('tab', { name: 'Änderungen' }).click();
    await second.getByRole('cell', { name: 'Guten Tag und willkommen,' }).waitFor();
    expect(await seriousFaults(second)).toEqual([]);
    await second.getByRole('tab', { name: 'Prüfung und Freigabe' }).click();
    await second.getByRole('button', { name: 'Freigeben' }).click();
    const dialog = second.getByRole('dialog');
    await dialog.getByLabel('Gilt ab').fill(tomorrow());
    expect(await seriousFaults(second)).toEqual([]);
    await dialog.getByRole('button', { name: 'Freigeben' }).click();
    await second.getByText('freigegeben', { exact: true }).first().waitFor();

    await open(clerk, '/api/postausgaenge/vorlagen');
    const offered = await clerk.locator('body').innerText();
    expect(offered).toContain('Eingangsbestätigung');
    expect(offered).not.toContain('willkommen');
  },
  journeyMs,
);

test(
  'letterheads and Textbausteine are kept in the same place, by keyboard as well',
  async (context) => {
    needsChromium(context);
    await open(first, '/verwaltung/vorlagen');
    await first.getByRole('tab', { name: 'Vorlagen' }).focus();
    await first.keyboard.press('ArrowRight');
    await first.getByRole('link', { name: /standard|Standard/ }).click();
    await first.getByLabel('Farbe des Namens').fill('#f0c040');
    await save(first, 'Probe der Farbe');
    await first.getByText('nötig sind 4,5 : 1').waitFor();
    expect(await seriousFaults(first)).toEqual([]);

    await open(first, '/verwaltung/vorlagen?art=baustein');
    await first.getByRole('link', { name: 'Fristverlängerung gewährt' }).click();
    await first.getByLabel('Schlagworte').waitFor();
    await first.getByAltText(/^Vorschau Seite 1/).waitFor();
    expect(await seriousFaults(first)).toEqual([]);
  },
  journeyMs,
);
