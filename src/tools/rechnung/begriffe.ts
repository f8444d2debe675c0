// The semantic model of EN 16931-1:2017: business terms (BT) and groups of them (BG), with their names in the
// German edition as the page and the printed view show them. Names are written once, here.

/** What a term holds; numbers are kept as decimal text and never as floating point. */
export type TermKind =
  | 'text'
  | 'code'
  | 'identifier'
  | 'date'
  | 'amount'
  | 'price'
  | 'quantity'
  | 'percent'
  | 'binary';

type Definition = readonly [name: string, kind: TermKind];

const head = {
  'BT-1': ['Rechnungsnummer', 'identifier'],
  'BT-2': ['Rechnungsdatum', 'date'],
  'BT-3': ['Art der Rechnung', 'code'],
  'BT-5': ['Währung', 'code'],
  'BT-6': ['Währung der Umsatzsteuer', 'code'],
  'BT-7': ['Steuerfälligkeitsdatum', 'date'],
  'BT-8': ['Code des Steuerfälligkeitsdatums', 'code'],
  'BT-9': ['Fällig am', 'date'],
  'BT-10': ['Leitweg-ID / Referenz des Käufers', 'text'],
  'BT-11': ['Projekt', 'identifier'],
  'BT-12': ['Vertragsnummer', 'identifier'],
  'BT-13': ['Bestellnummer', 'identifier'],
  'BT-14': ['Auftragsnummer', 'identifier'],
  'BT-15': ['Wareneingangsmeldung', 'identifier'],
  'BT-16': ['Lieferschein', 'identifier'],
  'BT-17': ['Vergabenummer', 'identifier'],
  'BT-18': ['Kennung des Abrechnungsgegenstands', 'identifier'],
  'BT-19': ['Buchungsreferenz des Käufers', 'text'],
  'BT-20': ['Zahlungsbedingungen', 'text'],
  'BT-21': ['Art der Bemerkung', 'code'],
  'BT-22': ['Bemerkung', 'text'],
  'BT-23': ['Geschäftsprozess', 'text'],
  'BT-24': ['Spezifikation', 'identifier'],
  'BT-25': ['Vorausgegangene Rechnung', 'identifier'],
  'BT-26': ['Datum der vorausgegangenen Rechnung', 'date'],
} as const satisfies Record<string, Definition>;

