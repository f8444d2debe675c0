export {
  type Bekanntgabeweg,
  bekanntgabewege,
  berechneBekanntgabe,
  type Verfahren,
  verfahren,
} from './bekanntgabe.js';
export { type Briefkenntnis, erkenneFristen } from './erkennung.js';
export {
  type Feiertag,
  feiertageIm,
  type Gemeindefeiertag,
  type Land,
  laender,
  type Ort,
} from './feiertage.js';
export { berechne, type Fristergebnis, type Fristfrage } from './frage.js';
export {
  berechneFrist,
  bisZuTag,
  type Dauer,
  dauerText,
  type Fristende,
  verlaengere,
} from './frist.js';
export { datumText, isTag, plusTage, type Tag, tageZwischen, wochentagOf } from './kalender.js';
export { type Bekanntgabefrage, berechneNachRegel } from './rechner.js';
export { beurteile } from './rechtsbehelf.js';
export { type Fristregel, gebiete } from './regel.js';
export { fassungAm, findRegel, fristregeln } from './regeln.js';
export {
  type Fristart,
  type Fristvorschlag,
  fristarten,
  type Pruefergebnis,
  pruefergebnisse,
} from './vorschlag.js';
