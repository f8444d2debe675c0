import { z } from 'zod';

/**
 * What can happen to a letter after it was handed over, in words that do not depend on the way. `hinweis` is what
 * somebody should look after while the letter is still on its way, e.g. a printer without paper.
 */
export const Versandereignisart = z.enum([
  'uebergeben',
  'angenommen',
  'gedruckt',
  'eingeliefert',
  'zugestellt',
  'abgeholt',
  'unzustellbar',
  'abgelehnt',
  'storniert',
  'hinweis',
]);
export type Versandereignisart = z.infer<typeof Versandereignisart>;
