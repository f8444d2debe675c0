import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { ConfigInvalid } from '#errors.js';
import { parseIban } from './konto.js';
import { BriefkopfDaten } from './vorlagenverwaltung/vorlagendaten.schema.js';

const LetterheadSchema = BriefkopfDaten.refine(
  ({ konto }) => konto === undefined || parseIban(konto.iban) !== undefined,
  { path: ['konto', 'iban'], message: 'is no IBAN' },
);

/** What the top and the foot of a letter look like, with its coat of arms as a file for the template. */
export interface Letterhead extends BriefkopfDaten {
  /** The coat of arms by its path below the templates; empty without one. */
  files: Readonly<Record<string, Buffer>>;
}

const read = (folder: string, name: string): Letterhead => {
  const parsed = LetterheadSchema.safeParse(
    parseYaml(readFileSync(join(folder, name), 'utf8')) ?? {},
  );
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigInvalid({
      code: 'letterhead-invalid',
      message: `The letterhead ${join(folder, name)} has faults: ${faults.join('; ')}.`,
    });
  }
  const { wappen } = parsed.data;
  const files = wappen === '' ? {} : { [`wappen/${wappen}`]: readFileSync(join(folder, wappen)) };
  return { ...parsed.data, files };
};

/**
 * Reads all letterheads of a folder.
 * @throws ConfigInvalid for a faulty file or a folder without `standard.yaml`.
 */
export const loadLetterheads = (folder: string): ((kuerzel: string) => Letterhead) => {
  const names = readdirSync(folder)
    .filter((name) => extname(name) === '.yaml')
    .sort();
  const letterheads = new Map<string, Letterhead>();
  for (const name of names) {
    const letterhead = read(folder, name);
    if (name === 'standard.yaml') letterheads.set('', letterhead);
    for (const kuerzel of letterhead.einheiten) letterheads.set(kuerzel, letterhead);
  }
  const standard = letterheads.get('');
  if (standard === undefined) {
    throw new ConfigInvalid({
      code: 'letterhead-missing',
      message: `${join(folder, 'standard.yaml')} is missing; it holds for every unit without an own letterhead.`,
    });
  }
  return (kuerzel) => letterheads.get(kuerzel) ?? standard;
};
