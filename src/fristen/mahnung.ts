import { sql } from 'kysely';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { type FristenDeps, grenzenOf } from './fristen-deps.js';

/**
 * Notes, once for each Frist and last day, that it has come near and that it has gone to the Leitung. What people see
 * is computed from the day itself; this is the trace of it.
 */
export const mahneFristen = (deps: FristenDeps): Promise<void> => {
  const { heute, vorwarnungTage, eskalationTage } = grenzenOf(deps);
  const pass = (
    column: 'vorgewarnt_at' | 'eskaliert_at',
    days: number,
    art: string,
    text: string,
  ) => sql`
    with nah as (update frist set ${sql.ref(column)} = now()
      where zustand in ('vorgeschlagen', 'bestaetigt') and art <> 'rechtsbehelf' and ${sql.ref(column)} is null
        and ende <= ${heute}::date + ${days}::int returning id)
    insert into frist_verlauf (frist_id, art, text) select id, ${art}, ${text} from nah`;
  return asSystem(deps.db, async (tx) => {
    await rows(tx, pass('vorgewarnt_at', vorwarnungTage, 'vorgewarnt', 'Die Frist läuft bald ab.'));
    await rows(
      tx,
      pass(
        'eskaliert_at',
        eskalationTage,
        'eskaliert',
        'Noch offen kurz vor Ablauf: Die Leitung der Einheit sieht die Frist in ihrer Übersicht.',
      ),
    );
  });
};
