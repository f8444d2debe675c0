import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { needsChromium, seriousFaults } from '#test/support/browser.js';
import { anOrganisationseinheit, aPerson } from '#test/support/builders.js';
import { aJourney, journeyMs } from '#test/support/journey.js';
import { cityPassword } from '#test/support/small-city.js';

/* Mail that stays closed: a letter to a person, and a tender that two people open together. */

const waitMs = 60_000;
let mailroom: Page;
let clerk: Page;
let vera: Page;
let willi: Page;

aJourney({
  visitors: 'all tests',
  prepare: async ({ visit, city, program }) => {
    const { id } = await anOrganisationseinheit(program.db, {
      kuerzel: '20.3',
      name: 'Vergabestelle',
    });
    for (const [login, name] of [
      ['v.eins', 'Vera Eins'],
      ['w.zwei', 'Willi Zwei'],
    ] as const)
      await aPerson(program.db, {
        login,
        name,
        password: cityPassword,
        rollen: [{ rolle: 'sachbearbeitung', organisationseinheitId: id }],
      });
    mailroom = await visit(city.logins.poststelle);
    clerk = await visit(city.logins.clerk);
    vera = await visit('v.eins');
    willi = await visit('w.zwei');
  },
});

/** A time as the fields of the page want it, in the time zone of the browser. */
const localTime = (page: Page, minutes: number): Promise<string> =>
  page.evaluate((ahead) => {
    const at = new Date(Date.now() + ahead * 60_000);
    const two = (value: number) => String(value).padStart(2, '0');
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
  }, minutes);

const aLetter = (name: string) => ({
  name,
  mimeType: 'message/rfc822',
  buffer: Buffer.from(
    `From: Erika <erika@example.org>\r\nSubject: ${name}\r\nContent-Type: text/plain\r\n\r\nInhalt von ${name}\r\n`,
  ),
});

/** Registers a closed file and returns its number. */
const register = async (
  fields: Readonly<Record<string, string>>,
  name: string,
): Promise<string> => {
  await mailroom.goto(new URL('/verschluss/erfassen', mailroom.url()).href);
  for (const [label, value] of Object.entries(fields))
    await mailroom.getByLabel(label).first().fill(value);
  await mailroom.getByLabel('Was erfasst wird').selectOption('datei');
  await mailroom.getByText(/^Bleibt verschlossen/).waitFor({ timeout: waitMs });
  const chooser = mailroom.waitForEvent('filechooser');
  await mailroom.getByRole('button', { name: 'Datei auswählen' }).click();
  await (await chooser).setFiles(aLetter(name));
  const link = mailroom.getByRole('link', { name: /^Eingang \d{4}-\d{6}$/ }).first();
  await link.waitFor({ timeout: waitMs });
  return ((await link.textContent()) ?? '').replace('Eingang ', '');
};

test(
  'a personal letter is registered closed, opened by its addressee alone, and released',
  async (context) => {
    needsChromium(context);
    const number = await register(
      { Anschrift: 'Herrn Sven Claus\nStadt Musterstadt', Vermerk: 'Persönlich' },
      'brief.eml',
    );
    expect(await seriousFaults(mailroom)).toEqual([]);

    await clerk.getByRole('link', { name: 'Verschlossene Post', exact: true }).click();
    await clerk.getByRole('link', { name: number }).click();
    await clerk.getByRole('heading', { name: `Verschlossener Eingang ${number}` }).waitFor();
    expect(await seriousFaults(clerk)).toEqual([]);
    await clerk.getByRole('button', { name: 'Öffnen', exact: true }).focus();
    await clerk.keyboard.press('Enter');
    await clerk.getByRole('button', { name: 'Jetzt öffnen' }).click();
    await clerk.getByRole('link', { name: 'Inhalt herunterladen' }).waitFor();
    await clerk.getByRole('button', { name: 'Zur Bearbeitung freigeben' }).click();
    const dialog = clerk.getByRole('dialog', { name: 'Zur Bearbeitung freigeben' });
    expect(await seriousFaults(clerk)).toEqual([]);
    await dialog.getByRole('button', { name: 'Freigeben' }).click();
    await clerk.getByRole('link', { name: `Eingang ${number}` }).waitFor({ timeout: waitMs });
  },
  journeyMs,
);

