import type { Empfaenger, Nachweis, Versandkanal } from '../postausgang.schema.js';
import type { Versandende } from '../versand.repository.js';

/** A letter at the moment of its dispatch. */
export interface Sendung {
  id: string;
  attempt: number;
  geschaeftszeichen: string;
  betreff: string;
  empfaenger: Empfaenger;
  /** Where answers go; empty for the sender's own address. */
  antwortAn: string;
  messageId: string;
  /** Day on the letter. */
  briefdatum: string;
  versanddatum: string;
  /** This moment, for the head of a mail. */
  now: Date;
  druckdatei: string;
  seitenzahl: number;
  sha256: string;
  pdf: Buffer;
}

export interface Uebergabe {
  /**
   * Marks the point of no return; awaited immediately before it. When it rejects, nothing may leave and
   * `deliver` rejects with its error.
   */
  commit: () => Promise<void>;
  signal: AbortSignal;
}

/** A way out of the house. A third one is added by implementing this and naming it in the list. */
export interface Channel {
  kanal: Versandkanal;
  /** Hands the letter over and tells how that ended; faults of the other side are results, not errors. */
  deliver(sendung: Sendung, uebergabe: Uebergabe): Promise<Versandende>;
  /** Looks for proof that an interrupted handing over did happen; undefined when there is none. */
  findEvidence(letter: {
    id: string;
    druckdatei: string;
    renditionSha256: string | null;
  }): Promise<Omit<Nachweis, 'at'> | undefined>;
}
