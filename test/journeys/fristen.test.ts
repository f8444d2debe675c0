import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { germanDay, systemClock } from '#infrastructure/clock.js';
import { needsChromium, seriousFaults } from '#test/support/browser.js';
import { letterPdf } from '#test/support/documents.js';
import { aJourney, journeyMs } from '#test/support/journey.js';
import { stateOf, upload } from '#test/support/mailroom-steps.js';
import { plusTage } from '#understanding/index.js';

/* From the stamped letter to the confirmed Frist, its calendar and the calculator. */

const workMs = 300_000;
const heute = germanDay(systemClock.now());
const german = (day: string) => day.split('-').reverse().join('.');
const stamp = plusTage(heute, -3);

let page: Page;

const journey = aJourney({
  visitors: 'all tests',
  prepare: async ({ visit, city }) => {
    page = await visit(city.logins.clerk);
    page.setDefaultTimeout(90_000);
  },
});

const stampedObjection = (zeichen: string) =>
  letterPdf([
    [
      'Renate Hofmann, Lindenweg 4, 09999 Musterstadt',
      '',
      'Stadt Musterstadt',
      'Rathausplatz 1',
      '09999 Musterstadt',
      '',
      `Eingegangen am ${german(stamp)}`,
      '',
      `Musterstadt, den ${german(plusTage(heute, -6))}`,
      '',
      `Widerspruch gegen Ihren Bescheid vom ${german(plusTage(heute, -20))}`,
      `Ihr Zeichen: ${zeichen}`,
      '',
      'Sehr geehrte Damen und Herren,',
      '',
      `hiermit lege ich gegen Ihren Bescheid vom ${german(plusTage(heute, -20))} Widerspruch ein.`,
      'Ich bitte um eine Antwort binnen fünf Tagen.',
      '',
      'Mit freundlichen Grüßen',
      'Renate Hofmann',
    ],
  ]);

test(
  'an objection with a stamp brings its Fristen into the Postkorb, where one is confirmed',
  async (context) => {
    needsChromium(context);
    const mailroom = await journey.visit(journey.city.logins.poststelle);
    const pdf = await stampedObjection(journey.city.vorgang.geschaeftszeichen);
    const number = await upload(mailroom, 'widerspruch.pdf', pdf);
    await stateOf(mailroom, number).filter({ hasText: 'Zugeordnet' }).waitFor({ timeout: workMs });
    await page.goto('/postkorb');
    const row = page.getByRole('row').filter({ hasText: number });
    await row.getByRole('link', { name: german(plusTage(stamp, 5)) }).waitFor({ timeout: workMs });
    expect(await seriousFaults(page)).toEqual([]);
    await row.getByRole('rowheader').getByRole('link').click();
    await page
      .getByRole('button', { name: 'Bestätigen: Über den Widerspruch entscheiden' })
      .click();
    await page.getByText('Frist bestätigt: Über den Widerspruch entscheiden').waitFor();
    await page.getByRole('link', { name: 'Widerspruch: rechtzeitig eingelegt?' }).click();
    await page.getByRole('button', { name: 'Fristgerecht' }).click();
    await page.getByText('Festgestellt: Der Rechtsbehelf ist fristgerecht.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  },
  journeyMs,
);

test(
  'a Frist shows its calculation, and the corrected day of receipt computes it anew, by keyboard',
  async (context) => {
    needsChromium(context);
    await page.goto('/fristen');
    await page.getByRole('link', { name: 'Über den Widerspruch entscheiden' }).click();
    await page
      .getByRole('heading', { level: 1, name: 'Über den Widerspruch entscheiden' })
      .waitFor();
    await page.getByText('vom Eingangsstempel gelesen').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Berichtigen: Tag des Eingangs' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Tag des Eingangs berichtigen' });
    await dialog.getByLabel('Tag des Eingangs').fill(plusTage(heute, -4));
    await dialog.getByLabel('Begründung').fill('Einwurf in den Nachtbriefkasten');
    expect(await seriousFaults(page)).toEqual([]);
    await dialog.getByLabel('Begründung').press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('von Hand berichtigt').waitFor();
    await page.getByText('Einwurf in den Nachtbriefkasten').first().waitFor();
  },
  journeyMs,
);

test(
  'the Fristen stand in a list and in a month, and the calculator answers with its way',
  async (context) => {
    needsChromium(context);
    await page.goto('/fristen');
    await page.getByText(/offene Fristen, davon/).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Monat' }).click();
    await page.getByRole('button', { name: 'Nächster Monat' }).waitFor();
    await page.getByRole('columnheader', { name: 'Sonnabend' }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Kalender einbinden' }).click();
    await page.getByRole('button', { name: /^Link anlegen: / }).click();
    await page.getByText('Er wird nur jetzt angezeigt.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Fristenrechner' }).click();
    await page.getByLabel('Regel').selectOption('owig-67');
    await page.getByLabel('Zustellung des Bußgeldbescheids').fill('2026-11-04');
    await page.getByRole('button', { name: 'Berechnen' }).click();
    await page.getByText('Do 19.11.2026').waitFor();
    await page.getByText(/Buß- und Bettag/).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  },
  journeyMs,
);
