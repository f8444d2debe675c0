import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { ConfigInvalid, NotFound } from '#errors.js';
import { loadTemplate, type TemplateSource } from '#tools/typst/template.js';
import { BlockArt, Inhalt, Versandkanal, type Vorlage } from './postausgang.schema.js';

const VorlageDatei = z.strictObject({
  titel: z.string().min(1).max(120),
  beschreibung: z.string().max(300).default(''),
  vierAugen: z.boolean(),
  /** An administrative act: its notification is presumed, § 41 VwVfG. */
  verwaltungsakt: z.boolean().default(false),
  kanaele: z.array(Versandkanal).min(1),
  bloecke: z.array(BlockArt).min(1),
  pflichtbloecke: z.array(BlockArt).default([]),
  betreff: z.string().max(300).default(''),
  inhalt: Inhalt,
});

/** A template with the rules of its letters. */
export interface Briefvorlage extends z.infer<typeof VorlageDatei> {
  name: string;
}

/** The templates of an installation. */
export interface Vorlagen {
  list(): readonly Briefvorlage[];
  find(name: string): Briefvorlage | undefined;
  /** @throws NotFound */
  get(name: string): Briefvorlage;
  /** The Typst sources of a template together with those of a letterhead. */
  source(name: string, files: Readonly<Record<string, Buffer>>): TemplateSource;
}

const read = (folder: string, name: string): Briefvorlage => {
  const path = join(folder, name, 'template.yaml');
  const parsed = VorlageDatei.safeParse(parseYaml(readFileSync(path, 'utf8')));
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
    throw new NotFound({
      code: 'template-unknown',
      message: `There is no letter template ${JSON.stringify(name.slice(0, 80))}.`,
      clerkMessage: 'Diese Briefvorlage gibt es nicht.',
    });
  };
  return {
    list: () => [...vorlagen.values()],
    find: (name) => vorlagen.get(name),
    get,
    source: (name, files) => {
      const key = `${get(name).name}\n${Object.keys(files).join('\n')}`;
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

/** The same for all texts of a letter's contents. */
export const fillInhalt = (
  inhalt: z.infer<typeof Inhalt>,
  values: Readonly<Record<string, string | undefined>>,
): z.infer<typeof Inhalt> =>
  Inhalt.parse(
    JSON.parse(JSON.stringify(inhalt), (_key, value: unknown) =>
      typeof value === 'string' ? fillPlaceholders(value, values) : value,
    ),
  );
