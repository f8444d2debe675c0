import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { needsChromium, seriousFaults } from '#test/support/browser.js';
import { infectedMail, type OwnClamd, startClamd } from '#test/support/clamd.js';
import { aJourney, journeyMs } from '#test/support/journey.js';
import { findProgram, needsProgram } from '#test/support/needs.js';

/* A mail with malicious software: what the Poststelle sees of it, and how the Systembetreuung decides. */

const workMs = 120_000;
let page: Page;
let clamd: OwnClamd | undefined;

const journey = aJourney({
  visitors: 'all tests',
  flags: async () => {
    const program = findProgram('clamd');
    if (program === undefined) return [];
    clamd = await startClamd(program);
    return [`--virus.clamd=${clamd.address}`];
  },
  prepare: async ({ visit, city }) => {
    page = await visit(city.logins.everything);
  },
});
afterAll(() => clamd?.stop());

const upload = async (name: string): Promise<string> => {
  const answer = await page.request.post(`${journey.program.url}/api/posteingaenge`, {
    headers: { Origin: journey.program.url },
    multipart: { dateien: { name, mimeType: 'message/rfc822', buffer: infectedMail() } },
  });
  const { ergebnisse } = (await answer.json()) as { ergebnisse: { eingangsnummer: string }[] };
  return ergebnisse[0]?.eingangsnummer ?? '';
};

test(
  'a mail with a find rests in Clearing without buttons that lead past the quarantine, and is refused for good',
  async (context) => {
    needsChromium(context);
    needsProgram(context, 'clamd', 'clamav-daemon');
    const number = await upload('rechnung.eml');

    await page.goto(`${journey.program.url}/clearing`);
    await page.getByRole('link', { name: number }).click({ timeout: workMs });
    await page.getByText('Die Virenprüfung hat Schadsoftware gemeldet.').waitFor();
    expect(await page.getByRole('link', { name: 'Unverändertes Original' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Zuordnen' }).isDisabled()).toBe(true);
    expect(await seriousFaults(page)).toEqual([]);

    await page.goto(`${journey.program.url}/betrieb`);
    await page.getByText('Ein Eingang liegt in Quarantäne. Bitte entscheiden.').waitFor();
    const line = page.getByRole('row', { name: new RegExp(number) });
    expect(await line.textContent()).toContain('EICAR');
    expect(await seriousFaults(page)).toEqual([]);
    await line.getByRole('button', { name: /^Abweisen/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Endgültig abweisen' }).click();
    await dialog.getByText('Bitte einen Grund angeben').first().waitFor();
    await dialog.getByLabel('Grund').fill('Absender ist verständigt, neue Fassung erbeten.');
    await dialog.getByRole('button', { name: 'Endgültig abweisen' }).click();
    await line.waitFor({ state: 'detached' });

    await page.goto(`${journey.program.url}/posteingang`);
    const entry = page.getByRole('row', { name: new RegExp(number) });
    expect(await entry.textContent()).toContain('Abgewiesen');
  },
  journeyMs,
);
