import { isMailType } from '#tools/media-type.js';

const tooDeep =
  'Zu tief verschachtelt; diese Datei wurde nicht geöffnet und liegt unverändert bei.';
const tooMany =
  'Der Eingang enthält zu viele Dateien; diese wurde nicht geöffnet und liegt unverändert bei.';
/** Files within files, each of which takes a call of the parser; archives within archives count once. */
export const mostDepth = 5;
/** Files of one item after which no further archive or mail among them is opened. */
export const mostFiles = 1_000;
/** Each is opened and printed by itself, which takes some tenths of a second. */
export const mostMails = 100;

/** Where a file was found: how deep, and whether in a PDF or an invoice, whose files are looked into less. */
export interface Place {
  depth: number;
  within?: 'pdf' | 'rechnung';
}

/** The files that the item itself holds. */
export const outermost: Place = { depth: 0 };

/** Counts what was found in one item and opened of it; each item gets its own. */
export const createTally = () => {
  let files = 0;
  let mails = 0;
  return {
    file: (): void => {
      files += 1;
    },
    /** Counts a mail within the item; whether it may still be printed. */
    mail: (): boolean => {
      mails += 1;
      return mails <= mostMails;
    },
    /** Why a file that holds others is not opened; undefined where it may be. */
    refusal: (mediaType: string, { depth }: Place): string | undefined => {
      if (depth >= mostDepth) return tooDeep;
      if (isMailType(mediaType)) mails += 1;
      return files > mostFiles || mails > mostMails ? tooMany : undefined;
    },
  };
};

export type Tally = ReturnType<typeof createTally>;
