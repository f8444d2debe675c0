import { readdir } from 'node:fs/promises';
import { sql } from 'kysely';
import { firstRow, openDatabase, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import type { World } from './world.js';

/** What the run must not have done; every count is 0 in a healthy system. */
export interface Verdict {
  lost: number;
  altered: number;
  stuck: number;
  attachedTwice: number;
  registerGaps: number;
  registerDoubles: number;
  sentTwice: number;
  sentButNotReceived: number;
  receivedButUnflagged: number;
  printedTwice: number;
  ledgerDifference: number;
}

/** Counts that are no faults. */
export interface Tally {
  accepted: number;
  attached: number;
  clearing: number;
  sent: number;
  unknown: number;
  failed: number;
}

const log = createLog({ level: 'silent' });

/** A connection to the truth, outside the killed processes. */
export const openTruth = (url: string) => {
  const db = openDatabase({ url, maxConnections: 2, log });
  const one = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row> => {
    const row = await asSystem(db, (tx) => firstRow(tx, query));
    if (row === undefined) throw new Error('the truth did not answer');
    return row;
  };

  /** Work that would still go on by itself. */
  const open = async (): Promise<number> =>
    (
      await one(sql<{ count: number }>`select (select count(*) from work_item where state = 'open')
        + (select count(*) from postausgang where zustand in ('queued', 'claimed', 'committing')) as count`)
    ).count;

  const judge = async (
    world: World,
    acked: ReadonlyMap<string, { eingangsnummer: string; sha256: string }>,
  ) => {
    const items = await asSystem(db, (tx) =>
      rows(
        tx,
        sql<{
          id: string;
          eingangsnummer: string;
          sha256: string;
          laufnummer: number;
          zustand: string;
        }>`
        select id, eingangsnummer, sha256, laufnummer, zustand from posteingang order by laufnummer`,
      ),
    );
    const byId = new Map(items.map((item) => [item.id, item]));
    const numbers = items.map((item) => item.laufnummer);
    const letters = await asSystem(db, (tx) =>
      rows(
        tx,
        sql<{ id: string; zustand: string; kanal: string | null; messageId: string | null }>`
        select id, zustand, kanal, message_id from postausgang`,
      ),
    );
    const taken = new Map<string, number>();
    for (const id of world.relay.takenIds()) taken.set(id, (taken.get(id) ?? 0) + 1);
    const takenOf = (letter: { messageId: string | null }): number =>
      taken.get(letter.messageId ?? '') ?? 0;
    const mails = letters.filter((letter) => letter.kanal === 'email');
    const printed = await readdir(world.printFolder).catch(() => []);
    const pdfs = printed.filter((name) => name.endsWith('.pdf'));
    const counts = await one(sql<{ twice: number; orphans: number; ledger: number }>`
      select (select count(*) from (select herkunft_id from dokument where herkunft_id is not null group by 1 having count(*) > 1) d)
          + (select count(*) from (select posteingang_id from postkorb_eintrag group by 1 having count(*) > 1) k) as twice,
        (select count(*) from posteingang p where p.zustand = 'zugeordnet'
          and not exists (select from postkorb_eintrag k where k.posteingang_id = p.id)) as orphans,
        (select coalesce(sum(letzte), 0) from eingangsnummer_zaehler) - (select count(*) from posteingang) as ledger`);
    const verdict: Verdict = {
      lost: [...acked.keys()].filter((id) => !byId.has(id)).length,
      altered: [...acked].filter(([id, facts]) => byId.get(id)?.sha256 !== facts.sha256).length,
      stuck: items.filter((item) => item.zustand === 'in_bearbeitung').length + counts.orphans,
      attachedTwice: counts.twice,
      registerGaps: numbers.filter((number, index) => number !== index + 1).length,
      registerDoubles: numbers.length - new Set(numbers).size,
      sentTwice: [...taken.values()].filter((times) => times > 1).length,
      sentButNotReceived: mails.filter(
        (letter) => letter.zustand === 'sent' && takenOf(letter) === 0,
      ).length,
      receivedButUnflagged: mails.filter(
        (letter) => takenOf(letter) > 0 && !['sent', 'unknown'].includes(letter.zustand),
      ).length,
      printedTwice: letters.filter(
        (letter) => pdfs.filter((name) => name.includes(letter.id)).length > 1,
      ).length,
      ledgerDifference: counts.ledger,
    };
    const tally: Tally = {
      accepted: items.length,
      attached: items.filter((item) => item.zustand === 'zugeordnet').length,
      clearing: items.filter((item) => item.zustand === 'clearing').length,
      sent: letters.filter((letter) => letter.zustand === 'sent').length,
      unknown: letters.filter((letter) => letter.zustand === 'unknown').length,
      failed: letters.filter((letter) => letter.zustand === 'failed').length,
    };
    return { verdict, tally };
  };

  return { db, open, judge, close: () => db.destroy() };
};
