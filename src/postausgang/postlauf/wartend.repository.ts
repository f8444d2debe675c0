import { sql } from 'kysely';
import { changed, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Brief } from '../brief.repository.js';
import type { Empfaenger } from '../postausgang.schema.js';
import { darfHinaus } from '../stornofrist.repository.js';
import type { Versandart } from './porto.schema.js';

/** A released letter that waits for a run, as it is stored. */
export interface Wartender {
  id: string;
  empfaenger: Empfaenger;
  seiten: number;
  vorlage: string;
  /** The stored version of its template, if it was written with one. */
  vorlageDaten: Brief['vorlageDaten'];
  versandart: Versandart;
  persoenlich: boolean;
  vertraulich: boolean;
  beilagenGramm: number;
  renditionSha256: string;
  organisationseinheitId: string;
  einheit: string;
  freigegebenAt: Date;
}

/** Letters for paper that are parked before their dispatch and in no run; with `lock` they cannot change meanwhile. */
export const listWartende = (tx: Tx, options: { lock: boolean }): Promise<Wartender[]> =>
  rows<Wartender>(
    tx,
    sql`select p.id, p.empfaenger, coalesce(p.seitenzahl, 0) as seiten, p.vorlage, vorlagenfassung_daten(p.vorlage_fassung_id) as vorlage_daten, p.versandart, p.persoenlich,
          p.vertraulichkeit > 0 as vertraulich, p.beilagen_gramm, p.rendition_sha256, p.organisationseinheit_id,
          o.kuerzel as einheit, p.updated_at as freigegeben_at
        from postausgang p join work_item w on w.id = p.id
          join organisationseinheit o on o.id = p.organisationseinheit_id
        where p.zustand = 'queued' and p.kanal in ('druck', 'ipp', 'sftp') and w.state = 'waiting'
          and p.rendition_sha256 is not null and ${darfHinaus('p')}
          and not exists (select from postlauf_brief b where b.postausgang_id = p.id and b.aktiv)
        order by p.id ${options.lock ? sql`for update of p` : sql``}`,
  );

/** Ids of letters that are parked for a run and in none, some of them. */
export const listGeparkte = async (tx: Tx): Promise<string[]> =>
  (
    await rows<{ id: string }>(
      tx,
      sql`select p.id from postausgang p join work_item w on w.id = p.id and w.state = 'waiting'
          where p.zustand = 'queued' and p.kanal in ('druck', 'ipp', 'sftp') and ${darfHinaus('p')}
            and not exists (select from postlauf_brief b where b.postausgang_id = p.id and b.aktiv)
          limit 200`,
    )
  ).map(({ id }) => id);

/** Begins a time of a day, once in all processes; false when it was begun before. */
export const beginZeit = async (tx: Tx, given: { zeit: string; now: Date }): Promise<boolean> =>
  (await changed(
    tx,
    sql`insert into postlauf_zeit (tag, zeit) values ((${given.now}::timestamptz at time zone 'Europe/Berlin')::date, ${given.zeit})
        on conflict do nothing`,
  )) === 1;
