import { attachDokument, type NewDatei } from '#eakte/index.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { type Item, listParts, type Part } from './inhalt.repository.js';
import { listPages } from './seiten.repository.js';

/** What is filed: the untouched original (fronts and backs may be two files), its searchable copy, the attachments of a mail. */
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
  const filed = ({ rolle, dateiname, mediaType, sha256, size }: Part): NewDatei => ({
    rolle: rolle === 'anlage' ? 'anlage' : 'original',
    dateiname,
    mediaType,
    sha256,
    size,
  });
  const otherHalf = parts.filter(
    (part) => part.rolle === 'original' && part.sha256 !== item.sha256,
  );
  const enclosures = parts.filter((part) => part.rolle === 'anlage');
  return [original, ...otherHalf.map(filed), ...archive, ...enclosures.map(filed)];
};

/** Files an item as a Dokument of a Vorgang; the same item is filed once only. Returns the Dokument's id. */
export const fileItem = async (
  tx: Tx,
  item: Item,
  to: { vorgangId: string; archiveSize: number },
): Promise<string> => {
  const pages = await listPages(tx, item.id);
  const dokument = await attachDokument(tx, {
    vorgangId: to.vorgangId,
    richtung: 'eingang',
    herkunftId: item.id,
    dokumenttyp: item.art ?? 'Schreiben',
    betreff: item.betreff ?? item.dateiname,
    absender: item.absender,
    posteingangsdatum: item.eingangsdatum,
    datumDesSchreibens: item.datumDesSchreibens,
    fremdesGeschaeftszeichen: item.fremdesGeschaeftszeichen,
    volltext: pages.map((page) => page.text ?? '').join('\n\n'),
    dateien: filesOf(item, await listParts(tx, item.id), to.archiveSize),
  });
  return dokument.id;
};
