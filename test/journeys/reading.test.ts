import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { needsChromium, seriousFaults } from '#test/support/browser.js';
import { aJourney, journeyMs } from '#test/support/journey.js';
import { letter, stateOf, upload } from '#test/support/mailroom-steps.js';

/* Reading one letter of four pages in the viewer; nobody touches a mouse. */

const workMs = 300_000;

let page: Page;
let number = '';

const furtherPages = [
  ['Beiblatt 1', '', 'Die Rechnung der Werkstatt vom 17.11.2026 liegt bei.'],
  ['Beiblatt 2', '', 'Zeugnis der Meisterin: der Wagen stand auf der Hebebühne.'],
  ['Beiblatt 3', '', 'Die Hebebühne ist im Lageplan der Werkstatt eingezeichnet.'],
];

aJourney({
  visitors: 'all tests',
  prepare: async ({ visit, city }) => {
    page = await visit(city.logins.everything);
    page.setDefaultTimeout(60_000);
    const zeichen = `Ihr Zeichen: ${city.vorgang.geschaeftszeichen}`;
    const pdf = await letter([zeichen], 'gegen den Bescheid lege ich Einspruch ein.', furtherPages);
    number = await upload(page, 'einspruch-mit-anlagen.pdf', pdf);
    await stateOf(page, number).filter({ hasText: 'Zugeordnet' }).waitFor({ timeout: workMs });
  },
});

const viewer = () => page.getByRole('region', { name: /^Seiten (von|des)/ }).first();
const sheet = () => viewer().getByRole('img', { name: /^Seite \d/ });
const activeHit = () => viewer().locator('.mark--hit.mark--active');

test(
  'a letter found by the search opens with the hits lit, and F3 goes from one to the next',
  async (context) => {
    needsChromium(context);
    await page.goto('/suche?q=Hebeb%C3%BChne');
    await page.getByRole('link', { name: 'Einspruch gegen den Bußgeldbescheid' }).last().click();
    await viewer().getByText('1 von 2').waitFor();
    await sheet()
      .and(page.getByLabel(/^Seite 3 von 4/))
      .waitFor();
    await activeHit().waitFor();
    await viewer().getByRole('button', { name: 'Seite 4 1 Treffer' }).waitFor();

    await viewer().getByRole('searchbox', { name: 'Im Schriftstück suchen' }).press('F3');
    await sheet()
      .and(page.getByLabel(/^Seite 4 von 4/))
      .waitFor();
    await viewer().getByText('2 von 2').waitFor();
    await viewer().getByRole('searchbox').fill('Werkstatt vom');
    await sheet()
      .and(page.getByLabel(/^Seite 2 von 4/))
      .waitFor();
    await viewer().getByText('1 von 1').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  },
  journeyMs,
);

test(
  'the keyboard turns pages, scales and rotates the view, and says so in its help',
  async (context) => {
    needsChromium(context);
    const frame = viewer().getByRole('region', { name: /: Seite \d/ });
    await frame.press('Home');
    await sheet()
      .and(page.getByLabel(/^Seite 1 von 4/))
      .waitFor();
    const upright = await sheet().boundingBox();
    await page.keyboard.press('r');
    const turned = await sheet().boundingBox();
    expect((upright?.height ?? 0) > (upright?.width ?? 0)).toBe(true);
    expect((turned?.height ?? 0) < (turned?.width ?? 0)).toBe(true);
    await page.keyboard.press('Shift+R');
    await page.keyboard.press('g');
    await viewer().getByRole('button', { name: 'Ganze Seite', pressed: true }).waitFor();
    for (let press = 0; press < 12; press += 1) await page.keyboard.press('+');
    await viewer().getByText('400 %').waitFor();
    for (let press = 0; press < 12; press += 1) await page.keyboard.press('-');
    await viewer().getByText('50 %').waitFor();
    await page.keyboard.press('0');
    await viewer().getByRole('button', { name: 'Breite anpassen', pressed: true }).waitFor();
    await page.keyboard.press('ArrowRight');
    await sheet()
      .and(page.getByLabel(/^Seite 2 von 4/))
      .waitFor();

    await viewer().getByRole('button', { name: 'Tastaturkürzel' }).click();
    const help = page.getByRole('dialog', { name: 'Tastaturkürzel der Seitenansicht' });
    await help.getByText('Nächster Treffer').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'hidden' });
  },
  journeyMs,
);

test(
  'text that is selected on the image is copied with the lines of the paper',
  async (context) => {
    needsChromium(context);
    await viewer()
      .getByRole('region', { name: /: Seite \d/ })
      .press('Home');
    await sheet()
      .and(page.getByLabel(/^Seite 1 von 4/))
      .waitFor();
    await viewer().locator('.sheet__text text').first().waitFor({ state: 'attached' });
    const copied = await page.evaluate(`(() => {
      const words = document.querySelectorAll('.sheet__text text');
      const range = document.createRange();
      range.setStartBefore(words[0]);
      range.setEndAfter(words[7]);
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      const data = new DataTransfer();
      const event = new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true });
      words[0].dispatchEvent(event);
      return data.getData('text/plain');
    })()`);
    expect(copied).toBe('Renate Hofmann, Lindenweg 4, 09999 Musterstadt\nStadt Musterstadt');
  },
  journeyMs,
);

test(
  'a recognised field that is chosen is shown at its place',
  async (context) => {
    needsChromium(context);
    await page.goto('/postkorb');
    await page.getByRole('row').filter({ hasText: number }).getByRole('link').first().click();
    await page.getByRole('tab', { name: 'Angaben zum Schreiben' }).click();
    const field = page.locator('.fields__button:enabled').first();
    await field.focus();
    await page.keyboard.press('Enter');
    await viewer().locator('.mark--active').first().waitFor({ state: 'attached' });
    expect(await field.getAttribute('aria-pressed')).toBe('true');
    expect(await seriousFaults(page)).toEqual([]);
  },
  journeyMs,
);
