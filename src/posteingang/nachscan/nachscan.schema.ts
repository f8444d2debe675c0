import { z } from 'zod';

/** POST /api/posteingaenge/:id/nachscans: which pages are to be scanned once more, and why. */
export const NachscanWunsch = z.object({
  seiten: z.array(z.number().int().min(1)).min(1).max(500).describe('Seitennummern des Eingangs'),
  grund: z
    .string()
    .trim()
    .min(3)
    .max(500)
    .describe('Was am Scan fehlt; ohne personenbezogene Angaben'),
});
export type NachscanWunsch = z.infer<typeof NachscanWunsch>;

/** POST /api/nachscans/:id/erledigt: done, with the number of the new scan where there is one. */
export const NachscanErledigt = z.object({
  eingangsnummer: z
    .string()
    .trim()
    .regex(/^\d{4}-\d{6,9}$/)
    .optional()
    .describe('Eingangsnummer des neuen Scans'),
});

const eingang = z.object({ id: z.uuid(), eingangsnummer: z.string() });

/** One request for a new scan. */
export const Nachscan = z.object({
  id: z.uuid(),
  eingang,
  stapel: z.object({ id: z.uuid(), nummer: z.number().int(), station: z.string() }).nullable(),
  seiten: z.array(z.number().int()).describe('Seitennummern des Eingangs'),
  stapelSeiten: z
    .array(z.number().int())
    .describe('Dieselben Seiten, wie sie im gescannten Stapel zu finden sind'),
  grund: z.string(),
  angefordertVon: z.string().nullable(),
  angefordertAt: z.iso.datetime(),
  erledigtAt: z.iso.datetime().nullable(),
  ersatz: eingang.nullable().describe('Eingang, als der der neue Scan ankam'),
});
export type Nachscan = z.infer<typeof Nachscan>;

/** GET /api/nachscans: what waits at the scanners, oldest first. */
export const NachscanAbfrage = z.object({
  stapelId: z.uuid().optional().describe('nur die eines Stapels'),
});
export const NachscanListe = z.object({ nachscans: z.array(Nachscan) });
