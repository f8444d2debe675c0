import { z } from 'zod';
import { EmpfangKurz } from './empfang/empfang.schema.js';

const EinheitKurz = z.object({ id: z.uuid(), kuerzel: z.string(), name: z.string() });
const PersonKurz = z.object({ id: z.uuid(), name: z.string() });
const betreff = z.string().trim().min(3).max(300);

/** 0: the unit reads it; 1: only the Bearbeiter and the Leitung. */
export const Vertraulichkeit = z.union([z.literal(0), z.literal(1)]);
export const VorgangZustand = z.enum(['offen', 'zda']);
export type VorgangZustand = z.infer<typeof VorgangZustand>;

/** A node of the Aktenplan; the tree follows from `parentId`. */
export const Aktenplaneinheit = z.object({
  id: z.uuid(),
  kennzeichen: z.string(),
  titel: z.string(),
  parentId: z.uuid().nullable(),
  aufbewahrungsdauerJahre: z.number().int(),
  aussonderungsart: z.enum(['A', 'B', 'V']).describe('A archivieren, V vernichten, B bewerten'),
  akten: z.number().int().describe('Sichtbare Akten unmittelbar in dieser Einheit'),
});
export type Aktenplaneinheit = z.infer<typeof Aktenplaneinheit>;
/** GET /api/aktenplan */
export const Aktenplan = z.object({ einheiten: z.array(Aktenplaneinheit) });

