import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { ConfigInvalid, NotFound } from '#errors.js';
import { loadTemplate, type TemplateSource } from '#tools/typst/template.js';
import { Inhalt, type Vorlage } from './postausgang.schema.js';
import { VorlageDaten } from './vorlagenverwaltung/vorlagendaten.schema.js';

/** A template with the rules of its letters. */
export interface Briefvorlage extends VorlageDaten {
  name: string;
}

/** What tells the version that a letter is written with; `null` before there were versions. */
export interface Fassungstraeger {
  vorlage: string;
  vorlageDaten: unknown;
}

/** The delivered templates, with the Typst sources of all. What holds for a letter, its own version says. */
export interface Vorlagen {
  /** The delivered ones. */
  list(): readonly Briefvorlage[];
  /** The version that the letter was written with, whatever holds now. */
  find(brief: Fassungstraeger): Briefvorlage | undefined;
  /** A delivered one. @throws NotFound */
  get(name: string): Briefvorlage;
  /** The Typst sources of a template together with those of a letterhead. @throws NotFound */
  source(vorlage: Briefvorlage, files: Readonly<Record<string, Buffer>>): TemplateSource;
}

const Gespeichert = z.object(VorlageDaten.shape);

/** A stored version; keys that a later release of the program has added get their defaults. */
export const gespeicherteVorlage = (name: string, daten: unknown): Briefvorlage => ({
  ...Gespeichert.parse(daten),
  name,
});

/** There is no such template, or none that holds today. */
export const noSuchTemplate = (name: string): NotFound =>
  new NotFound({
    code: 'template-unknown',
    message: `There is no letter template ${JSON.stringify(name.slice(0, 80))}.`,
    clerkMessage: 'Diese Briefvorlage gibt es nicht.',
  });

const read = (folder: string, name: string): Briefvorlage => {
  const path = join(folder, name, 'template.yaml');
  const parsed = VorlageDaten.safeParse(parseYaml(readFileSync(path, 'utf8')));
  if (parsed.success) return { ...parsed.data, name };
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigInvalid({
    code: 'template-invalid',
    message: `${path} has faults: ${faults.join('; ')}.`,
  });
};

const isLetterTemplate = (folder: string, name: string): boolean =>
  readdirSync(join(folder, name)).includes('template.yaml');

/** What the API tells about a template. */
export const describeVorlage = (vorlage: Briefvorlage): Vorlage => {
  const { name, titel, beschreibung, vierAugen, kanaele, bloecke, pflichtbloecke } = vorlage;
  const vorgabe = { betreff: vorlage.betreff, inhalt: vorlage.inhalt };
  return { name, titel, beschreibung, vierAugen, kanaele, bloecke, pflichtbloecke, vorgabe };
};

/**
 * Reads every folder with a `template.yaml` and checks its Typst source.
 * @throws ConfigInvalid for a faulty template.
 */
export const loadVorlagen = (folder: string): Vorlagen => {
  const entries = readdirSync(folder, { withFileTypes: true });
  const vorlagen = new Map<string, Briefvorlage>();
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!entry.isDirectory() || !isLetterTemplate(folder, entry.name)) continue;
    vorlagen.set(entry.name, read(folder, entry.name));
    loadTemplate({ folder, name: entry.name });
  }
  const sources = new Map<string, TemplateSource>();
  const get = (name: string): Briefvorlage => {
    const vorlage = vorlagen.get(name);
    if (vorlage !== undefined) return vorlage;
    throw noSuchTemplate(name);
  };
  return {
    list: () => [...vorlagen.values()],
    find: ({ vorlage, vorlageDaten }) =>
      vorlageDaten === null ? vorlagen.get(vorlage) : gespeicherteVorlage(vorlage, vorlageDaten),
    get,
    source: (vorlage, files) => {
      const { name } = get(vorlage.satz ?? vorlage.name);
      const key = `${name}\n${Object.keys(files).join('\n')}`;
      const known = sources.get(key) ?? loadTemplate({ folder, name, files });
      sources.set(key, known);
      return known;
    },
  };
};

const placeholder = /\{(\w+)\}/g;

/** Fills the named places of a template's own text; names that are not given stay visible as `[name]`. */
export const fillPlaceholders = (
  text: string,
  values: Readonly<Record<string, string | undefined>>,
): string =>
  text.replace(placeholder, (_all, name: string) =>
    Object.hasOwn(values, name) && values[name] ? values[name] : `[${name}]`,
  );

/** The same for all texts of a value, e.g. of the blocks of a letter. */
export const fillTexte = <T>(value: T, values: Readonly<Record<string, string | undefined>>): T =>
  JSON.parse(JSON.stringify(value), (_key, one: unknown) =>
    typeof one === 'string' ? fillPlaceholders(one, values) : one,
  ) as T;

/** The same for all texts of a letter's contents. */
export const fillInhalt = (
  inhalt: z.infer<typeof Inhalt>,
  values: Readonly<Record<string, string | undefined>>,
): z.infer<typeof Inhalt> => Inhalt.parse(fillTexte(inhalt, values));
