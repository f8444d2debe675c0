import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { needsChromium, seriousFaults, signIn } from '#test/support/browser.js';
import { aJourney, journeyMs } from '#test/support/journey.js';
import { cityPassword } from '#test/support/small-city.js';

let page: Page;

const journey = aJourney({
  visitors: 'all tests',
  prepare: async ({ visit }) => {
    page = await visit();
  },
});

test(
  'what is wrong with a letter is framed in red on its page, and reached by keyboard from finding to finding',
  async (context) => {
    needsChromium(context);
    await page.goto('/anmeldung');
    await signIn(page, journey.city.logins.everything, cityPassword);
    await page.goto(`/schreiben/neu?vorgang=${journey.city.vorgang.id}`);
    await page.getByRole('radio', { name: /^Bescheid/ }).check();
    await page.getByRole('button', { name: 'Entwurf beginnen' }).click();
    await page.getByRole('img', { name: /Vorschau Seite 1/ }).waitFor();
    const frames = page.locator('.finding-frame--fehler');
    await frames.first().waitFor();
    const placeholders = page.getByRole('button', {
      name: /Auf der Seite zeigen: Der Platzhalter/,
    });
    expect(await frames.count()).toBe(await placeholders.count());

    await page.getByRole('button', { name: 'Nächster Befund' }).focus();
    await page.keyboard.press('Enter');
    const chosen = page.locator('.findings__entry--chosen');
    const first = await chosen.innerText();
    expect(first).toContain('[Entscheidung]');
    expect(await page.locator('.finding-frame--chosen').count()).toBe(1);
    await page.keyboard.press('b');
    await page.waitForFunction(
      `!document.querySelector('.findings__entry--chosen').innerText.includes('[Entscheidung]')`,
    );
    await page.keyboard.press('Shift+B');
    await page.waitForFunction(
      `document.querySelector('.findings__entry--chosen').innerText.includes('[Entscheidung]')`,
    );
    expect(await seriousFaults(page)).toEqual([]);
  },
  journeyMs,
);
