import { sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';

/** Where a person answered. */
export type Quelle = 'clearing' | 'weitergabe' | 'irrlaeufer' | 'stichprobe';

/** Lets corrections commit in the order of their numbers, so that every process learns them in the same one. */
export const lockKorrekturen = (tx: Tx): Promise<unknown> =>
  rows(tx, sql`select pg_advisory_xact_lock(hashtext('poststelle.modell_korrektur'))`);

/** What the machine had answered about an item, as far as it had. */
export interface MachineAnswer {
  einheit: string | null;
  dokumentart: string | null;
  konfidenz: number | null;
  modell: string | null;
}

/** The newest answers of the machine about an item. */
export const findMachineAnswer = async (tx: Tx, posteingangId: string): Promise<MachineAnswer> => {
  const found = await rows(
    tx,
    sql<{
      art: string;
      wert: string | null;
      konfidenz: number | null;
      modell: string;
    }>`select distinct on (art) art, wert, konfidenz, modell from entscheidung
      where posteingang_id = ${posteingangId} and modell is not null and art in ('organisationseinheit', 'dokumentart')
      order by art, at desc, run desc`,
  );
  const [einheit, art] = (['organisationseinheit', 'dokumentart'] as const).map((name) =>
    found.find((one) => one.art === name),
  );
  return {
    einheit: einheit?.wert ?? null,
    dokumentart: art?.wert ?? null,
    konfidenz: einheit?.konfidenz ?? null,
    modell: einheit?.modell ?? art?.modell ?? null,
  };
};

/** An answer of a person, as it is kept. */
export interface NewKorrektur {
  posteingangId: string;
  quelle: Quelle;
  /** Kuerzel; null where the person only said what it is not. */
  einheit: string | null;
  dokumentart: string | null;
  vorher: MachineAnswer;
  personId: string;
}

/** Keeps an answer; confidential items teach nothing. Returns its number and whether the model may learn it. */
export const insertKorrektur = async (
  tx: Tx,
  one: NewKorrektur,
): Promise<{ folge: number; lernt: boolean }> => {
  await lockKorrekturen(tx);
  const { vorher } = one;
  const made = await firstRow(
    tx,
    sql<{
      folge: number;
      lernt: boolean;
    }>`insert into modell_korrektur (posteingang_id, quelle, einheit, dokumentart, vorher_einheit, vorher_art,
        konfidenz_einheit, modell, person_id, lernt)
      select p.id, ${one.quelle}, ${one.einheit}, ${one.dokumentart}, ${vorher.einheit}, ${vorher.dokumentart},
        ${vorher.konfidenz}::real, ${vorher.modell}, ${one.personId}::uuid,
        p.vertraulichkeit = 0 and (${one.einheit}::text is not null or ${one.dokumentart}::text is not null)
      from posteingang p where p.id = ${one.posteingangId} returning folge, lernt`,
  );
  if (made === undefined) throw new Error('the item of this correction does not exist');
  return made;
};

/** A correction that is to be learned. */
export interface Lernstoff {
  folge: number;
  /** Null for an item that must not be read (any more): it is passed over. */
  posteingangId: string | null;
  einheit: string | null;
  dokumentart: string | null;
  zurueckgenommen: boolean;
}

/** Corrections behind `folge`, oldest first. */
export const listKorrekturenAfter = (tx: Tx, folge: number, limit: number): Promise<Lernstoff[]> =>
  rows(
    tx,
    sql<Lernstoff>`select k.folge, case when k.lernt and p.vertraulichkeit = 0 then p.id end as posteingang_id, k.einheit,
        k.dokumentart, k.zurueckgenommen_at is not null as zurueckgenommen from modell_korrektur k left join posteingang p on p.id = k.posteingang_id
      where k.folge > ${folge} order by k.folge limit ${limit}`,
  );

/** Of the corrections behind `after` and up to `to`, those that were taken back, oldest first. */
export const listWithdrawn = async (
  tx: Tx,
  { after, to }: { after: number; to: number },
): Promise<number[]> =>
  (
    await rows(
      tx,
      sql<{ folge: number }>`select folge from modell_korrektur
        where zurueckgenommen_at is not null and folge > ${after} and folge <= ${to} order by folge`,
    )
  ).map(({ folge }) => folge);

/** Takes back what a person answered about an item in Clearing since then; the model leaves it out. */
export const withdrawKorrekturen = async (
  tx: Tx,
  one: { posteingangId: string; personId: string; seit: Date },
): Promise<void> => {
  await lockKorrekturen(tx);
  await rows(
    tx,
    sql`update modell_korrektur set lernt = false, zurueckgenommen_at = now()
      where posteingang_id = ${one.posteingangId} and person_id = ${one.personId}::uuid and quelle = 'clearing'
        and at >= ${one.seit} and zurueckgenommen_at is null`,
  );
};

/** How many answers of people are kept. */
export const countKorrekturen = async (tx: Tx): Promise<number> =>
  (await firstRow(tx, sql<{ zahl: number }>`select count(*)::int as zahl from modell_korrektur`))
    ?.zahl ?? 0;

/** The number of the newest correction; 0 when there is none. */
export const latestKorrektur = async (tx: Tx): Promise<number> =>
  (
    await firstRow(
      tx,
      sql<{ folge: number }>`select coalesce(max(folge), 0) as folge from modell_korrektur`,
    )
  )?.folge ?? 0;
