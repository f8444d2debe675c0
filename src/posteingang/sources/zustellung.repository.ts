import { sql } from 'kysely';
import { firstRow, prepared, rows } from '#infrastructure/database/pool.js';
import { storableJson } from '#infrastructure/database/storable.js';
import type { Tx } from '#infrastructure/database/transaction.js';

/** How a mail came to us, for one recipient address or for one message of a mailbox. */
export interface Zustellung {
  quelle: string;
  /** The configured address, or the name of the mailbox. */
  postfach: string;
  /** Sign of the Organisationseinheit to which the address was given. */
  einheit: string | null;
  umschlagVon: string;
  umschlagAn: readonly string[];
  clientIp: string | null;
  helo: string | null;
  empfangenAm: Date;
  uidvalidity?: number;
  uid?: number;
  messageId?: string | null;
  internaldate?: Date | null;
}

/** Notes deliveries; a message of a mailbox that was noted before stays as it is. */
export const insertZustellungen = async (
  tx: Tx,
  deliveries: readonly (Zustellung & { posteingangId: string; wiederholung: boolean })[],
): Promise<void> => {
  if (deliveries.length === 0) return;
  const list = storableJson(
    deliveries.map((one) => ({
      posteingang_id: one.posteingangId,
      quelle: one.quelle,
      postfach: one.postfach,
      einheit: one.einheit,
      umschlag_von: one.umschlagVon,
      umschlag_an: one.umschlagAn,
      client_ip: one.clientIp,
      helo: one.helo,
      empfangen_am: one.empfangenAm,
      uidvalidity: one.uidvalidity,
      uid: one.uid,
      message_id: one.messageId,
      internaldate: one.internaldate,
      wiederholung: one.wiederholung,
    })),
  );
  await rows(
    tx,
    sql`${prepared('insert-zustellungen')} insert into mail_zustellung (posteingang_id, quelle, postfach, einheit,
        umschlag_von, umschlag_an, client_ip, helo, empfangen_am, uidvalidity, uid, message_id, internaldate, wiederholung)
      select posteingang_id, quelle, postfach, einheit, umschlag_von, umschlag_an, client_ip, helo, empfangen_am,
        uidvalidity, uid, message_id, internaldate, wiederholung
      from jsonb_to_recordset(${list}::jsonb) as z (posteingang_id uuid, quelle text, postfach text, einheit text,
        umschlag_von text, umschlag_an text[], client_ip inet, helo text, empfangen_am timestamptz, uidvalidity bigint,
        uid bigint, message_id text, internaldate timestamptz, wiederholung boolean)
      on conflict do nothing`,
  );
};

/** Adds to what a source has acknowledged and refused on a day; `tag` is a calendar day in Germany. */
export const addToTagesstand = (
  tx: Tx,
  stand: { quelle: string; tag: string; quittiert: number; abgelehnt: number },
): Promise<unknown> =>
  rows(
    tx,
    sql`insert into mail_tagesstand as t (quelle, tag, quittiert, abgelehnt)
        values (${stand.quelle}, ${stand.tag}::date, ${stand.quittiert}, ${stand.abgelehnt})
        on conflict (quelle, tag) do update set quittiert = t.quittiert + excluded.quittiert,
          abgelehnt = t.abgelehnt + excluded.abgelehnt`,
  );

/** The addresses and mailboxes by which an item came, with the unit to which the operator gave each of them. */
export const listEmpfang = (
  tx: Tx,
  posteingangId: string,
): Promise<Pick<Zustellung, 'postfach' | 'einheit'>[]> =>
  rows(
    tx,
    sql`select postfach, einheit from mail_zustellung where posteingang_id = ${posteingangId} order by empfangen_am, id`,
  );

/** Who handed a mail in. */
export type Delivery = Pick<Zustellung, 'umschlagVon' | 'clientIp' | 'helo'>;

/** How a mail was handed in by SMTP or LMTP for the first time; undefined for mailboxes and uploads. */
export const findZustellung = (tx: Tx, posteingangId: string): Promise<Delivery | undefined> =>
  firstRow(
    tx,
    sql<Delivery>`select umschlag_von, host(client_ip) as client_ip, helo from mail_zustellung
        where posteingang_id = ${posteingangId} and quelle in ('lmtp', 'smtp') order by empfangen_am, id limit 1`,
  );

/** The addresses to which servers handed a mail over, as they wrote them. */
export const listUmschlagAn = async (tx: Tx, posteingangId: string): Promise<string[]> =>
  (
    await rows<{ adresse: string }>(
      tx,
      sql`select distinct unnest(umschlag_an) as adresse from mail_zustellung
          where posteingang_id = ${posteingangId} order by 1`,
    )
  ).map(({ adresse }) => adresse);
