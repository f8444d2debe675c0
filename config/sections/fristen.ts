import { z } from 'zod';
import { whole } from './values.js';

/** The sixteen Länder by their usual short names. */
export const landKuerzel = [
  'BW',
  'BY',
  'BE',
  'BB',
  'HB',
  'HH',
  'HE',
  'MV',
  'NI',
  'NW',
  'RP',
  'SL',
  'SN',
  'ST',
  'SH',
  'TH',
] as const;

/** Holidays that hold only in some communes of a Land; each commune knows whether it is one of them. */
export const gemeindefeiertage = ['fronleichnam', 'mariaeHimmelfahrt', 'friedensfest'] as const;

/** Where periods run and when they are warned of. */
export const fristen = z.object({
  land: z
    .enum(landKuerzel)
    .default('SN')
    .describe('Land whose holidays by law move the end of a period.'),
  gemeindefeiertage: z
    .array(z.enum(gemeindefeiertage))
    .default([])
    .describe(
      'Holidays that hold in this commune but not in the whole Land (fronleichnam in SN and TH, mariaeHimmelfahrt and friedensfest in BY).',
    ),
  vorwarnungTage: whole
    .min(0)
    .max(60)
    .default(7)
    .describe('So many days before its last day a Frist is shown as near.'),
  eskalationTage: whole
    .min(0)
    .max(60)
    .default(2)
    .describe(
      'So many days before its last day an open Frist is shown to the Leitung of its unit.',
    ),
});
