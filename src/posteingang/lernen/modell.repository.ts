import { sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { lockKorrekturen } from './korrektur.repository.js';

/** Where a version came from. */
export type Herkunft = 'training' | 'stand' | 'ruecknahme';

/** A stored version of the model. */
export interface ModellVersion {
  id: number;
  version: string;
  sha256: string;
  beispiele: number;
  herkunft: Herkunft;
  /** Corrections behind this one are learned on top of the stored bytes. */
  nachKorrektur: number;
  basisId: number | null;
  /** Age in hours. */
  stunden: number;
}

const columns = sql`id, version, sha256, beispiele, herkunft, nach_korrektur, basis_id,
  (extract(epoch from now() - created_at) / 3600)::real as stunden`;

/** The version in force, or undefined before the first training. */
export const findActiveVersion = (tx: Tx): Promise<ModellVersion | undefined> =>
  firstRow(tx, sql<ModellVersion>`select ${columns} from modell_version where aktiv`);

/** One version, whether in force or not. */
export const findVersion = (tx: Tx, id: number): Promise<ModellVersion | undefined> =>
  firstRow(tx, sql<ModellVersion>`select ${columns} from modell_version where id = ${id}`);

/** A version to put in force. */
export interface NewVersion extends Omit<ModellVersion, 'id' | 'stunden'> {
  grund?: string;
  personId?: string;
}

/** Puts a version in force; earlier ones stay for a return to them. Returns its id. */
export const activateVersion = async (tx: Tx, one: NewVersion): Promise<number> => {
  await lockKorrekturen(tx);
  await rows(tx, sql`update modell_version set aktiv = false where aktiv`);
  const made = await firstRow(
    tx,
    sql<{
      id: number;
    }>`insert into modell_version (version, sha256, beispiele, herkunft, nach_korrektur, basis_id, grund, person_id, aktiv)
      values (${one.version}, ${one.sha256}, ${one.beispiele}, ${one.herkunft}, ${one.nachKorrektur}, ${one.basisId},
        ${one.grund ?? null}, ${one.personId ?? null}::uuid, true) returning id`,
  );
  if (made === undefined) throw new Error('the insert returned no id');
  return made.id;
};

/** A version with what has become of it, for the page. */
export interface VersionLine extends Omit<ModellVersion, 'stunden'> {
  createdAt: Date;
  aktiv: boolean;
  grund: string | null;
  person: string | null;
  /** Corrections that were learned on top of it before the next version was put in force. */
  korrekturen: number;
}

/** The newest versions, newest first. */
export const listVersions = (tx: Tx, limit: number): Promise<VersionLine[]> =>
  rows(
    tx,
    sql<VersionLine>`select v.id, v.version, v.sha256, v.beispiele, v.herkunft, v.nach_korrektur, v.basis_id, v.created_at,
        v.aktiv, v.grund, person.name as person, (select count(*)::int from modell_korrektur k
          where k.lernt and k.folge > v.nach_korrektur
            and k.folge <= coalesce((select min(spaeter.nach_korrektur) from modell_version spaeter where spaeter.id > v.id), k.folge))
          as korrekturen
      from modell_version v left join person on person.id = v.person_id order by v.id desc limit ${limit}`,
  );
