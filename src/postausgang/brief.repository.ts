import { type RawBuilder, sql } from 'kysely';
import { Conflict, NotFound } from '#errors.js';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Briefinhalt } from './brief-daten.js';
import { vorher } from './postausgang.js';
import type { Befund, PostausgangZustand, Versandkanal } from './postausgang.schema.js';
import { versandAb } from './stornofrist.repository.js';

/** A letter as the stages and the routes work with it. Days are `YYYY-MM-DD`. */
export interface Brief extends Briefinhalt {
  id: string;
  vorgangId: string;
  vorlage: string;
  /** The versions that it was written with; null: written before there were any. */
  vorlageFassungId: string | null;
  briefkopfFassungId: string | null;
  vorlageDaten: unknown;
  zustand: PostausgangZustand;
  version: number;
  kanalWunsch: Versandkanal | null;
  kanal: Versandkanal | null;
  /** The day before which it shall not leave. */
  versandWunsch: string | null;
  /** Somebody holds it back. */
  angehaltenAt: Date | null;
  authorId: string;
  /** For whom it was begun; who receives it stands in `empfaenger`. */
  beteiligterId: string | null;
  /** Everybody who wrote in it, the author included. */
  bearbeitetVon: string[];
  briefdatum: string | null;
  versanddatum: string | null;
  druckdatei: string | null;
  renditionSha256: string | null;
  renditionSize: number | null;
  seitenzahl: number | null;
  pruefung: Befund[];
  dispatchAttempt: number;
  messageId: string | null;
  sentAt: Date | null;
  fehlerCode: string | null;
  fehlerText: string | null;
  dokumentId: string | null;
  organisationseinheitId: string;
  vertraulichkeit: number;
  bearbeiterId: string | null;
}

const columns = sql`p.id, p.vorgang_id, p.vorlage, p.vorlage_fassung_id, p.briefkopf_fassung_id,
  vorlagenfassung_daten(p.vorlage_fassung_id) as vorlage_daten, p.zustand, p.empfaenger, p.betreff, p.inhalt, p.version,
  p.kanal_wunsch, p.kanal, p.author_id, p.beteiligter_id, p.bearbeitet_von, p.briefdatum, p.versanddatum, p.druckdatei, p.rendition_sha256,
  p.rendition_size, p.seitenzahl, p.pruefung, p.dispatch_attempt, p.message_id, p.sent_at, p.fehler_code,
  p.fehler_text, p.dokument_id, p.organisationseinheit_id, p.vertraulichkeit, p.bearbeiter_id,
  p.versand_wunsch, p.angehalten_at`;

/** The letter is not there, or not for this person to know of. */
export const noSuchLetter = (): NotFound =>
  new NotFound({
    code: 'postausgang-unknown',
    message: 'The letter does not exist or is not visible.',
    clerkMessage: 'Dieses Schreiben gibt es nicht.',
  });

/** Somebody else was faster, or the page that the person looks at is out of date. */
export const outdated = (): Conflict =>
  new Conflict({
    code: 'postausgang-changed',
    message: 'The letter has another version or state than the request expects.',
    clerkMessage: 'Das Schreiben wurde inzwischen geändert. Bitte laden Sie die Ansicht neu.',
  });

/** @throws NotFound */
export const getBrief = async (tx: Tx, id: string): Promise<Brief> => {
  const brief = await firstRow<Brief>(
    tx,
    sql`select ${columns} from postausgang p where p.id = ${id}`,
  );
  if (brief === undefined) throw noSuchLetter();
  return brief;
};

/** A letter that fits the predicate; undefined when unknown or hidden. */
export const findBrief = (
  tx: Tx,
  visible: RawBuilder<boolean>,
  id: string,
): Promise<Brief | undefined> =>
  firstRow<Brief>(tx, sql`select ${columns} from postausgang p where p.id = ${id} and ${visible}`);

