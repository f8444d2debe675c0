import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { attachDokument, createVorgang, type NewDokument, type NewVorgang } from '#eakte/index.js';
import { type Db, firstRow, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { idOf, next } from './person-builders.js';

export {
  anApiToken,
  anOrganisationseinheit,
  aPerson,
  aSession,
  aSignedIn,
  auditOf,
} from './person-builders.js';

/*
 * Builders insert real rows with German defaults and return their ids; what a test does not care about, it
 * does not name.
 */

/** A node of the Aktenplan. */
export const anAktenplaneinheit = async (
  db: Db,
  given: { kennzeichen?: string; titel?: string; parentId?: string | null } = {},
): Promise<{ id: string; kennzeichen: string }> => {
  const kennzeichen = given.kennzeichen ?? `31${String(next()).padStart(2, '0')}`;
  const id = await idOf(
    db,
    sql`insert into aktenplaneinheit (kennzeichen, titel, parent_id)
        values (${kennzeichen}, ${given.titel ?? 'Ordnungswidrigkeiten'}, ${given.parentId ?? null})
        returning id`,
  );
  return { id, kennzeichen };
};

/** An Akte of the unit, in a node of its own unless one is named. */
export const anAkte = async (
  db: Db,
  given: { organisationseinheitId: string; aktenplaneinheitId?: string; betreff?: string },
): Promise<string> => {
  const node = given.aktenplaneinheitId ?? (await anAktenplaneinheit(db)).id;
  const number = next();
  return idOf(
    db,
    sql`with nummer as (
          update aktenplaneinheit set letzte_aktennummer = letzte_aktennummer + 1 where id = ${node}
          returning letzte_aktennummer, kennzeichen)
        insert into akte (aktenplaneinheit_id, laufnummer, kennzeichen, betreff, organisationseinheit_id,
          laufzeit_beginn)
        select ${node}, letzte_aktennummer, kennzeichen || '/' || letzte_aktennummer || '.' || ${number}::int,
          ${given.betreff ?? 'Verstöße im ruhenden Verkehr, A bis K'}, ${given.organisationseinheitId},
          '2024-01-01' from nummer returning id`,
  );
};

/** A Vorgang, in an Akte of its own unit unless one is named. */
export const aVorgang = async (
  db: Db,
  given: Partial<NewVorgang> & { organisationseinheitId: string },
): Promise<{ id: string; geschaeftszeichen: string; akteId: string }> => {
  const { organisationseinheitId } = given;
  const akteId = given.akteId ?? (await anAkte(db, { organisationseinheitId }));
  const created = await asSystem(db, (tx) =>
    createVorgang(tx, { betreff: 'Anhörung wegen Parkens auf dem Gehweg', ...given, akteId }),
  );
  return { ...created, akteId };
};

/** A Dokument in the Vorgang, with one PDF unless files are named. */
export const aDokument = async (
  db: Db,
  given: Partial<NewDokument> & { vorgangId: string },
): Promise<{ id: string; laufnummer: number; geschaeftszeichen: string }> =>
  asSystem(db, (tx) =>
    attachDokument(tx, {
      richtung: 'eingang',
      herkunftId: randomUUID(),
      betreff: 'Stellungnahme zur Anhörung',
      absender: 'Jens Hartwig',
      posteingangsdatum: '2026-11-16',
      volltext: 'Sehr geehrte Damen und Herren, ich widerspreche dem Vorwurf.',
      dateien: [
        {
          rolle: 'original',
          dateiname: 'Stellungnahme.pdf',
          mediaType: 'application/pdf',
          sha256: randomBytes(32).toString('hex'),
          size: 12,
        },
      ],
      ...given,
    }),
  );

export interface PosteingangFacts {
  zustand: 'in_bearbeitung' | 'clearing' | 'zugeordnet' | 'geteilt' | 'abgewiesen';
  organisationseinheitId: string | null;
  vorgangId: string | null;
  vertraulichkeit: 0 | 1;
  betreff: string;
  absender: string;
  kanal: 'upload' | 'email' | 'scan' | 'trennung';
  receivedBy: string | null;
  /** The stack out of which it was cut, and its place among the letters of it. */
  parentId: string | null;
  parentPosition: number;
  /** Lies in the Postkorb of its unit; by default when it has been assigned. */
  imPostkorb: boolean;
}

/** A line of the Posteingangsbuch; a letter of one page. */
export const aPosteingang = async (
  db: Db,
  given: Partial<PosteingangFacts> = {},
): Promise<{ id: string; eingangsnummer: string }> => {
  const zustand = given.zustand ?? 'in_bearbeitung';
  const einheit = given.organisationseinheitId ?? null;
  const row = await asSystem(db, async (tx) => {
    const inserted = await firstRow<{ id: string; eingangsnummer: string }>(
      tx,
      sql`with nummer as (
            insert into eingangsnummer_zaehler as z (jahr, letzte) values (2026, 1)
            on conflict (jahr) do update set letzte = z.letzte + 1 returning letzte)
          insert into posteingang (jahr, laufnummer, kanal, idempotency_scope, idempotency_key, sha256, size,
            media_type, dateiname, eingangsdatum, received_by, zustand, seitenzahl, absender, betreff,
            organisationseinheit_id, vorgang_id, vertraulichkeit, zugeordnet_at, parent_id, parent_position)
          select 2026, letzte, ${given.kanal ?? 'upload'}, 'builder', ${randomUUID()},
            ${randomBytes(32).toString('hex')}, 1200, 'application/pdf', 'brief.pdf', '2026-11-16',
            ${given.receivedBy ?? null}, ${zustand}, 1, ${given.absender ?? 'Jens Hartwig'},
            ${given.betreff ?? 'Widerspruch gegen den Bescheid'}, ${einheit}, ${given.vorgangId ?? null},
            ${given.vertraulichkeit ?? 0}, case when ${zustand} = 'zugeordnet' then now() end,
            ${given.parentId ?? null}::uuid, ${given.parentId == null ? null : (given.parentPosition ?? 1)}::int
          from nummer returning id, eingangsnummer`,
    );
    if (inserted === undefined) throw new Error('the builder inserted no Posteingang');
    const isThere = given.imPostkorb ?? (zustand === 'zugeordnet' && einheit !== null);
    if (isThere) {
      await rows(
        tx,
        sql`insert into postkorb_eintrag (organisationseinheit_id, posteingang_id)
            select organisationseinheit_id, id from posteingang where id = ${inserted.id}`,
      );
    }
    return inserted;
  });
  return row;
};

/** Pages of an item as scanned, each with a text of its own; `stapelSeite` says where a page of a letter lies in its stack. */
export const someSeiten = (
  db: Db,
  posteingangId: string,
  seiten: readonly { nummer: number; stapelSeite?: number; text?: string; bild?: string }[],
): Promise<unknown> =>
  asSystem(db, (tx) =>
    rows(
      tx,
      sql`insert into seite (posteingang_id, nummer, stapel_seite, bestandteil, bestandteil_seite, bild_sha256, bild_media_type, text_quelle, text, worte)
          select ${posteingangId}::uuid, nummer, "stapelSeite", 0, nummer, bild, 'image/jpeg', 'ocr', coalesce(text, 'Seite ' || nummer), '[]'
          from jsonb_to_recordset(${JSON.stringify(seiten)}::jsonb) as s (nummer int, "stapelSeite" int, text text, bild text)`,
    ),
  );

export interface PostausgangFacts {
  vorgangId: string;
  authorId: string;
  vorlage: string;
  zustand: string;
  betreff: string;
  empfaenger: object;
  inhalt: object;
}

/** A letter in the Vorgang. */
export const aPostausgang = (
  db: Db,
  given: Partial<PostausgangFacts> & { vorgangId: string; authorId: string },
): Promise<string> =>
  idOf(
    db,
    sql`insert into postausgang (vorgang_id, vorlage, zustand, empfaenger, betreff, inhalt, author_id)
        values (${given.vorgangId}, ${given.vorlage ?? 'anschreiben'}, ${given.zustand ?? 'entwurf'},
          ${JSON.stringify(
            given.empfaenger ?? {
              name: 'Jens Hartwig',
              zusatz: '',
              strasse: 'Gartenstraße 4',
              plz: '05110',
              ort: 'Lohwerda',
              land: '',
              email: null,
            },
          )}::jsonb,
          ${given.betreff ?? 'Ihre Stellungnahme'},
          ${JSON.stringify(
            given.inhalt ?? {
              anrede: 'Sehr geehrter Herr Hartwig,',
              bloecke: [{ art: 'absatz', laeufe: [{ text: 'wir danken für Ihr Schreiben.' }] }],
              grussformel: 'Mit freundlichen Grüßen',
              unterzeichner: '',
              anlagen: [],
              ihrZeichen: '',
              ihreNachrichtVom: '',
            },
          )}::jsonb,
          ${given.authorId}) returning id`,
  );
