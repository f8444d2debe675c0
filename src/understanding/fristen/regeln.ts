import type { Tag } from './kalender.js';
import type { Fassung, Fristregel } from './regel.js';
import { regelnDerBehoerde } from './regeln-behoerde.js';
import { regelnDerGerichte } from './regeln-gericht.js';

/** All rules, each by its name once. */
export const fristregeln: readonly Fristregel[] = [...regelnDerBehoerde, ...regelnDerGerichte];

/** A rule by its name, or undefined. */
export const findRegel = (kennung: string): Fristregel | undefined =>
  fristregeln.find((regel) => regel.kennung === kennung);

/** The wording that held on the day of the event, or undefined before the first that this program knows. */
export const fassungAm = (regel: Fristregel, tag: Tag): Fassung | undefined =>
  regel.fassungen.find((one) => tag >= (one.ab ?? tag) && tag <= (one.bis ?? tag));
