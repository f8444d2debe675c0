import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { needsChromium, seriousFaults } from '#test/support/browser.js';
import { aJourney, journeyMs } from '#test/support/journey.js';

/* An administrator writes a rule of the Geschäftsverteilung and tries a letter out. */

let page: Page;

const journey = aJourney({
  visitors: 'all tests',
  prepare: async ({ city, visit }) => {
    page = await visit(city.logins.everything);
  },
});

test(
  'a rule by words and letters is written, decides where a letter would go, and ends today',
  async (context) => {
    needsChromium(context);
    await page.goto(`${journey.program.url}/verwaltung/zustaendigkeiten`);
    await page.getByText('Noch keine Regeln.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Neue Regel' }).click();
    const dialog = page.getByRole('dialog', { name: 'Neue Regel' });
    await dialog.getByRole('button', { name: 'Anlegen' }).click();
    await dialog.getByText('Bitte mindestens ein Merkmal angeben').first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const { kuerzel, name } = journey.city.office;
    await dialog.getByLabel('Einheit').selectOption({ label: `${kuerzel} ${name}` });
    await dialog.getByLabel('Bezeichnung').fill('Parken A bis K');
    await dialog.getByLabel('Wörter im Schreiben').fill('Halteverbot, Parkschein');
    await dialog.getByLabel('Name von').fill('A');
    await dialog.getByLabel('Name bis').fill('K');
    await dialog.getByRole('button', { name: 'Anlegen' }).click();
    await page.getByText('nennt Halteverbot oder Parkschein · Name A bis K').waitFor();

    await page.getByLabel('Text des Schreibens').fill('Ich stand im Halteverbot.');
    await page.getByLabel('Name des Absenders').fill('Jens Hartwig');
    await page.getByRole('button', { name: 'Ausprobieren' }).click();
    await page
      .getByText('Geschäftsverteilung „Parken A bis K“: „Halteverbot“, Buchstaben A bis K')
      .waitFor();
    expect(await seriousFaults(page)).toEqual([]);

    await page.getByRole('button', { name: 'Heute beenden: Parken A bis K' }).click();
    await page.getByRole('button', { name: /^Heute beenden/ }).waitFor({ state: 'hidden' });
  },
  journeyMs,
);
