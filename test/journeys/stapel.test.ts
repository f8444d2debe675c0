import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createMunicipality, generateLetters } from '#sample/index.js';
import { needsChromium, seriousFaults } from '#test/support/browser.js';
import { aJourney, journeyMs } from '#test/support/journey.js';
import { grown, stackPdf } from '#test/support/stack.js';

/* One morning at the scanner: a stack of thirty letters, from the paper on the table to the mended pages. */

const workMs = 300_000;
const letterCount = 30;
/** In front of this letter the separator is missing; the second sheet of the other lies behind the next one. */
const plan = { scanned: [10, 20], unseparated: [3], strayed: [6] };

let page: Page;
let pages = 0;

const journey = aJourney({
  visitors: 'all tests',
  prepare: async ({ visit, city }) => {
    page = await visit(city.logins.poststelle);
  },
});

const aStack = async (): Promise<Buffer> => {
  const municipality = createMunicipality({ seed: 'stapel', today: '2026-11-23' });
  const letters = [...generateLetters({ seed: 'stapel', count: letterCount, municipality })];
  const path = `/api/trennblaetter.pdf?anzahl=${letterCount - 1}`;
  const separators = await (await page.request.get(`${journey.program.url}${path}`)).body();
  const stack = await stackPdf(letters, { ...plan, separators });
  pages = stack.pages;
  // Large enough for the way that goes on after a lost connection.
  return grown(stack.bytes, 6_000_000);
};

const letterTable = (): Locator =>
  page.getByRole('region', { name: 'Briefe des Stapels, neueste zuerst' });

/** Opens the letter that came out of the stack as the so-manieth, from 1. */
const openLetter = async (stapel: string, at: number): Promise<string> => {
  await page.goto(stapel);
  const number = `2026-${String(at + 1).padStart(6, '0')}`;
  await letterTable().getByRole('link', { name: number }).click();
  await page.getByRole('heading', { level: 1, name: `Eingang ${number}` }).waitFor();
  return number;
};

const pagesOf = (title: string | RegExp): Locator =>
  page.getByRole('group', { name: title }).getByRole('button', { name: /^Seite \d+/ });

let stapel = '';

test(
  'a stack of 30 letters is scanned into a Stapel, counted, found one sheet short, and split',
  async (context) => {
    needsChromium(context);
    const stack = await aStack();
    await page.getByRole('link', { name: 'Stapel', exact: true }).click();
    await page.getByRole('button', { name: 'Neuer Stapel' }).click();
    const dialog = page.getByRole('dialog', { name: 'Neuer Stapel' });
    await dialog.getByLabel('Erwartete Blätter').fill(String(pages + 1));
    await dialog.getByLabel('Station').fill('Scanner 1');
    await dialog.getByLabel('Bezeichnung').fill('Frühpost');
    await dialog.getByRole('button', { name: 'Stapel anlegen' }).click();
    await page.getByRole('heading', { name: /^Stapel \d+ – Frühpost$/ }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);

    let parts = 0;
    page.on('request', (request) => {
      if (request.method() === 'PATCH' && request.url().includes('/uebertragungen/')) parts += 1;
    });
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Dateien auswählen' }).click();
    const file = { name: 'fruehpost.pdf', mimeType: 'application/pdf', buffer: stack };
    await (await chooser).setFiles(file);
    await page.getByText('Angenommen', { exact: true }).waitFor({ timeout: workMs });
    expect(parts).toBeGreaterThan(0);

    const alarm = page.getByRole('alert').filter({ hasText: 'Es fehlt 1 Blatt' });
    await alarm.getByText(`${pages} von ${pages + 1} gescannt`).waitFor({ timeout: workMs });
    // One separator was missing.
    const letters = letterCount - 1;
    await page
      .getByText(new RegExp(`^${letters} Briefe: ${letters} im Clearing`))
      .waitFor({ timeout: workMs });
    await expect.poll(() => letterTable().getByRole('row').count()).toBe(letters + 2);
    stapel = page.url();
  },
  journeyMs,
);

