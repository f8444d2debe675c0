import { z } from 'zod';
import { Rechtsform } from '../kanalwahl.schema.js';
import { Block, BlockArt, Inhalt, Versandkanal } from '../postausgang.schema.js';

/** Name of a template, letterhead or Textbaustein in addresses and files. */
export const Schluessel = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,78}$/, 'Kleinbuchstaben, Ziffern und Bindestriche');

/** What of a template is data: `template.yaml`, and what an administrator changes in the page. */
export const VorlageDaten = z.strictObject({
  titel: z.string().trim().min(1).max(120),
  beschreibung: z.string().max(300).default(''),
  vierAugen: z.boolean(),
  /** An administrative act: its notification is presumed, § 41 VwVfG. */
  verwaltungsakt: z.boolean().default(false),
  /** What the law asks of its form; it decides by which ways a letter may go. */
  rechtsform: Rechtsform.default('formfrei'),
  /** DIN 5008: A begins higher on the sheet, B leaves more room for the head. */
  form: z.enum(['A', 'B']).default('B'),
  kanaele: z.array(Versandkanal).min(1),
  bloecke: z.array(BlockArt).min(1),
  pflichtbloecke: z.array(BlockArt).default([]),
  betreff: z.string().max(300).default(''),
  inhalt: Inhalt,
  /** The delivered template whose Typst sources set it; of an own name by default. */
  satz: Schluessel.optional(),
});
export type VorlageDaten = z.infer<typeof VorlageDaten>;

const line = z.string().max(120);

/** What of a letterhead is data. */
export const BriefkopfDaten = z.strictObject({
  /** Name in the list of letterheads; it is not printed. */
  titel: line.default(''),
  /** Kürzel of the units that it holds for; the one named `standard` holds for all others. */
  einheiten: z.array(z.string().max(20)).max(200).default([]),
  bezeichnung: line.default(''),
  farbe: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'sechs Ziffern nach #, z. B. #1f3b5b')
    .default('#000000'),
  /** File name beside the yaml; of a stored one its SHA-256 with the ending. */
  wappen: z
    .string()
    .regex(/^([\w-]+\.(svg|png))?$/)
    .default(''),
  wappenText: line.default(''),
  /** The account that payments go to; a block of a letter may name another. */
  konto: z
    .strictObject({
      inhaber: z.string().max(70),
      iban: z.string().max(42),
      bic: z
        .string()
        .regex(/^([A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?)?$/, 'acht oder elf Zeichen')
        .default(''),
      bank: z.string().max(80).default(''),
    })
    .optional(),
  fusszeile: z
    .array(z.strictObject({ titel: line, zeilen: z.array(line).max(6) }))
    .max(4)
    .default([]),
});
export type BriefkopfDaten = z.infer<typeof BriefkopfDaten>;

/** What of a Textbaustein is data. */
export const BausteinDaten = z.strictObject({
  titel: z.string().trim().min(3).max(120),
  schlagworte: z.array(z.string().trim().min(2).max(60)).max(30).default([]),
  /** Names of the templates that it is offered for; none: all. */
  vorlagen: z.array(Schluessel).max(100).default([]),
  /** Kürzel of the units that it is offered to; none: all. */
  einheiten: z.array(z.string().max(20)).max(200).default([]),
  bloecke: z.array(Block).min(1).max(40),
});
export type BausteinDaten = z.infer<typeof BausteinDaten>;

/** A file under `config/textbausteine`. */
export const BausteinDatei = z.strictObject({
  textbausteine: z.array(BausteinDaten.extend({ schluessel: Schluessel })),
});