/** Locks the letter's place in the pipeline; always before the letter itself, as the runner does. */
export const lockItem = async (tx: Tx, id: string): Promise<void> => {
  await rows(tx, sql`select id from work_item where id = ${id} for update`);
};

/** Where the letter stands in the pipeline; undefined before it was handed in for the first time. */
export const findItemState = async (
  tx: Tx,
  id: string,
): Promise<'open' | 'waiting' | 'clearing' | 'done' | undefined> =>
  (
    await firstRow<{ state: 'open' | 'waiting' | 'clearing' | 'done' }>(
      tx,
      sql`select state from work_item where id = ${id}`,
    )
  )?.state;

/** A visible letter with its place in the pipeline, locked until the transaction ends. @throws NotFound */
export const lockBrief = async (
  tx: Tx,
  visible: RawBuilder<boolean>,
  id: string,
): Promise<Brief> => {
  await lockItem(tx, id);
  const brief = await firstRow<Brief>(
    tx,
    sql`select ${columns} from postausgang p where p.id = ${id} and ${visible} for update`,
  );
  if (brief === undefined) throw noSuchLetter();
  return brief;
};

/** Creates a draft and returns its id. */
export const insertEntwurf = async (
  tx: Tx,
  draft: Briefinhalt & {
    vorgangId: string;
    vorlage: string;
    vorlageFassungId: string;
    briefkopfFassungId: string;
    authorId: string;
    beteiligterId: string | null;
    kanalWunsch: Versandkanal | null;
  },
): Promise<string> => {
  const row = await firstRow<{ id: string }>(
    tx,
    sql`insert into postausgang (vorgang_id, vorlage, vorlage_fassung_id, briefkopf_fassung_id, empfaenger, betreff, inhalt, author_id, beteiligter_id, bearbeitet_von, kanal_wunsch)
        values (${draft.vorgangId}, ${draft.vorlage}, ${draft.vorlageFassungId}, ${draft.briefkopfFassungId}, ${JSON.stringify(draft.empfaenger)}::jsonb,
          ${draft.betreff}, ${JSON.stringify(draft.inhalt)}::jsonb, ${draft.authorId}, ${draft.beteiligterId},
          array[${draft.authorId}::uuid], ${draft.kanalWunsch})
        returning id`,
  );
  if (row === undefined) throw new Error('the insert of a letter returned no row');
  return row.id;
};

/** Replaces the contents of a draft. @throws Conflict unless it is a draft of this version. */
export const updateEntwurf = async (
  tx: Tx,
  draft: Briefinhalt & {
    id: string;
    version: number;
    vorlage: string;
    /** The version to write with from now on. */
    vorlageFassungId: string | null;
    kanalWunsch: Versandkanal | null;
    versandAm: string | null;
    personId: string;
  },
): Promise<void> => {
  const count = await changed(
    tx,
    sql`update postausgang set vorlage = ${draft.vorlage}, vorlage_fassung_id = ${draft.vorlageFassungId}::uuid, empfaenger = ${JSON.stringify(draft.empfaenger)}::jsonb,
          betreff = ${draft.betreff}, inhalt = ${JSON.stringify(draft.inhalt)}::jsonb,
          bearbeitet_von = case when ${draft.personId}::uuid = any (bearbeitet_von) then bearbeitet_von
            else bearbeitet_von || ${draft.personId}::uuid end,
          kanal_wunsch = ${draft.kanalWunsch}, versand_wunsch = ${draft.versandAm}::date, version = version + 1, pruefung = '[]', updated_at = now()
        where id = ${draft.id} and zustand = 'entwurf' and version = ${draft.version}`,
  );
  if (count === 0) throw outdated();
};

/** Columns that may change together with the state. */
export interface Begleitend {
  briefdatum?: string;
  eingereicht?: true;
  /** Who released it, and for how long it can still be stopped. */
  freigabe?: { von: string; fristMinuten: number };
  rueckgabeGrund?: string | null;
  pruefung?: readonly Befund[];
}

