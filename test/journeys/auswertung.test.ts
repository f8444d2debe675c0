import { readFile } from 'node:fs/promises';
import { PDFDocument } from 'pdf-lib';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Db } from '#infrastructure/database/pool.js';
import { needsChromium, seriousFaults, signIn } from '#test/support/browser.js';
import { anOrganisationseinheit, aPerson } from '#test/support/builders.js';
import { aJourney, journeyMs } from '#test/support/journey.js';
import { aPastDelivery, aPastEvent, aPastItem } from '#test/support/past-days.js';
import { cityPassword } from '#test/support/small-city.js';

const dayMs = 86_400_000;
const plus = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

/** Eight weeks of items: more on Mondays, two ways in, each third touched, each ninth to the wrong unit. */
const someWeeks = async (db: Db, units: readonly string[]): Promise<void> => {
  const clerk = (await aPerson(db)).id;
  const [first = '', second = ''] = units;
  const now = Date.now();
  for (let index = 0; index < 90; index += 1) {
    const at = new Date(now - (index % 56) * dayMs - 3_600_000).toISOString();
    const isMail = index % 2 === 0;
    const einheit = index % 5 === 0 ? second : first;
    const id = await aPastItem(db, {
      at,
      ...(isMail ? { kanal: 'email' } : { kanal: 'scan', scope: 'scanordner:Station 1' }),
      ankunft: { at: plus(at, (index % 40) * 60_000 + 30_000), einheit },
    });
    if (isMail) await aPastDelivery(db, { posteingangId: id, quelle: 'lmtp', at });
    const event = { objectId: id, by: clerk };
    if (index % 3 === 0)
      await aPastEvent(db, { ...event, at: plus(at, 1_000), action: 'posteingang.zugeordnet' });
    if (index % 9 === 0)
      await aPastEvent(db, {
        ...{ ...event, at: plus(at, 50 * 60_000), action: 'posteingang.weitergegeben' },
        detail: { from: einheit, to: einheit === first ? second : first },
      });
  }
};

const journey = aJourney({
  visitors: 'one test',
  prepare: async ({ program, city }) => {
    const other = await anOrganisationseinheit(program.db, { kuerzel: '63', name: 'Bauamt' });
    await someWeeks(program.db, [city.office.id, other.id]);
  },
});

const figure = (page: Page, title: string) =>
  page.locator('.figure').filter({ has: page.getByText(title, { exact: true }) });

test(
  'the head of the mailroom reads the figures of a quarter as charts and as tables, by keyboard, and takes a table away',
  async (context) => {
    needsChromium(context);
    const page = await journey.visit(journey.city.logins.everything);
    await page.getByRole('link', { name: 'Auswertung' }).click();
    await page.getByRole('heading', { name: 'Auswertung', level: 1 }).waitFor();
    await page.getByLabel('Zeitraum', { exact: true }).selectOption('quartal');
    await page
      .getByText(/Quartal 20\d\d/)
      .first()
      .waitFor();
    await page.getByRole('img', { name: /Diagramm: Angenommene Eingänge/ }).waitFor();
    await figure(page, 'Lücken im Posteingangsbuch').getByText('0', { exact: true }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const paths = page.locator('section').filter({
      has: page.getByRole('heading', { name: 'Fehlleitungen und ihre Wege' }),
    });
    await paths.locator('summary').focus();
    await page.keyboard.press('Enter');
    await paths.getByRole('rowheader', { name: '32.1 Bußgeldstelle' }).first().waitFor();
    await paths.getByRole('cell', { name: '63 Bauamt' }).first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const download = page.waitForEvent('download');
    await paths.getByRole('link', { name: 'CSV' }).click();
    const file = await readFile(await (await download).path(), 'utf8');
    expect(file).toMatch(
      /^\uFEFF"Von";"Nach";"Anzahl"\r\n"32\.1 Bußgeldstelle";"63 Bauamt";\d+\r\n/,
    );
  },
  journeyMs,
);

test(
  'the report for the Amtsleitung has sentences, stands on A4 and leaves the menu on the screen',
  async (context) => {
    needsChromium(context);
    const page = await journey.visit(journey.city.logins.everything);
    await page.goto('/auswertung?zeitraum=quartal');
    await page.getByRole('button', { name: 'Bericht' }).click();
    await page.getByText(/^Angenommen wurden \d+ Eingänge/).waitFor();
    await page.getByText('Das Posteingangsbuch ist lückenlos.').waitFor();
    expect(await page.getByRole('table').count()).toBeGreaterThan(4);
    expect(await seriousFaults(page)).toEqual([]);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation', { name: 'Hauptmenü' }).isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Drucken' }).isVisible()).toBe(false);
    const printed = await PDFDocument.load(
      await page.pdf({ preferCSSPageSize: true, printBackground: true }),
    );
    expect(printed.getPageCount()).toBeLessThanOrEqual(10);
    for (const sheet of printed.getPages()) {
      const { width, height } = sheet.getSize();
      expect([Math.round(width), Math.round(height)]).toEqual([595, 842]);
    }
  },
  journeyMs,
);

test(
  'the head of an office reads the figures of that office only, and a clerk has no such page',
  async (context) => {
    needsChromium(context);
    const page = await journey.visit(journey.city.logins.head);
    await page.goto('/auswertung?zeitraum=quartal');
    await figure(page, 'In Postkörben eingetroffen').waitFor();
    await page.getByText('Eigene Einheiten').waitFor();
    expect(await figure(page, 'Angenommen').count()).toBe(0);
    expect(await page.getByRole('rowheader', { name: 'Postkorb 63 Bauamt' }).count()).toBe(0);
    const clerk = await journey.visit();
    await signIn(clerk, journey.city.logins.clerk, cityPassword);
    expect(await clerk.getByRole('link', { name: 'Auswertung' }).count()).toBe(0);
  },
  journeyMs,
);
