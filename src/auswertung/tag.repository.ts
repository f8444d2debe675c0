import { type RawBuilder, sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';

/*
 * The daily figures. Each is counted from what is written once and never changes: the line in the Posteingangsbuch, the
 * first arrival in a Postkorb, the protocol, the end of a sending. A day is that of Europe/Berlin, with 23 or 25 hours
 * where the clock changes. There is no person in any of them.
 */

/** Days from `von` to `bis`, both included. */
export interface Spanne {
  von: string;
  bis: string;
}

/** Fewer people than this on a day, and how long decisions took is not even stored. */
export const mindestPersonen = 3;

/** A reading longer ago than this is not counted as the beginning of a decision. */
const laengsteEntscheidung = sql`interval '30 minutes'`;

/** What people do that makes an item a touched one. */
const eingriffe = [
  'posteingang.zugeordnet',
  'posteingang.nochmal',
  'posteingang.seiten-geordnet',
  'posteingang.seiten-zurueckgenommen',
];

const tagVon = (at: RawBuilder<unknown>) => sql`(${at} at time zone 'Europe/Berlin')::date`;
const inTagen = (at: RawBuilder<unknown>, { von, bis }: Spanne) =>
  sql`(${at} >= ${von}::date::timestamp at time zone 'Europe/Berlin'
    and ${at} < (${bis}::date + 1)::timestamp at time zone 'Europe/Berlin')`;

/** By which way an item `w` came in; a letter out of a stack came as its stack did. */
const kanalVon = sql`case
  when w.kanal = 'upload' and w.stapel_id is null then 'upload'
  when w.idempotency_scope like 'scanordner:%' then 'scanordner'
  when w.kanal in ('upload', 'scan') then 'stapel'
  else coalesce((select case when z.quelle in ('lmtp', 'smtp', 'mbox') then z.quelle
      when z.quelle like 'imap:%' then 'imap' end
    from mail_zustellung z where z.posteingang_id = w.id and not z.wiederholung
    order by z.empfangen_am, z.id limit 1), 'email') end`;

const ganzes = sql`join posteingang w on w.id = coalesce(p.parent_id, p.id)`;

/** One figure: rows of (tag, kanal, einheit_id, ziel_id, anzahl, sekunden). */
type Zaehlung = (spanne: Spanne) => RawBuilder<unknown>;

/**
 * Whether a person acted on the item `p`, or on its stack `w`, before its arrival `a`. The ids become text before they are
 * compared: behind row-level security no index is used for a comparison that contains the change of a type.
 */
const beruehrt = sql`(select true from unnest(array[p.id::text, w.id::text]) as betroffen (id)
    join audit_event e on e.object_type = 'posteingang' and e.object_id = betroffen.id
  where e.at <= a.at and e.actor_kind <> 'system' and e.action = any (${eingriffe}::text[]) limit 1)`;

const ohneSekunden = sql`'{}'::int[]`;

const eingang: Record<string, Zaehlung> = {
  angenommen: (spanne) => sql`
    select ${tagVon(sql`w.received_at`)}, ${kanalVon}, null::uuid, null::uuid, count(*), ${ohneSekunden}
    from posteingang w where w.parent_id is null and ${inTagen(sql`w.received_at`, spanne)} group by 1, 2`,
  getrennt: (spanne) => sql`
    select ${tagVon(sql`p.received_at`)}, ${kanalVon}, null::uuid, null::uuid, count(*), ${ohneSekunden}
    from posteingang p ${ganzes} where p.parent_id is not null and ${inTagen(sql`p.received_at`, spanne)} group by 1, 2`,
  abgewiesen: (spanne) => sql`
    select ${tagVon(sql`a.at`)}, '', null::uuid, null::uuid, count(*), ${ohneSekunden}
    from abweisung a where ${inTagen(sql`a.at`, spanne)} group by 1`,
  eingetroffen: (spanne) => sql`
    select ${tagVon(sql`a.at`)}, ${kanalVon}, a.organisationseinheit_id, null::uuid, count(*),
      array_agg(dauer.sekunden order by dauer.sekunden)
    from postkorb_ankunft a join posteingang p on p.id = a.posteingang_id ${ganzes}
      cross join lateral (select greatest(0, round(extract(epoch from a.at - w.received_at)))::int as sekunden) dauer
    where ${inTagen(sql`a.at`, spanne)} group by 1, 2, 3`,
  beruehrt: (spanne) => sql`
    select ${tagVon(sql`a.at`)}, ${kanalVon}, a.organisationseinheit_id, null::uuid, count(*), ${ohneSekunden}
    from postkorb_ankunft a join posteingang p on p.id = a.posteingang_id ${ganzes}
    where ${inTagen(sql`a.at`, spanne)} and ${beruehrt} group by 1, 2, 3`,
  irrlaeufer: (spanne) => sql`
    select ${tagVon(sql`e.at`)}, '', (e.detail ->> 'from')::uuid, (e.detail ->> 'to')::uuid, count(*), ${ohneSekunden}
    from audit_event e where e.action in ('posteingang.weitergegeben', 'posteingang.zurueckgegeben')
      and ${inTagen(sql`e.at`, spanne)} group by 1, 3, 4`,
  nachscan: (spanne) => sql`
    select ${tagVon(sql`n.angefordert_at`)}, '', null::uuid, null::uuid, count(*), ${ohneSekunden}
    from nachscan n where ${inTagen(sql`n.angefordert_at`, spanne)} group by 1`,
};

/** From opening an item, or from the decision before, to the decision; only for days on which enough people decided. */
const entscheidung: Zaehlung = (spanne) => sql`
  select gemessen.tag, '', null::uuid, null::uuid, count(*), array_agg(gemessen.sekunden order by gemessen.sekunden)
  from (
    select e.tag, e.actor_id, greatest(0, round(extract(epoch from e.at - greatest(e.davor, gelesen.at))))::int as sekunden
    from (select a.at, a.seq, a.actor_id, a.object_id, ${tagVon(sql`a.at`)} as tag,
        lag(a.at) over (partition by a.actor_id, ${tagVon(sql`a.at`)} order by a.seq) as davor
      from audit_event a where a.action = 'posteingang.zugeordnet' and a.actor_kind <> 'system'
        and ${inTagen(sql`a.at`, spanne)}) e
      join lateral (select min(r.at) as at from audit_event r
        where r.object_type = 'posteingang' and r.object_id = e.object_id and r.action = 'posteingang.read'
          and r.actor_id = e.actor_id and r.seq < e.seq and r.at > e.at - ${laengsteEntscheidung}) gelesen
        on gelesen.at is not null) gemessen
  group by 1 having count(distinct gemessen.actor_id) >= ${mindestPersonen}::int`;

const ausgang: Record<string, Zaehlung> = {
  versandt: (spanne) => sql`
    select ${tagVon(sql`b.sent_at`)}, coalesce(b.kanal, ''), b.organisationseinheit_id, null::uuid, count(*), ${ohneSekunden}
    from postausgang b where ${inTagen(sql`b.sent_at`, spanne)} group by 1, 2, 3`,
  'versand-gescheitert': (spanne) => versuche(spanne, 'failed'),
  'versand-ungewiss': (spanne) => versuche(spanne, 'unknown'),
  ruecklauf: (spanne) => sql`
    select ${tagVon(sql`e.at`)}, coalesce(b.kanal, ''), b.organisationseinheit_id, null::uuid, count(*), ${ohneSekunden}
    from (select e.at, e.object_id::uuid as id from audit_event e
        where e.action = 'postausgang.undeliverable' and ${inTagen(sql`e.at`, spanne)} offset 0) e
      join postausgang b on b.id = e.id group by 1, 2, 3`,
  bestaetigt: (spanne) => sql`
    select ${tagVon(sql`b.sent_at`)}, '', null::uuid, null::uuid, count(*), ${ohneSekunden}
    from eingangsbestaetigung b where ${inTagen(sql`b.sent_at`, spanne)} group by 1`,
};

const versuche = (spanne: Spanne, ergebnis: 'failed' | 'unknown') => sql`
  select ${tagVon(sql`v.finished_at`)}, v.kanal, b.organisationseinheit_id, null::uuid, count(*), ${ohneSekunden}
  from versandversuch v join postausgang b on b.id = v.postausgang_id
  where v.ergebnis = ${ergebnis} and ${inTagen(sql`v.finished_at`, spanne)} group by 1, 2, 3`;

const zaehlungen: Record<string, Zaehlung> = { ...eingang, entscheidung, ...ausgang };

/** Counts these days anew and puts the result in the place of what was there; doing it again changes nothing. */
export const berechneTage = async (tx: Tx, spanne: Spanne): Promise<void> => {
  const { von, bis } = spanne;
  await rows(tx, sql`delete from auswertung_tag where tag between ${von}::date and ${bis}::date`);
  for (const [kennzahl, zaehlung] of Object.entries(zaehlungen))
    await rows(
      tx,
      sql`insert into auswertung_tag (tag, kennzahl, kanal, einheit_id, ziel_id, anzahl, sekunden)
          select g.tag, ${kennzahl}, g.kanal, g.einheit_id, g.ziel_id, g.anzahl, g.sekunden
          from (${zaehlung(spanne)}) as g (tag, kanal, einheit_id, ziel_id, anzahl, sekunden)`,
    );
  await rows(
    tx,
    sql`insert into auswertung_stand (tag) select tag::date
        from generate_series(${von}::date::timestamp, ${bis}::date::timestamp, interval '1 day') as tag
        on conflict (tag) do update set berechnet_at = excluded.berechnet_at`,
  );
};

/** One counts at a time; the others wait and find it done. */
export const warteAufBerechnung = (tx: Tx): Promise<unknown> =>
  rows(tx, sql`select pg_advisory_xact_lock(hashtext('auswertung'))`);

/** The day of the first thing that can be counted; undefined while there is none. */
export const ersterTag = async (tx: Tx): Promise<string | undefined> =>
  (
    await firstRow(
      tx,
      sql<{
        tag: string | null;
      }>`select ${tagVon(sql`least((select min(received_at) from posteingang),
        (select min(at) from abweisung), (select min(sent_at) from postausgang))`)} as tag`,
    )
  )?.tag ?? undefined;

/**
 * Days of the range that must be counted, in order: never counted, or not an hour after their end and more than so many
 * seconds ago. The hour lets transactions end that began before midnight. Days to come are none.
 */
export const listUnberechnete = async (
  tx: Tx,
  spanne: Spanne,
  haltbarSekunden: number,
): Promise<string[]> =>
  (
    await rows(
      tx,
      sql<{ tag: string }>`
        select t.tag::date as tag from generate_series(${spanne.von}::date::timestamp,
            least(${spanne.bis}::date, ${tagVon(sql`now()`)})::timestamp, interval '1 day') as t (tag)
          left join auswertung_stand s on s.tag = t.tag::date
        where s.tag is null or (s.berechnet_at <= now() - make_interval(secs => ${haltbarSekunden})
          and s.berechnet_at < (t.tag + interval '1 day') at time zone 'Europe/Berlin' + interval '1 hour')
        order by 1`,
    )
  ).map(({ tag }) => tag);
