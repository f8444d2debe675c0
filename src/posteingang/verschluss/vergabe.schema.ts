import { z } from 'zod';
import { EinheitKurz } from '#organisation/organisation.schema.js';

const kennzeichen = z.string().trim().min(3).max(80);
const instant = z.iso.datetime({ offset: true });
const freigabe = z.object({ personId: z.uuid(), name: z.string(), at: z.iso.datetime() });

/** Who opened the bids of a tender when, and which bids there were (§ 55 Abs. 2 VgV). */
export const Oeffnungsprotokoll = z.object({
  vergabe: z.object({ kennzeichen: z.string(), bezeichnung: z.string() }),
  einheit: z.string(),
  angebotsfrist: z.iso.datetime(),
  ersteFreigabe: freigabe,
  zweiteFreigabe: freigabe.describe('zugleich der Zeitpunkt der Öffnung'),
  angebote: z.array(
    z.object({
      id: z.uuid().describe('Id des Eingangs'),
      nummer: z.number().int(),
      eingangsnummer: z.string(),
      eingegangenAt: z.iso.datetime(),
      verspaetet: z.boolean().describe('nach Ablauf der Frist eingegangen; nicht geöffnet'),
      siegelSha256: z.string().describe('Prüfsumme der verschlüsselten Bytes seit dem Eingang'),
      inhalt: z.enum(['datei', 'umschlagbild', 'papier']),
      absender: z.string().nullable(),
      dateiname: z.string().nullable(),
      size: z.number().nullable(),
      sha256: z.string().nullable().describe('Prüfsumme des Angebots selbst'),
    }),
  ),
});
export type Oeffnungsprotokoll = z.infer<typeof Oeffnungsprotokoll>;

/** A tender whose bids stay locked until the deadline. */
export const Vergabe = z.object({
  id: z.uuid(),
  kennzeichen: z.string(),
  bezeichnung: z.string(),
  einheit: EinheitKurz,
  angebotsfrist: z.iso.datetime(),
  fristVorbei: z.boolean().describe('nach der Uhr der Datenbank'),
  angebote: z.number().int().describe('Zahl der verschlossenen Angebote'),
  ersteFreigabe: freigabe.nullable().describe('gilt 30 Minuten'),
  geoeffnetAt: z.iso.datetime().nullable(),
  protokoll: Oeffnungsprotokoll.nullable(),
  darf: z.object({ freigeben: z.boolean(), fristVerlaengern: z.boolean() }),
});
export type Vergabe = z.infer<typeof Vergabe>;
export const VergabeListe = z.object({ vergaben: z.array(Vergabe) });

/** POST /api/vergaben */
export const VergabeWunsch = z.object({
  kennzeichen,
  bezeichnung: z.string().trim().min(3).max(200),
  einheitId: z.uuid(),
  angebotsfrist: instant,
});
export type VergabeWunsch = z.infer<typeof VergabeWunsch>;

/** PATCH /api/vergaben/:id */
export const Fristverlaengerung = z.object({ angebotsfrist: instant });