const sets = (given: Begleitend): RawBuilder<unknown>[] => [
  ...(given.briefdatum === undefined ? [] : [sql`briefdatum = ${given.briefdatum}::date`]),
  ...(given.eingereicht === undefined ? [] : [sql`eingereicht_at = now()`]),
  ...(given.freigabe === undefined
    ? []
    : [
        sql`freigegeben_von = ${given.freigabe.von}::uuid, freigegeben_at = now(),
          versand_ab = ${versandAb(given.freigabe.fristMinuten)}`,
      ]),
  ...(given.rueckgabeGrund === undefined
    ? []
    : [sql`rueckgabe_grund = ${given.rueckgabeGrund}::text`]),
  ...(given.pruefung === undefined
    ? []
    : [sql`pruefung = ${JSON.stringify(given.pruefung)}::jsonb`]),
];

/**
 * Moves a letter to a state, from a state that leads there or from `from`.
 * @throws Conflict when it is in none of them; the state machine is enforced here.
 */
export const moveTo = async (
  tx: Tx,
  move: { id: string; to: PostausgangZustand; from?: PostausgangZustand } & Begleitend,
): Promise<void> => {
  const from = move.from === undefined ? vorher(move.to) : [move.from];
  // Nothing of a letter that became a draft again has left, so it gets its names anew.
  const fresh =
    move.to === 'entwurf'
      ? [
          sql`freigegeben_von = null, freigegeben_at = null, fehler_code = null, fehler_text = null,
          fehlversuche = 0, versanddatum = null, druckdatei = null, naechster_versuch_at = null, versand_ab = null,
          angehalten_at = null, angehalten_von = null`,
        ]
      : [];
  const count = await changed(
    tx,
    sql`update postausgang set ${sql.join([sql`zustand = ${move.to}, updated_at = now()`, ...fresh, ...sets(move)])}
        where id = ${move.id} and zustand = any (${from}::text[])`,
  );
  if (count === 0) throw outdated();
};

/** Stores the set letter; undone by nothing, since equal letters have equal bytes. */
export const setRendition = async (
  tx: Tx,
  rendition: { id: string; sha256: string; size: number; seitenzahl: number },
): Promise<void> => {
  await changed(
    tx,
    sql`update postausgang set rendition_sha256 = ${rendition.sha256}, rendition_size = ${rendition.size},
          seitenzahl = ${rendition.seitenzahl}, updated_at = now() where id = ${rendition.id}`,
  );
};

/** Stores the findings of the check without moving the letter. */
export const setPruefung = async (
  tx: Tx,
  id: string,
  findings: readonly Befund[],
): Promise<void> => {
  await changed(
    tx,
    sql`update postausgang set pruefung = ${JSON.stringify(findings)}::jsonb where id = ${id}`,
  );
};

/** Stores the chosen channel with its reason, and the names under which it will leave. */
export const setKanal = async (
  tx: Tx,
  choice: { id: string; kanal: Versandkanal; grund: string; messageId: string },
): Promise<void> => {
  await changed(
    tx,
    sql`update postausgang set kanal = ${choice.kanal}, kanal_grund = ${choice.grund},
          message_id = ${choice.messageId}, updated_at = now() where id = ${choice.id}`,
  );
};

/** Notes the Dokument that the letter has become in its Vorgang. */
export const setDokument = async (tx: Tx, id: string, dokumentId: string): Promise<void> => {
  await changed(
    tx,
    sql`update postausgang set dokument_id = ${dokumentId}, updated_at = now() where id = ${id}`,
  );
};

/** Notes the day on which the letter counts as made known. */
export const setBekanntgabe = async (tx: Tx, id: string, day: string): Promise<void> => {
  await changed(tx, sql`update postausgang set bekanntgabe_datum = ${day}::date where id = ${id}`);
};
