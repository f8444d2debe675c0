import { z } from 'zod';
import { whole } from './values.js';

/** Printers and print services beside the print folder. */
export const druckwege = z.object({
  ippUrl: z
    .string()
    .regex(/^ipps?:\/\/[^\s/]+\/\S*$/, 'must look like ipp://host/path or ipps://host/path')
    .optional()
    .describe(
      'Printer or print queue in the house, e.g. ipps://druck.stadt.example/printers/poststelle. It must print PDF. Without it this way is off.',
    ),
  ippUser: z.string().optional().describe('User name at the printer, where it asks for one.'),
  ippPassword: z.string().optional().describe('Password at the printer.'),
  ippCaFile: z
    .string()
    .optional()
    .describe(
      'File in PEM with the certificate of the printer or of its authority, where the system does not know it.',
    ),
  ippMedia: z
    .string()
    .regex(/^[a-z0-9_.-]+$/)
    .default('iso_a4_210x297mm')
    .describe('Paper, as the printer names it (PWG 5101.1).'),
  ippTray: z
    .string()
    .regex(/^[a-z0-9_.-]+$/)
    .optional()
    .describe('Tray from which it prints, e.g. tray-2. Default: the choice of the printer.'),
  ippColour: z
    .enum(['farbe', 'schwarzweiss'])
    .optional()
    .describe('Colour or black and white. Default: the choice of the printer.'),
  ippSides: z
    .enum(['zweiseitig', 'einseitig'])
    .default('zweiseitig')
    .describe('Whether sheets are printed on both sides.'),
  sftpUrl: z
    .string()
    .regex(/^sftp:\/\/[^\s/@:]+@[^\s/]+\/\S*$/, 'must look like sftp://user@host/folder')
    .optional()
    .describe(
      'Folder of the print service, e.g. sftp://stadt@druck.example:22/eingang. Without it this way is off. sftpHostKey is needed too.',
    ),
  sftpHostKey: z
    .string()
    .regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, 'must look like SHA256:… as ssh-keygen -lf prints it')
    .optional()
    .describe(
      'Fingerprint of the host key of the print service, as it told you by another way. With another key nothing is handed over.',
    ),
  sftpKeyFile: z.string().optional().describe('File with our private key for the print service.'),
  sftpPassword: z
    .string()
    .optional()
    .describe('Password at the print service, or of the private key where sftpKeyFile is set.'),
  sftpReturnFolder: z
    .string()
    .optional()
    .describe(
      'Folder at the print service with its return lists (CSV or JSON: datei, status, zeit, grund), by which each letter is followed to the post.',
    ),
  sftpReturnHours: whole
    .min(1)
    .max(24 * 60)
    .default(72)
    .describe('After so many hours a letter that no return list names is flagged.'),
});
