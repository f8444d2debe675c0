import { sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type {
  BevorzugterWeg,
  EinwilligungNeu,
  Einwilligungsumfang,
  EmpfangAenderung,
  EmpfangDetail,
  WiderrufNeu,
  Zertifikatsangaben,
  Zugangsform,
} from './empfang.schema.js';

/** What the other features need of it: what counts now, without history. */
export interface Empfang {
  beteiligterId: string;
  name: string;
  email: string | null;
  bevorzugterWeg: BevorzugterWeg | null;
  postfachId: string | null;
  form: Zugangsform;
  /** ISO 639, `de` unless somebody said otherwise. */
  sprache: string;
  /** Also when out of date: nothing leaves unencrypted because of that. */
  zertifikatPem: string | null;
  zertifikatGilt: boolean;
  /** What was agreed to and not withdrawn. */
  einwilligungen: {
    umfang: Einwilligungsumfang;
    erteiltAm: string;
    /** The e-mail address it was given for. */
    adresse: string | null;
  }[];
  /** What was agreed to once and withdrawn since. */
  widerrufen: Einwilligungsumfang[];
}

const inDate = sql`(e.zertifikat->>'gueltigVon')::timestamptz <= now() and (e.zertifikat->>'gueltigBis')::timestamptz > now()`;

/** How a Beteiligter is written to now; undefined when there is none such. */
export const findEmpfang = (tx: Tx, beteiligterId: string): Promise<Empfang | undefined> =>
  firstRow<Empfang>(
    tx,
    sql`select b.id as beteiligter_id, b.name, b.email, e.bevorzugter_weg, e.postfach_id, coalesce(e.form, 'normal') as form,
          coalesce(e.sprache, 'de') as sprache, e.zertifikat_pem, coalesce(${inDate}, false) as zertifikat_gilt,
          coalesce((select jsonb_agg(jsonb_build_object('umfang', w.umfang, 'erteiltAm', w.erteilt_am, 'adresse', w.adresse)
            order by w.umfang) from einwilligung w where w.beteiligter_id = b.id and w.widerrufen_am is null), '[]') as einwilligungen,
          array(select distinct w.umfang from einwilligung w where w.beteiligter_id = b.id and w.widerrufen_am is not null
            and not exists (select from einwilligung n where n.beteiligter_id = b.id and n.umfang = w.umfang
              and n.widerrufen_am is null)) as widerrufen
        from beteiligter b left join empfangsangabe e on e.beteiligter_id = b.id where b.id = ${beteiligterId}`,
  );

/** Everything with its history, for the page; undefined when the Vorgang has no such Beteiligter. */
export const findEmpfangDetail = async (
  tx: Tx,
  key: { vorgangId: string; beteiligterId: string },
): Promise<Omit<EmpfangDetail, 'darfBearbeiten'> | undefined> => {
  const kopf = await firstRow<Omit<EmpfangDetail, 'darfBearbeiten' | 'einwilligungen' | 'verlauf'>>(
    tx,
    sql`select b.id as beteiligter_id, b.name, b.email, coalesce(e.version, 0) as version, e.bevorzugter_weg, e.postfach_id,
          coalesce(e.form, 'normal') as form, coalesce(e.sprache, 'de') as sprache,
          e.zertifikat || jsonb_build_object('gueltig', ${inDate}) as zertifikat
        from beteiligter b left join empfangsangabe e on e.beteiligter_id = b.id
        where b.id = ${key.beteiligterId} and b.vorgang_id = ${key.vorgangId}`,
  );
  if (kopf === undefined) return undefined;
  const einwilligungen = await rows<
    Omit<EmpfangDetail['einwilligungen'][number], 'createdAt'> & { createdAt: Date }
  >(
    tx,
    sql`select w.id, w.umfang, w.erteilt_am, w.wortlaut, w.erteilt_durch, w.adresse, a.name as aufgenommen_von, w.created_at,
          w.widerrufen_am, w.widerruf_grund, r.name as widerrufen_von
        from einwilligung w left join person a on a.id = w.aufgenommen_von left join person r on r.id = w.widerrufen_von
        where w.beteiligter_id = ${key.beteiligterId} order by w.created_at desc, w.id`,
  );
  const verlauf = await rows<{ at: Date; person: string | null; text: string }>(
    tx,
    sql`select v.at, p.name as person, v.text from empfang_verlauf v left join person p on p.id = v.person_id
        where v.beteiligter_id = ${key.beteiligterId} order by v.id desc limit 200`,
  );
  return {
    ...kopf,
    einwilligungen: einwilligungen.map((one) => ({
      ...one,
      createdAt: one.createdAt.toISOString(),
    })),
    verlauf: verlauf.map((one) => ({ ...one, at: one.at.toISOString() })),
  };
};

/** Stores the wishes; false when somebody else has changed them since. */
export const writeWuensche = async (
  tx: Tx,
  wish: EmpfangAenderung & { beteiligterId: string },
): Promise<boolean> =>
  (await changed(
    tx,
    sql`insert into empfangsangabe as e (beteiligter_id, bevorzugter_weg, postfach_id, form, sprache)
        select ${wish.beteiligterId}::uuid, ${wish.bevorzugterWeg}, ${wish.postfachId}, ${wish.form}, ${wish.sprache}
        where ${wish.version} = 0 or exists (select from empfangsangabe where beteiligter_id = ${wish.beteiligterId})
        on conflict (beteiligter_id) do update set bevorzugter_weg = excluded.bevorzugter_weg, postfach_id = excluded.postfach_id,
          form = excluded.form, sprache = excluded.sprache, version = e.version + 1, updated_at = now()
        where e.version = ${wish.version}`,
  )) === 1;

/** Puts a certificate on file, or takes it away. */
export const writeZertifikat = async (
  tx: Tx,
  given: { beteiligterId: string; zertifikat: { pem: string; angaben: Zertifikatsangaben } | null },
): Promise<void> => {
  const { zertifikat } = given;
  const angaben = zertifikat === null ? null : JSON.stringify(zertifikat.angaben);
  await changed(
    tx,
    sql`insert into empfangsangabe as e (beteiligter_id, zertifikat_pem, zertifikat)
        values (${given.beteiligterId}, ${zertifikat?.pem ?? null}, ${angaben}::jsonb)
        on conflict (beteiligter_id) do update set zertifikat_pem = excluded.zertifikat_pem,
          zertifikat = excluded.zertifikat, version = e.version + 1, updated_at = now()`,
  );
};

/** Notes a consent; false when one of this kind holds already or its day is still to come. */
export const insertEinwilligung = async (
  tx: Tx,
  given: EinwilligungNeu & { beteiligterId: string; personId: string },
): Promise<boolean> =>
  (await changed(
    tx,
    sql`insert into einwilligung (beteiligter_id, umfang, erteilt_am, wortlaut, erteilt_durch, adresse, aufgenommen_von)
        select b.id, ${given.umfang}, ${given.erteiltAm}::date, ${given.wortlaut}, ${given.erteiltDurch},
          case when ${given.umfang}::text = 'email' then b.email end, ${given.personId}::uuid
        from beteiligter b where b.id = ${given.beteiligterId}
          and ${given.erteiltAm}::date <= (now() at time zone 'Europe/Berlin')::date
        on conflict do nothing`,
  )) === 1;

/** Notes a withdrawal and tells of what; undefined when there is nothing to withdraw on that day. */
export const widerrufeEinwilligung = (
  tx: Tx,
  given: WiderrufNeu & { beteiligterId: string; einwilligungId: string; personId: string },
): Promise<{ umfang: Einwilligungsumfang } | undefined> =>
  firstRow<{ umfang: Einwilligungsumfang }>(
    tx,
    sql`update einwilligung set widerrufen_am = ${given.widerrufenAm}::date, widerruf_grund = ${given.grund},
          widerrufen_von = ${given.personId}::uuid
        where id = ${given.einwilligungId} and beteiligter_id = ${given.beteiligterId} and widerrufen_am is null
          and ${given.widerrufenAm}::date between erteilt_am and (now() at time zone 'Europe/Berlin')::date
        returning umfang`,
  );

/** Adds a line to the history that the page shows. */
export const addEmpfangVerlauf = async (
  tx: Tx,
  line: { beteiligterId: string; personId: string; text: string },
): Promise<void> => {
  await changed(
    tx,
    sql`insert into empfang_verlauf (beteiligter_id, person_id, text) values (${line.beteiligterId}, ${line.personId}, ${line.text})`,
  );
};
