import type {
  FassungDetail,
  Fassungsart,
} from '#postausgang/vorlagenverwaltung/verwaltung.schema.js';
import type {
  BausteinDaten,
  BriefkopfDaten,
  VorlageDaten,
} from '#postausgang/vorlagenverwaltung/vorlagendaten.schema.js';
import { type KeyedBlock, keyed } from '../schreiben/editor/draft.js';

/** Data while they are changed; the blocks of text have keys beside. */
export type Draft = (
  | { art: 'vorlage'; daten: VorlageDaten }
  | { art: 'briefkopf'; daten: BriefkopfDaten }
  | { art: 'baustein'; daten: BausteinDaten }
) & { schluessel: string; bloecke: readonly KeyedBlock[] };

/** A version as something to change. The server's answers were made from the same schemas as these types. */
export const draftOf = (art: Fassungsart, schluessel: string, fassung: FassungDetail): Draft => {
  switch (art) {
    case 'vorlage': {
      const daten = fassung.daten as VorlageDaten;
      return { art, schluessel, daten, bloecke: daten.inhalt.bloecke.map(keyed) };
    }
    case 'briefkopf':
      return { art, schluessel, daten: fassung.daten as BriefkopfDaten, bloecke: [] };
    case 'baustein': {
      const daten = fassung.daten as BausteinDaten;
      return { art, schluessel, daten, bloecke: daten.bloecke.map(keyed) };
    }
  }
};

/** What the server is sent of a draft. */
export const bodyOf = (draft: Draft) => {
  const { art, schluessel, daten } = draft;
  const bloecke = draft.bloecke.map(({ block }) => block);
  if (draft.art === 'vorlage') {
    return {
      art,
      schluessel,
      daten: { ...draft.daten, inhalt: { ...draft.daten.inhalt, bloecke } },
    };
  }
  if (draft.art === 'baustein') return { art, schluessel, daten: { ...draft.daten, bloecke } };
  return { art, schluessel, daten };
};
