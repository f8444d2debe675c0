import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import type { z } from 'zod';
import { ConfigInvalid } from '#errors.js';
import { loadTemplate } from '#tools/typst/template.js';
import type { DatenOf, Fassungsart } from './fassung.js';
import { BausteinDatei, BriefkopfDaten, VorlageDaten } from './vorlagendaten.schema.js';

/** Something that is delivered with the program. */
export interface Ausgeliefert<A extends Fassungsart = Fassungsart> {
  art: A;
  schluessel: string;
  daten: DatenOf[A];
}

/** A coat of arms as bytes. */
export interface Wappen {
  sha256: string;
  mediaType: 'image/svg+xml' | 'image/png';
  bytes: Buffer;
}

/** Everything that is delivered under `config/`. */
export interface Auslieferung {
  vorlagen: Ausgeliefert<'vorlage'>[];
  briefkoepfe: Ausgeliefert<'briefkopf'>[];
  bausteine: Ausgeliefert<'baustein'>[];
  wappen: Wappen[];
}

const readYaml = <S extends z.ZodType>(schema: S, path: string): z.infer<S> => {
  const parsed = schema.safeParse(parseYaml(readFileSync(path, 'utf8')) ?? {});
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigInvalid({
    code: 'template-invalid',
    message: `${path} has faults: ${faults.join('; ')}.`,
  });
};

const readVorlagen = (folder: string): Ausgeliefert<'vorlage'>[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .filter(({ name }) => readdirSync(join(folder, name)).includes('template.yaml'))
    .map(({ name }) => {
      loadTemplate({ folder, name });
      const daten = readYaml(VorlageDaten, join(folder, name, 'template.yaml'));
      return { art: 'vorlage' as const, schluessel: name, daten };
    })
    .sort((a, b) => (a.schluessel < b.schluessel ? -1 : 1));

const yamlNames = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => extname(name) === '.yaml')
    .sort();

/** A coat of arms as it is kept, by its contents and kind. */
export const toWappen = (bytes: Buffer, kind: 'svg' | 'png'): Wappen => ({
  sha256: createHash('sha256').update(bytes).digest('hex'),
  mediaType: kind === 'svg' ? 'image/svg+xml' : 'image/png',
  bytes,
});

/** The name of a stored coat of arms in the data of a letterhead. */
export const wappenName = ({ sha256, mediaType }: Omit<Wappen, 'bytes'>): string =>
  `${sha256}.${mediaType === 'image/png' ? 'png' : 'svg'}`;

const readBriefkoepfe = (folder: string, wappen: Wappen[]): Ausgeliefert<'briefkopf'>[] => {
  const found = yamlNames(folder).map((name) => {
    const daten = readYaml(BriefkopfDaten, join(folder, name));
    if (daten.wappen !== '') {
      const kind = daten.wappen.endsWith('.png') ? 'png' : 'svg';
      const one = toWappen(readFileSync(join(folder, daten.wappen)), kind);
      wappen.push(one);
      daten.wappen = wappenName(one);
    }
    return { art: 'briefkopf' as const, schluessel: name.slice(0, -'.yaml'.length), daten };
  });
  if (found.some(({ schluessel }) => schluessel === 'standard')) return found;
  throw new ConfigInvalid({
    code: 'letterhead-missing',
    message: `${join(folder, 'standard.yaml')} is missing; it holds for every unit without an own letterhead.`,
  });
};

const readBausteine = (folder: string): Ausgeliefert<'baustein'>[] =>
  yamlNames(folder)
    .flatMap((name) => readYaml(BausteinDatei, join(folder, name)).textbausteine)
    .map(({ schluessel, ...daten }) => ({ art: 'baustein' as const, schluessel, daten }));

/**
 * Reads the delivered templates, letterheads and Textbausteine below `config/`.
 * @throws ConfigInvalid for a faulty file, template source, or a missing `letterheads/standard.yaml`.
 */
export const readAuslieferung = (config: string): Auslieferung => {
  const wappen: Wappen[] = [];
  return {
    vorlagen: readVorlagen(join(config, 'templates')),
    briefkoepfe: readBriefkoepfe(join(config, 'letterheads'), wappen),
    bausteine: readBausteine(join(config, 'textbausteine')),
    wappen,
  };
};
