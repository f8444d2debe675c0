import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { saveDecisions } from '#posteingang/inhalt.repository.js';
import { needsChromium, seriousFaults } from '#test/support/browser.js';
import { anOrganisationseinheit, aPosteingang, someSeiten } from '#test/support/builders.js';
import { letterPdf } from '#test/support/documents.js';
import { aJourney, journeyMs } from '#test/support/journey.js';
import { letter, upload } from '#test/support/mailroom-steps.js';

const workMs = 300_000;
const journey = aJourney({ visitors: 'one test' });

/** An item that waits in Clearing as the stages leave it: its page, and a unit that nobody is sure of. */
const waiting = async (absender: string): Promise<{ id: string; eingangsnummer: string }> => {
  const { program, city } = journey;
  const item = await aPosteingang(program.db, { zustand: 'clearing', absender });
  await someSeiten(program.db, item.id, [{ nummer: 1, text: `Schreiben von ${absender}` }]);
  await asSystem(program.db, async (tx) => {
    await rows(
      tx,
      sql`insert into work_item (id, pipeline, stage, state, clearing_code, clearing_text, clearing_at)
          values (${item.id}, 'posteingang', 'attach', 'clearing', 'kein-geschaeftszeichen',
            'Das Schreiben nennt kein Geschäftszeichen von uns.', now())`,
    );
    const decision = { run: 1, wert: null, konfidenz: 0.5, modell: 'probe', personId: null };
    await saveDecisions(tx, item.id, [
      {
        ...{ ...decision, art: 'organisationseinheit', gruende: [] },
        kandidaten: [
          { wert: '10.2', anzeige: 'Poststelle', konfidenz: 0.5, gruende: [] },
          { wert: city.office.kuerzel, anzeige: city.office.name, konfidenz: 0.4, gruende: [] },
        ],
      },
    ]);
  });
  return item;
};

const stateOf = async (id: string): Promise<string | undefined> => {
  const [row] = await asSystem(journey.program.db, (tx) =>
    rows(tx, sql<{ zustand: string }>`select zustand from posteingang where id = ${id}`),
  );
  return row?.zustand;
};

const itemOnScreen = async (page: Page, number: string): Promise<void> => {
  await page.getByRole('heading', { level: 1, name: `Clearing ${number}` }).waitFor();
};

test(
  'twenty items are cleared by keyboard alone, one after the other, and reach their unit',
  async (context) => {
    needsChromium(context);
    const items: Awaited<ReturnType<typeof waiting>>[] = [];
    for (let number = 1; number <= 20; number += 1) items.push(await waiting(`Absender ${number}`));
    const page = await journey.visit(journey.city.logins.poststelle);
    await page.goto('/clearing');
    await page.getByRole('link', { name: items[0]?.eingangsnummer ?? '' }).focus();
    await page.keyboard.press('Enter');
    for (const item of items) {
      await itemOnScreen(page, item.eingangsnummer);
      await page.keyboard.press('2');
      const unit = page.getByRole('radio', { name: journey.city.office.name, checked: true });
      await unit.waitFor();
      await page.keyboard.press('Enter');
      const done = `Eingang ${item.eingangsnummer} ist zugeordnet.`;
      await page.getByRole('status').getByText(done).waitFor();
    }
    await page.getByText('Das Clearing ist leer.').waitFor();
    await expect
      .poll(
        async () => {
          const states = await Promise.all(items.map(({ id }) => stateOf(id)));
          return states.filter((zustand) => zustand === 'zugeordnet').length;
        },
        { timeout: workMs },
      )
      .toBe(20);
    const clerk = await journey.visit(journey.city.logins.clerk);
    await clerk.goto('/postkorb');
    await clerk.getByRole('row').filter({ hasText: 'Absender 20' }).waitFor();
    expect(
      await clerk
        .getByRole('row')
        .filter({ hasText: /Absender \d/ })
        .count(),
    ).toBe(20);
  },
  journeyMs,
);

test(
  'equal items are decided together, taken back together, and an item that is not for us is given away',
  async (context) => {
    needsChromium(context);
    const same = [
      await waiting('Stadtwerke'),
      await waiting('Stadtwerke'),
      await waiting('Stadtwerke'),
    ];
    const foreign = await waiting('Jemand anders');
    const page = await journey.visit(journey.city.logins.poststelle);
    await page.goto(`/clearing/${same[0]?.id}`);
    await itemOnScreen(page, same[0]?.eingangsnummer ?? '');
    await page.getByText('Auch 2 gleiche Eingänge so zuordnen (M)').waitFor();
    await page.keyboard.press('2');
    await page.keyboard.press('m');
    await page.keyboard.press('Enter');
    await itemOnScreen(page, foreign.eingangsnummer);
    await page.getByText('2 weitere Eingänge sind ebenso zugeordnet.').waitFor();
    await page.keyboard.press('z');
    await itemOnScreen(page, same[0]?.eingangsnummer ?? '');
    for (const { id } of same) expect(await stateOf(id)).toBe('clearing');
    expect(await seriousFaults(page)).toEqual([]);

    await page.goto(`/clearing/${foreign.id}`);
    await itemOnScreen(page, foreign.eingangsnummer);
    await page.keyboard.press('x');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Behörde', { exact: true }).fill('Landratsamt Muldenkreis');
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText(`Eingang ${foreign.eingangsnummer} ist abgegeben.`).first().waitFor();
    await expect.poll(() => stateOf(foreign.id), { timeout: workMs }).toBe('abgegeben');
    await page.goto(`/posteingang/${foreign.id}`);
    await page.getByText('Landratsamt Muldenkreis').waitFor();
  },
  journeyMs,
);

