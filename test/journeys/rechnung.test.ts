import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { buerobedarf } from '#sample/rechnung/muster-rechnungen.js';
import { ublRechnung } from '#sample/rechnung/ubl.js';
import { needsChromium, seriousFaults } from '#test/support/browser.js';
import { aJourney, journeyMs } from '#test/support/journey.js';
import { upload } from '#test/support/mailroom-steps.js';

/* An electronic invoice with wrong totals comes in; the office that pays it sees why it should look. */

const journey = aJourney({ visitors: 'one test' });

const wrong = ublRechnung({ ...buerobedarf, nummer: '2026/1188' }).replace(
  /(<cbc:PayableAmount currencyID="EUR">)/,
  '$12',
);

test(
  'an electronic invoice reaches the office of its Leitweg-ID, and its faults are said',
  async (context) => {
    needsChromium(context);
    const { program, city } = journey;
    await asSystem(program.db, (tx) =>
      rows(
        tx,
        sql`update organisationseinheit set leitweg_id = '14999001-20-49' where id = ${city.office.id}`,
      ),
    );
    const mailroom = await journey.visit(city.logins.poststelle);
    await upload(mailroom, 'xrechnung.xml', Buffer.from(wrong));

    const page = await journey.visit(city.logins.clerk);
    await page.setViewportSize({ width: 1500, height: 1300 });
    await page.goto('/postkorb');
    await page.getByRole('link', { name: 'Rechnung 2026/1188' }).first().click();
    await page.getByRole('tab', { name: 'Angaben zum Schreiben' }).click();
    await page.getByRole('heading', { name: 'E-Rechnung: Rechnung 2026/1188' }).waitFor();
    await page.getByText('Der Zahlbetrag (BT-115) stimmt nicht.').waitFor();
    await page.getByText('Angegeben sind 21.110,19, gerechnet 1.110,19.').waitFor();
    await page.getByText('14999001-20-49, gültig, 32.1 Bußgeldstelle').waitFor();
    const lines = page.getByRole('region', { name: 'Positionen der Rechnung' });
    expect(await lines.getByRole('row').count()).toBe(4);
    const loaded = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Rechnungsdatensatz (XML) herunterladen' }).click();
    expect((await loaded).suggestedFilename()).toBe('xrechnung.xml');
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('heading', { name: /^E-Rechnung/ }).scrollIntoViewIfNeeded();
  },
  journeyMs,
);
