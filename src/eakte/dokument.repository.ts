import { type RawBuilder, sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { DokumentDetail, DokumentZeile } from './eakte.schema.js';
import { geschaeftszeichenOfDokument } from './geschaeftszeichen.js';

interface DokumentRow extends Omit<DokumentZeile, 'geschaeftszeichen' | 'createdAt'> {
  vorgangszeichen: string;
  createdAt: Date;
}

const columns = sql`d.id, d.laufnummer, d.richtung, d.herkunft_id, d.dokumenttyp, d.betreff, d.absender,
  d.empfaenger, d.posteingangsdatum, d.postausgangsdatum, d.datum_des_schreibens,
  d.fremdes_geschaeftszeichen, d.created_at, v.geschaeftszeichen as vorgangszeichen`;

const toZeile = <Row extends DokumentRow>({ vorgangszeichen, ...row }: Row) => ({
  ...row,
  geschaeftszeichen: geschaeftszeichenOfDokument(vorgangszeichen, row.laufnummer),
  createdAt: row.createdAt.toISOString(),
});

/** The Dokumente of a Vorgang in their order. */
export const listDokumente = async (
  tx: Tx,
  visible: RawBuilder<boolean>,
  vorgangId: string,
): Promise<DokumentZeile[]> => {
  const found = await rows<DokumentRow>(
    tx,
    sql`select ${columns} from dokument d join vorgang v on v.id = d.vorgang_id
        where d.vorgang_id = ${vorgangId} and ${visible} order by d.laufnummer`,
  );
  return found.map(toZeile);
};

type DetailRow = DokumentRow & Pick<DokumentDetail, 'vorgang' | 'dateien' | 'volltext'>;

/** One visible Dokument with its files and text; undefined when unknown or hidden. */
export const findDokument = async (
  tx: Tx,
  visible: RawBuilder<boolean>,
  id: string,
): Promise<DokumentDetail | undefined> => {
  const row = await firstRow<DetailRow>(
    tx,
    sql`select ${columns}, d.volltext,
          jsonb_build_object('id', v.id, 'geschaeftszeichen', v.geschaeftszeichen, 'betreff', v.betreff)
            as vorgang,
          coalesce((select jsonb_agg(jsonb_build_object('position', f.position, 'rolle', f.rolle,
              'dateiname', f.dateiname, 'mediaType', f.media_type, 'size', f.size,
              'inhalt', '/api/dokumente/' || d.id || '/dateien/' || f.position) order by f.position)
            from dokument_datei f where f.dokument_id = d.id), '[]') as dateien
        from dokument d join vorgang v on v.id = d.vorgang_id where d.id = ${id} and ${visible}`,
  );
  return row && toZeile(row);
};

/** Where the bytes of a file of a Dokument lie. */
export interface StoredDatei {
  sha256: string;
  dateiname: string;
  mediaType: string;
  size: number;
}

/** A file of a visible Dokument; undefined when unknown or hidden. */
export const findDatei = (
  tx: Tx,
  visible: RawBuilder<boolean>,
  key: { dokumentId: string; position: number },
): Promise<StoredDatei | undefined> =>
  firstRow<StoredDatei>(
    tx,
    sql`select f.sha256, f.dateiname, f.media_type, f.size
        from dokument_datei f join dokument d on d.id = f.dokument_id
        where d.id = ${key.dokumentId} and f.position = ${key.position} and ${visible}`,
  );