const parties = {
  'BT-27': ['Verkäufer', 'text'],
  'BT-28': ['Handelsname des Verkäufers', 'text'],
  'BT-29': ['Kennung des Verkäufers', 'identifier'],
  'BT-30': ['Registernummer des Verkäufers', 'identifier'],
  'BT-31': ['Umsatzsteuer-ID des Verkäufers', 'identifier'],
  'BT-32': ['Steuernummer des Verkäufers', 'identifier'],
  'BT-33': ['Rechtliche Angaben des Verkäufers', 'text'],
  'BT-34': ['Elektronische Adresse des Verkäufers', 'identifier'],
  'BT-35': ['Straße des Verkäufers', 'text'],
  'BT-36': ['Adresszusatz des Verkäufers', 'text'],
  'BT-37': ['Ort des Verkäufers', 'text'],
  'BT-38': ['Postleitzahl des Verkäufers', 'text'],
  'BT-39': ['Landesteil des Verkäufers', 'text'],
  'BT-40': ['Land des Verkäufers', 'code'],
  'BT-41': ['Ansprechpartner', 'text'],
  'BT-42': ['Telefon', 'text'],
  'BT-43': ['E-Mail', 'text'],
  'BT-44': ['Käufer', 'text'],
  'BT-45': ['Handelsname des Käufers', 'text'],
  'BT-46': ['Kennung des Käufers', 'identifier'],
  'BT-47': ['Registernummer des Käufers', 'identifier'],
  'BT-48': ['Umsatzsteuer-ID des Käufers', 'identifier'],
  'BT-49': ['Elektronische Adresse des Käufers', 'identifier'],
  'BT-50': ['Straße des Käufers', 'text'],
  'BT-51': ['Adresszusatz des Käufers', 'text'],
  'BT-52': ['Ort des Käufers', 'text'],
  'BT-53': ['Postleitzahl des Käufers', 'text'],
  'BT-54': ['Landesteil des Käufers', 'text'],
  'BT-55': ['Land des Käufers', 'code'],
  'BT-56': ['Ansprechpartner beim Käufer', 'text'],
  'BT-57': ['Telefon beim Käufer', 'text'],
  'BT-58': ['E-Mail beim Käufer', 'text'],
  'BT-59': ['Zahlungsempfänger', 'text'],
  'BT-60': ['Kennung des Zahlungsempfängers', 'identifier'],
  'BT-61': ['Registernummer des Zahlungsempfängers', 'identifier'],
  'BT-62': ['Steuervertreter', 'text'],
  'BT-63': ['Umsatzsteuer-ID des Steuervertreters', 'identifier'],
  'BT-64': ['Straße des Steuervertreters', 'text'],
  'BT-65': ['Adresszusatz des Steuervertreters', 'text'],
  'BT-66': ['Ort des Steuervertreters', 'text'],
  'BT-67': ['Postleitzahl des Steuervertreters', 'text'],
  'BT-68': ['Landesteil des Steuervertreters', 'text'],
  'BT-69': ['Land des Steuervertreters', 'code'],
  'BT-162': ['Weiterer Adresszusatz des Verkäufers', 'text'],
  'BT-163': ['Weiterer Adresszusatz des Käufers', 'text'],
  'BT-164': ['Weiterer Adresszusatz des Steuervertreters', 'text'],
} as const satisfies Record<string, Definition>;

const deliveryAndPayment = {
  'BT-70': ['Empfänger der Lieferung', 'text'],
  'BT-71': ['Kennung des Lieferorts', 'identifier'],
  'BT-72': ['Lieferdatum', 'date'],
  'BT-73': ['Abrechnungszeitraum von', 'date'],
  'BT-74': ['Abrechnungszeitraum bis', 'date'],
  'BT-75': ['Straße des Lieferorts', 'text'],
  'BT-76': ['Adresszusatz des Lieferorts', 'text'],
  'BT-77': ['Lieferort', 'text'],
  'BT-78': ['Postleitzahl des Lieferorts', 'text'],
  'BT-79': ['Landesteil des Lieferorts', 'text'],
  'BT-80': ['Land des Lieferorts', 'code'],
  'BT-165': ['Weiterer Adresszusatz des Lieferorts', 'text'],
  'BT-81': ['Zahlungsart', 'code'],
  'BT-82': ['Zahlungsart in Worten', 'text'],
  'BT-83': ['Verwendungszweck', 'text'],
  'BT-84': ['IBAN', 'identifier'],
  'BT-85': ['Kontoinhaber', 'text'],
  'BT-86': ['BIC', 'identifier'],
  'BT-87': ['Kartennummer', 'text'],
  'BT-88': ['Karteninhaber', 'text'],
  'BT-89': ['Mandatsreferenz', 'identifier'],
  'BT-90': ['Gläubiger-ID', 'identifier'],
  'BT-91': ['IBAN des Zahlungspflichtigen', 'identifier'],
} as const satisfies Record<string, Definition>;

