// The codes of the standard that occur in everyday invoices, in German; others are shown as they are.

const arten: Readonly<Record<string, string>> = {
  '326': 'Teilrechnung',
  '380': 'Rechnung',
  '381': 'Gutschrift',
  '384': 'Korrigierte Rechnung',
  '389': 'Gutschrift im Gutschriftverfahren',
  '875': 'Abschlagsrechnung Bau',
  '876': 'Teilschlussrechnung Bau',
  '877': 'Schlussrechnung Bau',
};

const einheiten: Readonly<Record<string, string>> = {
  C62: 'Stück',
  H87: 'Stück',
  EA: 'Stück',
  XPP: 'Stück',
  HUR: 'Std.',
  MIN: 'Min.',
  DAY: 'Tage',
  WEE: 'Wochen',
  MON: 'Monate',
  ANN: 'Jahre',
  KGM: 'kg',
  TNE: 't',
  LTR: 'l',
  MTR: 'm',
  MTK: 'm²',
  MTQ: 'm³',
  KMT: 'km',
  KWH: 'kWh',
  LS: 'pauschal',
  SET: 'Satz',
};

const zahlungsarten: Readonly<Record<string, string>> = {
  '10': 'bar',
  '20': 'Scheck',
  '30': 'Überweisung',
  '42': 'Zahlung auf Bankkonto',
  '48': 'Bankkarte',
  '49': 'Lastschrift',
  '54': 'Kreditkarte',
  '57': 'Dauerauftrag',
  '58': 'SEPA-Überweisung',
  '59': 'SEPA-Lastschrift',
  '97': 'Verrechnung',
};

const kategorien: Readonly<Record<string, string>> = {
  S: 'Umsatzsteuer',
  Z: 'Nullsatz',
  E: 'steuerbefreit',
  AE: 'Steuerschuld beim Empfänger',
  K: 'innergemeinschaftliche Lieferung',
  G: 'Ausfuhr',
  O: 'nicht steuerbar',
  L: 'Steuer der Kanarischen Inseln',
  M: 'Steuer von Ceuta und Melilla',
};

const word = (list: Readonly<Record<string, string>>) => (code: string) => list[code] ?? code;

/** Kind of invoice (BT-3, UNTDID 1001). */
export const artWort = word(arten);
/** Unit of a quantity (BT-130, UN/ECE Recommendation 20). */
export const einheitWort = word(einheiten);
/** Means of payment (BT-81, UNTDID 4461). */
export const zahlungsartWort = word(zahlungsarten);
/** Category of VAT (BT-118, UNTDID 5305). */
export const kategorieWort = word(kategorien);
