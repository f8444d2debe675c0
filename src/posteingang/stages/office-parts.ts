import { MailroomError } from '#errors.js';
import type { Part } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import type { EnclosedPart } from '../rechnungsteile.js';

const pdf = 'application/pdf';
const noWords =
  'In diesem Office-Dokument wurden keine Wörter gefunden; die Datei liegt unverändert bei.';
const wordsBeside = 'Office-Dokument; seine Wörter stehen in der lesbaren Fassung davor.';
const pdfBeside = 'Office-Dokument; davor steht es als PDF.';
const madeByUs = 'Von LibreOffice gesetzt; maßgeblich ist die Office-Datei selbst.';
const wordsOnly = 'Wörter des Dokuments ohne Gestaltung und Bilder.';

type Deps = Pick<PosteingangDeps, 'blobs' | 'parser' | 'renderOffice' | 'convertOffice'>;

/** What is needed to make pages of one document. */
interface OfficeTask {
  file: EnclosedPart;
  /** The document itself as a part. */
  part: Part;
  /** For what is made on the way; the caller removes it. */
  outDir: string;
  signal: AbortSignal;
}

/**
 * Makes pages of office documents, in front of the documents, which stay as they are: as LibreOffice sets them where
 * it is installed, else, or where it fails, their words alone.
 */
export const createOfficeParts = ({ blobs, parser, renderOffice, convertOffice }: Deps) => {
  const inFront = (part: Part, name: string): Part => ({
    ...part,
    dateiname: name,
    mediaType: pdf,
  });

  const asPdf = async (task: OfficeTask, takePdf: (file: EnclosedPart) => Promise<Part[]>) => {
    const { file, outDir, signal } = task;
    try {
      const { path: from, mediaType } = file;
      const path = await convertOffice({ path: from, mediaType, outDir, signal });
      if (path === undefined) return undefined;
      return await takePdf({ path, fileName: `${file.fileName}.pdf`, mediaType: pdf });
    } catch (error) {
      // What LibreOffice cannot bear may still have words that can be read.
      if (error instanceof MailroomError && error.retry === 'never') return undefined;
      throw error;
    }
  };

  const asWords = async ({ file, part, signal }: OfficeTask): Promise<Part[]> => {
    const { path, mediaType, fileName } = file;
    const text = await parser.readOffice({ path, mediaType, signal });
    if (text.blocks.length === 0) return [{ ...part, hinweis: noWords }];
    const sheet = await renderOffice({ ...text, dateiname: fileName });
    const stored = await blobs.write(Buffer.from(sheet.bytes));
    const readable: Part = {
      ...inFront(part, `${fileName} (lesbare Fassung).pdf`),
      ...{ sha256: stored.sha256, size: stored.size, seitenzahl: sheet.pages },
      ...{ hinweis: wordsOnly, gesetzt: true },
    };
    return [readable, { ...part, hinweis: wordsBeside }];
  };

  return {
    /** The document as LibreOffice sets it, then itself; undefined where that cannot be done. */
    asPdf: async (
      task: OfficeTask,
      takePdf: (file: EnclosedPart) => Promise<Part[]>,
    ): Promise<Part[] | undefined> => {
      const made = await asPdf(task, takePdf);
      if (made === undefined || !made.some(({ seitenzahl }) => (seitenzahl ?? 0) > 0))
        return undefined;
      const hinted = made.map((one) => ({ ...one, hinweis: one.hinweis ?? madeByUs }));
      return [...hinted, { ...task.part, hinweis: pdfBeside }];
    },
    asWords,
  };
};
