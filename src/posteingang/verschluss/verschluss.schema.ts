import { z } from 'zod';
import { EinheitKurz } from '#organisation/organisation.schema.js';
import { Oeffner, Umschlag, Verschlussklasse } from './regeln.schema.js';

/** What the person at the station says of a closed envelope, before its bytes. */
export const Umschlagangabe = Umschlag.pick({
  vermerk: true,
  anschrift: true,
  absender: true,
  klasse: true,
}).extend({
  inhalt: z
    .enum(['datei', 'umschlagbild'])
    .default('datei')
    .describe('umschlagbild: nur ein Bild des geschlossenen Umschlags'),
  eingegangenAt: z.iso.datetime({ offset: true }).optional().describe('wann die Sendung da war'),
  vergabe: z.string().trim().max(80).default('').describe('Kennzeichen der Vergabe'),
});
export type Umschlagangabe = z.infer<typeof Umschlagangabe>;

/** POST /api/verschluss: an envelope without any file. */
export const Papierumschlag = Umschlagangabe.omit({ inhalt: true }).extend({
  klasse: Verschlussklasse.optional(),
});

/** What became of a sealed item. */
export const Verschlussstand = z.enum(['verschlossen', 'geoeffnet', 'uebergeben', 'freigegeben']);
export type Verschlussstand = z.infer<typeof Verschlussstand>;

const person = z.object({ id: z.uuid(), name: z.string() });

/** One sealed item, as far as the reader may know it. */
export const VerschlussZeile = z.object({
  id: z.uuid().describe('Id des Eingangs'),
  eingangsnummer: z.string(),
  eingangsdatum: z.iso.date(),
  eingegangenAt: z.iso.datetime(),
  klasse: Verschlussklasse,
  oeffner: Oeffner,
  stand: Verschlussstand,
  inhalt: z.enum(['datei', 'umschlagbild', 'papier']),
  umschlag: z
    .object({
      vermerk: z.string(),
      anschrift: z.string(),
      absender: z.string(),
      begruendung: z.string(),
    })
    .nullable()
    .describe('null: für diese Person nicht sichtbar'),
  empfaenger: person.nullable(),
  einheit: EinheitKurz.nullable(),
  vergabe: z
    .object({ id: z.uuid(), kennzeichen: z.string(), angebotsfrist: z.iso.datetime() })
    .nullable(),
  geoeffnetAt: z.iso.datetime().nullable(),
  geoeffnetVon: z.string().nullable(),
  erledigtAt: z.iso.datetime().nullable(),
  erledigtVon: z.string().nullable(),
  nachweis: z.string().nullable(),
  darf: z.object({
    oeffnen: z.boolean(),
    freigeben: z.boolean(),
    uebergeben: z.boolean(),
    zuweisen: z.boolean(),
  }),
});
export type VerschlussZeile = z.infer<typeof VerschlussZeile>;

export const VerschlussAbfrage = z.object({
  offen: z.enum(['true', 'false']).optional().describe('nur, was noch verschlossen ist'),
});
export const VerschlussListe = z.object({ sendungen: z.array(VerschlussZeile) });

/** POST /api/verschluss/:id/zuweisung */
export const Zuweisung = z.object({
  empfaengerId: z.uuid().nullable().default(null),
  einheitId: z.uuid().nullable().default(null),
  vergabeId: z.uuid().nullable().default(null),
});
export type Zuweisung = z.infer<typeof Zuweisung>;

/** POST /api/verschluss/:id/uebergabe */
export const Uebergabe = z.object({
  nachweis: z
    .string()
    .trim()
    .min(3)
    .max(300)
    .describe('an wen und wie übergeben, z. B. „persönlich gegen Unterschrift“'),
});

/** POST /api/verschluss: the number under which the envelope was registered. */
export const UmschlagErfasst = z.object({ id: z.uuid(), eingangsnummer: z.string() });

/** Those to whom a closed letter can be given. */
export const Oeffnerauswahl = z.object({
  personen: z.array(person),
  einheiten: z.array(EinheitKurz),
  vergaben: z.array(z.object({ id: z.uuid(), kennzeichen: z.string(), bezeichnung: z.string() })),
});