test(
  'the bids of a tender are locked, and opened by two people after the deadline',
  async (context) => {
    needsChromium(context);
    await vera.getByRole('link', { name: 'Verschlossene Post', exact: true }).click();
    await vera.getByRole('link', { name: 'Vergaben' }).click();
    await vera.getByRole('button', { name: 'Neue Vergabe' }).click();
    const dialog = vera.getByRole('dialog', { name: 'Neue Vergabe' });
    await dialog.getByLabel('Kennzeichen').fill('2026-V-017');
    await dialog.getByLabel('Bezeichnung').fill('Neubau der Turnhalle');
    // Minutes are what the field knows: the deadline is the next full minute.
    const frist = await localTime(vera, 1);
    await dialog.getByLabel('Ende der Angebotsfrist').fill(frist);
    await dialog.getByRole('button', { name: 'Vergabe anlegen' }).click();
    await vera.getByRole('heading', { name: 'Vergabe 2026-V-017' }).waitFor({ timeout: waitMs });
    const locked = vera.getByText('Die Angebotsfrist läuft noch; die Angebote sind gesperrt.');
    await locked.waitFor();
    expect(await vera.getByRole('button', { name: 'Öffnung freigeben' }).isDisabled()).toBe(true);
    expect(await seriousFaults(vera)).toEqual([]);

    const bid = {
      Anschrift: 'Stadt Musterstadt',
      Vermerk: 'Angebot zur Vergabe 2026-V-017',
    };
    const inTime = await register(
      { ...bid, Absender: 'Bau GmbH', 'Eingegangen am': await localTime(mailroom, -30) },
      'angebot.eml',
    );

    await locked.waitFor({ state: 'hidden', timeout: 180_000 });
    const late = await register({ ...bid, Absender: 'Zu Spät KG' }, 'spaet.eml');
    await vera.getByRole('button', { name: 'Öffnung freigeben' }).focus();
    await vera.keyboard.press('Enter');
    await vera.getByText(/^Erste Freigabe: Vera Eins/).waitFor({ timeout: waitMs });
    expect(await vera.getByRole('button', { name: 'Öffnung freigeben' }).isDisabled()).toBe(true);

    await willi.goto(vera.url());
    await willi.getByText(/^Erste Freigabe: Vera Eins/).waitFor({ timeout: waitMs });
    await willi.getByRole('button', { name: 'Bestätigen und öffnen' }).click();
    const bids = willi.getByRole('region', { name: 'Angebote in der Reihenfolge ihres Eingangs' });
    await bids.getByRole('row', { name: inTime }).getByText('Bau GmbH').waitFor();
    await bids.getByRole('row', { name: late }).getByText('Nach Fristablauf').waitFor();
    expect(await bids.getByText('Zu Spät KG').count()).toBe(0);
    expect(await seriousFaults(willi)).toEqual([]);
    await vera.getByRole('heading', { name: 'Öffnungsprotokoll' }).waitFor({ timeout: waitMs });
  },
  journeyMs,
);

test(
  'an envelope is tried on the rules, and postal votes are counted and handed over',
  async (context) => {
    needsChromium(context);
    await mailroom.goto(new URL('/verwaltung/handhabungsregeln', mailroom.url()).href);
    await mailroom
      .getByLabel('Anschrift auf dem Umschlag')
      .fill('Frau Jana Weber\nStadt Musterstadt\nMarkt 1');
    await mailroom.getByRole('button', { name: 'Prüfen' }).click();
    await mailroom.getByText('Diese Sendung bleibt verschlossen: Persönlich').waitFor();
    await mailroom
      .getByText(/„Frau Jana Weber“ steht in der Anschrift vor/)
      .first()
      .waitFor();
    expect(await seriousFaults(mailroom)).toEqual([]);

    await mailroom.goto(new URL('/briefwahl', mailroom.url()).href);
    await mailroom.getByRole('button', { name: 'Neue Wahl' }).click();
    await mailroom.getByLabel('Bezeichnung').fill('Landtagswahl');
    await mailroom
      .getByLabel('Schluss der Wahlzeit am Wahltag')
      .fill(await localTime(mailroom, 600));
    await mailroom.getByRole('button', { name: 'Wahl anlegen' }).click();
    await mailroom.getByRole('button', { name: 'Wahlbriefe zählen' }).click();
    await mailroom.getByLabel('Zahl der ungeöffneten Wahlbriefe').fill('42');
    await mailroom.getByRole('button', { name: 'Festhalten' }).click();
    await mailroom.getByText(/davon unter Verschluss: 42/).waitFor();
    expect(await seriousFaults(mailroom)).toEqual([]);
    await mailroom.getByRole('button', { name: 'An das Wahlamt übergeben' }).click();
    await mailroom.getByLabel('Übernommen von').fill('Frau Wahl');
    await mailroom.getByRole('button', { name: 'Übergeben', exact: true }).click();
    await mailroom.getByText(/davon unter Verschluss: 0/).waitFor();
  },
  journeyMs,
);
