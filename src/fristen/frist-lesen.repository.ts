import { type RawBuilder, sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { FristDetail, FristFilter, FristZeile } from './fristen.schema.js';
import type { Grenzen } from './fristen-deps.js';

/** Open, and not only the examination of a remedy: such a Frist can be missed. */
const laeuft = sql`f.zustand in ('vorgeschlagen', 'bestaetigt') and f.art <> 'rechtsbehelf'`;

const stufe = ({ heute, vorwarnungTage, eskalationTage }: Grenzen): RawBuilder<string | null> =>
  sql`case when not (${laeuft}) then null when f.ende < ${heute}::date then 'ueberfaellig'
    when f.ende <= ${heute}::date + ${eskalationTage}::int then 'eskaliert'
    when f.ende <= ${heute}::date + ${vorwarnungTage}::int then 'vorwarnung' else 'ruhig' end`;

const from = sql`from frist f left join posteingang p on p.id = f.posteingang_id
  left join vorgang v on v.id = coalesce(f.vorgang_id, p.vorgang_id)
  join organisationseinheit o on o.id = coalesce(p.organisationseinheit_id, v.organisationseinheit_id)
  left join person z on z.id = coalesce(f.zustaendig_id, v.bearbeiter_id)
  left join postkorb_eintrag k on k.posteingang_id = p.id`;

const columns = (
  grenzen: Grenzen,
) => sql`f.id, f.art, f.bezeichnung, f.grundlage, f.start, f.ende, f.ergebnis, f.zustand, ${stufe(grenzen)} as stufe, f.konfidenz,
  jsonb_build_object('id', o.id, 'kuerzel', o.kuerzel, 'name', o.name) as organisationseinheit,
  case when z.id is not null then jsonb_build_object('id', z.id, 'name', z.name) end as zustaendig,
  case when p.id is not null then jsonb_build_object('id', p.id, 'eingangsnummer', p.eingangsnummer, 'betreff', p.betreff,
    'postkorbId', k.id) end as posteingang,
  case when v.id is not null then jsonb_build_object('id', v.id, 'geschaeftszeichen', v.geschaeftszeichen, 'betreff', v.betreff) end as vorgang,
  f.created_at`;

type ZeileRow = Omit<FristZeile, 'createdAt'> & { createdAt: Date };
const toZeile = (row: ZeileRow): FristZeile => ({ ...row, createdAt: row.createdAt.toISOString() });

const conditions = (
  filter: FristFilter & { personId: string },
  grenzen: Grenzen,
): RawBuilder<unknown>[] => {
  const { zustand, einheit, person, posteingangId, vorgangId, von, bis } = filter;
  const whom = sql`coalesce(f.zustaendig_id, v.bearbeiter_id)`;
  return [
    ...(zustand === 'alle'
      ? []
      : zustand === 'offen'
        ? [sql`f.zustand in ('vorgeschlagen', 'bestaetigt')`]
        : [sql`f.zustand = ${zustand}`]),
    ...(filter.stufe === undefined ? [] : [sql`${stufe(grenzen)} = ${filter.stufe}`]),
    ...(einheit === undefined ? [] : [sql`o.id = ${einheit}`]),
    ...(person === undefined
      ? []
      : person === 'keine'
        ? [sql`${whom} is null`]
        : [sql`${whom} = ${person === 'ich' ? filter.personId : person}`]),
    ...(posteingangId === undefined ? [] : [sql`f.posteingang_id = ${posteingangId}`]),
    ...(vorgangId === undefined ? [] : [sql`v.id = ${vorgangId}`]),
    ...(von === undefined ? [] : [sql`f.ende >= ${von}::date`]),
    ...(bis === undefined ? [] : [sql`f.ende <= ${bis}::date`]),
  ];
};

/** Fristen that fit the filter, the nearest last day first; those without one come last. `visible` is over the alias `f`. */
export const listFristen = async (
  tx: Tx,
  visible: RawBuilder<boolean>,
  asked: { filter: FristFilter & { personId: string }; grenzen: Grenzen },
): Promise<FristZeile[]> => {
  const { filter, grenzen } = asked;
  const where = sql.join([visible, ...conditions(filter, grenzen)], sql` and `);
  const found = await rows<ZeileRow>(
    tx,
    sql`select ${columns(grenzen)} ${from} where ${where}
        order by f.ende nulls last, f.created_at, f.id limit ${filter.limit}`,
  );
  return found.map(toZeile);
};

interface Zahlen {
  offen: number;
  vorgeschlagen: number;
  vorwarnung: number;
  eskaliert: number;
  ueberfaellig: number;
  anMich: number;
}

/** How many visible Fristen are open, proposed and near; `leitung` are the units to whose head what is near is escalated. */
export const countFristen = async (
  tx: Tx,
  visible: RawBuilder<boolean>,
  asked: { grenzen: Grenzen; leitung: readonly string[] },
): Promise<Zahlen> => {
  const near = stufe(asked.grenzen);
  const row = await firstRow<Zahlen>(
    tx,
    sql`with gezaehlt as (select f.zustand, ${near} as stufe, o.id = any (${[...asked.leitung]}::uuid[]) as geleitet
          ${from} where ${visible} and f.zustand in ('vorgeschlagen', 'bestaetigt'))
        select count(*) as offen, count(*) filter (where zustand = 'vorgeschlagen') as vorgeschlagen,
          count(*) filter (where stufe = 'vorwarnung') as vorwarnung,
          count(*) filter (where stufe = 'eskaliert') as eskaliert,
          count(*) filter (where stufe = 'ueberfaellig') as ueberfaellig,
          count(*) filter (where stufe in ('eskaliert', 'ueberfaellig')
            or (not geleitet and (zustand = 'vorgeschlagen' or stufe = 'vorwarnung'))) as an_mich
        from gezaehlt`,
  );
  return (
    row ?? { offen: 0, vorgeschlagen: 0, vorwarnung: 0, eskaliert: 0, ueberfaellig: 0, anMich: 0 }
  );
};

type DetailRow = Omit<FristDetail, 'createdAt' | 'verlauf' | 'eingangstag'> & {
  createdAt: Date;
  tag: string | null;
  quelle: 'stempel' | 'person' | null;
  begruendung: string | null;
  eingangsdatum: string | null;
};

/** One Frist with its calculation and what became of it, or undefined when it is hidden. */
export const findFrist = async (
  tx: Tx,
  visible: RawBuilder<boolean>,
  asked: { id: string; grenzen: Grenzen },
): Promise<FristDetail | undefined> => {
  const row = await firstRow<DetailRow>(
    tx,
    sql`select ${columns(asked.grenzen)}, f.rechenweg, f.frage, f.ab_eingang, e.tag, e.quelle, e.begruendung, p.eingangsdatum,
          case when f.fundstelle is not null then jsonb_build_object('text', f.fundstelle ->> 'text',
            'seite', (f.fundstelle ->> 'seite')::int) end as fundstelle
        ${from} left join eingangstag e on e.posteingang_id = p.id where f.id = ${asked.id} and ${visible}`,
  );
  if (row === undefined) return undefined;
  const verlauf = await rows<{ at: Date; person: string | null; art: string; text: string }>(
    tx,
    sql`select w.at, q.name as person, w.art, w.text from frist_verlauf w left join person q on q.id = w.person_id
        where w.frist_id = ${asked.id} order by w.at, w.id`,
  );
  const { tag, quelle, begruendung, eingangsdatum, ...zeile } = row;
  return {
    ...zeile,
    createdAt: row.createdAt.toISOString(),
    eingangstag:
      eingangsdatum === null
        ? null
        : {
            tag: tag ?? eingangsdatum,
            quelle: quelle ?? 'annahme',
            begruendung: begruendung ?? '',
          },
    verlauf: verlauf.map((one) => ({ ...one, at: one.at.toISOString() })),
  };
};
