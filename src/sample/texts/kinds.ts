import { kindsAnliegen } from './kinds-anliegen.js';
import { kindsAntraege } from './kinds-antraege.js';
import { kindsGeld } from './kinds-geld.js';
import { kindsPersonen } from './kinds-personen.js';
import { kindsRecht } from './kinds-recht.js';
import type { KindText } from './letter-kind.js';

/** All kinds of letters with their texts. */
export const kindTexts: readonly KindText[] = [
  ...kindsRecht,
  ...kindsAntraege,
  ...kindsPersonen,
  ...kindsGeld,
  ...kindsAnliegen,
];
