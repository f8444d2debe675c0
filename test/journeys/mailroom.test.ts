import { readdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { needsChromium, signIn } from '#test/support/browser.js';
import { aJourney, journeyMs } from '#test/support/journey.js';
import { letter, stateOf, upload } from '#test/support/mailroom-steps.js';
import { findProgram } from '#test/support/needs.js';
import { aSmallCity, cityPassword, type SmallCity } from '#test/support/small-city.js';

/*
 * The program as an operator starts it, and people in front of real browsers. One city for all journeys;
 * each journey uploads letters of its own and looks only at them.
 */

const workMs = 300_000;

const journey = aJourney({ visitors: 'one test', withoutCity: true });
let city: SmallCity;

const main = (page: Page) => page.getByRole('main');

const hasChromium = findProgram('chromium') !== undefined;

test(
  'the first administrator sets up the authority and lets in a clerk, who has to choose a password',
  async (context) => {
    needsChromium(context);
    const page = await journey.visit();
    await page.goto(journey.program.setupUrl);
    await page.getByLabel('Name der Behörde').fill('Stadt Musterstadt');
    await page.getByLabel('Kurzzeichen').fill('00');
    await page.getByLabel('Vor- und Nachname').fill('Vera Walter');
    await page.getByLabel('Anmeldename').fill('v.walter');
    await page.getByLabel('Kennwort', { exact: true }).fill(cityPassword);
    await page.getByLabel('Kennwort wiederholen').fill(cityPassword);
    await page.getByRole('button', { name: 'Einrichtung abschließen' }).click();
    await page.getByRole('heading', { name: 'Anmeldung' }).waitFor();
    await signIn(page, 'v.walter', cityPassword);

    await page.getByRole('link', { name: 'Personen' }).click();
    await page.getByRole('button', { name: 'Neue Person' }).click();
    const dialog = page.getByRole('dialog', { name: 'Neue Person' });
    await dialog.getByLabel('Vor- und Nachname').fill('Milan Dressler');
    await dialog.getByLabel('Anmeldename').fill('m.dressler');
    await dialog.getByRole('button', { name: 'Rolle hinzufügen' }).click();
    await dialog.getByRole('button', { name: 'Person anlegen' }).click();
    const once = await page.getByRole('textbox', { name: 'Einmalkennwort' }).inputValue();

    const clerk = await journey.visit();
    await clerk.goto('/');
    await clerk.getByLabel('Anmeldename').fill('m.dressler');
    await clerk.getByLabel('Kennwort').fill(once);
    await clerk.getByRole('button', { name: 'Anmelden' }).click();
    await clerk.getByRole('heading', { name: 'Neues Kennwort vergeben' }).waitFor();
    await clerk.getByLabel('Bisheriges Kennwort').fill(once);
    await clerk.getByLabel('Neues Kennwort', { exact: true }).fill('holunder-treppe-84-regen');
    await clerk.getByLabel('Neues Kennwort wiederholen').fill('holunder-treppe-84-regen');
    await clerk.getByRole('button', { name: 'Kennwort ändern' }).click();
    await clerk.getByRole('heading', { name: 'Postkorb' }).waitFor();
    expect(await clerk.getByRole('link', { name: 'Personen' }).count()).toBe(0);
  },
  journeyMs,
);

describe('in a city at work', () => {
  beforeAll(async () => {
    if (hasChromium) city = await aSmallCity(journey.program.db);
  });

  test(
    'a letter with a Geschäftszeichen appears in the open Postkorb of its unit and lies beside its Vorgang',
    async (context) => {
      needsChromium(context);
      const clerk = await journey.visit(city.logins.clerk);
      await clerk.getByText('Der Postkorb ist leer.').waitFor();
      const mailroom = await journey.visit(city.logins.poststelle);
      const pdf = await letter(
        [`Ihr Zeichen: ${city.vorgang.geschaeftszeichen}`],
        'gegen den genannten Bescheid lege ich Einspruch ein.',
      );
      const number = await upload(mailroom, 'einspruch.pdf', pdf);
      await stateOf(mailroom, number)
        .filter({ hasText: 'Zugeordnet' })
        .waitFor({ timeout: workMs });

      await clerk.getByRole('status').getByText(number).waitFor({ timeout: workMs });
      const row = clerk.getByRole('row').filter({ hasText: number });
      await expect(row.getByText('Neu').count()).resolves.toBe(1);
      await row.getByRole('rowheader').getByRole('link').click();
      const beside = clerk.getByRole('tabpanel', { name: 'Vorgang' });
      await beside.getByText(city.vorgang.betreff).waitFor();
      await clerk.getByRole('button', { name: 'Text', exact: true }).click();
      await clerk.getByText('nachweislich in der Werkstatt').waitFor();

      await clerk.getByRole('button', { name: 'Erledigt' }).click();
      await clerk.getByText('Der Postkorb ist leer.').waitFor();
    },
    journeyMs,
  );

  test(
    'a letter that names no Vorgang is cleared without a mouse',
    async (context) => {
      needsChromium(context);
      const page = await journey.visit(city.logins.poststelle);
      const pdf = await letter(
        [],
        'hiermit lege ich Einspruch ein, das Zeichen habe ich nicht zur Hand.',
      );
      const number = await upload(page, 'ohne-zeichen.pdf', pdf);
      await stateOf(page, number).filter({ hasText: 'Clearing' }).waitFor({ timeout: workMs });

      await page.goto('/clearing');
      await page.getByRole('link', { name: number }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: `Clearing ${number}` }).waitFor();
      await page.keyboard.press('e');
      await page.keyboard.type(city.office.kuerzel);
      await page.getByRole('option', { name: city.office.name }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('radio', { name: city.office.name, checked: true }).waitFor();
      await page.keyboard.press('Control+Enter');
      await page.getByRole('status').getByText(`Eingang ${number} ist zugeordnet.`).waitFor();

      await page.goto('/poststelle/hochladen');
      await stateOf(page, number).filter({ hasText: 'Zugeordnet' }).waitFor({ timeout: workMs });
    },
    journeyMs,
  );

  test(
    'a clerk answers from the Vorgang, the head releases the letter, and it leaves once',
    async (context) => {
      needsChromium(context);
      const clerk = await journey.visit(city.logins.clerk);
      await clerk.goto(`/vorgaenge/${city.vorgang.id}`);
      await clerk.getByRole('link', { name: 'Schreiben verfassen' }).click();
      await clerk.getByRole('radio').first().waitFor();
      await clerk
        .getByRole('radio', { name: /zweite Person/ })
        .first()
        .check();
      await clerk.getByRole('button', { name: 'Entwurf beginnen' }).click();
      await clerk.getByLabel('Betreff').fill('Ihr Einspruch vom 18.11.2026');
      await clerk.getByLabel('Punkt 1', { exact: true }).fill('Dem Einspruch wird abgeholfen.');
      await clerk.getByRole('textbox', { name: 'Absatz 5' }).fill('Das Fahrzeug war in Reparatur.');
      await clerk.getByRole('textbox', { name: 'Absatz 6' }).fill('Der Vorwurf ist ausgeräumt.');
      await clerk.getByRole('img', { name: /Vorschau Seite 1/ }).waitFor({ timeout: workMs });
      await clerk.getByText('aktuell', { exact: true }).waitFor({ timeout: workMs });
      await clerk.getByRole('button', { name: 'Zur Freigabe geben' }).click();
      await main(clerk).getByText('Zur Freigabe', { exact: true }).first().waitFor();
      expect(await clerk.getByRole('button', { name: 'Freigeben und versenden' }).count()).toBe(0);

      const head = await journey.visit(city.logins.head);
      await head.getByRole('link', { name: 'Zur Freigabe' }).click();
      await head.getByRole('link', { name: 'Ihr Einspruch vom 18.11.2026' }).click();
      await head.getByRole('button', { name: 'Freigeben und versenden' }).click();
      await main(head).getByText('Versandt', { exact: true }).first().waitFor({ timeout: workMs });

      const printed = (await readdir(journey.program.printFolder)).filter((name) =>
        name.endsWith('.pdf'),
      );
      expect(printed).toHaveLength(1);
      await clerk.goto(`/vorgaenge/${city.vorgang.id}`);
      const documents = clerk.getByRole('region', { name: 'Dokumente des Vorgangs' });
      await documents.getByRole('link', { name: 'Ihr Einspruch vom 18.11.2026' }).waitFor();
    },
    journeyMs,
  );
});
