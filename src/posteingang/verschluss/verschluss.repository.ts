import { type RawBuilder, sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Verschlussklasse } from './regeln.schema.js';
import type { Verschlussstand, VerschlussZeile, Zuweisung } from './verschluss.schema.js';

/** What the reader may do, as predicates over the alias `s` of `verschluss`. */
export interface Verschlusssicht {
  visible: RawBuilder<boolean>;
  /** Whose envelope is shown. */
  umschlag: RawBuilder<boolean>;
  oeffenbar: RawBuilder<boolean>;
  poststelle: RawBuilder<boolean>;
}

type Instants = 'eingegangenAt' | 'geoeffnetAt' | 'erledigtAt';
type Row = Omit<VerschlussZeile, Instants> & {
  eingegangenAt: Date;
  geoeffnetAt: Date | null;
  erledigtAt: Date | null;
};

const toZeile = (row: Row): VerschlussZeile => ({
  ...row,
  eingegangenAt: row.eingegangenAt.toISOString(),
  geoeffnetAt: row.geoeffnetAt?.toISOString() ?? null,
  erledigtAt: row.erledigtAt?.toISOString() ?? null,
});

const inUtc = (column: RawBuilder<unknown>) =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const zeile = ({
  umschlag,
  oeffenbar,
  poststelle,
}: Verschlusssicht) => sql`s.posteingang_id as id, s.eingangsnummer,
  s.eingangsdatum, s.eingegangen_at, s.klasse, s.oeffner, s.stand, s.inhalt, s.geoeffnet_at, s.erledigt_at, s.nachweis,
  case when ${umschlag} then jsonb_build_object('vermerk', s.vermerk, 'anschrift', s.anschrift, 'absender', s.absender,
    'begruendung', s.begruendung) end as umschlag,
  case when ${umschlag} and e.id is not null then jsonb_build_object('id', e.id, 'name', e.name) end as empfaenger,
  case when o.id is not null then jsonb_build_object('id', o.id, 'kuerzel', o.kuerzel, 'name', o.name) end as einheit,
  case when v.id is not null then jsonb_build_object('id', v.id, 'kennzeichen', v.kennzeichen,
    'angebotsfrist', ${inUtc(sql`v.angebotsfrist`)}) end as vergabe,
  gv.name as geoeffnet_von, ev.name as erledigt_von,
  jsonb_build_object(
    'oeffnen', ${oeffenbar} and s.stand = 'verschlossen' and s.klasse <> 'vergabe' and s.inhalt = 'datei',
    'freigeben', ${oeffenbar} and s.stand = 'geoeffnet' and s.inhalt = 'datei',
    'uebergeben', (${oeffenbar} or ${poststelle}) and s.stand in ('verschlossen', 'geoeffnet'),
    'zuweisen', ${poststelle} and s.stand = 'verschlossen'
      and (v.id is null or now() < v.angebotsfrist)) as darf
  from verschluss s left join person e on e.id = s.empfaenger_id left join organisationseinheit o on o.id = s.einheit_id
  left join vergabe v on v.id = s.vergabe_id left join person gv on gv.id = s.geoeffnet_von
  left join person ev on ev.id = s.erledigt_von`;

/** Sealed items that the reader may know of, newest first. */
export const listVerschluss = async (
  tx: Tx,
  sicht: Verschlusssicht,
  filter: { nurOffene: boolean },
): Promise<VerschlussZeile[]> =>
  (
    await rows(
      tx,
      sql<Row>`select ${zeile(sicht)} where ${sicht.visible}
        and (${!filter.nurOffene} or s.stand in ('verschlossen', 'geoeffnet'))
        order by s.eingegangen_at desc, s.eingangsnummer desc limit 500`,
    )
  ).map(toZeile);

