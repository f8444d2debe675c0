/** One office of the sample city as it stands in its organisation chart. */
export interface SampleOrganisationseinheit {
  /** Short name, unique; the first part of every Geschaeftszeichen of the office. */
  kuerzel: string;
  name: string;
  /** Kuerzel of the unit above; null for the city itself. */
  parent: string | null;
  ebene: 'stadt' | 'dezernat' | 'amt';
  /** What the office does, as prose for people and for the classifier. */
  zustaendigkeit: string;
  /** Words by which a letter for this office can be told. */
  stichworte: readonly string[];
  email: string;
  telefon: string;
  istPoststelle: boolean;
  /** Under which it gets electronic invoices; 14999001 is no municipality. */
  leitwegId: string | null;
}

/** The area code 03500 is not given to any place in Germany. */
const phone = (extension: string): string => `03500 488-${extension}`;
const mailOf = (box: string): string => `${box}@stadt-lohwerda.example`;

/** One of the thirteen offices. */
export const amt = (
  kuerzel: string,
  parent: string,
  name: string,
  box: string,
  zustaendigkeit: string,
  stichworte: readonly string[],
): SampleOrganisationseinheit => ({
  kuerzel,
  name,
  parent,
  ebene: 'amt',
  zustaendigkeit,
  stichworte,
  email: mailOf(box),
  telefon: phone(`${kuerzel}00`),
  istPoststelle: kuerzel === '10',
  leitwegId: kuerzel === '20' ? '14999001-20-49' : null,
});

/** The city or a Dezernat. */
export const above = (
  kuerzel: string,
  parent: string | null,
  ebene: 'stadt' | 'dezernat',
  name: string,
  box: string,
  zustaendigkeit: string,
): SampleOrganisationseinheit => ({
  kuerzel,
  name,
  parent,
  ebene,
  zustaendigkeit,
  stichworte: [],
  email: mailOf(box),
  telefon: phone(ebene === 'stadt' ? '0' : `90${kuerzel.slice(1)}0`),
  istPoststelle: false,
  leitwegId: null,
});
