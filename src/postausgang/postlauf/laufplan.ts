import type { Empfaenger } from '../postausgang.schema.js';
import type { Laufregeln } from './laufregeln.js';
import { gebietOf, type Porto, portoFuer } from './porto.js';
import type { Umschlagformat, Versandart } from './porto.schema.js';

/** A released letter that waits for a run. */
export interface Laufbrief {
  id: string;
  empfaenger: Empfaenger;
  seiten: number;
  versandart: Versandart;
  /** Only the recipient may open it. */
  persoenlich: boolean;
  /** Filed confidentially. */
  vertraulich: boolean;
  verwaltungsakt: boolean;
  kostenstelle: string;
  /** Weight of what is put in beside the letter, in grams. */
  beilagenGramm: number;
}

/** What goes to one recipient. */
export interface Umschlag {
  /** From 1, in the order of the run. */
  nummer: number;
  /** Its print file, from 1. */
  datei: number;
  briefe: readonly Laufbrief[];
  format: Umschlagformat;
  versandart: Versandart;
  blaetter: number;
  gramm: number;
  porto: Porto;
  /** What its letters would cost one by one, in cents. */
  einzelnCent: number;
}

/** Why a letter cannot go with a run; it waits on. */
export interface Ausgenommen {
  id: string;
  grund: string;
}

/** A run as it would be. */
export interface Laufplan {
  umschlaege: readonly Umschlag[];
  ausgenommen: readonly Ausgenommen[];
}

/** Sheets of a letter that is printed on both sides; the next letter begins on a new sheet. */
export const blaetterOf = (seiten: number): number => Math.ceil(seiten / 2);

const norm = (text: string): string =>
  text
    .normalize('NFKC')
    .toLocaleLowerCase('de')
    .replaceAll('ß', 'ss')
    .replaceAll(/stra(ss|sz)e\b/g, 'str')
    .replaceAll(/[\s.,;]+/g, ' ')
    .replaceAll(/\bstr (?=\d)/g, 'str ')
    .trim();

/** The same for addresses that differ only in capitals, blanks, points and „Straße“ or „Str.“. */
export const anschriftSchluessel = ({ name, zusatz, strasse, plz, ort, land }: Empfaenger) =>
  JSON.stringify([
    norm(name),
    norm(zusatz),
    norm(strasse),
    norm(plz),
    norm(ort),
    gebietOf(land) === 'inland' ? '' : norm(land),
  ]);

/** Letters of one class to one address may share an envelope; undefined for those that go alone. */
const classOf = (brief: Laufbrief, regeln: Laufregeln): string | undefined => {
  if (!regeln.buendeln || brief.versandart !== 'normal') return undefined;
  if (brief.persoenlich || brief.vertraulich) return undefined;
  if (brief.verwaltungsakt && !regeln.bescheideBuendeln) return undefined;
  const centre = regeln.kostenstellenMischen ? '' : brief.kostenstelle;
  return `${centre}\n${anschriftSchluessel(brief.empfaenger)}`;
};

type Gefuellt = Omit<Umschlag, 'nummer' | 'datei' | 'einzelnCent'>;

/** The cheapest envelope for these letters; undefined when the table has none. */
const fill = (briefe: readonly Laufbrief[], regeln: Laufregeln, tag: string) => {
  const [first] = briefe;
  if (first === undefined) return undefined;
  const blaetter = briefe.reduce((sum, { seiten }) => sum + blaetterOf(seiten), 0);
  const enclosed = briefe.reduce((sum, { beilagenGramm }) => sum + beilagenGramm, 0);
  const cover = regeln.umschlaege.find(({ hoechstBlatt }) => blaetter <= hoechstBlatt);
  if (cover === undefined) return undefined;
  const milligramm = blaetter * regeln.blattMilligramm + cover.milligramm + enclosed * 1_000;
  const gramm = Math.ceil(milligramm / 1_000);
  const { format } = cover;
  const { versandart, empfaenger } = first;
  const masse = { gramm, format, versandart, land: empfaenger.land, tag };
  const porto = portoFuer(regeln.tabelle, masse);
  if (porto === undefined) return undefined;
  const filled: Gefuellt = { briefe, format, versandart, blaetter, gramm, porto };
  return filled;
};

