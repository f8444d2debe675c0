import type { Tx } from '#infrastructure/database/transaction.js';

/** A letter of ours that left by e-mail, as answers to it are matched. */
export interface EigenesSchreiben {
  id: string;
  vorgangId: string;
  /** Address to which it went. */
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
  /** Records a report at the letter and in its Vorgang, once an Eingang. */
  record(tx: Tx, letter: EigenesSchreiben, given: Zustellmeldung): Promise<void>;
}
