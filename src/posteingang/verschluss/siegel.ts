import { z } from 'zod';
import type { Oeffner, Verschlussklasse } from './regeln.schema.js';

/** What reception decided about a closed envelope. */
export interface Verschlussauftrag {
  klasse: Verschlussklasse;
  oeffner: Oeffner;
  regelId: string | null;
  begruendung: string;
  vermerk: string;
  anschrift: string;
  absender: string;
  empfaengerId: string | null;
  einheitId: string | null;
  vergabeId: string | null;
  inhalt: 'datei' | 'umschlagbild' | 'papier';
  /** When the letter was there; null: when we have the bytes. */
  eingegangenAt: string | null;
  ohneScan: boolean;
}

/** The order together with what the seal needs; nothing in it tells of the content. */
export interface Siegel extends Verschlussauftrag {
  /** The data key, wrapped by the master key. */
  schluessel: Buffer;
  schluesselKennung: string;
  angaben: Buffer;
  abdruck: string;
}

/** What is known of the content and lies encrypted beside it. */
export const AngabenSchema = z.object({
  dateiname: z.string(),
  mediaType: z.string(),
  size: z.number(),
  sha256: z.string(),
  absender: z.string(),
});
export type Angaben = z.infer<typeof AngabenSchema>;