const reasonOf = (brief: Laufbrief): string => {
  if (brief.seiten < 1) return 'Das Schreiben hat keine Seiten.';
  if (brief.versandart === 'pza') {
    return 'Ein Postzustellungsauftrag geht nur ins Inland, und die Preistabelle braucht dafür eine Zeile.';
  }
  return `Für ${blaetterOf(brief.seiten)} Blatt mit dieser Versandart gibt es in der Preistabelle kein Produkt.`;
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Puts letters of one class into as few envelopes as cost less than single ones; in a stable order. */
const bundle = (alone: readonly Gefuellt[], regeln: Laufregeln, tag: string): Gefuellt[] => {
  const open: Gefuellt[] = [];
  for (const single of alone) {
    const at = open.findIndex((filled) => {
      const both = fill([...filled.briefe, ...single.briefe], regeln, tag);
      return both !== undefined && both.porto.cent < filled.porto.cent + single.porto.cent;
    });
    const both = fill([...(open[at]?.briefe ?? []), ...single.briefe], regeln, tag);
    if (at < 0 || both === undefined) open.push(single);
    else open[at] = both;
  }
  return open;
};

const formats: readonly Umschlagformat[] = ['din-lang', 'c5', 'c4'];
const versandarten: readonly Versandart[] = [
  'normal',
  'einschreiben_einwurf',
  'einschreiben',
  'einschreiben_rueckschein',
  'pza',
];

/** By format, way of handing over, Germany before abroad, country, postal code, street, name. */
const sortKey = ({ format, versandart, briefe }: Gefuellt): string => {
  const { empfaenger, id } = briefe[0] as Laufbrief;
  const abroad = gebietOf(empfaenger.land) === 'ausland';
  return [
    String(formats.indexOf(format)),
    String(versandarten.indexOf(versandart)),
    abroad ? '1' : '0',
    abroad ? norm(empfaenger.land) : '',
    norm(empfaenger.plz),
    norm(empfaenger.ort),
    norm(empfaenger.strasse),
    norm(empfaenger.name),
    id,
  ].join('\u0000');
};

/** Divides the sorted envelopes into print files: one format and way of handing over each, of at most so many letters. */
const intoFiles = (sorted: readonly Gefuellt[], most: number): Omit<Umschlag, 'einzelnCent'>[] => {
  let datei = 0;
  let letters = 0;
  let kind = '';
  return sorted.map((filled, at) => {
    // Formal service is put into its own forms by hand, so it is printed apart.
    const now = `${filled.format}/${filled.versandart === 'pza' ? 'pza' : 'brief'}`;
    if (now !== kind || letters + filled.briefe.length > most) {
      datei += 1;
      letters = 0;
      kind = now;
    }
    letters += filled.briefe.length;
    return { ...filled, nummer: at + 1, datei };
  });
};

/**
 * Puts released letters into envelopes and these into their order. Equal letters give an equal plan, in whatever order
 * they come; each letter is in exactly one envelope or has a reason why not. Changes nothing.
 */
export const planLauf = (
  briefe: readonly Laufbrief[],
  { regeln, tag }: { regeln: Laufregeln; tag: string },
): Laufplan => {
  const ausgenommen: Ausgenommen[] = [];
  const classes = new Map<string, Gefuellt[]>();
  const single = new Map<string, number>();
  for (const brief of [...briefe].sort((a, b) => compare(a.id, b.id))) {
    const filled = brief.seiten < 1 ? undefined : fill([brief], regeln, tag);
    if (filled === undefined) {
      ausgenommen.push({ id: brief.id, grund: reasonOf(brief) });
      continue;
    }
    single.set(brief.id, filled.porto.cent);
    const key = classOf(brief, regeln) ?? `allein\n${brief.id}`;
    const alike = classes.get(key);
    if (alike === undefined) classes.set(key, [filled]);
    else alike.push(filled);
  }
  const filled = [...classes.values()].flatMap((alone) => bundle(alone, regeln, tag));
  const sorted = filled
    .map((one) => ({ one, key: sortKey(one) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ one }) => one);
  const umschlaege = intoFiles(sorted, regeln.briefeJeDatei).map((one) => ({
    ...one,
    einzelnCent: one.briefe.reduce((sum, { id }) => sum + (single.get(id) ?? 0), 0),
  }));
  return { umschlaege, ausgenommen };
};
