import { publish } from '#infrastructure/database/events.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import type { OcrResult } from '#tools/ocr/create-ocr-pool.js';
import type { PageText } from '#tools/page-text.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import {
  copyReading,
  findOcrImage,
  findTwin,
  listUnreadPages,
  type PageReading,
  saveText,
} from '../seiten.repository.js';

const nothing: PageText = { source: 'none', text: '', words: [], meanConfidence: 0 };
const unread: PageReading = {
  text: nothing,
  engine: '',
  drehung: 0,
  seitenarbeit: null,
  qualitaet: null,
};

const readingOf = (read: OcrResult, engine: string): PageReading => ({
  text: read.text,
  engine,
  drehung: read.rotated,
  seitenarbeit: read.work,
  qualitaet: {
    dpi: read.quality.dpi,
    kantenMm: read.quality.edgeMm,
    kontrast: read.quality.contrast,
    schieflage: read.work.levelled,
    angeschnitten: read.quality.clipped,
  },
});

/** Reads the pages that have no text yet, one unit of work a page; a picture that was read before is not read again. */
export const recogniseText = ({
  db,
  blobs,
  ocr,
}: Pick<PosteingangDeps, 'db' | 'blobs' | 'ocr'>): Stage => ({
  name: 'recogniseText',
  queue: 'ocr',
  pages: listUnreadPages,
  run: async ({ itemId, page, signal }) => {
    const engine = ocr.name();
    const { source, twin } = await asSystem(db, async (tx) => {
      const found = await findOcrImage(tx, itemId, page);
      return { source: found, twin: found && (await findTwin(tx, found, engine)) };
    });
    if (source === undefined) throw new Error('the page of this work does not exist');
    const { ocrBildSha256, ocrDpi, vorgabe } = source;
    if (ocrBildSha256 === null)
      return { write: async (tx) => void (await saveText(tx, itemId, page, unread)) };
    const reading =
      twin === undefined
        ? readingOf(
            await ocr.recognise({
              image: await blobs.read(ocrBildSha256),
              dpi: ocrDpi ?? 250,
              turn: vorgabe ?? undefined,
              signal,
            }),
            engine,
          )
        : undefined;
    return {
      write: async (tx) => {
        if (reading !== undefined) await saveText(tx, itemId, page, reading);
        else if (twin !== undefined) await copyReading(tx, { id: itemId, nummer: page }, twin);
        await publish(tx, [{ kind: 'posteingang', id: itemId }]);
      },
    };
  },
});
