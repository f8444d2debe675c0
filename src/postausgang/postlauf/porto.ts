import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { ConfigInvalid } from '#errors.js';
import { projectRoot } from '#infrastructure/project-root.js';
import {
  type Gebiet,
  type Grundprodukt,
  Portotabelle,
  type Umschlagformat,
  type Versandart,
} from './porto.schema.js';

/** What a letter costs and on which rows of the price table that rests. */
export interface Porto {
  /** Undefined for formal service, which has a price of its own. */
  produkt: Grundprodukt | undefined;
  /** As people say it, e.g. „Kompaktbrief, Einschreiben Einwurf“. */
  bezeichnung: string;
  cent: number;
  /** First day of the youngest row that it rests on. */
  gueltigAb: string;
  /** Whether all its rows were compared with the price list. */
  gesichert: boolean;
}

/** A letter as the postal service sees it. */
export interface Briefmasse {
  gramm: number;
  format: Umschlagformat;
  versandart: Versandart;
  /** Empty for Germany, as in the address. */
  land: string;
  /** Day of posting, `YYYY-MM-DD`. */
  tag: string;
}

/** Products in the order of their size; an envelope that is too heavy for one goes as the next. */
const order: readonly Grundprodukt[] = ['standardbrief', 'kompaktbrief', 'grossbrief', 'maxibrief'];

/** Only up to 235 × 125 mm go as Standardbrief or Kompaktbrief. */
const smallest: Readonly<Record<Umschlagformat, Grundprodukt>> = {
  'din-lang': 'standardbrief',
  c5: 'grossbrief',
  c4: 'grossbrief',
};

/** What products are called on the screen. */
export const produktText: Readonly<Record<Grundprodukt, string>> = {
  standardbrief: 'Standardbrief',
  kompaktbrief: 'Kompaktbrief',
  grossbrief: 'Großbrief',
  maxibrief: 'Maxibrief',
};

/** What ways of handing over are called on the screen. */
export const versandartText: Readonly<Record<Versandart, string>> = {
  normal: 'einfacher Brief',
  einschreiben_einwurf: 'Einschreiben Einwurf',
  einschreiben: 'Einschreiben',
  einschreiben_rueckschein: 'Einschreiben mit Rückschein',
  pza: 'Postzustellungsauftrag',
};

const germany = new Set(['', 'deutschland', 'germany', 'de', 'd', 'bundesrepublik deutschland']);

/** Whether a letter stays in Germany, by the country in its address. */
export const gebietOf = (land: string): Gebiet =>
  germany.has(land.trim().toLocaleLowerCase('de')) ? 'inland' : 'ausland';

const holdsOn = <Row extends { gueltigAb: string }>(
  rows: readonly Row[],
  tag: string,
): Row | undefined =>
  rows
    .filter(({ gueltigAb }) => gueltigAb <= tag)
    .sort((a, b) => (a.gueltigAb < b.gueltigAb ? 1 : -1))[0];

type Row = { cent: number; gueltigAb: string; gesichert: boolean };

const sumOf = (produkt: Grundprodukt | undefined, bezeichnung: string, rows: Row[]): Porto => ({
  produkt,
  bezeichnung,
  cent: rows.reduce((sum, { cent }) => sum + cent, 0),
  gueltigAb:
    rows
      .map((row) => row.gueltigAb)
      .sort()
      .at(-1) ?? '',
  gesichert: rows.every(({ gesichert }) => gesichert),
});

const suffixOf = (gebiet: Gebiet): string => (gebiet === 'ausland' ? ' international' : '');

/**
 * The cheapest product for a letter on a day.
 * @returns undefined where the table has none: too heavy, before its first day, formal service abroad.
 */
export const portoFuer = (tabelle: Portotabelle, brief: Briefmasse): Porto | undefined => {
  const gebiet = gebietOf(brief.land);
  if (brief.versandart === 'pza') {
    const row = gebiet === 'inland' ? holdsOn(tabelle.zustellungsauftraege, brief.tag) : undefined;
    return row === undefined ? undefined : sumOf(undefined, versandartText.pza, [row]);
  }
  for (const produkt of order.slice(order.indexOf(smallest[brief.format]))) {
    const base = holdsOn(
      tabelle.produkte.filter((row) => row.produkt === produkt && row.gebiet === gebiet),
      brief.tag,
    );
    if (base === undefined || base.hoechstGramm < brief.gramm) continue;
    const name = `${produktText[produkt]}${suffixOf(gebiet)}`;
    if (brief.versandart === 'normal') return sumOf(produkt, name, [base]);
    const { versandart } = brief;
    const extra = holdsOn(
      tabelle.zusaetze.filter((row) => row.versandart === versandart && row.gebiet === gebiet),
      brief.tag,
    );
    if (extra === undefined) return undefined;
    return sumOf(produkt, `${name}, ${versandartText[versandart]}`, [base, extra]);
  }
  return undefined;
};

/** Reads the prices. @throws ConfigInvalid for a faulty file. */
export const loadPorto = (path = join(projectRoot(), 'config', 'porto.yaml')): Portotabelle => {
  const fail = (why: string): ConfigInvalid =>
    new ConfigInvalid({
      code: 'porto-invalid',
      message: `The price table ${path} cannot be used: ${why}.`,
    });
  let tree: unknown;
  try {
    tree = parseYaml(readFileSync(path, 'utf8'));
  } catch (error) {
    throw fail(error instanceof Error ? error.message : 'it cannot be read');
  }
  const parsed = Portotabelle.safeParse(tree);
  if (parsed.success) return parsed.data;
  throw fail(
    parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
  );
};
