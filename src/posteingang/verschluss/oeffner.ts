import type { Oeffner, Verschlussklasse } from './regeln.schema.js';

/** Who opens mail of a class; null: it is opened like any other. */
export const oeffnerOf = (klasse: Verschlussklasse | null): Oeffner | null => {
  if (klasse === null) return null;
  if (klasse === 'vergabe') return 'zwei';
  return klasse === 'persoenlich' || klasse === 'vertraulich' ? 'empfaenger' : 'einheit';
};
