import { type RawBuilder, sql } from 'kysely';
import { type Db, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';

/*
 * Years of a mailroom, made by SQL: items evenly over three years up to now, nine of ten in a Postkorb of 25 units, three
 * of ten decided by one of eight people, three of a hundred handed on, a fifth as many letters sent.
 */

const units = 25;
const people = 8;

const statements = (items: number): RawBuilder<unknown>[] => [
  sql`insert into organisationseinheit (kuerzel, name, ist_poststelle)
      select lpad(n::text, 2, '0'), 'Amt ' || n, n = 1 from generate_series(1, ${units}::int) n`,
  sql`insert into person (login, name) select 'p' || n, 'Person ' || n from generate_series(1, ${people}::int) n`,
  sql`insert into posteingang (jahr, laufnummer, kanal, idempotency_scope, idempotency_key, sha256, size, media_type,
        dateiname, received_at, eingangsdatum, zustand)
      select extract(year from at), row_number() over (partition by extract(year from at) order by n),
        (array['upload', 'email', 'scan', 'scan'])[n % 4 + 1], case n % 4 when 2 then 'scanordner:1' else 'made' end, n::text, n::text, 1,
        'application/pdf', 'a.pdf', at, at::date, case when n % 10 = 0 then 'clearing' else 'zugeordnet' end
      from (select n, now() - interval '1 day' - (${items}::int - n) * (interval '1095 days' / ${items}::int) as at from generate_series(1, ${items}::int) n) made`,
  sql`insert into eingangsnummer_zaehler select jahr, max(laufnummer) from posteingang group by 1`,
  sql`insert into mail_zustellung (posteingang_id, quelle, postfach, empfangen_am)
      select id, case when laufnummer % 3 = 0 then 'imap:Amt' else 'lmtp' end, '', received_at from posteingang where kanal = 'email'`,
  sql`insert into postkorb_eintrag (organisationseinheit_id, posteingang_id, created_at, erledigt_at)
      select o.id, p.id, p.received_at + (p.laufnummer % 997) * interval '17 seconds',
        case when p.received_at < now() - interval '30 days' then p.received_at + interval '10 days' end
      from posteingang p join organisationseinheit o on o.kuerzel = lpad((p.laufnummer % ${units}::int + 1)::text, 2, '0')
      where p.zustand = 'zugeordnet'`,
  sql`insert into audit_event (at, actor_kind, actor_id, action, object_type, object_id)
      select p.received_at + s * interval '1 second', 'person', w.id, (array['posteingang.read', 'posteingang.zugeordnet'])[s],
        'posteingang', p.id::text
      from posteingang p join person w on w.login = 'p' || (p.laufnummer % ${people}::int + 1) cross join generate_series(1, 2) s
      where p.laufnummer % 10 < 3`,
  // What else stands in the protocol: five lines of stages for each item.
  sql`insert into audit_event (at, actor_kind, action, object_type, object_id)
      select p.received_at, 'system', 'posteingang.stage', 'posteingang', p.id::text from posteingang p cross join generate_series(1, 5)`,
  sql`insert into audit_event (at, actor_kind, action, object_type, object_id, detail)
      select p.received_at + interval '1 day', 'person', 'posteingang.weitergegeben', 'posteingang', p.id::text,
        jsonb_build_object('from', k.organisationseinheit_id, 'to', (select id from organisationseinheit where kuerzel = '02'))
      from posteingang p join postkorb_eintrag k on k.posteingang_id = p.id
      where p.laufnummer % 100 < 3 and p.received_at < now() - interval '1 day'`,
  sql`insert into aktenplaneinheit (kennzeichen, titel) values ('1', 'Allgemeines')`,
  sql`insert into akte (aktenplaneinheit_id, laufnummer, kennzeichen, betreff, organisationseinheit_id, laufzeit_beginn)
      select (select id from aktenplaneinheit), row_number() over (), kuerzel, 'Akte', id, '2020-01-01' from organisationseinheit`,
  sql`insert into vorgang (akte_id, laufnummer, jahr, geschaeftszeichen, geschaeftszeichen_schluessel, betreff, organisationseinheit_id)
      select id, 1, 2024, kennzeichen, kennzeichen, 'Vorgang', organisationseinheit_id from akte`,
  sql`insert into postausgang (vorgang_id, vorlage, zustand, empfaenger, betreff, inhalt, author_id, kanal, sent_at)
      select v.id, 'anschreiben', 'sent', '{}', 'Schreiben', '{}', (select id from person where login = 'p1'),
        case when n % 2 = 0 then 'email' else 'druck' end, now() - interval '1 day' - n * (interval '1095 days' / (${items}::int / 5))
      from generate_series(1, ${items}::int / 5) n
        join vorgang v on v.geschaeftszeichen = lpad((n % ${units}::int + 1)::text, 2, '0')`,
];

/** Fills an empty database; the statistics are fresh afterwards, as after a night's autovacuum. */
export const fillYears = async (db: Db, items: number): Promise<void> => {
  for (const statement of statements(items)) await asSystem(db, (tx) => rows(tx, statement));
};
