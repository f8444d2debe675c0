import { randomUUID } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { teilePorto } from './aufteilung.js';
import type { Umschlag } from './laufplan.js';
import { gebietOf } from './porto.js';

/** What a letter brings along beside the plan. */
export interface Briefherkunft {
  renditionSha256: string;
  organisationseinheitId: string;
}

export interface NeuerLauf {
  tag: string;
  weg: 'druck' | 'ipp' | 'sftp';
  marken: object;
  angelegtVon: string | null;
  umschlaege: readonly Umschlag[];
  herkunft: ReadonlyMap<string, Briefherkunft>;
}

/** Rows of one table in one statement each so many, so that ten thousand letters are few statements. */
const insertAll = async (
  tx: Tx,
  into: RawBuilder<unknown>,
  values: readonly RawBuilder<unknown>[],
): Promise<void> => {
  const most = 500;
  for (let at = 0; at < values.length; at += most) {
    await rows(tx, sql`${into} values ${sql.join(values.slice(at, at + most))}`);
  }
};

interface Abgelegt {
  one: Umschlag;
  id: string;
  dateiId: string;
  erstesBlatt: number;
}

/** Gives envelopes their ids, their files and the number of their first sheet in its file. */
const place = (umschlaege: readonly Umschlag[], dateien: ReadonlyMap<number, string>) => {
  const sheets = new Map<number, number>();
  return umschlaege.map((one): Abgelegt => {
    const before = sheets.get(one.datei) ?? 0;
    sheets.set(one.datei, before + one.blaetter);
    const dateiId = dateien.get(one.datei) ?? '';
    return { one, id: randomUUID(), dateiId, erstesBlatt: before + 1 };
  });
};

const insertDateien = async (tx: Tx, laufId: string, umschlaege: readonly Umschlag[]) => {
  const dateien = new Map<number, { id: string; format: string; blaetter: number }>();
  for (const { datei, format, blaetter } of umschlaege) {
    const known = dateien.get(datei) ?? { id: randomUUID(), format, blaetter: 0 };
    dateien.set(datei, { ...known, blaetter: known.blaetter + blaetter });
  }
  await insertAll(
    tx,
    sql`insert into postlauf_datei (id, postlauf_id, nummer, format, blaetter)`,
    [...dateien].map(
      ([nummer, { id, format, blaetter }]) =>
        sql`(${id}::uuid, ${laufId}::uuid, ${nummer}, ${format}, ${blaetter})`,
    ),
  );
  return new Map([...dateien].map(([nummer, { id }]) => [nummer, id]));
};

const umschlagValues = (laufId: string, { one, id, dateiId, erstesBlatt }: Abgelegt) => {
  const empfaenger = one.briefe[0]?.empfaenger;
  const land = gebietOf(empfaenger?.land ?? '') === 'inland' ? '' : (empfaenger?.land ?? '');
  return sql`(${id}::uuid, ${laufId}::uuid, ${dateiId}::uuid, ${one.nummer}, ${one.format}, ${one.versandart},
    ${one.porto.bezeichnung}, ${empfaenger?.plz ?? ''}, ${land}, ${one.blaetter}, ${erstesBlatt}, ${one.gramm},
    ${one.porto.cent}, ${one.einzelnCent}, ${one.porto.gueltigAb}::date, ${one.porto.gesichert})`;
};

const briefValues = (laufId: string, { one, id }: Abgelegt, herkunft: NeuerLauf['herkunft']) => {
  const parts = teilePorto(one.porto.cent, one.briefe);
  return one.briefe.map((brief, at) => {
    const from = herkunft.get(brief.id);
    return sql`(${brief.id}::uuid, ${laufId}::uuid, ${id}::uuid, ${at + 1}, ${from?.renditionSha256 ?? ''},
      ${brief.seiten}, ${brief.kostenstelle}, ${from?.organisationseinheitId ?? null}::uuid, ${parts[at] ?? 0})`;
  });
};

/**
 * Stores a calculated run and takes its letters; nothing leaves by that.
 * @throws a unique violation when one of the letters is in another run.
 */
export const insertLauf = async (tx: Tx, lauf: NeuerLauf): Promise<string> => {
  // Numbers without gaps; runs are made a few times a day.
  await rows(tx, sql`lock table postlauf in share row exclusive mode`);
  const created = await firstRow<{ id: string }>(
    tx,
    sql`insert into postlauf (jahr, nummer, tag, weg, marken, angelegt_von)
        select extract(year from ${lauf.tag}::date)::int, coalesce(max(nummer), 0) + 1, ${lauf.tag}::date, ${lauf.weg},
          ${JSON.stringify(lauf.marken)}::jsonb, ${lauf.angelegtVon}::uuid
        from postlauf where jahr = extract(year from ${lauf.tag}::date)::int
        returning id`,
  );
  if (created === undefined) throw new Error('the insert of a run returned no row');
  const { id } = created;
  const dateien = await insertDateien(tx, id, lauf.umschlaege);
  const placed = place(lauf.umschlaege, dateien);
  await insertAll(
    tx,
    sql`insert into postlauf_umschlag (id, postlauf_id, datei_id, nummer, format, versandart, produkt, plz, land, blaetter,
      erstes_blatt, gramm, cent, einzeln_cent, preis_gueltig_ab, preis_gesichert)`,
    placed.map((one) => umschlagValues(id, one)),
  );
  await insertAll(
    tx,
    sql`insert into postlauf_brief (postausgang_id, postlauf_id, umschlag_id, position, rendition_sha256, seiten,
      kostenstelle, organisationseinheit_id, cent)`,
    placed.flatMap((one) => briefValues(id, one, lauf.herkunft)),
  );
  return id;
};
