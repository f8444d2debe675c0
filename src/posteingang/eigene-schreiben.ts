import type { Tx } from '#infrastructure/database/transaction.js';

/** A letter of ours that has left, as answers to it are matched. */
export interface EigenesSchreiben {
  id: string;
  vorgangId: string;
  /** Address to which it went; empty for one on paper. */
  email: string;
}

/** What a mail server told about a letter of ours. */
export interface Zustellmeldung {
  posteingangId: string;
  art: 'unzustellbar' | 'verzoegert';
  /** The address that failed. */
  empfaenger: string;
  /** Enhanced status code (RFC 3463). */
  status: string | null;
  /** In German. */
  grund: string;
}

/** What the way in asks of the way out, which it does not know; `compose.ts` brings them together. */
export interface EigeneSchreiben {
  /** The letter of the first Message-ID that we have signed; the others prove nothing. */
  find(tx: Tx, ids: readonly string[]): Promise<EigenesSchreiben | undefined>;
  /** The letters whose signed codes stand among these texts of codes on pages; at most one line a letter. */
  findByCodes(tx: Tx, texts: readonly string[]): Promise<EigenesSchreiben[]>;
  /** Records a report at the letter and in its Vorgang, once an Eingang. */
  record(tx: Tx, letter: EigenesSchreiben, given: Zustellmeldung): Promise<void>;
}