/** GET /api/aktenplaneinheiten/:id/akten */
export const AktenAbfrage = z.object({
  suche: z.string().max(200).optional().describe('Teil des Kennzeichens oder des Betreffs'),
  nach: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe('Laufnummer, nach der weitergelesen wird'),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export const Akte = z.object({
  id: z.uuid(),
  aktenplaneinheitId: z.uuid(),
  kennzeichen: z.string().describe('z. B. 32-1212/14'),
  laufnummer: z.number().int(),
  betreff: z.string(),
  organisationseinheit: EinheitKurz,
  laufzeitBeginn: z.iso.date(),
  laufzeitEnde: z.iso.date().nullable(),
  vorgaenge: z.number().int().describe('Sichtbare Vorgänge'),
});
export type Akte = z.infer<typeof Akte>;
export const AktenListe = z.object({
  akten: z.array(Akte),
  weiter: z.number().int().nullable().describe('Laufnummer für den nächsten Abruf'),
});

/** POST /api/akten */
export const AkteNeu = z.object({
  aktenplaneinheitId: z.uuid(),
  betreff,
  organisationseinheitId: z.uuid(),
});

/** One line of a list of Vorgänge. */
export const VorgangZeile = z.object({
  id: z.uuid(),
  geschaeftszeichen: z.string().describe('z. B. 32-1212/14/7-2026'),
  betreff: z.string(),
  organisationseinheit: EinheitKurz,
  bearbeiter: PersonKurz.nullable(),
  zustand: VorgangZustand,
  vertraulichkeit: Vertraulichkeit,
  dokumente: z.number().int(),
  letztesDokumentAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});
export type VorgangZeile = z.infer<typeof VorgangZeile>;

/** GET /api/vorgaenge */
export const VorgangAbfrage = z.object({
  bereich: z
    .enum(['meine', 'sichtbare'])
    .default('meine')
    .describe('meine: ich bin Bearbeiter; sichtbare: alle, die ich lesen darf'),
  zustand: VorgangZustand.optional(),
  organisationseinheitId: z.uuid().optional(),
  akteId: z.uuid().optional(),
  suche: z.string().max(200).optional().describe('Geschäftszeichen, Betreff oder Beteiligte'),
  vor: z.string().max(100).optional().describe('Merkmal aus weiter, vor dem weitergelesen wird'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const VorgangSeite = z.object({
  vorgaenge: z.array(VorgangZeile),
  weiter: z.string().nullable(),
  anzahl: z.number().int().describe('Alle sichtbaren Treffer, auch auf anderen Seiten'),
});

/** GET /api/vorgaenge/vorschlaege: completion while typing. */
export const VorschlagAbfrage = z.object({
  q: z.string().trim().min(1).max(200),
  limit: z.coerce.number().int().min(1).max(20).default(8),
});
export const VorschlagListe = z.object({
  vorschlaege: z.array(
    z.object({
      id: z.uuid(),
      geschaeftszeichen: z.string(),
      betreff: z.string(),
      organisationseinheit: EinheitKurz,
      beteiligte: z.array(z.string()),
      zustand: VorgangZustand,
    }),
  ),
});

/** GET /api/vorgaenge/zuordnungsziel: checks a Geschäftszeichen read on a letter, for Clearing. */
export const ZuordnungszielAbfrage = z.object({ zeichen: z.string().trim().min(3).max(100) });
export const ZuordnungszielListe = z.object({
  ziele: z.array(
    z.object({ id: z.uuid(), geschaeftszeichen: z.string(), organisationseinheit: EinheitKurz }),
  ),
});

/** Somebody who takes part in a Vorgang. */
export const Beteiligter = z.object({
  id: z.uuid(),
  rolle: z.string().describe('z. B. Antragsteller, Widerspruchsführer, Bevollmächtigte'),
  name: z.string(),
  strasse: z.string().nullable(),
  plz: z.string().nullable(),
  ort: z.string().nullable(),
  email: z.string().nullable(),
  fremdesGeschaeftszeichen: z.string().nullable(),
  empfang: EmpfangKurz,
});
export type Beteiligter = z.infer<typeof Beteiligter>;
const optionalText = (max: number) => z.string().trim().max(max).nullable().default(null);
/** POST /api/vorgaenge/:id/beteiligte */
export const BeteiligterNeu = z.object({
  rolle: z.string().trim().min(2).max(100),
  name: z.string().trim().min(2).max(200),
  strasse: optionalText(200),
  plz: z
    .string()
    .regex(/^\d{5}$/)
    .nullable()
    .default(null),
  ort: optionalText(100),
  email: z.email().nullable().default(null),
  fremdesGeschaeftszeichen: optionalText(100),
});
export type BeteiligterNeu = z.infer<typeof BeteiligterNeu>;

/** POST /api/vorgaenge */
export const VorgangNeu = z.object({
  akteId: z.uuid(),
  betreff,
  organisationseinheitId: z.uuid().optional().describe('Federführung; sonst die Einheit der Akte'),
  bearbeiterId: z.uuid().nullable().default(null),
  vertraulichkeit: Vertraulichkeit.default(0),
  beteiligte: z.array(BeteiligterNeu).max(50).default([]),
});
export type VorgangNeu = z.infer<typeof VorgangNeu>;

/** PATCH /api/vorgaenge/:id; what is absent stays. */
export const VorgangAenderung = z.object({
  betreff: betreff.optional(),
  bearbeiterId: z.uuid().nullable().optional(),
  organisationseinheitId: z.uuid().optional().describe('Neue Federführung'),
  zustand: VorgangZustand.optional().describe('zda: zu den Akten'),
  vertraulichkeit: Vertraulichkeit.optional(),
});
export type VorgangAenderung = z.infer<typeof VorgangAenderung>;

/** One file of a Dokument. */
export const DokumentDatei = z.object({
  position: z.number().int(),
  rolle: z.enum(['original', 'archivkopie', 'anlage']),
  dateiname: z.string(),
  mediaType: z.string(),
  size: z.number().int(),
  inhalt: z.string().describe('Adresse zum Herunterladen; mit ?anzeige=inline zum Anzeigen'),
});

/** A Dokument as its Vorgang lists it, with the names of xdomea 3.1. */
export const DokumentZeile = z.object({
  id: z.uuid(),
  laufnummer: z.number().int(),
  geschaeftszeichen: z.string().describe('mit Dokumentnummer, z. B. 32-1212/14/7-2026/3'),
  richtung: z.enum(['eingang', 'ausgang']),
  herkunftId: z.uuid().nullable().describe('Posteingang oder Postausgang, aus dem es entstand'),
  dokumenttyp: z.string(),
  betreff: z.string(),
  absender: z.string().nullable(),
  empfaenger: z.string().nullable(),
  posteingangsdatum: z.iso.date().nullable(),
  postausgangsdatum: z.iso.date().nullable(),
  datumDesSchreibens: z.iso.date().nullable(),
  fremdesGeschaeftszeichen: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
export type DokumentZeile = z.infer<typeof DokumentZeile>;

export const Vermerk = z.object({
  id: z.uuid(),
  dokumentId: z.uuid().nullable(),
  art: z.string(),
  text: z.string(),
  person: z.string().nullable().describe('Name; leer, wenn Poststelle selbst vermerkt hat'),
  createdAt: z.iso.datetime(),
});
/** POST /api/vorgaenge/:id/vermerke */
export const VermerkNeu = z.object({ text: z.string().trim().min(1).max(4_000) });

/** GET /api/vorgaenge/:id */
export const VorgangDetail = VorgangZeile.extend({
  akte: z.object({ id: z.uuid(), kennzeichen: z.string(), betreff: z.string() }),
  aktenplaneinheit: z.object({ id: z.uuid(), kennzeichen: z.string(), titel: z.string() }),
  darfBearbeiten: z.boolean(),
  beteiligte: z.array(Beteiligter),
  dokumentListe: z.array(DokumentZeile).describe('in der Reihenfolge der Akte'),
  vermerke: z.array(Vermerk),
});
export type VorgangDetail = z.infer<typeof VorgangDetail>;

/** GET /api/dokumente/:id */
export const DokumentDetail = DokumentZeile.extend({
  vorgang: z.object({ id: z.uuid(), geschaeftszeichen: z.string(), betreff: z.string() }),
  dateien: z.array(DokumentDatei),
  volltext: z.string(),
});
export type DokumentDetail = z.infer<typeof DokumentDetail>;

/** GET /api/dokumente/:id/dateien/:position */
export const DateiAbfrage = z.object({
  anzeige: z.enum(['inline']).optional().describe('Anzeigen statt herunterladen: PDF, PNG, JPEG'),
});

/** GET /api/suche */
export const SucheAbfrage = z.object({
  q: z.string().trim().min(2).max(200),
  ab: z.coerce.number().int().min(0).max(1_000).default(0),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
/** Text with the found places: even entries are ordinary, odd ones are found. */
export const Fundstelle = z
  .array(z.string())
  .describe('abwechselnd gewöhnlicher und gefundener Text, beginnend mit gewöhnlichem');
export const SucheTreffer = z.discriminatedUnion('art', [
  z.object({
    art: z.literal('dokument'),
    id: z.uuid(),
    vorgangId: z.uuid(),
    geschaeftszeichen: z.string(),
    betreff: Fundstelle,
    text: Fundstelle,
    absender: z.string().nullable(),
    datum: z.iso.date().nullable(),
  }),
  z.object({
    art: z.literal('vorgang'),
    id: z.uuid(),
    geschaeftszeichen: z.string(),
    betreff: Fundstelle,
    organisationseinheit: EinheitKurz,
  }),
  z.object({
    art: z.literal('posteingang'),
    id: z.uuid(),
    eingangsnummer: z.string(),
    betreff: Fundstelle,
    absender: z.string().nullable(),
    eingangsdatum: z.iso.date(),
  }),
]);
export type SucheTreffer = z.infer<typeof SucheTreffer>;
export const SucheAntwort = z.object({
  dokumente: z.array(SucheTreffer),
  vorgaenge: z.array(SucheTreffer),
  posteingaenge: z.array(SucheTreffer),
  anzahl: z
    .object({
      dokumente: z.number().int(),
      vorgaenge: z.number().int(),
      posteingaenge: z.number().int(),
    })
    .describe('Sichtbare Treffer; ab 1000 wird nicht weitergezählt'),
});
export type SucheAntwort = z.infer<typeof SucheAntwort>;