const sums = {
  'BT-92': ['Abschlag', 'amount'],
  'BT-93': ['Grundbetrag des Abschlags', 'amount'],
  'BT-94': ['Abschlag in Prozent', 'percent'],
  'BT-95': ['Steuerkategorie des Abschlags', 'code'],
  'BT-96': ['Steuersatz des Abschlags', 'percent'],
  'BT-97': ['Grund des Abschlags', 'text'],
  'BT-98': ['Code des Abschlags', 'code'],
  'BT-99': ['Zuschlag', 'amount'],
  'BT-100': ['Grundbetrag des Zuschlags', 'amount'],
  'BT-101': ['Zuschlag in Prozent', 'percent'],
  'BT-102': ['Steuerkategorie des Zuschlags', 'code'],
  'BT-103': ['Steuersatz des Zuschlags', 'percent'],
  'BT-104': ['Grund des Zuschlags', 'text'],
  'BT-105': ['Code des Zuschlags', 'code'],
  'BT-106': ['Summe der Positionen', 'amount'],
  'BT-107': ['Summe der Abschläge', 'amount'],
  'BT-108': ['Summe der Zuschläge', 'amount'],
  'BT-109': ['Gesamtbetrag ohne Umsatzsteuer', 'amount'],
  'BT-110': ['Umsatzsteuer', 'amount'],
  'BT-111': ['Umsatzsteuer in Abrechnungswährung', 'amount'],
  'BT-112': ['Gesamtbetrag mit Umsatzsteuer', 'amount'],
  'BT-113': ['Bereits gezahlt', 'amount'],
  'BT-114': ['Rundung', 'amount'],
  'BT-115': ['Zahlbetrag', 'amount'],
  'BT-116': ['Bemessungsgrundlage', 'amount'],
  'BT-117': ['Steuerbetrag', 'amount'],
  'BT-118': ['Steuerkategorie', 'code'],
  'BT-119': ['Steuersatz', 'percent'],
  'BT-120': ['Grund der Steuerbefreiung', 'text'],
  'BT-121': ['Code der Steuerbefreiung', 'code'],
  'BT-122': ['Kennung der Unterlage', 'identifier'],
  'BT-123': ['Beschreibung der Unterlage', 'text'],
  'BT-124': ['Fundort der Unterlage', 'text'],
  'BT-125': ['Beigefügte Unterlage', 'binary'],
} as const satisfies Record<string, Definition>;

const lines = {
  'BT-126': ['Position', 'identifier'],
  'BT-127': ['Bemerkung zur Position', 'text'],
  'BT-128': ['Kennung des Gegenstands der Position', 'identifier'],
  'BT-129': ['Menge', 'quantity'],
  'BT-130': ['Einheit', 'code'],
  'BT-131': ['Nettobetrag der Position', 'amount'],
  'BT-132': ['Position der Bestellung', 'identifier'],
  'BT-133': ['Buchungsreferenz der Position', 'text'],
  'BT-134': ['Zeitraum der Position von', 'date'],
  'BT-135': ['Zeitraum der Position bis', 'date'],
  'BT-136': ['Abschlag der Position', 'amount'],
  'BT-137': ['Grundbetrag des Abschlags der Position', 'amount'],
  'BT-138': ['Abschlag der Position in Prozent', 'percent'],
  'BT-139': ['Grund des Abschlags der Position', 'text'],
  'BT-140': ['Code des Abschlags der Position', 'code'],
  'BT-141': ['Zuschlag der Position', 'amount'],
  'BT-142': ['Grundbetrag des Zuschlags der Position', 'amount'],
  'BT-143': ['Zuschlag der Position in Prozent', 'percent'],
  'BT-144': ['Grund des Zuschlags der Position', 'text'],
  'BT-145': ['Code des Zuschlags der Position', 'code'],
  'BT-146': ['Nettopreis', 'price'],
  'BT-147': ['Rabatt auf den Bruttopreis', 'price'],
  'BT-148': ['Bruttopreis', 'price'],
  'BT-149': ['Basismenge zum Preis', 'quantity'],
  'BT-150': ['Einheit der Basismenge', 'code'],
  'BT-151': ['Steuerkategorie der Position', 'code'],
  'BT-152': ['Steuersatz der Position', 'percent'],
  'BT-153': ['Artikel', 'text'],
  'BT-154': ['Beschreibung des Artikels', 'text'],
  'BT-155': ['Artikelnummer des Verkäufers', 'identifier'],
  'BT-156': ['Artikelnummer des Käufers', 'identifier'],
  'BT-157': ['Standardkennung des Artikels', 'identifier'],
  'BT-158': ['Klassifizierung des Artikels', 'identifier'],
  'BT-159': ['Ursprungsland', 'code'],
  'BT-160': ['Merkmal', 'text'],
  'BT-161': ['Wert des Merkmals', 'text'],
} as const satisfies Record<string, Definition>;

