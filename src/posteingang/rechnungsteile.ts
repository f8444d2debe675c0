import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createOutputFolder, type UnpackedPart } from '#tools/parser/create-parser.js';
import { ansichtOf } from '#understanding/index.js';
import type { Part } from './inhalt.repository.js';
import type { PosteingangDeps } from './posteingang-deps.js';

/** A file that came within another one. */
export type EnclosedPart = Pick<UnpackedPart, 'path' | 'fileName' | 'mediaType'> & {
  /** A picture that the text of a mail shows. */
  inline?: boolean;
};

type Deps = Pick<PosteingangDeps, 'blobs' | 'parser' | 'renderRechnung'>;

/**
 * Makes the parts of an electronic invoice: its readable page (unless a PDF around it is that already) and the XML
 * itself. `take` makes parts of the files that lie in it, while they exist.
 */
export const createRechnungsteile =
  ({ blobs, parser, renderRechnung }: Deps) =>
  async (
    xml: { path: string; part: Part; withPage: boolean; signal: AbortSignal },
    take: (file: EnclosedPart) => Promise<Part[]>,
  ): Promise<Part[] | 'other' | 'unreadable'> => {
    const outDir = await createOutputFolder();
    try {
      const { path, part, withPage, signal } = xml;
      const found = await parser.readInvoice({ path, outDir, signal });
      if (found.outcome !== 'rechnung') return found.outcome;
      const parts: Part[] = [];
      if (withPage) {
        const page = await renderRechnung(ansichtOf(found.rechnung));
        const stored = await blobs.write(Buffer.from(page.bytes));
        parts.push({
          ...part,
          dateiname: `${part.dateiname.replace(/\.xml$/i, '')} (lesbare Fassung).pdf`,
          mediaType: 'application/pdf',
          sha256: stored.sha256,
          size: stored.size,
          seitenzahl: page.pages,
          hinweis: 'Lesbare Fassung der elektronischen Rechnung.',
          gesetzt: true,
        });
      }
      parts.push({ ...part, rolle: 'anlage', seitenzahl: 0, hinweis: 'Elektronische Rechnung.' });
      for (const one of found.unterlagen) parts.push(...(await take(one)));
      return parts;
    } finally {
      await rm(outDir, { recursive: true, force: true });
    }
  };

/** The stored part of a file that is not looked into. */
export const storedPart = async (
  blobs: PosteingangDeps['blobs'],
  file: EnclosedPart,
): Promise<Part> => {
  const stored = await blobs.write(createReadStream(file.path));
  return {
    position: 0,
    rolle: 'anlage',
    dateiname: file.fileName,
    mediaType: file.mediaType,
    sha256: stored.sha256,
    size: stored.size,
    seitenzahl: 0,
    ersteSeite: null,
    hinweis: null,
  };
};
