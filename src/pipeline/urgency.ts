import { type RawBuilder, sql } from 'kysely';
import { type Lane, lane } from './lane.js';

const mailMayWait = sql`interval '10 minutes'`;
const batchMayWait = sql`interval '1 hour'`;

/**
 * The lane that a unit has reached by waiting: whoever scans letter by letter all day must not keep mail and
 * batches from ever being read.
 */
export const laneNow = sql`case when since < now() - (case lane when ${lane.mail} then ${mailMayWait}
  else ${batchMayWait} end) then ${lane.interactive} else lane end`;

/**
 * Whether a unit is due in the queue that nobody works on and that is more urgent than the lane, which is not
 * `interactive`. Each part finds its first unit by the index `work_unit_due`, also among thousands:
 * the lanes stand in the statement, because the server would plan a parameter for any lane and read the table.
 */
export const waitsMoreUrgently = (
  queue: string,
  than: RawBuilder<unknown>,
): RawBuilder<boolean> => {
  const due = (own: Lane, which: RawBuilder<unknown>) => sql`exists (select from work_unit w
      where w.queue = ${queue} and w.state = 'open' and w.lane = ${sql.lit(own)} and ${which} and w.due_at <= now()
        and (w.lease_until is null or w.lease_until <= now()))`;
  const aged = (mayWait: RawBuilder<unknown>) => sql`now() - ${mayWait}`;
  return sql`(${due(lane.interactive, sql`true`)}
    or ${due(lane.mail, sql`w.since < case when ${than} > ${sql.lit(lane.mail)} then 'infinity' else ${aged(mailMayWait)} end`)}
    or ${due(lane.batch, sql`w.since < ${aged(batchMayWait)}`)})`;
};
