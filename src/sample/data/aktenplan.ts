/** One heading of the sample city's own file plan. */
export interface SampleAktenplaneinheit {
  /** `3`, `31` or `31.10`: main group, group, unit. */
  kennzeichen: string;
  titel: string;
  parent: string | null;
  aufbewahrungsdauerJahre: number;
  /** A: archive, B: the archive decides, V: destroy. */
  aussonderungsart: 'A' | 'B' | 'V';
  /** Kuerzel of the office that keeps the files; only on units of the third level. */
  federfuehrung?: string;
}

type Leaf = readonly [string, string, string, number, 'A' | 'B' | 'V'];

const groups: readonly (readonly [string, string])[] = [
  ['1', 'Leitung und Innere Dienste'],
  ['11', 'Organisation, Post und Beschaffung'],
  ['12', 'Beschäftigte'],
  ['13', 'Recht und Haftung'],
  ['2', 'Geld und Abgaben'],
  ['21', 'Gemeindesteuern'],
  ['22', 'Haushalt und Rechnungen'],
  ['23', 'Kasse und Beitreibung'],
  ['3', 'Sicherheit und Gewerbe'],
  ['31', 'Ordnungswidrigkeiten'],
  ['32', 'Gewerbe und Gaststätten'],
  ['33', 'Gefahren, Lärm und Tiere'],
  ['4', 'Einwohner und Aufenthalt'],
  ['41', 'Meldewesen und Ausweise'],
  ['42', 'Aufenthalt und Einbürgerung'],
  ['5', 'Soziales und Familie'],
  ['51', 'Wohnen'],
  ['52', 'Existenzsicherung und Pflege'],
  ['53', 'Kinder und Jugend'],
  ['6', 'Bauen'],
  ['61', 'Bauaufsicht'],
  ['7', 'Straßen und Verkehr'],
  ['71', 'Straßen und Licht'],
  ['72', 'Verkehr und öffentliche Flächen'],
  ['8', 'Grün und Umwelt'],
  ['81', 'Bäume, Parks und Spielplätze'],
  ['82', 'Umweltschutz'],
];

const leaves: readonly Leaf[] = [
  ['11.10', 'Auskünfte und amtliche Informationen', '10', 5, 'V'],
  ['11.20', 'Bürobedarf, Ausstattung und Technik', '10', 10, 'V'],
  ['12.10', 'Ausschreibungen und Bewerbungen', '11', 2, 'V'],
  ['12.20', 'Arbeitsverhältnisse und Zeugnisse', '11', 10, 'B'],
  ['13.10', 'Verfahren vor Gericht', '30', 30, 'A'],
  ['13.20', 'Schadensersatz und Haftpflichtfälle', '30', 10, 'B'],
  ['21.10', 'Hundesteuer', '20', 10, 'V'],
  ['21.20', 'Grundsteuer', '20', 10, 'V'],
  ['21.30', 'Gewerbesteuer', '20', 10, 'V'],
  ['22.10', 'Eingangsrechnungen', '20', 10, 'V'],
  ['23.10', 'Zahlungsverkehr und Kassenzeichen', '21', 10, 'V'],
  ['23.20', 'Stundung, Raten und Erlass', '21', 10, 'V'],
  ['23.30', 'Vollstreckung', '21', 10, 'V'],
  ['31.10', 'Verstöße im Straßenverkehr', '32', 5, 'V'],
  ['31.20', 'Sonstige Bußgeldverfahren', '32', 5, 'V'],
  ['32.10', 'Gewerbemeldungen', '32', 5, 'B'],
  ['32.20', 'Gaststätten und Erlaubnisse', '32', 10, 'B'],
  ['33.10', 'Lärm und Nachbarschaft', '32', 5, 'V'],
  ['33.20', 'Haltung von Hunden und anderen Tieren', '32', 5, 'V'],
  ['41.10', 'Auskünfte aus dem Melderegister', '33', 5, 'V'],
  ['41.20', 'Bescheinigungen und Beglaubigungen', '33', 2, 'V'],
  ['41.30', 'Personalausweise und Pässe', '33', 5, 'V'],
  ['42.10', 'Aufenthaltserlaubnisse', '34', 10, 'B'],
  ['42.20', 'Familiennachzug', '34', 10, 'B'],
  ['42.30', 'Einbürgerung', '34', 30, 'A'],
  ['51.10', 'Wohngeld', '50', 10, 'V'],
  ['51.20', 'Wohnberechtigungsscheine', '50', 5, 'V'],
  ['52.10', 'Grundsicherung', '50', 10, 'V'],
  ['52.20', 'Hilfe zur Pflege', '50', 10, 'V'],
  ['53.10', 'Betreuungsplätze', '51', 5, 'V'],
  ['53.20', 'Elternbeiträge', '51', 10, 'V'],
  ['53.30', 'Unterhaltsvorschuss und Beistandschaft', '51', 10, 'B'],
  ['61.10', 'Baugenehmigungen', '63', 30, 'B'],
  ['61.20', 'Vorbescheide und Einsicht in Bauakten', '63', 10, 'B'],
  ['61.30', 'Bauüberwachung und Beschwerden von Nachbarn', '63', 10, 'B'],
  ['71.10', 'Schäden an Straßen und Gehwegen', '66', 10, 'V'],
  ['71.20', 'Straßenbeleuchtung', '66', 5, 'V'],
  ['71.30', 'Aufträge im Straßenbau', '66', 10, 'B'],
  ['72.10', 'Sondernutzung öffentlicher Flächen', '66', 5, 'V'],
  ['72.20', 'Verkehrsrechtliche Anordnungen', '66', 5, 'V'],
  ['72.30', 'Bewohnerparken und Ausnahmen', '66', 2, 'V'],
  ['81.10', 'Baumschutz und Fällungen', '67', 10, 'V'],
  ['81.20', 'Parks und Spielplätze', '67', 10, 'V'],
  ['82.10', 'Lärm, Gerüche und Abgase von Anlagen', '67', 10, 'B'],
  ['82.20', 'Wilde Ablagerungen', '67', 5, 'V'],
];

const parentOf = (kennzeichen: string): string | null =>
  kennzeichen.length === 1
    ? null
    : kennzeichen.length === 2
      ? kennzeichen.slice(0, 1)
      : kennzeichen.slice(0, 2);

/** The whole file plan of Lohwerda, written for this sample; parents stand before their children. */
export const aktenplan: readonly SampleAktenplaneinheit[] = [
  ...groups.map(
    ([kennzeichen, titel]): SampleAktenplaneinheit => ({
      kennzeichen,
      titel,
      parent: parentOf(kennzeichen),
      aufbewahrungsdauerJahre: 10,
      aussonderungsart: 'B',
    }),
  ),
  ...leaves.map(
    ([
      kennzeichen,
      titel,
      federfuehrung,
      aufbewahrungsdauerJahre,
      aussonderungsart,
    ]): SampleAktenplaneinheit => ({
      kennzeichen,
      titel,
      parent: parentOf(kennzeichen),
      aufbewahrungsdauerJahre,
      aussonderungsart,
      federfuehrung,
    }),
  ),
];
