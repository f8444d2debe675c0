// What a clerk writes into a letter: typed blocks, never markup. The editor and the templates are built on these shapes.
import { z } from 'zod';

// Control characters would end a mail header, bidirectional marks would show another text than is sent.
const oneLine = /^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u;
const manyLines = /^(?:[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]|[\n\t])*$/u;

/** One line of text without control characters, trimmed. */
export const line = (max: number) =>
  z.string().trim().max(max).regex(oneLine, 'darf keine Steuerzeichen enthalten');

/** Text of several lines without other control characters. */
export const text = (max: number) =>
  z.string().max(max).regex(manyLines, 'darf keine Steuerzeichen enthalten');

/** A stretch of text with one weight. */
export const Lauf = z.object({
  text: text(10_000),
  fett: z.boolean().optional(),
  kursiv: z.boolean().optional(),
  fussnote: text(2_000).optional().describe('Fußnote hinter diesem Textstück'),
});
export type Lauf = z.infer<typeof Lauf>;

/**
 * An amount as it is written here: `51`, `51,00`, `-20,00`, `1.234,56` in euros. A draft may hold an unfinished one;
 * such a letter is printed with `[Betrag]` in its place and does not leave.
 */
export const Betrag = line(20);

/** One line of a table of amounts. */
export const Betragsposition = z.object({
  bezeichnung: text(1_000).default(''),
  grundlage: line(200).default('').describe('Tarifstelle oder Rechtsgrundlage'),
  menge: line(14).default('').describe('z. B. 3 oder 1,5; leer: einmal'),
  betrag: Betrag.default('').describe('Einzelbetrag in Euro, z. B. 51,00'),
});
export type Betragsposition = z.infer<typeof Betragsposition>;

const Absatz = z.object({ art: z.literal('absatz'), laeufe: z.array(Lauf).max(200) });
const Ueberschrift = z.object({ art: z.literal('ueberschrift'), text: line(200) });
const Liste = z.object({
  art: z.literal('liste'),
  nummeriert: z.boolean().default(false),
  punkte: z.array(text(2_000)).max(100),
});
const Tabelle = z.object({
  art: z.literal('tabelle'),
  spalten: z.array(line(100)).min(1).max(8),
  /** Alignment of each column; missing ones are left-aligned. */
  ausrichtung: z
    .array(z.enum(['links', 'rechts']))
    .max(8)
    .default([]),
  zeilen: z.array(z.array(text(1_000)).max(8)).max(2_000),
  /** Sets the last row apart as a sum. */
  summenzeile: z.boolean().default(false),
});

/** Amounts whose products and sum the program works out in exact decimals. */
const Betragstabelle = z.object({
  art: z.literal('betragstabelle'),
  positionen: z.array(Betragsposition).max(500),
  summentext: line(60).default('Gesamtbetrag'),
});

/** How to pay, with a GiroCode where amount and account are complete. */
const Zahlung = z.object({
  art: z.literal('zahlung'),
  betrag: Betrag.default('').describe('leer: Summe der Betragstabellen des Schreibens'),
  kassenzeichen: line(35).default(''),
  faellig: line(80).default('').describe('z. B. 23.12.2026 oder „einen Monat nach Bekanntgabe“'),
  empfaenger: line(70).default('').describe('leer: Kontoinhaber des Briefkopfs'),
  iban: line(42).default('').describe('leer: Konto des Briefkopfs'),
  bic: line(11).default(''),
  bank: line(80).default(''),
  girocode: z.boolean().default(true),
});

const Rechtsbehelfsbelehrung = z.object({
  art: z.literal('rechtsbehelfsbelehrung'),
  text: text(4_000),
});

export const Block = z.discriminatedUnion('art', [
  Absatz,
  Ueberschrift,
  Liste,
  Tabelle,
  Betragstabelle,
  Zahlung,
  Rechtsbehelfsbelehrung,
]);
export type Block = z.infer<typeof Block>;

export const BlockArt = z.enum([
  'absatz',
  'ueberschrift',
  'liste',
  'tabelle',
  'betragstabelle',
  'zahlung',
  'rechtsbehelfsbelehrung',
]);
export type BlockArt = z.infer<typeof BlockArt>;
