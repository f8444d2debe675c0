import { attachDokument, type NewDatei } from '#eakte/index.js';
import { NeedsClearing } from '#errors.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { markAttached } from '../clearing.repository.js';
import { getItem, type Item, listPages, listParts, type Part } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../pipeline.js';

const nobodyNamed = (): NeedsClearing =>
  new NeedsClearing({
    code: 'keine-einheit',
    message: 'The item has no Organisationseinheit.',
    clerkMessage: 'Die zuständige Organisationseinheit ist nicht bestimmt. Bitte zuordnen.',
  });

/** What is filed: the untouched original, its searchable copy, the attachments of a mail. */
const filesOf = (item: Item, parts: readonly Part[], archiveSize: number): NewDatei[] => {
  const archive: NewDatei[] =
    item.archivSha256 === null
      ? []
      : [
          {
            rolle: 'archivkopie',
            dateiname: `${item.eingangsnummer}.pdf`,
            mediaType: 'application/pdf',
            sha256: item.archivSha256,
            size: archiveSize,
          },
        ];
  // The original of a letter out of a stack holds letters of other people; only its own pages are filed.
  if (item.parentId !== null) return archive;
  const original: NewDatei = {
    rolle: 'original',
    dateiname: item.dateiname,
    mediaType: item.mediaType,
    sha256: item.sha256,
    size: item.size,
  };
  const enclosures = parts
    .filter((part) => part.rolle === 'anlage')
    .map(
      ({ dateiname, mediaType, sha256, size }): NewDatei => ({
        rolle: 'anlage',
        dateiname,
        mediaType,
        sha256,
        size,
      }),
    );
  return [original, ...archive, ...enclosures];
};

/** Files the item as a Dokument of its Vorgang; without a Vorgang it goes to the Postkorb of its unit alone. */
export const attach = (deps: PosteingangDeps): Stage => {
  const fileIn = async (
    tx: Tx,
    item: Item,
    vorgangId: string,
    archiveSize: number,
  ): Promise<string> => {
    const pages = await listPages(tx, item.id);
    const dokument = await attachDokument(tx, {
      vorgangId,
      richtung: 'eingang',
      herkunftId: item.id,
      dokumenttyp: item.art ?? 'Schreiben',
      betreff: item.betreff ?? item.dateiname,
      absender: item.absender,
      posteingangsdatum: item.eingangsdatum,
      datumDesSchreibens: item.datumDesSchreibens,
      fremdesGeschaeftszeichen: item.fremdesGeschaeftszeichen,
      volltext: pages.map((page) => page.text ?? '').join('\n\n'),
      dateien: filesOf(item, await listParts(tx, item.id), archiveSize),
    });
    return dokument.id;
  };

  return {
    name: 'attach',
    queue: 'light',
    run: async ({ itemId }) => {
      const item = await asSystem(deps.db, (tx) => getItem(tx, itemId));
      const einheit = item.organisationseinheitId;
      if (einheit === null) throw nobodyNamed();
      const archiveSize = item.archivSha256 === null ? 0 : await deps.blobs.size(item.archivSha256);
      return {
        write: async (tx) => {
          const dokumentId =
            item.vorgangId === null ? null : await fileIn(tx, item, item.vorgangId, archiveSize);
          await markAttached(tx, itemId, { organisationseinheitId: einheit, dokumentId });
        },
      };
    },
  };
};
