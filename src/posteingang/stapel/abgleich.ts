import type { Blattabgleich } from './stapel.schema.js';

/** What has been counted of a Stapel. */
export interface Zaehlung {
  erwartet: number | null;
  /** Sheets of the files that were counted. */
  gescannt: number;
  dateien: number;
  /** Files whose pages are still being counted. */
  ungezaehlt: number;
  /** Files that cannot be opened, so that nobody knows their pages. */
  unzaehlbar: number;
  /** Fronts without backs, or backs without fronts. */
  ohneGegenstueck: number;
  /** Fronts and backs that are not equally many. */
  ungleich: number;
  /** Two-sided files with an odd number of pages: the scanner has dropped a side. */
  ungerade: number;
}

const blaetter = (count: number): string => (count === 1 ? '1 Blatt' : `${count} Blätter`);
const beyond = 'Bitte prüfen, solange das Papier noch auf dem Tisch liegt.';

const incomplete = (count: Zaehlung): string | undefined => {
  if (count.unzaehlbar > 0) {
    return `${count.unzaehlbar === 1 ? 'Eine Datei lässt' : `${count.unzaehlbar} Dateien lassen`} sich nicht öffnen und nicht zählen; der Grund steht im Clearing. ${beyond}`;
  }
  if (count.ungleich > 0) {
    return `Vorder- und Rückseiten sind nicht gleich viele; vermutlich wurden zwei Blätter zusammen eingezogen. ${beyond}`;
  }
  if (count.ohneGegenstueck > 0) {
    return `Zu ${count.ohneGegenstueck === 1 ? 'einer Datei' : `${count.ohneGegenstueck} Dateien`} fehlt die andere Seite der Blätter (Vorder- oder Rückseiten). ${beyond}`;
  }
  return undefined;
};

const odd = (count: Zaehlung): string =>
  count.ungerade === 0
    ? ''
    : ' Eine beidseitig gescannte Datei hat eine ungerade Seitenzahl: Bitte die Unterdrückung leerer Seiten am Scanner ausschalten.';

const judge = (count: Zaehlung): Pick<Blattabgleich, 'ergebnis' | 'alarm' | 'text'> => {
  const { erwartet, gescannt } = count;
  const of = erwartet === null ? '' : ` von ${erwartet}`;
  if (count.dateien === 0)
    return { ergebnis: 'leer', alarm: false, text: 'Noch ist nichts eingetroffen.' };
  if (count.ungezaehlt > 0) {
    return {
      ergebnis: 'zaehlt',
      alarm: false,
      text: `Die Blätter werden gezählt: bisher ${gescannt}${of}.`,
    };
  }
  const gap = incomplete(count);
  if (gap !== undefined) return { ergebnis: 'unvollstaendig', alarm: true, text: gap };
  if (erwartet === null) {
    return {
      ergebnis: 'ohne_angabe',
      alarm: false,
      text: `${blaetter(gescannt)} gescannt; eine erwartete Zahl ist nicht angegeben.`,
    };
  }
  if (gescannt < erwartet) {
    return {
      ergebnis: 'fehlt',
      alarm: true,
      text: `Es ${erwartet - gescannt === 1 ? 'fehlt' : 'fehlen'} ${blaetter(erwartet - gescannt)}: ${gescannt} von ${erwartet} gescannt. ${beyond}`,
    };
  }
  if (gescannt > erwartet) {
    return {
      ergebnis: 'zuviel',
      alarm: true,
      text: `${blaetter(gescannt - erwartet)} zu viel: ${gescannt} gescannt, ${erwartet} erwartet. ${beyond}`,
    };
  }
  return {
    ergebnis: 'stimmt',
    alarm: false,
    text: erwartet === 1 ? 'Das eine Blatt ist da.' : `Alle ${erwartet} Blätter sind da.`,
  };
};

/** Compares the sheets on the table with the sheets that have arrived, in words for the operator. */
export const abgleichOf = (count: Zaehlung): Blattabgleich => {
  const verdict = judge(count);
  return {
    ...verdict,
    text: verdict.text + (count.ungezaehlt > 0 ? '' : odd(count)),
    alarm: verdict.alarm || (count.ungezaehlt === 0 && count.ungerade > 0),
    erwartet: count.erwartet,
    gescannt: count.gescannt,
  };
};
