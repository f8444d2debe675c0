import { sql } from 'kysely';
import { rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { KnownItem } from '../receive.repository.js';
import type { Siegel } from './siegel.js';

/** Items whose sealed bytes have one of these fingerprints. */
export const findKnownSeals = (
  tx: Tx,
  abdruecke: readonly string[],
): Promise<(KnownItem & { abdruck: string })[]> =>
  rows(
    tx,
    sql<
      KnownItem & { abdruck: string }
    >`select p.id, p.eingangsnummer, p.sha256, p.idempotency_scope, p.idempotency_key, v.abdruck
        from verschluss v join posteingang p on p.id = v.posteingang_id where v.abdruck = any (${[...abdruecke]}::text[])`,
  );

/** Writes the seal of an item that has just got its line in the Posteingangsbuch. */
export const insertSiegel = (tx: Tx, posteingangId: string, one: Siegel): Promise<unknown> =>
  rows(
    tx,
    sql`insert into verschluss (posteingang_id, eingangsnummer, eingangsdatum, eingegangen_at, klasse, oeffner, regel_id,
        begruendung, vermerk, anschrift, absender, empfaenger_id, einheit_id, vergabe_id, inhalt, sha256, schluessel,
        schluessel_kennung, angaben, abdruck)
      select p.id, p.eingangsnummer, p.eingangsdatum, coalesce(${one.eingegangenAt}::timestamptz, p.received_at),
        ${one.klasse}, ${one.oeffner}, ${one.regelId}, ${one.begruendung}, ${one.vermerk}, ${one.anschrift}, ${one.absender},
        ${one.empfaengerId}, ${one.einheitId}, ${one.vergabeId}, ${one.inhalt}, p.sha256, ${one.schluessel},
        ${one.schluesselKennung}, ${one.angaben}, ${one.abdruck}
      from posteingang p where p.id = ${posteingangId}`,
  );