/** One sealed item; undefined when the reader may not know of it. */
export const findVerschluss = async (
  tx: Tx,
  sicht: Verschlusssicht,
  id: string,
): Promise<VerschlussZeile | undefined> => {
  const row = await firstRow(
    tx,
    sql<Row>`select ${zeile(sicht)} where s.posteingang_id = ${id} and ${sicht.visible}`,
  );
  return row === undefined ? undefined : toZeile(row);
};

/** What is needed to open the bytes. */
export interface Siegelzeile {
  posteingangId: string;
  klasse: Verschlussklasse;
  stand: Verschlussstand;
  inhalt: VerschlussZeile['inhalt'];
  sha256: string;
  schluessel: Buffer;
  angaben: Buffer;
  absender: string;
}

/** The seal of an item, locked until the end of the transaction. */
export const lockSiegel = (tx: Tx, id: string): Promise<Siegelzeile | undefined> =>
  firstRow(
    tx,
    sql<Siegelzeile>`select posteingang_id, klasse, stand, inhalt, sha256, schluessel, angaben, absender
        from verschluss where posteingang_id = ${id} for update`,
  );

/** Notes the opening by one person; 0 when it is open already. */
export const setGeoeffnetVon = (tx: Tx, id: string, personId: string): Promise<number> =>
  changed(
    tx,
    sql`update verschluss set stand = 'geoeffnet', geoeffnet_von = ${personId}, geoeffnet_at = now()
        where posteingang_id = ${id} and stand = 'verschlossen'`,
  );

/** Ends the seal: handed over closed or on paper, or released to be worked on; 0 when it has ended. */
export const setErledigt = (
  tx: Tx,
  id: string,
  end: { stand: 'uebergeben' | 'freigegeben'; personId: string; nachweis: string | null },
): Promise<number> =>
  changed(
    tx,
    sql`update verschluss set stand = ${end.stand}, erledigt_von = ${end.personId}, erledigt_at = now(),
        nachweis = ${end.nachweis} where posteingang_id = ${id} and stand in ('verschlossen', 'geoeffnet')`,
  );

/**
 * Says to whom a closed letter belongs; 0 when it is open already, or when a bid would get to a tender whose deadline
 * has passed: another deadline must not open it.
 */
export const setZuweisung = (tx: Tx, id: string, to: Zuweisung): Promise<number> =>
  changed(
    tx,
    sql`update verschluss s set empfaenger_id = case when s.klasse <> 'vergabe' then ${to.empfaengerId}::uuid end,
        einheit_id = case when s.klasse = 'vergabe'
          then (select v.einheit_id from vergabe v where v.id = ${to.vergabeId}::uuid) else ${to.einheitId}::uuid end,
        vergabe_id = case when s.klasse = 'vergabe' then ${to.vergabeId}::uuid end
        where s.posteingang_id = ${id} and s.stand = 'verschlossen'
          and (s.vergabe_id is null or exists (select from vergabe v
            where v.id = ${to.vergabeId}::uuid and now() < v.angebotsfrist))`,
  );

/** Puts the opened bytes in the place of the sealed ones; the Eingangsnummer stays. */
export const setOffeneBytes = (
  tx: Tx,
  id: string,
  bytes: { sha256: string; size: number; mediaType: string; dateiname: string; isMail: boolean },
): Promise<unknown> =>
  rows(
    tx,
    sql`update posteingang set sha256 = ${bytes.sha256}, size = ${bytes.size}, media_type = ${bytes.mediaType},
        dateiname = ${bytes.dateiname}, zustand = 'in_bearbeitung',
        kanal = case when ${bytes.isMail} then 'email' else kanal end where id = ${id}`,
  );

/** How many seals other keys than this one made. */
export const countForeignSeals = async (tx: Tx, kennung: string): Promise<number> =>
  (
    await firstRow(
      tx,
      sql<{ anzahl: number }>`select count(*) as anzahl from verschluss
        where schluessel_kennung <> ${kennung} and stand in ('verschlossen', 'geoeffnet')`,
    )
  )?.anzahl ?? 0;
