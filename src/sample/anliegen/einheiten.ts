import { organisationseinheiten } from '../data/organisationseinheiten.js';

/** A unit of the large city that the short matters go to. */
export interface AnliegenEinheit {
  kuerzel: string;
  name: string;
}

const further: Readonly<Record<string, string>> = {
  '12': 'Amt für Statistik und Wahlen',
  '13': 'Presse- und Öffentlichkeitsarbeit',
  '23': 'Liegenschaftsamt',
  '35': 'Standesamt',
  '36': 'Zulassungs- und Fahrerlaubnisbehörde',
  '37': 'Feuerwehr und Rettungsdienst',
  '39': 'Veterinär- und Lebensmittelaufsicht',
  '40': 'Schulverwaltungsamt',
  '41': 'Kulturamt',
  '42': 'Stadtbibliothek',
  '43': 'Volkshochschule',
  '44': 'Musikschule',
  '47': 'Stadtarchiv',
  '52': 'Sportamt',
  '53': 'Gesundheitsamt',
  '61': 'Stadtplanungs- und Denkmalamt',
  '62': 'Vermessungsamt',
  '65': 'Gebäudemanagement',
  '68': 'Friedhofsverwaltung',
  '70': 'Abfallwirtschaftsbetrieb',
  '71': 'Stadtentwässerung und Gewässer',
  '72': 'Marktamt',
  '80': 'Wirtschaftsförderung',
};

/** The thirteen offices of the sample city and 23 that a large city has besides. */
export const anliegenEinheiten: readonly AnliegenEinheit[] = [
  ...organisationseinheiten
    .filter(({ ebene }) => ebene === 'amt')
    .map(({ kuerzel, name }) => ({ kuerzel, name })),
  ...Object.entries(further).map(([kuerzel, name]) => ({ kuerzel, name })),
];
