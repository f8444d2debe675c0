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

/** A report of a mail server that it has taken a letter of ours. */
export interface Zustellerfolg {
  posteingangId: string;
  action: 'delivered' | 'relayed' | 'expanded';
  /** Enhanced status code (RFC 3463). */
  status: string | null;
}

/** Why a letter of ours came back on paper, as the post writes it on the envelope. */
export type Ruecklaufanlass =
  | 'unbekannt_verzogen'
  | 'annahme_verweigert'
  | 'nicht_abgeholt'
  | 'anschrift_unzureichend'
  | 'verstorben'
  | 'sonstiges';

/** What the way in asks of the way out, which it does not know; `compose.ts` brings them together. */
export interface EigeneSchreiben {
  /** The letter of the first Message-ID or envelope sender that we have signed; the others prove nothing. */
  find(tx: Tx, ids: readonly string[]): Promise<EigenesSchreiben | undefined>;
  /** The letters whose signed codes stand among these texts of codes on pages; at most one line a letter. */
  findByCodes(tx: Tx, texts: readonly string[]): Promise<EigenesSchreiben[]>;
  /** Records a report at the letter and in its Vorgang, once an Eingang. */
  record(tx: Tx, letter: EigenesSchreiben, given: Zustellmeldung): Promise<void>;
  /** Notes that a sheet of the letter lies in an Eingang; the first letter stays. */
  noteSheet(tx: Tx, letter: EigenesSchreiben, posteingangId: string): Promise<void>;
  /** Records that the letter came back; without a reason as long as nobody has read it. Counts once. */
  recordReturn(
    tx: Tx,
    letter: EigenesSchreiben,
    given: { posteingangId: string; anlass: Ruecklaufanlass | null },
  ): Promise<void>;
  /** Records that a server has taken the letter, once an Eingang; an uncertain one counts as sent by it. */
  recordSuccess(tx: Tx, letter: EigenesSchreiben, given: Zustellerfolg): Promise<void>;
}
