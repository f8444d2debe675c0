import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { lane, startItem } from '#pipeline/store.js';
import { needsChromium, seriousFaults } from '#test/support/browser.js';
import { aPostausgang } from '#test/support/builders.js';
import { aJourney, journeyMs } from '#test/support/journey.js';

/* From letters that wait to the run that has left, by keyboard. */

let page: Page;

aJourney({
  visitors: 'all tests',
  flags: () => Promise.resolve(['--postlauf.sammeln=true']),
  prepare: async ({ program, city, visit }) => {
    const { db } = program;
    const author = await asSystem(db, (tx) =>
      rows<{ id: string }>(tx, sql`select id from person where login = ${city.logins.clerk}`),
    );
    const authorId = author[0]?.id ?? '';
    for (let number = 0; number < 3; number += 1) {
      const id = await aPostausgang(db, { vorgangId: city.vorgang.id, authorId });
      await asSystem(db, async (tx) => {
        await rows(
          tx,
          sql`update postausgang set zustand = 'zur_freigabe', kanal_wunsch = 'druck', briefdatum = '2026-11-23' where id = ${id}`,
        );
        await startItem(tx, {
          id,
          pipeline: 'postausgang',
          lane: lane.interactive,
          fairnessKey: '',
        });
      });
    }
    page = await visit(city.logins.everything);
    page.setDefaultTimeout(90_000);
  },
});

test(
  'the mailroom calculates a run, releases it by keyboard, sees it leave and prints a sheet once more',
  async (context) => {
    needsChromium(context);
    await page.goto('/postlauf');
    await expect
      .poll(
        async () => {
          await page.reload();
          await page.getByRole('heading', { name: 'Bisherige Postläufe' }).waitFor();
          await page.getByText('Wird geladen …').waitFor({ state: 'hidden' });
          const [letters] = await page.locator('dl.facts dd').allInnerTexts();
          return letters;
        },
        { timeout: 200_000, interval: 1_000 },
      )
      .toBe('3');
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Postlauf berechnen' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /^Postlauf \d{4}-0001$/ }).waitFor();
    await page.getByRole('button', { name: 'Freigeben' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    expect(await seriousFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Freigeben' }).press('Enter');
    await page.getByText('Erledigt').waitFor({ timeout: 120_000 });
    await page.getByText('liegt vollständig im Druckordner').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Nachdrucken' }).press('Enter');
    await page.getByLabel('Nummer des Umschlags').fill('1');
    await page.getByLabel('Grund').fill('Blatt ist gerissen');
    expect(await seriousFaults(page)).toEqual([]);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Blätter herunterladen' }).press('Enter');
    expect((await download).suggestedFilename()).toBe('nachdruck_umschlag_1.pdf');
  },
  journeyMs,
);
