import type { Config } from '#config/schema.js';
import { dataMatrixSvg } from '#tools/code-writer.js';
import { druckbloecke, textOf } from './druckbloecke.js';
import { type Blattart, geometrien } from './geometrie.js';
import type { Letterhead } from './letterhead.js';
import { langesDatum } from './postausgang.js';
import type { Block, Empfaenger, Inhalt } from './postausgang.schema.js';
import type { Briefvorlage } from './vorlagen.js';

/** Everything about a letter that its Vorgang and its author decide. */
export interface Briefkontext {
  vorgang: { id: string; geschaeftszeichen: string; betreff: string };
  einheit: {
    id: string;
    kuerzel: string;
    name: string;
    email: string | null;
    telefon: string | null;
  };
  verfasser: { id: string; name: string; email: string | null };
}

/** What the clerk wrote. */
export interface Briefinhalt {
  empfaenger: Empfaenger;
  betreff: string;
  inhalt: Inhalt;
}

type Behoerde = Config['behoerde'];

/** The lines of the address in the order of DIN 5008; a foreign country stands last in capitals. */
export const anschriftZeilen = (empfaenger: Empfaenger): string[] => {
  const { name, zusatz, strasse, plz, ort, land } = empfaenger;
  return [name, zusatz, strasse, `${plz} ${ort}`.trim(), land.toLocaleUpperCase('de')]
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
};

const anschriftBehoerde = (behoerde: Behoerde): string =>
  `${behoerde.strasse}, ${behoerde.plz} ${behoerde.ort}`;

/** What the places in a template's own text stand for. */
export const platzhalter = (facts: {
  behoerde: Behoerde;
  /** Undefined where the text stands in no Vorgang yet. */
  vorgang: Briefkontext['vorgang'] | undefined;
  letzterEingang: string | undefined;
  fristTag: string;
}): Record<string, string | undefined> => ({
  geschaeftszeichen: facts.vorgang?.geschaeftszeichen,
  vorgangBetreff: facts.vorgang?.betreff,
  behoerde: facts.behoerde.name,
  anschriftBehoerde: anschriftBehoerde(facts.behoerde),
  letzterEingang:
    facts.letzterEingang === undefined ? undefined : langesDatum(facts.letzterEingang),
  fristInVierWochen: langesDatum(facts.fristTag),
});

const informationsblock = (
  behoerde: Behoerde,
  kontext: Briefkontext,
  inhalt: Inhalt,
  datum: string,
): { name: string; wert: string }[] => {
  const { einheit, verfasser, vorgang } = kontext;
  return [
    { name: 'Ihr Zeichen', wert: inhalt.ihrZeichen },
    { name: 'Ihre Nachricht vom', wert: inhalt.ihreNachrichtVom },
    { name: 'Unser Zeichen', wert: vorgang.geschaeftszeichen },
    { name: 'Auskunft erteilt', wert: verfasser.name },
    { name: 'Telefon', wert: einheit.telefon ?? behoerde.telefon },
    { name: 'E-Mail', wert: verfasser.email ?? einheit.email ?? behoerde.email },
    { name: 'Datum', wert: langesDatum(datum) },
  ].filter((line) => line.wert !== '');
};

const fusszeile = (behoerde: Behoerde, letterhead: Letterhead) =>
  [
    { titel: behoerde.name, zeilen: [behoerde.strasse, `${behoerde.plz} ${behoerde.ort}`] },
    {
      titel: 'Kontakt',
      zeilen: [
        behoerde.telefon === '' ? '' : `Telefon ${behoerde.telefon}`,
        behoerde.email,
        behoerde.internet,
      ],
    },
    ...letterhead.fusszeile,
  ]
    .map(({ titel, zeilen }) => ({ titel, zeilen: zeilen.filter((line) => line !== '') }))
    .filter(({ zeilen }) => zeilen.length > 0);

/** Empty blocks leave no gap in the letter. */
const hasContent = (block: Block): boolean =>
  block.art === 'zahlung' || textOf(block).trim() !== '';

/** Large print needs the taller head of form B. */
const blattart = (inhalt: Inhalt, form: 'A' | 'B', layout: Blattart | undefined): Blattart =>
  layout ?? ((inhalt.form ?? form) === 'A' && inhalt.grossdruck !== true ? 'din-a' : 'din-b');

/** What a letter template reads; equal arguments give an equal letter, whatever the clock says. */
export const briefDaten = (facts: {
  behoerde: Behoerde;
  letterhead: Letterhead;
  vorlage: Briefvorlage;
  kontext: Briefkontext;
  brief: Briefinhalt;
  /** Day on the letter, `YYYY-MM-DD`. */
  datum: string;
  /** Text of the code on its sheets. */
  code?: string;
  /** Over the name of who signs, e.g. `In Vertretung`; empty for the head of the authority. */
  zeichnung?: string;
  /** What the letter is laid out for; without it DIN 5008 in the form of letter or template. */
  layout?: Blattart;
}) => {
  const { behoerde, letterhead, vorlage, kontext, brief, datum, code } = facts;
  const { inhalt } = brief;
  const [jahr = 0, monat = 0, tag = 0] = datum.split('-').map(Number);
  const wappen = Object.keys(letterhead.files)[0] ?? '';
  return {
    datum: { jahr, monat, tag },
    datumText: langesDatum(datum),
    zeichen: kontext.vorgang.geschaeftszeichen,
    behoerde: { name: behoerde.name },
    einheit: { name: kontext.einheit.name },
    briefkopf: {
      farbe: letterhead.farbe,
      bezeichnung: letterhead.bezeichnung,
      wappen,
      wappenText: letterhead.wappenText === '' ? 'Wappen' : letterhead.wappenText,
    },
    absenderzeile: `${behoerde.name}, ${anschriftBehoerde(behoerde)}`,
    vermerke: inhalt.vermerk === undefined || inhalt.vermerk === '' ? [] : [inhalt.vermerk],
    geometrie: geometrien[blattart(inhalt, vorlage.form, facts.layout)],
    grossdruck: inhalt.grossdruck ?? false,
    anschrift: anschriftZeilen(brief.empfaenger),
    informationsblock: informationsblock(behoerde, kontext, inhalt, datum),
    betreff: brief.betreff,
    anrede: inhalt.anrede,
    bloecke: druckbloecke(inhalt.bloecke.filter(hasContent), letterhead.konto),
    grussformel: inhalt.grussformel,
    zeichnung: facts.zeichnung ?? 'Im Auftrag',
    unterzeichner: inhalt.unterzeichner === '' ? kontext.verfasser.name : inhalt.unterzeichner,
    anlagen: inhalt.anlagen.filter((anlage) => anlage !== ''),
    fusszeile: fusszeile(behoerde, letterhead),
    marken: true,
    code: code === undefined ? '' : dataMatrixSvg(code),
  };
};

/** The data of one letter for its template. */
export type BriefDaten = ReturnType<typeof briefDaten>;
