import { z } from 'zod';
import { Block } from '../postausgang.schema.js';

/** GET /api/textbausteine */
export const TextbausteinAbfrage = z.object({
  suche: z.string().trim().max(200).default(''),
  vorlage: z.string().max(80).optional().describe('Name der Vorlage, in der er stehen soll'),
  vorgangId: z.uuid().optional().describe('füllt die Platzhalter aus diesem Vorgang'),
});
/** A Textbaustein with its places filled; what is not known stands there as `[name]`. */
export const Textbaustein = z.object({
  id: z.uuid(),
  schluessel: z.string(),
  titel: z.string(),
  schlagworte: z.array(z.string()),
  bloecke: z.array(Block),
});
export type Textbaustein = z.infer<typeof Textbaustein>;
export const TextbausteinListe = z.object({ textbausteine: z.array(Textbaustein) });
export type TextbausteinListe = z.infer<typeof TextbausteinListe>;
