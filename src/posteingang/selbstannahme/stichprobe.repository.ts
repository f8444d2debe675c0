import { sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { type Principal, sichtbarerPosteingangsinhalt } from '#organisation/index.js';
import type { Weg } from './selbstannahme.repository.js';

/** What the machine decided about an item that was drawn. */
export interface Gezogen {
  posteingangId: string;
  weg: Exclude<Weg, 'person'>;
  organisationseinheitId: string;
  vorgangId: string | null;
}

/** Puts an item into the sample; drawn again after a new run, it asks again. */
export const insertStichprobe = (tx: Tx, one: Gezogen): Promise<unknown> =>
  rows(
    tx,
    sql`insert into stichprobe (posteingang_id, weg, organisationseinheit_id, vorgang_id)
      values (${one.posteingangId}, ${one.weg}, ${one.organisationseinheitId}, ${one.vorgangId})
      on conflict (posteingang_id) do update set weg = excluded.weg, organisationseinheit_id = excluded.organisationseinheit_id,
        vorgang_id = excluded.vorgang_id, zustand = 'offen', gezogen_at = now(), richtig = null, beantwortet_at = null,
        person_id = null, antwort_einheit_id = null, antwort_vorgang_id = null, antwort_art = null`,
  );

/** An item that waits for an answer; nothing here says what the machine thinks. */
export interface OffeneStichprobe {
  id: string;
  eingangsnummer: string;
  eingangsdatum: string;
  kanal: string;
  gezogenAt: Date;
}

/** Items of the sample that the principal may read, oldest first; all of them or the one named. */
export const listOpenStichproben = (
  tx: Tx,
  principal: Principal,
  { id, limit }: { id?: string; limit: number },
): Promise<OffeneStichprobe[]> =>
  rows(
    tx,
    sql<OffeneStichprobe>`select p.id, p.eingangsnummer, p.eingangsdatum, p.kanal, s.gezogen_at
      from stichprobe s join posteingang p on p.id = s.posteingang_id
      where s.zustand = 'offen' and ${sichtbarerPosteingangsinhalt(principal, 'p')}
        and (${id ?? null}::uuid is null or p.id = ${id ?? null}::uuid)
      order by s.gezogen_at, p.eingangsnummer limit ${limit}`,
  );

/** Takes an open item of the sample for an answer; undefined when it is answered or has lapsed. */
export const takeStichprobe = (tx: Tx, id: string): Promise<Gezogen | undefined> =>
  firstRow(
    tx,
    sql<Gezogen>`select posteingang_id, weg, organisationseinheit_id, vorgang_id from stichprobe
      where posteingang_id = ${id} and zustand = 'offen' for update`,
  );

/** Keeps the answer of a person. */
export const saveAntwort = (
  tx: Tx,
  one: {
    posteingangId: string;
    einheitId: string;
    vorgangId: string | null;
    art: string | null;
    richtig: boolean;
    personId: string;
  },
): Promise<unknown> =>
  rows(
    tx,
    sql`update stichprobe set zustand = 'beantwortet', antwort_einheit_id = ${one.einheitId}, antwort_vorgang_id = ${one.vorgangId},
        antwort_art = ${one.art}, richtig = ${one.richtig}, person_id = ${one.personId}, beantwortet_at = now()
      where posteingang_id = ${one.posteingangId}`,
  );

/** Ends an item of the sample that nobody has answered for so long; returns its id, undefined when there is none left. */
export const lapseOne = async (tx: Tx, hours: number): Promise<string | undefined> =>
  (
    await firstRow(
      tx,
      sql<{ id: string }>`update stichprobe set zustand = 'verfallen' where posteingang_id = (
          select posteingang_id from stichprobe where zustand = 'offen' and gezogen_at < now() - ${hours} * interval '1 hour'
          order by gezogen_at limit 1 for update skip locked)
        returning posteingang_id as id`,
    )
  )?.id;

/** Whether the pipeline still holds the item for an answer. */
export const isWaiting = async (tx: Tx, id: string): Promise<boolean> =>
  (await firstRow(
    tx,
    sql`select 1 as found from work_item where id = ${id} and state = 'waiting'`,
  )) !== undefined;

/** Ends the sample of an item that has gone another way meanwhile. */
export const dropStichprobe = (tx: Tx, id: string): Promise<number> =>
  changed(
    tx,
    sql`update stichprobe set zustand = 'verfallen' where posteingang_id = ${id} and zustand = 'offen'`,
  );