test(
  'two clerks on one item: the second is told who has it and can take it over',
  async (context) => {
    needsChromium(context);
    const item = await waiting('Doppelt');
    const first = await journey.visit(journey.city.logins.poststelle);
    await first.goto(`/clearing/${item.id}`);
    await itemOnScreen(first, item.eingangsnummer);
    const second = await journey.visit(journey.city.logins.everything);
    await second.goto(`/clearing/${item.id}`);
    await second.getByText('Petra Ahrens bearbeitet diesen Eingang seit').waitFor();
    expect(await second.getByRole('button', { name: 'Zuordnen' }).isDisabled()).toBe(true);
    await second.keyboard.press('u');
    await second.getByRole('button', { name: 'Zuordnen', disabled: false }).waitFor();
    await second.setViewportSize({ width: 683, height: 384 });
    const overflow = 'document.documentElement.scrollWidth > window.innerWidth';
    expect(await second.evaluate(overflow)).toBe(false);
    expect(await seriousFaults(second)).toEqual([]);
  },
  journeyMs,
);

test(
  'a letter whose unit was searched for by name goes there with Enter, without a mouse',
  async (context) => {
    needsChromium(context);
    const page = await journey.visit(journey.city.logins.poststelle);
    const pdf = await letter([], 'hiermit lege ich Einspruch ein, ein Zeichen habe ich nicht.');
    const number = await upload(page, 'station.pdf', pdf);
    await page.goto('/clearing');
    await page.getByRole('link', { name: number }).click({ timeout: workMs });
    await itemOnScreen(page, number);
    await page.locator('.sheet image').waitFor();
    expect(await page.locator('.mark').count()).toBeGreaterThan(0);
    await page.keyboard.press('e');
    await page.keyboard.type(journey.city.office.kuerzel);
    await page.getByRole('option', { name: journey.city.office.name }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: journey.city.office.name, checked: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(`Eingang ${number} ist zugeordnet.`).first().waitFor();
  },
  journeyMs,
);

/** A letter of a citizen that names no office; `number` makes each a letter of its own. */
const aboutBicycles = (number: number): Promise<Buffer> =>
  letterPdf([
    [
      'Jana Böhm, Gartenstraße 4, 09999 Musterstadt',
      '',
      'Stadt Musterstadt',
      'Rathausplatz 1',
      '09999 Musterstadt',
      '',
      `Musterstadt, den ${number}.11.2026`,
      '',
      'Fahrradbügel vor der Stadtbibliothek',
      '',
      'Sehr geehrte Damen und Herren,',
      '',
      'die Fahrradbügel vor der Stadtbibliothek sind lose und rosten.',
      `Am ${number}. November ist dort ein Fahrrad umgefallen. Bitte lassen Sie die Fahrradbügel erneuern.`,
      '',
      'Mit freundlichen Grüßen',
      'Jana Böhm',
    ],
  ]);

test(
  'a routing that is corrected teaches: what was learned is said, and the next like letter is proposed to the right unit',
  async (context) => {
    needsChromium(context);
    const { program, city } = journey;
    const parks = await anOrganisationseinheit(program.db, {
      ...{ kuerzel: '67', name: 'Grünflächenamt', zustaendigkeit: 'Bäume, Parks, Spielplätze' },
    });
    const page = await journey.visit(city.logins.poststelle);
    const open = async (name: string, number: number): Promise<string> => {
      const eingang = await upload(page, name, await aboutBicycles(number));
      await page.goto('/clearing');
      await page.getByRole('link', { name: eingang }).click({ timeout: workMs });
      await itemOnScreen(page, eingang);
      return eingang;
    };
    // The unit is the first question: its best candidate, or the answer where nobody has to be asked.
    const proposed = (): Promise<string> =>
      page.locator('.questions').locator('.choice__name, .question__value').first().innerText();
    await open('erster.pdf', 17);
    expect(await proposed()).not.toContain(parks.name);
    await page.keyboard.press('e');
    await page.keyboard.type('67');
    await page.getByRole('option', { name: parks.name }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: parks.name, checked: true }).waitFor();
    await page.keyboard.press('Enter');
    await page
      .getByText(/Gelernt: .+/)
      .first()
      .waitFor();

    await open('zweiter.pdf', 18);
    expect(await proposed()).toContain(parks.name);
  },
  journeyMs,
);
