import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });
const zahl = z.number().int();

/** Postal votes that came together (§ 74 BWO). */
export const Wahlbriefe = z.object({
  id: z.uuid(),
  eingangstag: z.iso.date(),
  uhrzeit: z.string().nullable().describe('nur am Wahltag nach Schluss der Wahlzeit'),
  anzahl: zahl,
  erfasstVon: z.string().nullable(),
  uebergebenAt: z.iso.datetime().nullable(),
  uebergebenAn: z.string().nullable(),
});
export type Wahlbriefe = z.infer<typeof Wahlbriefe>;

/** An election with its postal votes. */
export const Wahl = z.object({
  id: z.uuid(),
  bezeichnung: z.string(),
  wahlende: z.iso.datetime().describe('Schluss der Wahlzeit am Wahltag'),
  gesamt: zahl,
  verwahrt: zahl.describe('noch nicht an das Wahlamt übergeben'),
  wahlbriefe: z.array(Wahlbriefe),
});
export type Wahl = z.infer<typeof Wahl>;
export const WahlListe = z.object({ wahlen: z.array(Wahl) });

/** POST /api/wahlen */
export const WahlWunsch = z.object({
  bezeichnung: z.string().trim().min(3).max(200),
  wahlende: instant,
});
/** POST /api/wahlen/:id/wahlbriefe */
export const Wahlbriefzaehlung = z.object({
  anzahl: zahl.min(1).max(100_000),
  eingegangenAt: instant.optional().describe('ohne Angabe jetzt'),
});
/** POST /api/wahlen/:id/uebergabe: hands over everything that is kept. */
export const WahlbriefUebergabe = z.object({ an: z.string().trim().min(2).max(200) });
