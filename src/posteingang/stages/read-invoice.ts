import { rm } from 'node:fs/promises';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { createOutputFolder } from '#tools/parser/create-parser.js';
import type { Rechnung } from '#tools/rechnung/begriffe.js';
import { readLeitwegId } from '#tools/rechnung/leitweg-id.js';
import { kopfOf, profileOf, pruefeRechnung, textOf } from '#understanding/index.js';
import { listParts, type Part } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { type NewRechnung, saveRechnungen } from '../rechnung.repository.js';

/** No mail has more of them; what lies beyond is not read and stays an attachment. */
const mostInvoices = 100;

const isInvoice = (part: Part): boolean => part.mediaType === 'application/xml';

const toRow = (position: number, rechnung: Rechnung): NewRechnung => ({
  ...kopfOf(rechnung),
  position,
  syntax: rechnung.syntax,
  profil: profileOf(rechnung),
  begriffe: rechnung,
  leitwegZustand: readLeitwegId(textOf(rechnung, 'BT-10')).state,
  befunde: pruefeRechnung(rechnung),
});

/** Reads the business terms of the electronic invoices among the parts, checks them and notes repeated ones. */
export const readInvoice = (deps: PosteingangDeps): Stage => {
  const { db, blobs, parser } = deps;

  const read = async (part: Part, signal: AbortSignal): Promise<NewRechnung[]> => {
    const outDir = await createOutputFolder();
    try {
      const found = await blobs.withLocalFile(part.sha256, (path) =>
        parser.readInvoice({ path, outDir, signal }),
      );
      return found.outcome === 'rechnung' ? [toRow(part.position, found.rechnung)] : [];
    } finally {
      await rm(outDir, { recursive: true, force: true });
    }
  };

  return {
    name: 'readInvoice',
    queue: 'heavy',
    appliesTo: async (tx, itemId) => (await listParts(tx, itemId)).some(isInvoice),
    run: async ({ itemId, signal }) => {
      const parts = await asSystem(db, (tx) => listParts(tx, itemId));
      const rechnungen: NewRechnung[] = [];
      for (const part of parts.filter(isInvoice).slice(0, mostInvoices))
        rechnungen.push(...(await read(part, signal)));
      return { write: (tx) => saveRechnungen(tx, itemId, rechnungen) };
    },
  };
};
