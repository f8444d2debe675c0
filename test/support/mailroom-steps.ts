import type { Page } from 'playwright-core';
import { letterPdf } from './documents.js';

const opening = [
  'Renate Hofmann, Lindenweg 4, 09999 Musterstadt',
  '',
  'Stadt Musterstadt',
  'Bußgeldstelle',
  'Rathausplatz 1',
  '09999 Musterstadt',
  '',
  'Musterstadt, den 18.11.2026',
  '',
  'Einspruch gegen den Bußgeldbescheid',
];

/** A letter of the small city's citizen; `further` are its next pages. */
export const letter = (
  reference: readonly string[],
  sentence: string,
  further: readonly string[][] = [],
): Promise<Buffer> =>
  letterPdf([
    [
      ...opening,
      ...reference,
      '',
      'Sehr geehrte Damen und Herren,',
      '',
      sentence,
      'Das Fahrzeug stand zum angegebenen Zeitpunkt nachweislich in der Werkstatt.',
      '',
      'Mit freundlichen Grüßen',
      'Renate Hofmann',
    ],
    ...further,
  ]);

/** The Eingangsnummer of a file that has just been given to the upload page. */
export const acceptedNumber = async (page: Page, name: string): Promise<string> => {
  const row = page.getByRole('row').filter({ hasText: name }).filter({ hasText: 'Angenommen' });
  const link = row.getByRole('link', { name: /^Eingang / });
  return (await link.innerText()).replace('Eingang ', '');
};

/** Uploads a file by the page and waits for its Eingangsnummer. */
export const upload = async (page: Page, name: string, pdf: Buffer): Promise<string> => {
  await page.goto('/poststelle/hochladen');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Dateien auswählen' }).click();
  await (await chooser).setFiles({ name, mimeType: 'application/pdf', buffer: pdf });
  return acceptedNumber(page, name);
};

/** The line of an item among those of today. */
export const stateOf = (page: Page, number: string) =>
  page
    .getByRole('region', { name: 'Eingänge von heute' })
    .getByRole('row')
    .filter({ hasText: number });
