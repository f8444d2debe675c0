import { sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { AcceptanceVerdict, ClassPhase, ConfirmedAnswer } from '#understanding/index.js';

/** How an item went on. */
export type Weg = 'geschaeftszeichen' | 'adresse' | 'modell' | 'person';
/** Who confirmed an answer or put it right. */
export type Durch = 'clearing' | 'weitergabe' | 'irrlaeufer' | 'stichprobe' | 'ablage';

/** Thresholds of the classes that are open. */
export const listThresholds = async (tx: Tx): Promise<Map<string, number>> =>
  new Map(
    (
      await rows(
        tx,
        sql<{
          einheit: string;
          schwelle: number;
        }>`select einheit, schwelle from selbstannahme_klasse where zustand = 'offen' and schwelle is not null`,
      )
    ).map(({ einheit, schwelle }) => [einheit, schwelle]),
  );

/** Whether a person has confirmed an earlier item of this sender. */
export const isKnownSender = async (
  tx: Tx,
  schluessel: string,
  posteingangId: string,
): Promise<boolean> =>
  (await firstRow(
    tx,
    sql`select 1 as found from selbstannahme_antwort where absender_schluessel = ${schluessel}
      and bestaetigt_at is not null and posteingang_id <> ${posteingangId} limit 1`,
  )) !== undefined;

/** Confidentiality of an item, as it was filed. */
export const isConfidential = async (tx: Tx, posteingangId: string): Promise<boolean> =>
  (await firstRow(
    tx,
    sql`select 1 as found from posteingang where id = ${posteingangId} and vertraulichkeit > 0`,
  )) !== undefined;

/** Keeps what the machine answered; a later run replaces it as long as nobody has confirmed. */
export const saveAnswer = (
  tx: Tx,
  one: {
    posteingangId: string;
    weg: Weg;
    verdict: AcceptanceVerdict;
    modell: string;
    absenderSchluessel: string | null;
  },
): Promise<unknown> =>
  rows(
    tx,
    sql`insert into selbstannahme_antwort as a (posteingang_id, weg, einheit, konfidenz, modell, absender_schluessel, geeignet, grund)
      values (${one.posteingangId}, ${one.weg}, ${one.verdict.einheit}, ${one.verdict.confidence}::real, ${one.modell},
        ${one.absenderSchluessel}, ${one.verdict.eligible}, ${one.verdict.reason})
      on conflict (posteingang_id) do update set weg = excluded.weg, einheit = excluded.einheit, konfidenz = excluded.konfidenz,
        modell = excluded.modell, absender_schluessel = excluded.absender_schluessel, geeignet = excluded.geeignet,
        grund = excluded.grund, at = now() where a.bestaetigt_at is null`,
  );

/** How an item went on; undefined where it was never decided about. */
export const findWeg = async (tx: Tx, posteingangId: string): Promise<Weg | undefined> =>
  (
    await firstRow(
      tx,
      sql<{
        weg: Weg;
      }>`select weg from selbstannahme_antwort where posteingang_id = ${posteingangId}`,
    )
  )?.weg;

/**
 * Notes what a person said about the answer of the machine, the latest counts; `einheit` is undefined where the person only
 * said that it was wrong. Marks the class for review.
 */
export const confirmAnswer = async (
  tx: Tx,
  one: { posteingangId: string; einheit: string | undefined; durch: Durch },
): Promise<void> => {
  const noted = await firstRow(
    tx,
    sql<{ einheit: string | null; geeignet: boolean }>`update selbstannahme_antwort
      set bestaetigt_at = clock_timestamp(), bestaetigt_durch = ${one.durch},
        richtig = coalesce(einheit = ${one.einheit ?? null}::text, false)
      where posteingang_id = ${one.posteingangId} returning einheit, geeignet`,
  );
  if (noted?.einheit == null || !noted.geeignet) return;
  await rows(
    tx,
    sql`insert into selbstannahme_klasse (einheit) values (${noted.einheit}) on conflict (einheit) do update set pruefen = true`,
  );
};

/** Nobody has said anything about the answer of the machine: the decision that did was taken back. */
export const forgetAnswer = async (tx: Tx, posteingangId: string): Promise<void> => {
  await rows(
    tx,
    sql`with offen as (update selbstannahme_antwort set bestaetigt_at = null, bestaetigt_durch = null, richtig = null
        where posteingang_id = ${posteingangId} and bestaetigt_durch = 'clearing' returning einheit)
      update selbstannahme_klasse set pruefen = true where einheit in (select einheit from offen)`,
  );
};

/** A class as it is stored. */
export interface StoredClass {
  einheit: string;
  zustand: ClassPhase;
  schwelle: number | null;
  naechsterBlick: number;
  vonHandSeit: Date | null;
}

/** Takes a class that waits for review, for this transaction alone; undefined when there is none. */
export const takeClassToReview = (tx: Tx): Promise<StoredClass | undefined> =>
  firstRow(
    tx,
    sql<StoredClass>`update selbstannahme_klasse set pruefen = false where einheit = (
        select einheit from selbstannahme_klasse where pruefen order by einheit limit 1 for update skip locked)
      returning einheit, zustand, schwelle, naechster_blick, von_hand_seit`,
  );

/** The newest confirmed answers of a class, oldest first, with how many there have been and the errors since `seit`. */
export const listEvidence = async (
  tx: Tx,
  einheit: string,
  window: { limit: number; seit: Date | null },
): Promise<{ answers: ConfirmedAnswer[]; total: number; errorsSince: number }> => {
  const answers = await rows(
    tx,
    sql<{ confidence: number; right: boolean }>`select konfidenz as confidence, richtig as "right"
      from selbstannahme_antwort where einheit = ${einheit} and geeignet and bestaetigt_at is not null
      order by bestaetigt_at desc limit ${window.limit}`,
  );
  const counted = await firstRow(
    tx,
    sql<{ total: number; errorsSince: number }>`select count(*)::int as total,
        (count(*) filter (where not richtig and bestaetigt_at > ${window.seit}))::int as errors_since
      from selbstannahme_antwort where einheit = ${einheit} and geeignet and bestaetigt_at is not null`,
  );
  return {
    answers: answers.reverse(),
    total: counted?.total ?? 0,
    errorsSince: counted?.errorsSince ?? 0,
  };
};

/** Writes what a review found. */
export const saveReview = (
  tx: Tx,
  one: Omit<StoredClass, 'vonHandSeit'> & {
    byHand: boolean;
    bestaetigt: number;
    fehler: number;
    grenze: number;
    grund: string | undefined;
  },
): Promise<unknown> =>
  rows(
    tx,
    sql`update selbstannahme_klasse set seit = case when zustand <> ${one.zustand} then now() else seit end,
        zustand = ${one.zustand}, schwelle = ${one.schwelle}::real, naechster_blick = ${one.naechsterBlick},
        von_hand_seit = case when ${one.byHand} then von_hand_seit end, bestaetigt = ${one.bestaetigt}, fehler = ${one.fehler},
        grenze = ${one.grenze}::real, grund = coalesce(${one.grund ?? null}, grund)
      where einheit = ${one.einheit}`,
  );

/** Opens a throttled class again on the word of an administrator; 0 when it is not throttled. */
export const openByHand = (
  tx: Tx,
  one: { einheit: string; grund: string; personId: string },
): Promise<number> =>
  changed(
    tx,
    sql`update selbstannahme_klasse set zustand = 'offen', von_hand_seit = now(), seit = now(), grund = ${one.grund},
        person_id = ${one.personId} where einheit = ${one.einheit} and zustand = 'gedrosselt' and schwelle is not null`,
  );

/** Throttles an open class on the word of an administrator; 0 when it is not open. */
export const throttleByHand = (
  tx: Tx,
  one: { einheit: string; grund: string; personId: string },
): Promise<number> =>
  changed(
    tx,
    // A review must not open it again at once.
    sql`update selbstannahme_klasse set zustand = 'gedrosselt', von_hand_seit = null, seit = now(), grund = ${one.grund},
        person_id = ${one.personId}, naechster_blick = bestaetigt + 149 where einheit = ${one.einheit} and zustand = 'offen'`,
  );
