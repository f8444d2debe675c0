import type { Beginn, Dauer, Verschiebung } from './frist.js';
import type { Tag } from './kalender.js';

/** Where a rule belongs, for lists to choose from. */
export const gebiete = {
  rechtsbehelf: 'Rechtsbehelfe gegen Bescheide',
  gericht: 'Gerichtliche Verfahren',
  behoerde: 'Fristen für die Verwaltung',
  zivil: 'Zivilrecht und Zahlung',
} as const;
export type Gebiet = keyof typeof gebiete;

/** One wording of a rule with the time in which it held, by the day of its event. */
export interface Fassung {
  ab?: Tag;
  bis?: Tag;
  dauer: Dauer;
  grundlage: string;
}

/** A statutory period as data: length, start, shift and legal basis, each wording dated. */
export interface Fristregel {
  /** Stable name, as stored. */
  kennung: string;
  name: string;
  gebiet: Gebiet;
  /** What happens on the first day, for the sentence: `Bekanntgabe des Bescheids`. */
  ereignis: string;
  /** Whether the event is that an act becomes known, so that a fiction may come before it. */
  bekanntgabe?: true;
  beginn?: Beginn;
  verschiebung: Verschiebung;
  verschiebungNach?: string;
  /** Newest last; times do not overlap. */
  fassungen: readonly Fassung[];
  /** A German sentence for whoever uses the result. */
  hinweis?: string;
}
