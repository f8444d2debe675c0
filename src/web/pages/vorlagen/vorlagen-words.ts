import type {
  FassungKurz,
  Fassungsart,
} from '#postausgang/vorlagenverwaltung/verwaltung.schema.js';
import { formatDate } from '#web/format.js';

/** The kinds as they are called in lists and buttons. */
export const arten: Readonly<
  Record<Fassungsart, { mehrzahl: string; neu: string; einzahl: string }>
> = {
  vorlage: { mehrzahl: 'Vorlagen', einzahl: 'Vorlage', neu: 'Neue Vorlage' },
  briefkopf: { mehrzahl: 'Briefköpfe', einzahl: 'Briefkopf', neu: 'Neuer Briefkopf' },
  baustein: { mehrzahl: 'Textbausteine', einzahl: 'Textbaustein', neu: 'Neuer Textbaustein' },
};

/** Where a version stands, as a badge. */
export const zustaende = {
  entwurf: { tone: 'info', text: 'Entwurf' },
  geprueft: { tone: 'warning', text: 'geprüft, wartet auf Freigabe' },
  freigegeben: { tone: 'success', text: 'freigegeben' },
  verworfen: { tone: 'info', text: 'verworfen' },
} as const;

/** From when to when a version holds. */
export const geltungText = (one: Pick<FassungKurz, 'giltAb' | 'giltBis'>): string => {
  if (one.giltAb === null) return '–';
  const ab = one.giltAb <= '2000-01-01' ? 'von Anfang an' : `ab ${formatDate(one.giltAb)}`;
  return one.giltBis === null ? ab : `${ab} bis ${formatDate(one.giltBis)}`;
};

/** The address of a name, and of one of its versions. */
export const pfadOf = (art: Fassungsart, schluessel: string): string =>
  `/verwaltung/vorlagen/${art}/${schluessel}`;
