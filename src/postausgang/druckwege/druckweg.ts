import type { Beleg, Erreichbarkeit, Spur, Status, Uebergabe } from '../channels/channel.js';
import type { Versandende } from '../versand.repository.js';

/** One file of a print order. */
export interface Druckdatei {
  /** Begins with the name of the order. */
  name: string;
  mediaType: string;
  bytes: Buffer;
}

/** What is to be printed: one letter, or all letters of a run. */
export interface Druckauftrag {
  /** Of the letter or of the run. */
  id: string;
  attempt: number;
  /** Stable base of the names of its files, the same for every attempt; letters, digits, `-`, `_` and `.` */
  name: string;
  /** Shown at the printer; without personal data. */
  titel: string;
  /** Exactly one PDF; beside it what the print service reads: manifest (JSON), list (CSV). */
  dateien: readonly Druckdatei[];
  /** Of the PDF. */
  sha256: string;
  seiten: number;
  duplex: boolean;
}

/** By what an order that has been handed over, perhaps, is found again. */
export interface Druckspur {
  id: string;
  attempt: number;
  name: string;
  /** Of the PDF. */
  sha256: string;
  fremdkennung: string | null;
  sentAt?: Date | null;
}

/** A way to paper: print folder, printer, print service. Used for single letters and for whole runs. */
export interface Druckweg {
  art: 'druck' | 'ipp' | 'sftp';
  /** Hands the order over once; faults of the other side are results, not errors. */
  deliver(auftrag: Druckauftrag, uebergabe: Uebergabe): Promise<Versandende>;
  /** Looks for certainty about an interrupted handing over; undefined when there is none. */
  findEvidence(spur: Druckspur): Promise<Beleg | undefined>;
  /** What became of an order. */
  status?(spur: Druckspur, signal: AbortSignal): Promise<Status>;
  /** Takes an order back; false when it is too late. */
  cancel?(spur: Druckspur, signal: AbortSignal): Promise<boolean>;
  /** Looks whether the other side can be reached, without handing anything over. */
  probe(signal: AbortSignal): Promise<Erreichbarkeit>;
}

/** The PDF of an order. @throws Error when there is none, which is a fault of the program. */
export const pdfOf = (auftrag: Pick<Druckauftrag, 'dateien'>): Druckdatei => {
  const pdf = auftrag.dateien.find((datei) => datei.mediaType === 'application/pdf');
  if (pdf === undefined) throw new Error('a print order has no PDF');
  return pdf;
};

/** The trace of an order in the words of its letter; undefined before the letter had a name. */
export const druckspurOf = (spur: Spur): Druckspur | undefined => {
  if (spur.druckdatei === '' || spur.renditionSha256 === null) return undefined;
  const { id, attempt, fremdkennung, renditionSha256, sentAt = null } = spur;
  const name = druckname(spur.druckdatei);
  return { id, attempt, fremdkennung, name, sha256: renditionSha256, sentAt };
};

/** `2026-11-23_….pdf` → `2026-11-23_…` */
export const druckname = (druckdatei: string): string => druckdatei.replace(/\.pdf$/, '');
