import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createMunicipality, generateLetters } from '#sample/index.js';
import {
  keepPictures,
  needsChromium,
  openVisitor,
  seriousFaults,
  signIn,
  type Visitor,
} from '#test/support/browser.js';
import { findProgram } from '#test/support/needs.js';
import { aSmallCity, cityPassword, type SmallCity } from '#test/support/small-city.js';
import { grown, stackPdf } from '#test/support/stack.js';
import { startWholeProgram, type WholeProgram } from '#test/support/whole-program.js';

const journeyMs = 900_000;
const workMs = 300_000;
const letterCount = 30;

let program: WholeProgram;
let city: SmallCity;
const visitors: Visitor[] = [];

beforeAll(async () => {
  if (findProgram('chromium') === undefined) return;
  program = await startWholeProgram();
  city = await aSmallCity(program.db);
}, journeyMs);

afterEach(async ({ task }) => {
  const closed = visitors.splice(0);
  if (task.result?.state === 'fail') await keepPictures(closed, task.name);
  const complaints = closed.flatMap((visitor) => visitor.complaints);
  await Promise.all(closed.map((visitor) => visitor.close()));
  expect(complaints).toEqual([]);
});

afterAll(async () => {
  await program?.stop();
});

test(
  'a stack of 30 letters is scanned into a Stapel, counted, found one sheet short, and split',
  async (context) => {
    needsChromium(context);
    const letters = [
      ...generateLetters({
        seed: 'stapel',
        count: letterCount,
        municipality: createMunicipality({ seed: 'stapel', today: '2026-11-23' }),
      }),
    ];
    const sheets = 2 * letterCount - 1;
    // Large enough for the way that goes on after a lost connection.
    const stack = grown(await stackPdf(letters), 6_000_000);
    const visitor = await openVisitor(program.url);
    visitors.push(visitor);
    const { page } = visitor;
    await signIn(page, city.logins.poststelle, cityPassword);

    await page.getByRole('link', { name: 'Stapel', exact: true }).click();
    await page.getByRole('button', { name: 'Neuer Stapel' }).click();
    const dialog = page.getByRole('dialog', { name: 'Neuer Stapel' });
    await dialog.getByLabel('Erwartete Blätter').fill(String(sheets + 1));
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
    await (await chooser).setFiles({
      name: 'fruehpost.pdf',
      mimeType: 'application/pdf',
      buffer: stack,
    });
    await page.getByText('Angenommen', { exact: true }).waitFor({ timeout: workMs });
    expect(parts).toBeGreaterThan(0);

    const alarm = page.getByRole('alert').filter({ hasText: 'Es fehlt 1 Blatt' });
    await alarm.getByText(`${sheets} von ${sheets + 1} gescannt`).waitFor({ timeout: workMs });
    expect(await seriousFaults(page)).toEqual([]);

    const progress = page.getByRole('region', { name: 'Fortschritt' });
    await page.getByText(new RegExp(`^${letterCount} Briefe`)).waitFor({ timeout: workMs });
    expect(await progress.count()).toBeLessThanOrEqual(1);
    const table = page.getByRole('region', { name: 'Briefe des Stapels, neueste zuerst' });
    await expect
      .poll(() => table.getByRole('row').count(), { timeout: workMs })
      .toBe(letterCount + 2);

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
