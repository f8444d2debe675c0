import type { Box } from '#tools/page-text.js';
import type { Fristfrage } from './frage.js';
import type { Tag } from './kalender.js';

/** Where a proposal comes from: the sender set it, the law does, or a remedy is examined. */
export const fristarten = ['gesetzt', 'gesetzlich', 'rechtsbehelf', 'manuell'] as const;
export type Fristart = (typeof fristarten)[number];

/** Whether a remedy came in time, as far as the letter says. */
export const pruefergebnisse = ['fristgerecht', 'verspaetet', 'zu_pruefen'] as const;
export type Pruefergebnis = (typeof pruefergebnisse)[number];

/** The place in the letter that speaks of it. */
export interface Fundstelle {
  text: string;
  seite: number | null;
  box: Box | null;
}

/** A Frist that a letter seems to trigger; nobody has confirmed it. */
export interface Fristvorschlag {
  /** The same letter read twice gives the same key. */
  schluessel: string;
  art: Fristart;
  /** German, for a list: what has to be done. */
  bezeichnung: string;
  grundlage: string;
  /** Null where the letter does not say enough to compute. */
  frage: Fristfrage | null;
  /** Whether `frage.tag` is the day of receipt, so that it changes with it. */
  abEingang: boolean;
  start: Tag | null;
  ende: Tag | null;
  rechenweg: string[];
  ergebnis: Pruefergebnis | null;
  /** 0 to 1. */
  konfidenz: number;
  fundstelle: Fundstelle | null;
}
