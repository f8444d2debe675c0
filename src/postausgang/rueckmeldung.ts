import { sql } from 'kysely';
import { addVermerk } from '#eakte/index.js';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import { storableJson } from '#infrastructure/database/storable.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { lockItem } from './brief.repository.js';
import { recordEreignis } from './ereignis.js';
import type { MessageIds } from './own-message-id.js';
import { Rueckmeldung } from './postausgang.schema.js';
import { recordRuecklauf } from './ruecklauf.js';
import { insertBlatt } from './ruecklauf.repository.js';
import type { Ruecklaufanlass } from './ruecklauf.schema.js';
import { takeFehlbericht, takeZustellbericht, type Zustellbericht } from './zustellnachweis.js';

/** A letter that left by e-mail, as answers to it are matched. */
export interface EigenesSchreiben {
  id: string;
  vorgangId: string;
  /** Address to which it went. */
  email: string;
}

const artText = { unzustellbar: 'Unzustellbar', verzoegert: 'Zustellung verzögert' } as const;

/** What a mail server reports; what comes back on paper is another matter (ruecklauf.ts). */
type Servermeldung = Omit<Rueckmeldung, 'at' | 'art' | 'anlass'> & { art: keyof typeof artText };

const vermerkText = (given: Servermeldung, isAct: boolean): string =>
  [
    `${artText[given.art]}: ${given.empfaenger} – ${given.grund}`,
    ...(given.status === null ? [] : [`Status ${given.status}.`]),
    ...(given.art === 'unzustellbar' && isAct
      ? [
          'Bitte prüfen, ob der Bescheid bekannt gegeben ist: Die Vermutung gilt nicht, wenn er nicht zugegangen ist (§ 41 Absatz 2 VwVfG).',
        ]
      : []),
  ].join(' ');

/** Finds the letters that mails from outside speak of, and records what they tell. */
export const createEigeneSchreiben = ({ messageIds }: { messageIds: MessageIds }) => {
  /** The letter of the first id that we have signed; the others prove nothing. */
  const find = async (tx: Tx, ids: readonly string[]): Promise<EigenesSchreiben | undefined> => {
    const letterId = ids.map(messageIds.read).find((id) => id !== undefined);
    if (letterId === undefined) return undefined;
    return firstRow<EigenesSchreiben>(
      tx,
      sql`select id, vorgang_id, coalesce(empfaenger ->> 'email', '') as email from postausgang
          where id = ${letterId} and kanal = 'email' and zustand in ('sent', 'unknown', 'committing', 'queued', 'claimed', 'failed')`,
    );
  };

  const findByCodes = async (tx: Tx, texts: readonly string[]): Promise<EigenesSchreiben[]> => {
    const ids = [...new Set(texts.flatMap((text) => messageIds.briefcodes.read(text) ?? []))];
    if (ids.length === 0) return [];
    return rows<EigenesSchreiben>(
      tx,
      sql`select id, vorgang_id, coalesce(empfaenger ->> 'email', '') as email from postausgang
          where id = any(${ids}::uuid[]) order by id`,
    );
  };

  /** Records a report at the letter and in its Vorgang, once an Eingang; a delay never covers a failure. */
  const record = async (tx: Tx, letter: EigenesSchreiben, given: Servermeldung): Promise<void> => {
    await lockItem(tx, letter.id);
    const before = await firstRow<{ rueckmeldung: unknown; isAct: boolean }>(
      tx,
      sql`select rueckmeldung, bekanntgabe_datum is not null as is_act from postausgang
          where id = ${letter.id} for update`,
    );
    const known = Rueckmeldung.safeParse(before?.rueckmeldung).data;
    if (before === undefined || known?.posteingangId === given.posteingangId) return;
    if (known?.art !== 'unzustellbar' || given.art === 'unzustellbar')
      await changed(
        tx,
        sql`update postausgang set updated_at = now(), rueckmeldung = ${storableJson(given)}::jsonb
              || jsonb_build_object('at', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
            where id = ${letter.id}`,
      );
    await addVermerk(tx, {
      vorgangId: letter.vorgangId,
      art: artText[given.art],
      text: vermerkText(given, before.isAct),
    });
    await recordEreignis(tx, {
      id: letter.id,
      action: given.art === 'unzustellbar' ? 'undeliverable' : 'delayed',
      detail: { grund: given.grund, status: given.status, posteingangId: given.posteingangId },
    });
    if (given.art === 'unzustellbar') await takeFehlbericht(tx, letter.id, given.grund);
  };

  /** Records that a server has taken the letter; an uncertain one is settled by it. */
  const recordSuccess = (tx: Tx, letter: EigenesSchreiben, given: Zustellbericht): Promise<void> =>
    takeZustellbericht(tx, letter.id, given);

  /** Notes that a sheet of the letter lies in an Eingang. */
  const noteSheet = (tx: Tx, letter: EigenesSchreiben, posteingangId: string): Promise<void> =>
    insertBlatt(tx, { posteingangId, postausgangId: letter.id });

  /** Records that the letter came back in an Eingang; nothing where it has never left. */
  const recordReturn = async (
    tx: Tx,
    letter: EigenesSchreiben,
    given: { posteingangId: string; anlass: Ruecklaufanlass | null },
  ): Promise<void> => {
    await recordRuecklauf(tx, letter.id, given);
  };

  return { find, findByCodes, record, recordSuccess, noteSheet, recordReturn };
};

/** Letters of ours that mails from outside speak of. */
export type EigeneSchreiben = ReturnType<typeof createEigeneSchreiben>;
