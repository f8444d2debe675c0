import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { needsChromium, seriousFaults } from '#test/support/browser.js';
import { anOrganisationseinheit, aPosteingang, someSeiten } from '#test/support/builders.js';
import { aJourney, journeyMs } from '#test/support/journey.js';

/* Somebody of the Poststelle answers the sample blindly; an administrator sees what it says and throttles a unit. */

let page: Page;

const journey = aJourney({
  visitors: 'all tests',
  prepare: async ({ program, city, visit }) => {
    const { db } = program;
    const { id } = await aPosteingang(db, { zustand: 'in_bearbeitung' });
    await anOrganisationseinheit(db, { kuerzel: '63', name: 'Bauaufsicht' });
    await someSeiten(db, id, [{ nummer: 1, text: 'Ich beantrage eine Baugenehmigung.' }]);
    await asSystem(db, async (tx) => {
      await rows(
        tx,
        sql`insert into work_item (id, pipeline, stage, state) values (${id}, 'posteingang', 'attach', 'waiting')`,
      );
      await rows(
        tx,
        sql`insert into selbstannahme_antwort (posteingang_id, weg, einheit, konfidenz, modell, geeignet, grund)
            values (${id}, 'modell', ${city.office.kuerzel}, 0.97, 'probe', false, '')`,
      );
      await rows(
        tx,
        sql`insert into stichprobe (posteingang_id, weg, organisationseinheit_id) values (${id}, 'modell', ${city.office.id})`,
      );
      await rows(
        tx,
        sql`insert into selbstannahme_klasse (einheit, zustand, schwelle, bestaetigt, fehler, grenze, pruefen, grund)
            values (${city.office.kuerzel}, 'offen', 0.913, 214, 0, 0.0139, false, 'Geöffnet: 0 von 214 bestätigten falsch.')`,
      );
    });
    page = await visit(city.logins.everything);
  },
});

test(
  'a letter of the sample is answered without the machine’s answer, goes where the person says, and counts as an error',
  async (context) => {
    needsChromium(context);
    await page.goto(`${journey.program.url}/stichprobe`);
    await page.getByRole('rowheader').getByRole('link').first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('rowheader').getByRole('link').first().click();
    await page.getByRole('heading', { name: 'Wohin gehört dieser Eingang?' }).waitFor();
    expect(await page.getByText('Antwort der Maschine').count()).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Antworten' }).click();
    await page.getByText('Bitte die zuständige Einheit wählen.').first().waitFor();
    await page.getByLabel('Zuständige Einheit').selectOption({ label: '63 Bauaufsicht' });
    await page.getByRole('button', { name: 'Antworten' }).click();
    await page.getByText('Die Maschine hätte anders entschieden.').waitFor();
    await page.getByText(`Antwort der Maschine: ${journey.city.office.kuerzel}`).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'Weiter in der Stichprobe' }).click();
    await page.getByText('Gerade wartet kein Eingang der Stichprobe.').waitFor();
  },
  journeyMs,
);

test(
  'an administrator sees units, sample and versions of the model, and throttles a unit with a reason',
  async (context) => {
    needsChromium(context);
    await page.goto(`${journey.program.url}/modell`);
    const unit = page.getByRole('row', { name: new RegExp(`^${journey.city.office.kuerzel} `) });
    expect(await unit.textContent()).toContain('ab 91,3 %');
    expect(await unit.textContent()).toContain('höchstens 1,4 %');
    const way = page.getByRole('row', { name: /^Sicherheit des Modells/ });
    expect(await way.textContent()).toContain('höchstens');
    expect(await seriousFaults(page)).toEqual([]);
    await unit.getByRole('button', { name: /drosseln$/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Drosseln' }).click();
    await dialog.getByText('Bitte einen Grund angeben').first().waitFor();
    await dialog.getByLabel('Grund').fill('Die Bußgeldstelle meldet viele Irrläufer.');
    await dialog.getByRole('button', { name: 'Drosseln' }).click();
    await page.getByText(/^Gedrosselt: /).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  },
  journeyMs,
);
