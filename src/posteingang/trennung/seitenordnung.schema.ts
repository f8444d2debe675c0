import { z } from 'zod';
import { PosteingangZustand } from '../posteingang.schema.js';

const drehung = z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]);

/** A page of a stack in the place that a letter gives it; `stapelSeite` is its number as scanned. */
export const GeordneteSeite = z.object({
  stapelSeite: z.number().int().min(1),
  drehung: drehung.describe('Grad im Uhrzeigersinn, um die das Bild zum Lesen gedreht wird'),
  ausgeschlossen: z.boolean().describe('Wird weder gelesen noch abgelegt; bleibt sichtbar'),
});
export type GeordneteSeite = z.infer<typeof GeordneteSeite>;

const SichtbareSeite = GeordneteSeite.extend({
  leer: z.boolean(),
  bild: z.string().nullable().describe('Adresse des Seitenbilds'),
});

/** GET /api/posteingaenge/:id/seitenordnung: which page of the stack lies in which letter. */
export const Seitenordnung = z.object({
  stapelEingangId: z.uuid().describe('Eingang, der als Ganzes gescannt wurde'),
  version: z
    .number()
    .int()
    .describe('Beim Ändern zurückzugeben; schützt vor gleichzeitigem Ändern'),
  briefe: z.array(
    z.object({
      id: z.uuid(),
      eingangsnummer: z.string(),
      zustand: PosteingangZustand,
      aenderbar: z.boolean().describe('Nur Eingänge im Clearing lassen sich ändern'),
      hinweis: z
        .string()
        .nullable()
        .describe('Warum er sich nicht ändern lässt und was zu tun ist'),
      seiten: z.array(SichtbareSeite),
    }),
  ),
  trennseiten: z
    .array(SichtbareSeite.omit({ ausgeschlossen: true }).extend({ grund: z.string() }))
    .describe('Trenn- und Deckblätter; sie gehören zu keinem Brief'),
  rueckgaengig: z.boolean().describe('Ob es eine Änderung zum Zurücknehmen gibt'),
});
export type Seitenordnung = z.infer<typeof Seitenordnung>;

/** PUT /api/posteingaenge/:id/seitenordnung: the wished order; every page of the stack exactly once. */
export const NeueSeitenordnung = z.object({
  version: z.number().int(),
  briefe: z
    .array(
      z.object({
        id: z.uuid().nullable().describe('null: ein neuer Brief mit eigener Eingangsnummer'),
        seiten: z.array(GeordneteSeite).min(1),
      }),
    )
    .min(1)
    .max(1_000),
  trennseiten: z.array(z.number().int().min(1)).max(2_000),
});

/** What is kept of an order, for undoing and for training. */
export const GemerkteOrdnung = NeueSeitenordnung.omit({ version: true });
export type GemerkteOrdnung = z.infer<typeof GemerkteOrdnung>;
