import { type RawBuilder, sql } from 'kysely';
import { hasPermission, hasRolle } from './permissions.js';
import type { Principal } from './principal.js';

/*
 * The one predicate of each class of object. Every list, count, search, suggestion and download puts it
 * into its where clause and runs inside `inTransaction(db, viewOf(principal), …)`, so that row-level
 * security stands behind it. `alias` is the name of the table in the query, never anything from outside.
 */

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Ids as a literal: the planner sees how many there are, and the plan is the same each time. */
const literal = (ids: readonly string[]): RawBuilder<string[]> => {
  if (!ids.every((id) => uuid.test(id))) throw new TypeError('ids of a principal must be UUIDs');
  return sql.raw(`'{${ids.join(',')}}'::uuid[]`);
};

const nothing = sql<boolean>`false`;
const everything = sql<boolean>`true`;

/** Own units at confidentiality 0; at 1 only as Bearbeiter or Leitung. Mirrors `seesFile` of can.ts. */
const seesFile = (principal: Principal, alias: string): RawBuilder<boolean> => {
  if (principal.einheiten.length === 0) return nothing;
  const einheit = sql.ref(`${alias}.organisationseinheit_id`);
  return sql<boolean>`(${einheit} = any (${literal(principal.einheiten)})
    and (${sql.ref(`${alias}.vertraulichkeit`)} = 0
      or ${sql.ref(`${alias}.bearbeiter_id`)} = any (${literal([principal.personId])})
      or ${einheit} = any (${literal(principal.leitung)})))`;
};

/** Rows of `vorgang` that the principal may read. */
export const sichtbarerVorgang = (principal: Principal, alias: string): RawBuilder<boolean> =>
  hasPermission(principal, 'vorgang:read') ? seesFile(principal, alias) : nothing;

/**
 * Rows of `vorgang` whose Betreff is shown where a letter looks for its Vorgang: those that the principal may
 * read, and for who clears also the others, unless they are confidential.
 */
export const zuordenbarerVorgang = (principal: Principal, alias: string): RawBuilder<boolean> =>
  hasPermission(principal, 'posteingang:clear')
    ? sql<boolean>`(${sql.ref(`${alias}.vertraulichkeit`)} = 0 or ${sichtbarerVorgang(principal, alias)})`
    : sichtbarerVorgang(principal, alias);

/** Rows of `dokument` that the principal may read and download. */
export const sichtbaresDokument = sichtbarerVorgang;

/** Rows of `akte` that the principal may know of: for filing, or because of a visible Vorgang in it. */
export const sichtbareAkte = (principal: Principal, alias: string): RawBuilder<boolean> => {
  // Who clears has to name the Akte of a new Vorgang, whatever the unit.
  if (hasPermission(principal, 'posteingang:clear')) return everything;
  if (!hasPermission(principal, 'vorgang:read') || principal.einheiten.length === 0) return nothing;
  return sql<boolean>`(${sql.ref(`${alias}.organisationseinheit_id`)} = any (${literal(principal.einheiten)})
    or exists (select from vorgang enthalten where enthalten.akte_id = ${sql.ref(`${alias}.id`)}
      and ${seesFile(principal, 'enthalten')}))`;
};

const hasArrivedAt = (principal: Principal, alias: string): RawBuilder<boolean> =>
  sql<boolean>`(${sql.ref(`${alias}.zustand`)} = 'zugeordnet' and ${seesFile(principal, alias)})`;

/** Rows of `posteingang` whose line in the Posteingangsbuch the principal may read. */
export const sichtbarePosteingangszeile = (
  principal: Principal,
  alias: string,
): RawBuilder<boolean> => {
  if (!hasPermission(principal, 'posteingang:register')) return nothing;
  if (hasRolle(principal, 'poststelle') || hasRolle(principal, 'revision')) return everything;
  return hasArrivedAt(principal, alias);
};