/** All business terms. The standard has no BT-4. */
export const begriffe = { ...head, ...parties, ...deliveryAndPayment, ...sums, ...lines } as const;
export type TermId = keyof typeof begriffe;

/** The groups that hold terms; the document itself is no group. */
export const gruppen = {
  'BG-1': 'Bemerkung',
  'BG-2': 'Prozess',
  'BG-3': 'Vorausgegangene Rechnung',
  'BG-4': 'Verkäufer',
  'BG-5': 'Anschrift des Verkäufers',
  'BG-6': 'Kontakt des Verkäufers',
  'BG-7': 'Käufer',
  'BG-8': 'Anschrift des Käufers',
  'BG-9': 'Kontakt des Käufers',
  'BG-10': 'Zahlungsempfänger',
  'BG-11': 'Steuervertreter',
  'BG-12': 'Anschrift des Steuervertreters',
  'BG-13': 'Lieferung',
  'BG-14': 'Abrechnungszeitraum',
  'BG-15': 'Lieferanschrift',
  'BG-16': 'Zahlung',
  'BG-17': 'Überweisung',
  'BG-18': 'Karte',
  'BG-19': 'Lastschrift',
  'BG-20': 'Abschlag',
  'BG-21': 'Zuschlag',
  'BG-22': 'Summen',
  'BG-23': 'Umsatzsteuer',
  'BG-24': 'Rechnungsbegründende Unterlage',
  'BG-25': 'Position',
  'BG-26': 'Zeitraum der Position',
  'BG-27': 'Abschlag der Position',
  'BG-28': 'Zuschlag der Position',
  'BG-29': 'Preis',
  'BG-30': 'Umsatzsteuer der Position',
  'BG-31': 'Artikel',
  'BG-32': 'Merkmal des Artikels',
} as const;
export type GroupId = keyof typeof gruppen;

/** A value as text: dates as YYYY-MM-DD where they are dates, numbers as they were written. */
export interface Term {
  value: string;
  /** Scheme or list of an identifier, currency of an amount, media type of a file. */
  scheme?: string;
  /** Version of the list, name of a file. */
  version?: string;
}

/** The terms and groups found in one place. */
export interface Gruppe {
  terms: Partial<Record<TermId, Term[]>>;
  groups: Partial<Record<GroupId, Gruppe[]>>;
}

/** How an invoice was written down. */
export const syntaxes = ['ubl-invoice', 'ubl-creditnote', 'cii', 'zugferd-1'] as const;
export type Syntax = (typeof syntaxes)[number];

/** An invoice in the terms of the standard, whatever its syntax. */
export interface Rechnung extends Gruppe {
  syntax: Syntax;
}

/** Terms of the groups that are an address: three lines, city, postal code, region, country. */
export const anschriften = {
  'BG-5': ['BT-35', 'BT-36', 'BT-162', 'BT-37', 'BT-38', 'BT-39', 'BT-40'],
  'BG-8': ['BT-50', 'BT-51', 'BT-163', 'BT-52', 'BT-53', 'BT-54', 'BT-55'],
  'BG-12': ['BT-64', 'BT-65', 'BT-164', 'BT-66', 'BT-67', 'BT-68', 'BT-69'],
  'BG-15': ['BT-75', 'BT-76', 'BT-165', 'BT-77', 'BT-78', 'BT-79', 'BT-80'],
} as const satisfies Partial<Record<GroupId, readonly TermId[]>>;
export type Anschrift = keyof typeof anschriften;
