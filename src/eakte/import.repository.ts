import { sql } from 'kysely';
import { changed, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { geschaeftszeichenSchluessel } from './geschaeftszeichen.js';

/** A file plan with Akten and Vorgänge as plain data; they name each other by their Kennzeichen. */
export interface EakteImport {
  aktenplan: readonly {
    kennzeichen: string;
    titel: string;
    parent?: string | null;
    aufbewahrungsdauerJahre?: number;
    aussonderungsart?: 'A' | 'B' | 'V';
  }[];
  akten: readonly {
    /** e.g. `32-3110/4` */
    kennzeichen: string;
    aktenplankennzeichen: string;
    laufnummer: number;
    betreff: string;
    /** Kürzel of the unit in charge. */
    organisationseinheit: string;
    laufzeitBeginn: string;
  }[];
  vorgaenge: readonly {
    geschaeftszeichen: string;
    /** Kennzeichen of the Akte. */
    akte: string;
    laufnummer: number;
    jahr: number;
    betreff: string;
    organisationseinheit: string;
    /** Login of the Bearbeiter. */
    bearbeiter?: string | null;
    vertraulichkeit?: 0 | 1;
    /** Day of opening; today when absent. */
    angelegtAm?: string;
    beteiligte?: readonly {
      rolle: string;
      name: string;
      strasse?: string | null;
      plz?: string | null;
      ort?: string | null;
      email?: string | null;
      fremdesGeschaeftszeichen?: string | null;
    }[];
  }[];
}

const importAktenplan = async (tx: Tx, plan: EakteImport['aktenplan']): Promise<void> => {
  const data = JSON.stringify(plan);
  await changed(
    tx,
    sql`insert into aktenplaneinheit (kennzeichen, titel, aufbewahrungsdauer_jahre, aussonderungsart)
        select kennzeichen, titel, coalesce("aufbewahrungsdauerJahre", 10), coalesce(aussonderungsart, 'B')
        from jsonb_to_recordset(${data}::jsonb) as e (kennzeichen text, titel text,
          "aufbewahrungsdauerJahre" integer, aussonderungsart text)`,
  );
  await changed(
    tx,
    sql`update aktenplaneinheit k set parent_id = oben.id
        from jsonb_to_recordset(${data}::jsonb) as e (kennzeichen text, parent text)
        join aktenplaneinheit oben on oben.kennzeichen = e.parent where k.kennzeichen = e.kennzeichen`,
  );
};

const importAkten = async (tx: Tx, akten: EakteImport['akten']): Promise<void> => {
  const count = await changed(
    tx,
    sql`insert into akte (aktenplaneinheit_id, laufnummer, kennzeichen, betreff, organisationseinheit_id,
          laufzeit_beginn)
        select e.id, a.laufnummer, a.kennzeichen, a.betreff, o.id, a."laufzeitBeginn"
        from jsonb_to_recordset(${JSON.stringify(akten)}::jsonb) as a (aktenplankennzeichen text,
          laufnummer integer, kennzeichen text, betreff text, organisationseinheit text, "laufzeitBeginn" date)
        join aktenplaneinheit e on e.kennzeichen = a.aktenplankennzeichen
        join organisationseinheit o on o.kuerzel = a.organisationseinheit`,
  );
  requireAll('Akten', akten.length, count);
  await changed(
    tx,
    sql`update aktenplaneinheit e set letzte_aktennummer = a.letzte
        from (select aktenplaneinheit_id, max(laufnummer) as letzte from akte group by 1) a
        where a.aktenplaneinheit_id = e.id`,
  );
};

const importVorgaenge = async (
  tx: Tx,
  vorgaenge: EakteImport['vorgaenge'],
): Promise<Map<string, string>> => {
  const keyed = vorgaenge.map(({ beteiligte: _beteiligte, ...vorgang }) => ({
    ...vorgang,
    schluessel: geschaeftszeichenSchluessel(vorgang.geschaeftszeichen),
  }));
  const inserted = await rows<{ id: string; geschaeftszeichen: string }>(
    tx,
    sql`insert into vorgang (akte_id, laufnummer, jahr, geschaeftszeichen, geschaeftszeichen_schluessel,
          betreff, organisationseinheit_id, bearbeiter_id, vertraulichkeit, created_at)
        select a.id, v.laufnummer, v.jahr, v.geschaeftszeichen, v.schluessel, v.betreff, o.id, p.id,
          coalesce(v.vertraulichkeit, 0),
          coalesce((v."angelegtAm" + time '09:00') at time zone 'Europe/Berlin', now())
        from jsonb_to_recordset(${JSON.stringify(keyed)}::jsonb) as v (akte text, laufnummer integer,
          jahr integer, geschaeftszeichen text, schluessel text, betreff text, organisationseinheit text,
          bearbeiter text, vertraulichkeit smallint, "angelegtAm" date)
        join akte a on a.kennzeichen = v.akte
        join organisationseinheit o on o.kuerzel = v.organisationseinheit
        left join person p on p.login = v.bearbeiter
        returning id, geschaeftszeichen`,
  );
  requireAll('Vorgänge', vorgaenge.length, inserted.length);
  await changed(
    tx,
    sql`insert into vorgangsnummer_zaehler (akte_id, jahr, letzte)
        select akte_id, jahr, max(laufnummer) from vorgang group by 1, 2
        on conflict (akte_id, jahr) do update set letzte = excluded.letzte`,
  );
  return new Map(inserted.map((row) => [row.geschaeftszeichen, row.id]));
};

const importBeteiligte = async (tx: Tx, vorgaenge: EakteImport['vorgaenge']): Promise<void> => {
  const beteiligte = vorgaenge.flatMap(({ geschaeftszeichen, beteiligte: some }) =>
    (some ?? []).map((one) => ({ ...one, geschaeftszeichen })),
  );
  await changed(
    tx,
    sql`insert into beteiligter (vorgang_id, rolle, name, strasse, plz, ort, email, fremdes_geschaeftszeichen)
        select v.id, b.rolle, b.name, b.strasse, b.plz, b.ort, b.email, b."fremdesGeschaeftszeichen"
        from jsonb_to_recordset(${JSON.stringify(beteiligte)}::jsonb) as b (geschaeftszeichen text, rolle text,
          name text, strasse text, plz text, ort text, email text, "fremdesGeschaeftszeichen" text)
        join vorgang v on v.geschaeftszeichen = b.geschaeftszeichen`,
  );
};

const requireAll = (what: string, wanted: number, done: number): void => {
  if (done !== wanted) {
    throw new Error(`${wanted - done} ${what} of the import name something that does not exist`);
  }
};

/**
 * Imports Aktenplan, Akten and Vorgänge within `asSystem`, after the organisation; a few statements for any
 * number. Returns the ids of the Vorgänge by Geschäftszeichen. New numbers go on after the imported ones.
 */
export const importEakte = async (tx: Tx, data: EakteImport): Promise<Map<string, string>> => {
  await importAktenplan(tx, data.aktenplan);
  await importAkten(tx, data.akten);
  const vorgaenge = await importVorgaenge(tx, data.vorgaenge);
  await importBeteiligte(tx, data.vorgaenge);
  return vorgaenge;
};
