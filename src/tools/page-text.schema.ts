import { z } from 'zod';

const box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** GET …/seiten/:nummer/text: the text of a page, with the place of each word as shares of the page. */
export const SeitenText = z.object({
  text: z.string(),
  worte: z.array(
    z.object({ text: z.string(), confidence: z.number(), line: z.number().int(), box }),
  ),
});

/** GET …/fundstellen */
export const FundstellenAbfrage = z.object({
  q: z.string().min(1).max(200).describe('Wortfolge; kommt sie nicht vor, ihre einzelnen Wörter'),
});
export const Fundstellen = z.object({
  stellen: z.array(
    z.object({
      seite: z.number().int(),
      boxen: z.array(box).describe('Ein Rechteck je Zeile, in Anteilen der Seite'),
    }),
  ),
  vollstaendig: z.boolean().describe('Ob alle Stellen genannt sind'),
});
