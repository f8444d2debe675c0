import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { needsChromium, seriousFaults, signIn } from '#test/support/browser.js';
import { aPostausgang, aPosteingang, someSeiten } from '#test/support/builders.js';
import { aJourney, journeyMs } from '#test/support/journey.js';
import { acceptedNumber, letter } from '#test/support/mailroom-steps.js';
import { cityPassword } from '#test/support/small-city.js';

/* The daily small things of a desk: dropping files, filing, passing on, clarifying, signing in again. */

let page: Page;

const journey = aJourney({
  visitors: 'all tests',
  prepare: async ({ visit, city }) => {
    page = await visit(city.logins.everything);
    page.setDefaultTimeout(90_000);
  },
});

const idOfLogin = async (login: string): Promise<string> => {
  const person = await asSystem(journey.program.db, (tx) =>
    firstRow<{ id: string }>(tx, sql`select id from person where login = ${login}`),
  );
  return person?.id ?? '';
};

/** An item in the Postkorb of the office that nobody has filed, open on the screen. */
const openUnfiled = async (betreff: string): Promise<string> => {
  const { eingangsnummer } = await aPosteingang(journey.program.db, {
    zustand: 'zugeordnet',
    organisationseinheitId: journey.city.office.id,
    betreff,
  });
  await page.goto('/postkorb');
  await page.getByRole('link', { name: betreff }).first().click();
  await page.getByRole('heading', { level: 1, name: betreff }).waitFor();
  return eingangsnummer;
};

test(
  'files that are dropped on the page are accepted like chosen ones',
  async (context) => {
    needsChromium(context);
    await page.goto('/poststelle/hochladen');
    const place = page.getByRole('region', { name: 'Dateien hierher ziehen' });
    await place.waitFor();
    const pdf = await letter([], 'hiermit lege ich Einspruch ein.');
    const files = await page.evaluateHandle(`(() => {
      const bytes = Uint8Array.from(atob('${pdf.toString('base64')}'), (one) => one.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], 'gezogen.pdf', { type: 'application/pdf' }));
      return data;
    })()`);
    await place.dispatchEvent('dragover', { dataTransfer: files });
    await place.dispatchEvent('drop', { dataTransfer: files });
    expect(await acceptedNumber(page, 'gezogen.pdf')).toMatch(/^2026-\d{6}$/);
    expect(await seriousFaults(page)).toEqual([]);
  },
  journeyMs,
);

