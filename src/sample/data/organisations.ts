/** Companies that deliver to the city or write to it. */
export const companies = [
  'Lohetal Straßenbau GmbH',
  'Bürobedarf Kremserling & Co. KG',
  'Elektro Sperlich GmbH',
  'Grünpflege Wendelborn GmbH',
  'Gerüstbau Fährmeister GmbH',
  'Malerbetrieb Hübschke e. K.',
  'Hausverwaltung Nordring GmbH',
  'Papier Altwasser OHG',
  'Leuchtmasten Görnitz GmbH',
  'IT-Systemhaus Lohwerda GmbH',
  'Reinigungsdienst Blitzblank Mölsnitz GmbH',
  'Baumdienst Eichhofer',
  'Spielgerätebau Rößling GmbH',
  'Tiefbau Harthenau GmbH & Co. KG',
  'Catering Löwenzahn GmbH',
  'Wohnbaugenossenschaft Weberviertel eG',
  'Umzüge Klinghammer GmbH',
  'Immobilien Ostertag GmbH',
  'Autohaus Taubmann GmbH',
  'Veranstaltungstechnik Tröltzsch GmbH',
  'Inkassobüro Westerklint GmbH',
  'Buchhandlung am Pulverturm e. K.',
] as const;

/** Law firms. */
export const lawFirms = [
  'Rechtsanwälte Siebenhaar & Pfefferkorn',
  'Kanzlei Dr. Marquardsen',
  'Rechtsanwältin Jana Schlehdorn',
  'Anwaltskanzlei Rabenhold PartGmbB',
  'Rechtsanwalt Thilo Quandtner',
  'Seidewitz Oehmichen Rechtsanwälte',
  'Kanzlei am Weberplatz',
] as const;

/** Insurers. */
export const insurers = [
  'Lohetaler Versicherungsverein a. G.',
  'Nordersund Haftpflicht AG',
  'Rebenstädter Allgemeine Versicherung AG',
  'Westerklint Kfz-Versicherung AG',
  'Gegenseitigkeit Mittelland VVaG',
] as const;

/** Other authorities that ask for help or information. */
export const authorities = [
  'Landratsamt Lohetalkreis',
  'Finanzamt Steinbrücken',
  'Stadtverwaltung Bad Wiesenlohe',
  'Hauptzollamt Nordersundhafen',
  'Jobcenter Lohetal',
  'Polizeirevier Lohwerda',
  'Stadt Rebenstadt am Main – Bürgerservice',
  'Landesamt für Straßenwesen, Niederlassung Lohetal',
] as const;

/** Courts. */
export const courts = [
  'Amtsgericht Lohwerda',
  'Verwaltungsgericht Lohwerda',
  'Arbeitsgericht Lohwerda',
  'Sozialgericht Steinbrücken',
  'Landgericht Lohwerda',
] as const;
