/** Who writes. */
export type SenderArt = 'citizen' | 'lawyer' | 'court' | 'company' | 'insurer' | 'authority';

/**
 * What the letters of one Aktenplaneinheit talk about. All texts are templates: `[a|b|]` is a choice,
 * `{slot}` a fact of the Vorgang. `bescheid` is always a masculine noun so that "gegen den", "dem", "Ihren" fit.
 */
export interface Thema {
  kennzeichen: string;
  /** Noun phrase for subjects: "Hundesteuer". */
  sache: string;
  /** The notice in question, masculine: "Hundesteuerbescheid". */
  bescheid: string;
  /** Follows "Antrag auf": "Befreiung von der Hundesteuer". */
  antragAuf: string;
  /** The concrete thing, usable behind a comma or colon. */
  objekt: readonly string[];
  /** Enclosures that such a Vorgang needs. */
  unterlagen: readonly string[];
  /** Why somebody disagrees or complains. */
  gruende: readonly string[];
  /** Neutral facts. */
  details: readonly string[];
  /** Who is party to such a Vorgang. */
  parteien: Readonly<Partial<Record<SenderArt, number>>>;
  /** Range of the money in question, in euros. */
  betragEuro: readonly [number, number];
}