test(
  'a clerk files an item from the Postkorb in a Vorgang without leaving it',
  async (context) => {
    needsChromium(context);
    const number = await openUnfiled('Unterlagen zum Bußgeldverfahren');
    await page.getByText('Dieser Eingang gehört noch zu keinem Vorgang.').waitFor();
    await page.getByRole('combobox', { name: 'In einen Vorgang ablegen' }).fill('Hofmann');
    await page.getByRole('option', { name: new RegExp(journey.city.vorgang.betreff) }).click();
    await page.getByText(`Eingang ${number} liegt jetzt im Vorgang.`).waitFor();
    await page.getByRole('heading', { name: journey.city.vorgang.geschaeftszeichen }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  },
  journeyMs,
);

test(
  'an item of another unit is passed on with a reason and leaves the Postkorb',
  async (context) => {
    needsChromium(context);
    const number = await openUnfiled('Loch in der Fahrbahn');
    await page.getByRole('button', { name: 'Weitergeben' }).click();
    const dialog = page.getByRole('dialog', { name: 'Eingang weitergeben' });
    await dialog.getByRole('button', { name: 'Weitergeben' }).click();
    await dialog.getByText('Bitte wählen Sie, wohin der Eingang gehört.').first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await dialog.getByLabel('Weitergeben an').selectOption({ label: '10.2 Zentrale Poststelle' });
    await dialog.getByLabel('Begründung').fill('Gehört nicht zur Bußgeldstelle.');
    await dialog.getByRole('button', { name: 'Weitergeben' }).click();
    await page.getByText(`Eingang ${number} ist weitergegeben.`).waitFor();
    await page.getByRole('heading', { level: 1, name: 'Postkorb' }).waitFor();
  },
  journeyMs,
);

/** A stack of two letters: one waits in Clearing, one lies with the office. */
const aDividedStack = async () => {
  const { db } = journey.program;
  const stack = await aPosteingang(db, { zustand: 'geteilt' });
  await someSeiten(db, stack.id, [{ nummer: 1 }, { nummer: 2 }]);
  const letterOf = async (parentPosition: number, zustand: 'clearing' | 'zugeordnet') => {
    const organisationseinheitId = zustand === 'zugeordnet' ? journey.city.office.id : null;
    const facts = { parentId: stack.id, parentPosition, zustand, organisationseinheitId };
    const made = await aPosteingang(db, { ...facts, kanal: 'trennung' });
    await someSeiten(db, made.id, [{ nummer: 1, stapelSeite: parentPosition }]);
    return made;
  };
  return {
    stack,
    open: await letterOf(1, 'clearing'),
    filed: await letterOf(2, 'zugeordnet'),
  };
};

test(
  'a divided stack says which of its pages are not shown any more, then why it is closed, and names its letters',
  async (context) => {
    needsChromium(context);
    const { stack, open, filed } = await aDividedStack();
    const mailroom = await journey.visit(journey.city.logins.poststelle);
    mailroom.setDefaultTimeout(60_000);
    await mailroom.goto(`/posteingang/${stack.id}`);
    await mailroom
      .getByText('Seiten von Briefen, die nicht mehr bei der Poststelle sind')
      .waitFor();
    await mailroom.getByRole('link', { name: `Eingang ${open.eingangsnummer}` }).waitFor();
    expect(await mailroom.getByText('Unverändertes Original').count()).toBe(0);
    expect(await seriousFaults(mailroom)).toEqual([]);
    await asSystem(journey.program.db, (tx) =>
      rows(
        tx,
        sql`update posteingang set zustand = 'zugeordnet', organisationseinheit_id = ${journey.city.office.id}
            where id = ${open.id}`,
      ),
    );
    await mailroom.reload();
    await mailroom.getByText('keiner davon ist noch bei der Poststelle').waitFor();
    expect(await seriousFaults(mailroom)).toEqual([]);
    await mailroom.getByRole('link', { name: `Eingang ${filed.eingangsnummer}` }).click();
    await mailroom.getByText('Den Inhalt sieht nur die zuständige Einheit.').waitFor();
  },
  journeyMs,
);

test(
  'an uncertain dispatch is clarified with a reason, and the list follows by itself',
  async (context) => {
    needsChromium(context);
    await page.goto('/versandklaerung');
    await page.getByText('Kein Versand ist ungeklärt.').waitFor();
    const authorId = await idOfLogin(journey.city.logins.clerk);
    const betreff = 'Ihre Anfrage zum Parkausweis';
    const id = await aPostausgang(journey.program.db, {
      vorgangId: journey.city.vorgang.id,
      authorId,
      betreff,
      zustand: 'unknown',
    });
    await asSystem(journey.program.db, async (tx) => {
      await rows(tx, sql`update postausgang set kanal = 'druck' where id = ${id}`);
      await rows(
        tx,
        sql`insert into work_item (id, pipeline, stage, state) values (${id}, 'postausgang', 'dispatch', 'waiting')`,
      );
      await rows(
        tx,
        sql`select pg_notify('poststelle', ${JSON.stringify({ kind: 'postausgang', id })})`,
      );
    });
    await page.getByRole('link', { name: betreff }).waitFor();
    await page.getByRole('button', { name: `Nicht rausgegangen: ${betreff}` }).click();
    const dialog = page.getByRole('dialog', { name: 'Schreiben ist nicht rausgegangen' });
    expect(await seriousFaults(page)).toEqual([]);
    await dialog.getByLabel('Begründung').fill('Der Druckauftrag fehlt im Ausgangsfach.');
    await dialog.getByRole('button', { name: 'Feststellung speichern' }).click();
    await page.getByText('Die Feststellung ist gespeichert.').waitFor();
    await page.getByText('Kein Versand ist ungeklärt.').waitFor();
  },
  journeyMs,
);

test(
  'a session that has expired is renewed on the page, and what was typed is still there',
  async (context) => {
    needsChromium(context);
    // A second attempt begins where the first has ended the session.
    await page.context().clearCookies();
    await signIn(page, journey.city.logins.everything, cityPassword);
    const id = await aPostausgang(journey.program.db, {
      vorgangId: journey.city.vorgang.id,
      authorId: await idOfLogin(journey.city.logins.everything),
      betreff: 'Entwurf vor der Mittagspause',
    });
    await page.goto(`/schreiben/${id}`);
    const subject = page.getByLabel('Betreff');
    await subject.waitFor();
    await asSystem(journey.program.db, (tx) => rows(tx, sql`delete from session`));
    // The preview of what was typed is the first request that the server refuses.
    await subject.fill('Entwurf nach der Mittagspause');
    const dialog = page.getByRole('dialog', { name: 'Sitzung abgelaufen' });
    await dialog.waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('Escape');
    expect(new URL(page.url()).pathname).toBe(`/schreiben/${id}`);
    await dialog.getByLabel('Kennwort').fill(cityPassword);
    await dialog.getByRole('button', { name: 'Weiterarbeiten' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await subject.inputValue()).toBe('Entwurf nach der Mittagspause');
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page.getByText('Der Entwurf ist gespeichert.').waitFor();
  },
  journeyMs,
);