/** Letters that the Poststelle still works on; no one else reads them yet. */
const isOnItsWay = (alias: string): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(`${alias}.zustand`)} in ('in_bearbeitung', 'clearing')`;

/**
 * Of the lines that the principal may read, those that show sender, subject, kind, file name and sign: what was filed
 * confidentially shows them only to who may read it. Number, day and unit stay, so that the Posteingangsbuch is complete.
 */
const offeneZeilenangaben = (principal: Principal, alias: string): RawBuilder<boolean> =>
  sql<boolean>`(${sql.ref(`${alias}.vertraulichkeit`)} = 0 or ${isOnItsWay(alias)}
    or ${hasArrivedAt(principal, alias)})`;

/** Lines of the Posteingangsbuch as the principal reads them: which, and which of them in full. */
export const zeilensicht = (principal: Principal, alias: string) => ({
  visible: sichtbarePosteingangszeile(principal, alias),
  offen: offeneZeilenangaben(principal, alias),
});

/** The letters `brief` into which the divided item `alias` went: its own or, for an emptied letter, those of its stack. */
const isLetterOf = (alias: string): RawBuilder<boolean> =>
  sql<boolean>`brief.parent_id = coalesce(${sql.ref(`${alias}.parent_id`)}, ${sql.ref(`${alias}.id`)})
    and brief.zustand <> 'geteilt'`;

/** Letters `brief` that the Poststelle may not read any more; `is not true`, since a comparison with null is no yes. */
const isLetterElsewhere = (principal: Principal): RawBuilder<boolean> =>
  sql<boolean>`(${isOnItsWay('brief')} or ${hasArrivedAt(principal, 'brief')}) is not true`;

const hasLetterElsewhere = (principal: Principal, alias: string): RawBuilder<boolean> =>
  sql<boolean>`exists (select from posteingang brief where ${isLetterOf(alias)} and ${isLetterElsewhere(principal)})`;

const hasLetterOnItsWay = (alias: string): RawBuilder<boolean> =>
  sql<boolean>`exists (select from posteingang brief where ${isLetterOf(alias)} and ${isOnItsWay('brief')})`;

const readableIfDivided = (
  principal: Principal,
  alias: string,
  divided: RawBuilder<boolean>,
): RawBuilder<boolean> => {
  if (!hasPermission(principal, 'posteingang:read')) return nothing;
  if (!hasRolle(principal, 'poststelle')) return hasArrivedAt(principal, alias);
  return sql<boolean>`(${isOnItsWay(alias)} or ${hasArrivedAt(principal, alias)}
    or (${sql.ref(`${alias}.zustand`)} = 'geteilt' and ${divided}))`;
};

/**
 * Rows of `posteingang` that the principal may open. A divided stack opens as long as a letter of it is on its way;
 * afterwards only for who may read each of its letters. What is shown then, the two predicates below decide.
 */
export const sichtbarerPosteingangsinhalt = (
  principal: Principal,
  alias: string,
): RawBuilder<boolean> =>
  readableIfDivided(
    principal,
    alias,
    sql<boolean>`(${hasLetterOnItsWay(alias)} or not ${hasLetterElsewhere(principal, alias)})`,
  );

/** Rows of `posteingang` whose files, fields and decisions the principal may read: of a divided stack, who may read each of its letters. */
export const sichtbarerPosteingangAlsGanzes = (
  principal: Principal,
  alias: string,
): RawBuilder<boolean> =>
  readableIfDivided(principal, alias, sql<boolean>`not ${hasLetterElsewhere(principal, alias)}`);

/**
 * Rows `seite` of the items `eingang` that the principal may read: in a divided stack no page that lies in a letter
 * which the principal may not read. Row-level security hides the pages of that letter from this query too, so that for a
 * person its own rule (`seite_liegt_in_fremdem_brief`) is what hides the copy in the stack.
 */
export const sichtbareSeite = (
  principal: Principal,
  alias: { seite: string; eingang: string },
): RawBuilder<boolean> => {
  const { seite, eingang } = alias;
  const gescannt = sql`coalesce(${sql.ref(`${seite}.stapel_seite`)}, ${sql.ref(`${seite}.nummer`)})`;
  return sql<boolean>`(${sichtbarerPosteingangsinhalt(principal, eingang)}
    and (${sql.ref(`${eingang}.zustand`)} <> 'geteilt' or not exists (select from posteingang brief
      join seite gelegt on gelegt.posteingang_id = brief.id and gelegt.stapel_seite = ${gescannt}
      where ${isLetterOf(eingang)} and ${isLetterElsewhere(principal)})))`;
};

/** Rows of `stapel` that the principal may see: those who scan see all of them. */
export const sichtbarerStapel = (principal: Principal): RawBuilder<boolean> =>
  hasPermission(principal, 'posteingang:receive') ? everything : nothing;

/** Rows of `postkorb_eintrag` that the principal may see. */
export const sichtbarerPostkorb = (principal: Principal, alias: string): RawBuilder<boolean> => {
  if (!hasPermission(principal, 'postkorb:read')) return nothing;
  return sql<boolean>`exists (select from posteingang eingegangen
    where eingegangen.id = ${sql.ref(`${alias}.posteingang_id`)}
      and ${hasArrivedAt(principal, 'eingegangen')})`;
};

/** Units in which the person works; who leads a unit above them does not open their sealed mail. */
const eigeneEinheiten = ({ rollen }: Principal): string[] => [
  ...new Set(
    rollen
      .filter(({ rolle }) => rolle === 'sachbearbeitung' || rolle === 'leitung')
      .map((held) => held.organisationseinheitId),
  ),
];

/** Rows of `verschluss` that the principal opens: sent to the person, or to a unit in which they work. */
export const oeffenbarerVerschluss = (principal: Principal, alias: string): RawBuilder<boolean> => {
  if (!hasPermission(principal, 'verschluss:oeffnen')) return nothing;
  const person = sql<boolean>`${sql.ref(`${alias}.empfaenger_id`)} = any (${literal([principal.personId])})`;
  const einheit = sql<boolean>`${sql.ref(`${alias}.einheit_id`)} = any (${literal(eigeneEinheiten(principal))})`;
  return sql<boolean>`coalesce(${person} or ${einheit}, false)`;
};

/** Rows of `verschluss` of which the principal may know that they are there, and of which class. */
export const sichtbarerVerschluss = (principal: Principal, alias: string): RawBuilder<boolean> => {
  if (!hasPermission(principal, 'verschluss:oeffnen')) return nothing;
  if (hasRolle(principal, 'poststelle') || hasRolle(principal, 'revision')) return everything;
  return oeffenbarerVerschluss(principal, alias);
};

/** Rows of `verschluss` whose envelope the principal may read: who held it, and to whom it is. */
export const sichtbarerUmschlag = (principal: Principal, alias: string): RawBuilder<boolean> => {
  if (!hasPermission(principal, 'verschluss:oeffnen')) return nothing;
  return hasRolle(principal, 'poststelle') ? everything : oeffenbarerVerschluss(principal, alias);
};

/** Rows of `vergabe` that the principal may see: of the unit in which they work; those who keep or check the Posteingangsbuch, all. */
export const sichtbareVergabe = (principal: Principal, alias: string): RawBuilder<boolean> => {
  if (!hasPermission(principal, 'verschluss:oeffnen')) return nothing;
  if (hasRolle(principal, 'poststelle') || hasRolle(principal, 'revision')) return everything;
  return sql<boolean>`${sql.ref(`${alias}.einheit_id`)} = any (${literal(eigeneEinheiten(principal))})`;
};

/** Whether the person works in this unit, as Bearbeiter or Leitung. */
export const arbeitetIn = (principal: Principal, einheitId: string): boolean =>
  eigeneEinheiten(principal).includes(einheitId);

/** Rows of `postausgang` that the principal may read. */
export const sichtbarerPostausgang = (principal: Principal, alias: string): RawBuilder<boolean> => {
  if (!hasPermission(principal, 'postausgang:read')) return nothing;
  if (!hasRolle(principal, 'postausgang')) return seesFile(principal, alias);
  return sql<boolean>`(${sql.ref(`${alias}.zustand`)} not in ('entwurf', 'zur_freigabe', 'storniert')
    or ${seesFile(principal, alias)})`;
};

/** Rows of `frist` that the principal may see: those of items that have arrived at their units, and of Vorgänge. */
export const sichtbareFrist = (principal: Principal, alias: string): RawBuilder<boolean> => {
  const ofItem = hasPermission(principal, 'posteingang:read')
    ? sql<boolean>`exists (select from posteingang eingegangen
        where eingegangen.id = ${sql.ref(`${alias}.posteingang_id`)} and ${hasArrivedAt(principal, 'eingegangen')})`
    : nothing;
  return sql<boolean>`(${ofItem} or exists (select from vorgang gefuehrt
    where gefuehrt.id = ${sql.ref(`${alias}.vorgang_id`)} and ${sichtbarerVorgang(principal, 'gefuehrt')}))`;
};
