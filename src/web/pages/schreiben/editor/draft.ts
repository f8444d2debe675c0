import type {
  Block,
  BlockArt,
  Empfaenger,
  Inhalt,
  PostausgangDetail,
  Versandkanal,
} from '#postausgang/postausgang.schema.js';

/** A block with a key that stays the same while blocks move. */
export interface KeyedBlock {
  key: number;
  block: Block;
}

/** A letter while it is written. */
export interface Draft {
  vorlage: string;
  empfaenger: Empfaenger;
  betreff: string;
  inhalt: Omit<Inhalt, 'bloecke'>;
  bloecke: readonly KeyedBlock[];
  kanalWunsch: Versandkanal | null;
  /** The day before which it shall not leave. */
  versandAm: string | null;
}

let lastKey = 0;

/** Gives a block its key. */
export const keyed = (block: Block): KeyedBlock => {
  lastKey += 1;
  return { key: lastKey, block };
};

/** The draft of a letter as the server keeps it. */
export const draftOf = (letter: PostausgangDetail): Draft => {
  const { bloecke, ...inhalt } = letter.inhalt;
  return {
    vorlage: letter.vorlage,
    empfaenger: letter.empfaenger,
    betreff: letter.betreff,
    inhalt,
    bloecke: bloecke.map(keyed),
    kanalWunsch: letter.kanalWunsch,
    versandAm: letter.versandAm,
  };
};

/** What the server keeps and sets; the same for saving and for the preview. */
export const contentOf = (draft: Draft) => ({
  vorlage: draft.vorlage,
  empfaenger: draft.empfaenger,
  betreff: draft.betreff,
  kanalWunsch: draft.kanalWunsch,
  versandAm: draft.versandAm,
  inhalt: {
    ...draft.inhalt,
    anlagen: draft.inhalt.anlagen.map((line) => line.trim()).filter((line) => line !== ''),
    bloecke: draft.bloecke.map(({ block }) => block),
  },
});

/** An empty block of a kind. */
export const emptyBlock = (art: BlockArt): Block => {
  switch (art) {
    case 'absatz':
      return { art, laeufe: [] };
    case 'ueberschrift':
      return { art, text: '' };
    case 'liste':
      return { art, nummeriert: false, punkte: [''] };
    case 'tabelle':
      return {
        art,
        spalten: ['Bezeichnung', 'Betrag'],
        ausrichtung: ['links', 'rechts'],
        zeilen: [['', '']],
        summenzeile: false,
      };
    case 'betragstabelle':
      return {
        art,
        positionen: [{ bezeichnung: '', grundlage: '', menge: '', betrag: '' }],
        summentext: 'Gesamtbetrag',
      };
    case 'zahlung':
      return {
        art,
        betrag: '',
        kassenzeichen: '',
        faellig: '',
        empfaenger: '',
        iban: '',
        bic: '',
        bank: '',
        girocode: true,
      };
    case 'rechtsbehelfsbelehrung':
      return { art, text: '' };
  }
};

/** The names of the blocks. */
export const blockNames: Readonly<Record<BlockArt, string>> = {
  absatz: 'Absatz',
  ueberschrift: 'Überschrift',
  liste: 'Liste',
  tabelle: 'Tabelle',
  betragstabelle: 'Betragstabelle',
  zahlung: 'Zahlungsangaben',
  rechtsbehelfsbelehrung: 'Rechtsbehelfsbelehrung',
};

/** A paragraph in which nothing stands yet gives its place to what is put in. */
export const isEmptyBlock = (block: Block): boolean =>
  block.art === 'absatz' && block.laeufe.every((run) => run.text.trim() === '');

/** The blocks with others behind the one with this key, or at the end. */
export const withInserted = (
  blocks: readonly KeyedBlock[],
  added: readonly Block[],
  behind: number | undefined,
): KeyedBlock[] => {
  const at = blocks.findIndex(({ key }) => key === behind);
  const index = at === -1 ? blocks.length - 1 : at;
  const entry = blocks[index];
  const takesPlace = entry !== undefined && isEmptyBlock(entry.block);
  return blocks.toSpliced(takesPlace ? index : index + 1, takesPlace ? 1 : 0, ...added.map(keyed));
};