test(
  'a missing cut is made by keyboard, a stray page drawn to its letter, and what was sent taken back',
  async (context) => {
    needsChromium(context);
    const number = await openLetter(stapel, 3);
    await page.getByRole('link', { name: 'Seiten ordnen' }).click();
    const merged = `Seiten von Eingang ${number}`;
    await pagesOf(merged).first().waitFor();
    expect(await pagesOf(merged).count()).toBe(2);
    await pagesOf(merged).first().click();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('t');
    await pagesOf('Seiten von Neuer Brief').waitFor();
    await page.keyboard.press('d');
    await page.keyboard.press('z');

    // The stray sheet lies in front of the letter behind the one it belongs to.
    const [owner, holder] = [7, 8].map((at) => `2026-${String(at).padStart(6, '0')}`);
    const stray = pagesOf(`Seiten von Eingang ${holder}`).first();
    await stray.dragTo(page.getByRole('group', { name: `Seiten von Eingang ${owner}` }));
    await expect.poll(() => pagesOf(`Seiten von Eingang ${owner}`).count()).toBe(2);
    await page.getByText('Die Änderungen sind noch nicht übernommen.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Übernehmen' }).click();
    await page.getByText('Die Seiten sind geordnet').waitFor();
    await pagesOf(/^Seiten von Eingang 2026-000031$/).waitFor({ timeout: workMs });
    await expect
      .poll(() => page.getByText('wird gerade verarbeitet').count(), { timeout: workMs })
      .toBe(0);

    await page.getByRole('button', { name: 'Übernommenes zurücknehmen' }).click();
    await page.getByText('Die letzte übernommene Änderung ist zurückgenommen.').waitFor();
    await expect.poll(() => pagesOf(merged).count()).toBe(2);
    await expect.poll(() => pagesOf(`Seiten von Eingang ${holder}`).count()).toBe(2);
  },
  journeyMs,
);

test(
  'a scanned letter is read with the hits lit, and a new scan is asked for and reported at the station',
  async (context) => {
    needsChromium(context);
    // The letter without a separator in front makes all later ones one fewer.
    const number = await openLetter(stapel, plan.scanned[0] ?? 0);
    const viewer = page.getByRole('region', { name: /^Seiten des/ }).first();
    await viewer.getByRole('searchbox', { name: 'Im Schriftstück suchen' }).fill('05110 Lohwerda');
    await viewer.locator('.mark--hit.mark--active').first().waitFor();
    await viewer.getByText(/^1 von \d+$/).waitFor();

    await page.getByRole('button', { name: 'Neu scannen lassen' }).click();
    const dialog = page.getByRole('dialog', { name: `Eingang ${number} neu scannen lassen` });
    await dialog.getByLabel('Was am Scan fehlt').fill('Der untere Rand ist abgeschnitten.');
    expect(await seriousFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Neuen Scan erbitten' }).click();
    await page.getByText(/^Neuer Scan von Seite 1 erbeten am/).waitFor();

    await page.goto(stapel);
    const waiting = page.getByRole('status').filter({ hasText: 'Bitte neu scannen: 1 Eingang' });
    await waiting.getByText('Der untere Rand ist abgeschnitten.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await waiting.getByRole('button', { name: `Erledigt: Eingang ${number}` }).click();
    const done = page.getByRole('dialog', { name: 'Neuen Scan als erledigt melden' });
    await done.getByRole('button', { name: 'Erledigt' }).click();
    await waiting.waitFor({ state: 'hidden' });
  },
  journeyMs,
);

test(
  'a Stapel that differs is closed with a reason, and takes no more scans',
  async (context) => {
    needsChromium(context);
    await page.goto(stapel);
    await page.getByRole('button', { name: 'Stapel abschließen' }).click();
    const closing = page.getByRole('dialog', { name: /abschließen$/ });
    await closing.getByRole('button', { name: 'Mit Abweichung abschließen' }).click();
    await closing.getByText('Bitte den Grund der Abweichung angeben.').first().waitFor();
    await closing.getByLabel('Grund der Abweichung').fill('Ein Blatt war doppelt gezählt.');
    await closing.getByRole('button', { name: 'Mit Abweichung abschließen' }).click();
    await page.getByText('Ein Blatt war doppelt gezählt.').waitFor();
    expect(await page.getByRole('button', { name: 'Dateien auswählen' }).count()).toBe(0);
  },
  journeyMs,
);
