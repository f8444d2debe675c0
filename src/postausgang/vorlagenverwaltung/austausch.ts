import { parse as parseYaml, stringify } from 'yaml';
import { InvalidInput } from '#errors.js';
import { type DatenOf, datenSchema, type Fassungsart } from './fassung.js';
import { BausteinDatei, Schluessel } from './vorlagendaten.schema.js';

/** Something under its name. */
export type Eintrag = {
  [A in Fassungsart]: { art: A; schluessel: string; daten: DatenOf[A] };
}[Fassungsart];

const faulty = (detail: string): InvalidInput =>
  new InvalidInput({
    code: 'yaml-fehlerhaft',
    httpStatus: 422,
    message: 'The YAML file cannot be read in.',
    clerkMessage: `Die Datei kann nicht eingelesen werden: ${detail} Es wurde nichts geändert.`,
  });

const parsed = (text: string): unknown => {
  try {
    return parseYaml(text, { maxAliasCount: 0 }) ?? {};
  } catch {
    throw faulty('Sie ist kein gültiges YAML.');
  }
};

const issuesOf = (issues: readonly { path: PropertyKey[]; message: string }[]): string =>
  issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.map(String).join('.') || 'Datei'}: ${message}.`)
    .join(' ');

/** The file as it may stand under `config/`: one template or letterhead, or a list of Textbausteine. */
export const toYaml = (entries: readonly Eintrag[]): string => {
  const [first] = entries;
  if (first !== undefined && first.art !== 'baustein')
    return stringify(first.daten, { lineWidth: 0 });
  const textbausteine = entries.map(({ schluessel, daten }) => ({ schluessel, ...daten }));
  return stringify({ textbausteine }, { lineWidth: 0 });
};

/** What a file as it stands under `config/` holds. @throws InvalidInput */
export const fromYaml = (
  art: Fassungsart,
  text: string,
  schluessel: string | undefined,
): Eintrag[] => {
  if (art === 'baustein') {
    const found = BausteinDatei.safeParse(parsed(text));
    if (!found.success) throw faulty(issuesOf(found.error.issues));
    return found.data.textbausteine.map(({ schluessel: name, ...daten }) => ({
      ...{ art, schluessel: name, daten },
    }));
  }
  const name = Schluessel.safeParse(schluessel);
  if (!name.success) throw faulty('Der Name fehlt.');
  const found = datenSchema[art].safeParse(parsed(text));
  if (!found.success) throw faulty(issuesOf(found.error.issues));
  return [{ art, schluessel: name.data, daten: found.data } as Eintrag];
};
