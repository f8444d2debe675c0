/** Somebody who takes part in a Vorgang, as far as the register knows. */
export interface RegisterBeteiligter {
  name: string;
  plz?: string;
  ort?: string;
  email?: string;
  fremdesGeschaeftszeichen?: string;
}

/** A Vorgang as the register of the E-Akte knows it. */
export interface RegisterEntry {
  vorgangId: string;
  geschaeftszeichen: string;
  /** Kuerzel of the unit in charge. */
  einheit: string;
  betreff: string;
  beteiligte: readonly RegisterBeteiligter[];
}

/** The look-ups that matching needs; keys are Geschaeftszeichen folded by the register's own function. */
export interface VorgangRegister {
  /** All Vorgaenge with exactly this key; several, because folding drops what separates the numbers. */
  byKey(key: string): Promise<readonly RegisterEntry[]>;
  /** At least all Vorgaenge whose key is at most two edits away from this one. */
  near(key: string): Promise<readonly RegisterEntry[]>;
}
