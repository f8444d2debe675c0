import { type RawBuilder, sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Oeffnungsprotokoll, Vergabe, VergabeWunsch } from './vergabe.schema.js';

/** Tenders that no one has opened yet, as reception compares them with an envelope. */
export const listOffeneVergaben = (
  tx: Tx,
): Promise<{ id: string; kennzeichen: string; bezeichnung: string; einheitId: string }[]> =>
  rows(
    tx,
    sql<{
      id: string;
      kennzeichen: string;
      bezeichnung: string;
      einheitId: string;
    }>`select id, kennzeichen, bezeichnung, einheit_id from vergabe where geoeffnet_at is null order by kennzeichen`,
  );

/** A tender as the database has it; times are compared by its clock only. */
export interface VergabeRow
  extends Omit<Vergabe, 'angebotsfrist' | 'geoeffnetAt' | 'ersteFreigabe' | 'darf'> {
  angebotsfrist: Date;
  geoeffnetAt: Date | null;
  ersteFreigabeVon: string | null;
  ersteFreigabeName: string | null;
  ersteFreigabeAt: Date | null;
  /** Whether the deadline has passed. */
  fristVorbei: boolean;
  /** Time of the transaction, by the clock of the database. */
  jetzt: Date;
  /** Whether the first release still holds. */
  ersteGilt: boolean;
}

/** The second person has so long. */
export const zweiteFreigabeMinuten = 30;

const columns = sql`v.id, v.kennzeichen, v.bezeichnung, v.angebotsfrist, v.geoeffnet_at, v.protokoll,
  jsonb_build_object('id', o.id, 'kuerzel', o.kuerzel, 'name', o.name) as einheit,
  v.erste_freigabe_von, erste.name as erste_freigabe_name, v.erste_freigabe_at,
  now() >= v.angebotsfrist as frist_vorbei, now() as jetzt,
  coalesce(v.erste_freigabe_at > now() - make_interval(mins => ${zweiteFreigabeMinuten}::int), false) as erste_gilt,
  (select count(*)::int from verschluss s where s.vergabe_id = v.id) as angebote
  from vergabe v join organisationseinheit o on o.id = v.einheit_id left join person erste on erste.id = v.erste_freigabe_von`;

/** Tenders that the reader may see, those with the nearest deadline first. */
export const listVergaben = (tx: Tx, visible: RawBuilder<boolean>): Promise<VergabeRow[]> =>
  rows(
    tx,
    sql<VergabeRow>`select ${columns} where ${visible} order by v.geoeffnet_at is not null, v.angebotsfrist desc, v.id limit 500`,
  );

/** One tender; undefined when the reader may not see it. */
export const findVergabe = (
  tx: Tx,
  visible: RawBuilder<boolean>,
  id: string,
): Promise<VergabeRow | undefined> =>
  firstRow(tx, sql<VergabeRow>`select ${columns} where v.id = ${id} and ${visible}`);

/** The tender, kept for this transaction. */
export const lockVergabe = async (tx: Tx, id: string): Promise<VergabeRow | undefined> => {
  await rows(tx, sql`select 1 from vergabe where id = ${id} for update`);
  return findVergabe(tx, sql<boolean>`true`, id);
};

/** Undefined: the sign is taken. */
export const insertVergabe = async (
  tx: Tx,
  one: VergabeWunsch & { personId: string },
): Promise<string | undefined> =>
  (
    await firstRow(
      tx,
      sql<{
        id: string;
      }>`insert into vergabe (kennzeichen, bezeichnung, einheit_id, angebotsfrist, created_by)
        values (${one.kennzeichen}, ${one.bezeichnung}, ${one.einheitId}, ${one.angebotsfrist}, ${one.personId})
        on conflict (kennzeichen) do nothing returning id`,
    )
  )?.id;

/** Moves the deadline to a later time, before it has passed; 0 when that is not so. */
export const moveFrist = (tx: Tx, id: string, angebotsfrist: string): Promise<number> =>
  changed(
    tx,
    sql`update vergabe set angebotsfrist = ${angebotsfrist}::timestamptz
        where id = ${id} and now() < angebotsfrist and ${angebotsfrist}::timestamptz > angebotsfrist`,
  );

/** Notes the first of two releases, by the clock of the database. */
export const setErsteFreigabe = (tx: Tx, id: string, personId: string): Promise<unknown> =>
  rows(
    tx,
    sql`update vergabe set erste_freigabe_von = ${personId}, erste_freigabe_at = now() where id = ${id}`,
  );

/** Notes the second release and what was found; nothing changes a tender afterwards. */
export const setGeoeffnet = (
  tx: Tx,
  id: string,
  one: { personId: string; protokoll: Oeffnungsprotokoll },
): Promise<unknown> =>
  rows(
    tx,
    sql`update vergabe set zweite_freigabe_von = ${one.personId}, geoeffnet_at = now(),
        protokoll = ${JSON.stringify(one.protokoll)}::jsonb where id = ${id}`,
  );

/** A bid as it lies locked. */
export interface Angebot {
  posteingangId: string;
  eingangsnummer: string;
  eingegangenAt: Date;
  sha256: string;
  inhalt: 'datei' | 'umschlagbild' | 'papier';
  schluessel: Buffer;
  angaben: Buffer;
  /** Whether it came after the deadline. */
  verspaetet: boolean;
}

/** The bids of a tender in the order in which they came. */
export const listAngebote = (tx: Tx, vergabeId: string): Promise<Angebot[]> =>
  rows(
    tx,
    sql<Angebot>`select s.posteingang_id, s.eingangsnummer, s.eingegangen_at, s.sha256, s.inhalt, s.schluessel, s.angaben,
        s.eingegangen_at > v.angebotsfrist as verspaetet
      from verschluss s join vergabe v on v.id = s.vergabe_id
      where s.vergabe_id = ${vergabeId} order by s.eingegangen_at, s.eingangsnummer`,
  );

/** Marks the bids that were in time as opened. */
export const openAngebote = (tx: Tx, vergabeId: string, personId: string): Promise<unknown> =>
  rows(
    tx,
    sql`update verschluss s set stand = 'geoeffnet', geoeffnet_von = ${personId}, geoeffnet_at = now()
        from vergabe v where v.id = s.vergabe_id and v.id = ${vergabeId}
          and s.stand = 'verschlossen' and s.eingegangen_at <= v.angebotsfrist`,
  );
