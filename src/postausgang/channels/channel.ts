import type { Befund, Empfaenger, Nachweis, Versandkanal } from '../postausgang.schema.js';
import type { Layoutprofilname } from '../preflight/layoutprofil.js';
import type { Versandende } from '../versand.repository.js';
import type { Versandereignisart } from '../versandereignis.schema.js';

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
   * `deliver` rejects with its error. What the other side already calls the letter is stored with it.
   */
  commit: (fremdkennung?: string) => Promise<void>;
  signal: AbortSignal;
}

/** By what a letter that has been handed over, perhaps, is found again. */
export interface Spur {
  id: string;
  attempt: number;
  druckdatei: string;
  renditionSha256: string | null;
  fremdkennung: string | null;
  /** When it left, as far as that is known. */
  sentAt?: Date | null;
}

/**
 * What is certain about an interrupted handing over. `hinausgegangen: false` only where the channel has made sure
 * that nothing can leave any more, even by a worker that comes back to life: then the letter is sent again.
 */
export interface Beleg {
  hinausgegangen: boolean;
  nachweis: Omit<Nachweis, 'at'>;
  fremdkennung?: string;
}

/** What the other side told about a letter that it has. */
export interface Meldung {
  art: Versandereignisart;
  /** What tells it from others of its kind; the same one told again is stored once. Empty: one of its kind at most. */
  schluessel: string;
  /** When it happened, where the other side says so. */
  at?: Date;
  /** A German sentence for the clerk. */
  text: string;
  /** The answer as it came, without personal data. */
  roh: string;
}

/** What the other side says now; `endgueltig` when nothing more is to be expected. */
export interface Status {
  meldungen: readonly Meldung[];
  endgueltig: boolean;
}

/** What a letter costs on this way, and since when that price has been valid. */
export interface Kosten {
  cent: number;
  preisstand: string;
  text: string;
}

/** Whether a way can be used at this moment, in a German sentence. */
export interface Erreichbarkeit {
  erreichbar: boolean;
  text: string;
}

/** A way out of the house. Another one is added by implementing this and naming it in the list. */
export interface Channel {
  kanal: Versandkanal;
  /** How a page must look to leave this way. */
  profil: Layoutprofilname;
  /** What keeps this letter from this way, or should be known before; empty when nothing does. */
  check(sendung: Sendung): readonly Befund[] | Promise<readonly Befund[]>;
  /** Undefined where no price is known. */
  quote(sendung: Sendung): Kosten | undefined;
  /** Hands the letter over and tells how that ended; faults of the other side are results, not errors. */
  deliver(sendung: Sendung, uebergabe: Uebergabe): Promise<Versandende>;
  /** What became of a letter that was handed over; asked from time to time until it is final. */
  status?(spur: Spur, signal: AbortSignal): Promise<Status>;
  /** Takes a letter back at the other side; false when it is too late. */
  cancel?(spur: Spur, signal: AbortSignal): Promise<boolean>;
  /** Looks for certainty about an interrupted handing over; undefined when there is none. */
  findEvidence(spur: Spur): Promise<Beleg | undefined>;
  /** Looks whether the other side can be reached, without handing anything over. */
  probe?(signal: AbortSignal): Promise<Erreichbarkeit>;
}
