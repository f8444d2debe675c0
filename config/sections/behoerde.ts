import { z } from 'zod';

/** The authority in the letterhead. */
export const behoerde = z.object({
  name: z
    .string()
    .min(1)
    .default('Stadtverwaltung')
    .describe('Name of the authority in the letterhead.'),
  strasse: z
    .string()
    .default('Rathausplatz 1')
    .describe('Street of the authority in the letterhead.'),
  plz: z
    .string()
    .regex(/^\d{5}$/, 'must have five digits')
    .default('09999')
    .describe('Postal code of the authority.'),
  ort: z.string().min(1).default('Musterstadt').describe('City of the authority.'),
  telefon: z.string().default('').describe('Central telephone number in the letterhead.'),
  email: z.string().default('').describe('Central e-mail address in the letterhead.'),
  internet: z.string().default('').describe('Web address in the letterhead.'),
});
