import type { Befund } from '../postausgang.schema.js';
import { BausteinDaten, BriefkopfDaten, VorlageDaten } from './vorlagendaten.schema.js';

/** What is kept in versions: templates, letterheads, Textbausteine. */
export type Fassungsart = 'vorlage' | 'briefkopf' | 'baustein';
export type Fassungszustand = 'entwurf' | 'geprueft' | 'freigegeben' | 'verworfen';

/** The data of each kind. */
export interface DatenOf {
  vorlage: VorlageDaten;
  briefkopf: BriefkopfDaten;
  baustein: BausteinDaten;
}

/** The schema of each kind's data. */
export const datenSchema = {
  vorlage: VorlageDaten,
  briefkopf: BriefkopfDaten,
  baustein: BausteinDaten,
} as const;

/** One version. `daten` never change; days are `YYYY-MM-DD`. */
export interface Fassung<A extends Fassungsart = Fassungsart> {
  id: string;
  art: A;
  schluessel: string;
  nummer: number;
  daten: DatenOf[A];
  zustand: Fassungszustand;
  herkunft: 'ausgeliefert' | 'seite' | 'einlesen' | 'ruecknahme';
  basisId: string | null;
  grund: string;
  authorId: string | null;
  /** Name of the author; null: delivered with the program. */
  author: string | null;
  createdAt: Date;
  befunde: Befund[];
  geprueftAt: Date | null;
  freigegebenVon: string | null;
  freigegebenAt: Date | null;
  giltAb: string | null;
  giltBis: string | null;
}
