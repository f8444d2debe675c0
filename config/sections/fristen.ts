import { z } from 'zod';
import { whole } from './values.js';

const laender = [
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

/** Where periods run and when they are warned of. */
export const fristen = z.object({
  land: z
    .enum(laender)
    .default('SN')
    .describe('Land whose holidays by law move the end of a period.'),
  gemeindefeiertage: z
    .array(z.enum(['fronleichnam', 'mariaeHimmelfahrt', 'friedensfest']))
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
