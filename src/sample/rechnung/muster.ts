import Big from 'big.js';

/** A made-up company or office. */
export interface MusterPartei {
  name: string;
  strasse: string;
  plz: string;
  ort: string;
  email: string;
  ustId?: string;
}

/** A made-up line. */
export interface MusterPosition {
  artikel: string;
  menge: string;
  /** Code of UN/ECE Recommendation 20: C62 piece, HUR hour, MTK square metre. */
  einheit: string;
  preis: string;
  /** In percent; 0 with category E. */
  steuersatz: string;
}

/** What an invoice of the sample says; everything else is calculated. */
export interface MusterRechnung {
  nummer: string;
  datum: string;
  faellig: string;
  leitwegId: string;
  bestellung?: string;
  bemerkung: string;
  verkaeufer: MusterPartei & { kontakt: string; telefon: string; iban: string };
  kaeufer: MusterPartei;
  positionen: readonly MusterPosition[];
  /** An allowance on the whole invoice at the first rate. */
  abschlag?: { grund: string; betrag: string };
}

/** An invoice with its sums as text with two decimals. */
export interface GerechneteRechnung extends MusterRechnung {
  zeilen: readonly (MusterPosition & { netto: string; kategorie: string })[];
  steuern: readonly { satz: string; kategorie: string; basis: string; steuer: string }[];
  summe: string;
  abschlaege: string;
  netto: string;
  steuer: string;
  brutto: string;
}

const two = (value: Big): string => value.round(2, Big.roundHalfUp).toFixed(2);
const zero = new Big(0);

/** Calculates lines, taxes by rate and totals, exactly. */
export const rechneMuster = (muster: MusterRechnung): GerechneteRechnung => {
  const zeilen = muster.positionen.map((one) => ({
    ...one,
    netto: two(new Big(one.menge).times(one.preis)),
    kategorie: new Big(one.steuersatz).eq(0) ? 'E' : 'S',
  }));
  const rates = [...new Set(zeilen.map(({ steuersatz }) => steuersatz))];
  const abschlag = new Big(muster.abschlag?.betrag ?? '0');
  const steuern = rates.map((satz, index) => {
    const lines = zeilen
      .filter(({ steuersatz }) => steuersatz === satz)
      .reduce((sum, { netto }) => sum.plus(netto), zero);
    const basis = index === 0 ? lines.minus(abschlag) : lines;
    const kategorie = new Big(satz).eq(0) ? 'E' : 'S';
    return { satz, kategorie, basis: two(basis), steuer: two(basis.times(satz).div(100)) };
  });
  const summe = zeilen.reduce((sum, { netto }) => sum.plus(netto), zero);
  const netto = summe.minus(abschlag);
  const steuer = steuern.reduce((sum, one) => sum.plus(one.steuer), zero);
  return {
    ...muster,
    zeilen,
    steuern,
    summe: two(summe),
    abschlaege: two(abschlag),
    netto: two(netto),
    steuer: two(steuer),
    brutto: two(netto.plus(steuer)),
  };
};

/** Text for the inside of an element or attribute. */
export const xmlText = (text: string): string =>
  text.replace(/[&<>"]/g, (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[one] ?? '&quot;');

/** The specification that an XRechnung names (BT-24). */
export const xrechnungSpezifikation =
  'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0';
/** The process that an XRechnung names (BT-23). */
export const xrechnungProzess = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0';
