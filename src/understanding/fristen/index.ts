export {
  type Bekanntgabeweg,
  bekanntgabewege,
  berechneBekanntgabe,
  type Verfahren,
  verfahren,
} from './bekanntgabe.js';
export {
  type Feiertag,
  feiertageIm,
  type Gemeindefeiertag,
  gemeindefeiertage,
  type Land,
  laender,
  type Ort,
} from './feiertage.js';
export { berechneFrist, bisZuTag, type Dauer, type Fristende, verlaengere } from './frist.js';
export { isTag, plusTage, type Tag, tageZwischen } from './kalender.js';
export { type Bekanntgabefrage, berechneNachRegel } from './rechner.js';
export { type Fristregel, gebiete } from './regel.js';
export { findRegel, fristregeln } from './regeln.js';
