import { z } from 'zod';

/** What became of the acknowledgement of a mail. */
export const Eingangsbestaetigung = z.object({
  zustand: z.enum(['queued', 'claimed', 'committing', 'sent', 'unknown', 'failed', 'unterlassen']),
  grund: z.string().nullable().describe('warum keine hinausging oder was dabei misslang'),
  empfaenger: z.string().describe('leer, wenn keine vorgesehen ist'),
  versandtAt: z.iso.datetime().nullable(),
});
export type Eingangsbestaetigung = z.infer<typeof Eingangsbestaetigung>;
