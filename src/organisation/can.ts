import { hasPermission, hasRolle } from './permissions.js';
import type { Permission, Principal } from './principal.js';

/** What decides who reads a Vorgang and everything in it. */
export interface Aktenschutz {
  organisationseinheitId: string;
  vertraulichkeit: number;
  bearbeiterId: string | null;
}

/** What decides about an incoming item; without a unit until it has reached one. */
export interface Posteingangsschutz {
  zustand: string;
  organisationseinheitId: string | null;
  vertraulichkeit: number;
  /** Bearbeiter of the Vorgang that the item lies in. */
  bearbeiterId: string | null;
  /** The letters into which a divided item went, without those that were emptied again. */
  briefe?: readonly Posteingangsschutz[];
}

/** What decides about one page of an incoming item. */
export interface Seitenschutz {
  eingang: Posteingangsschutz;
  /** The letter of a divided stack in which the page lies; null for a sheet, or where nothing was divided. */
  brief: Posteingangsschutz | null;
}

/** What decides about mail that is kept closed. */
export interface Verschlussschutz {
  /** The person on the envelope. */
  empfaengerId: string | null;
  /** The unit of its rule. */
  einheitId: string | null;
}

/** What decides about an outgoing letter. */
export interface Postausgangsschutz extends Aktenschutz {
  zustand: string;
  authorId: string;
  /** Whether the template asks that a second person releases. */
  vierAugen: boolean;
}

/** Where something new is filed. */
export interface Federfuehrung {
  organisationseinheitId: string;
}

interface ObjectOf {
  'vorgang:read': Aktenschutz;
  'vorgang:write': Aktenschutz;
  'vorgang:create': Federfuehrung;
  'dokument:read': Aktenschutz;
  'dokument:download': Aktenschutz;
  'posteingang:receive': null;
  'posteingang:line': Posteingangsschutz;
  'posteingang:line-in-full': Posteingangsschutz;
  'posteingang:content': Posteingangsschutz;
  'posteingang:whole': Posteingangsschutz;
  'posteingang:page': Seitenschutz;
  'posteingang:clear': Posteingangsschutz;
  'verschluss:line': Verschlussschutz;
  'verschluss:envelope': Verschlussschutz;
  'verschluss:open': Verschlussschutz;
  'postkorb:read': Posteingangsschutz;
  'postkorb:forward': Posteingangsschutz;
  'postausgang:read': Postausgangsschutz;
  'postausgang:write': Postausgangsschutz;
  'postausgang:release': Postausgangsschutz;
  'postausgang:resolve': Postausgangsschutz;
  'postlauf:fuehren': null;
  'audit:read': null;
  'organisation:read': null;
  'organisation:manage': null;
  'betrieb:read': null;
  'auswertung:read': null;
  'modell:read': null;
  'modell:manage': null;
  'vorlagen:manage': null;
  'textbaustein:read': null;
}

/** Everything that a person can want to do to an object. */
export type Action = keyof ObjectOf;
/** The facts about the object that decide on the action. */
export type ActionObject<A extends Action> = ObjectOf[A];

type Rule<A extends Action> = {
  permission: Permission;
  /** Whether the permission extends to this object. */
  on: (principal: Principal, object: ObjectOf[A]) => boolean;
};

const everywhere = (): boolean => true;

const seesFile = (principal: Principal, object: Aktenschutz): boolean =>
  principal.einheiten.includes(object.organisationseinheitId) &&
  (object.vertraulichkeit === 0 ||
    object.bearbeiterId === principal.personId ||
    principal.leitung.includes(object.organisationseinheitId));

const hasArrivedAt = (principal: Principal, object: Posteingangsschutz): boolean => {
  const { organisationseinheitId } = object;
  if (object.zustand !== 'zugeordnet' || organisationseinheitId === null) return false;
  return seesFile(principal, { ...object, organisationseinheitId });
};

const isOnItsWay = (object: Posteingangsschutz): boolean =>
  ['in_bearbeitung', 'clearing'].includes(object.zustand);

const readsLine = (principal: Principal, object: Posteingangsschutz): boolean =>
  hasRolle(principal, 'poststelle') ||
  hasRolle(principal, 'revision') ||
  hasArrivedAt(principal, object);

const readsUndivided = (principal: Principal, object: Posteingangsschutz): boolean =>
  (hasRolle(principal, 'poststelle') && isOnItsWay(object)) || hasArrivedAt(principal, object);

const readsEachLetter = (principal: Principal, { briefe = [] }: Posteingangsschutz): boolean =>
  hasRolle(principal, 'poststelle') && briefe.every((brief) => readsUndivided(principal, brief));

/** Files, fields and decisions: of a divided stack only for who may read each of its letters. */
const readsWhole = (principal: Principal, object: Posteingangsschutz): boolean =>
  object.zustand === 'geteilt'
    ? readsEachLetter(principal, object)
    : readsUndivided(principal, object);

/** A divided stack opens as long as the Poststelle has to do with one of its letters. */
const opens = (principal: Principal, object: Posteingangsschutz): boolean =>
  readsWhole(principal, object) ||
  (object.zustand === 'geteilt' &&
    hasRolle(principal, 'poststelle') &&
    (object.briefe ?? []).some(isOnItsWay));

/** Nobody reads in the stack what they may not read as a letter. */
const readsPage = (principal: Principal, { eingang, brief }: Seitenschutz): boolean =>
  opens(principal, eingang) &&
  (eingang.zustand !== 'geteilt' || brief === null || readsUndivided(principal, brief));

/** The Leitung of a unit above does not open what is sent to this one: it holds for the unit alone. */
const opensSealed = (principal: Principal, object: Verschlussschutz): boolean =>
  object.empfaengerId === principal.personId ||
  principal.rollen.some(
    ({ rolle, organisationseinheitId }) =>
      (rolle === 'sachbearbeitung' || rolle === 'leitung') &&
      organisationseinheitId === object.einheitId,
  );

const hasLeftItsUnit = (object: Postausgangsschutz): boolean =>
  ['queued', 'claimed', 'committing', 'sent', 'unknown', 'failed'].includes(object.zustand);

const seesLetter = (principal: Principal, object: Postausgangsschutz): boolean =>
  seesFile(principal, object) || (hasRolle(principal, 'postausgang') && hasLeftItsUnit(object));

const rules: { readonly [A in Action]: Rule<A> } = {
  'vorgang:read': { permission: 'vorgang:read', on: seesFile },
  'vorgang:write': { permission: 'vorgang:write', on: seesFile },
  'vorgang:create': {
    permission: 'vorgang:write',
    on: (principal, object) => principal.einheiten.includes(object.organisationseinheitId),
  },
  'dokument:read': { permission: 'vorgang:read', on: seesFile },
  'dokument:download': { permission: 'vorgang:read', on: seesFile },
  'posteingang:receive': { permission: 'posteingang:receive', on: everywhere },
  // The Posteingangsbuch is complete for those who keep it and those who check it.
  'posteingang:line': {
    permission: 'posteingang:register',
    on: readsLine,
  },
  // Of what was filed confidentially the line shows number, day and unit, and no sender, subject or sign.
  'posteingang:line-in-full': {
    permission: 'posteingang:register',
    on: (principal, object) =>
      readsLine(principal, object) &&
      (object.vertraulichkeit === 0 || isOnItsWay(object) || hasArrivedAt(principal, object)),
  },
  // What has reached its unit is no longer the Poststelle's to read.
  'posteingang:content': { permission: 'posteingang:read', on: opens },
  'posteingang:whole': { permission: 'posteingang:read', on: readsWhole },
  'posteingang:page': { permission: 'posteingang:read', on: readsPage },
  'posteingang:clear': {
    permission: 'posteingang:clear',
    on: (principal, object) => hasRolle(principal, 'poststelle') && object.zustand === 'clearing',
  },
  // Revision knows that something is sealed, and of which class; not to whom it is.
  'verschluss:line': {
    permission: 'verschluss:oeffnen',
    on: (principal, object) =>
      hasRolle(principal, 'poststelle') ||
      hasRolle(principal, 'revision') ||
      opensSealed(principal, object),
  },
  'verschluss:envelope': {
    permission: 'verschluss:oeffnen',
    on: (principal, object) => hasRolle(principal, 'poststelle') || opensSealed(principal, object),
  },
  'verschluss:open': { permission: 'verschluss:oeffnen', on: opensSealed },
  'postkorb:read': { permission: 'postkorb:read', on: hasArrivedAt },
  'postkorb:forward': {
    permission: 'vorgang:write',
    on: (principal, object) =>
      hasPermission(principal, 'postkorb:read') && hasArrivedAt(principal, object),
  },
  'postausgang:read': { permission: 'postausgang:read', on: seesLetter },
  'postausgang:write': {
    permission: 'postausgang:write',
    on: (principal, object) => seesFile(principal, object) && object.zustand === 'entwurf',
  },
  'postausgang:release': {
    permission: 'postausgang:release',
    on: (principal, object) =>
      seesFile(principal, object) &&
      object.zustand === 'zur_freigabe' &&
      !(object.vierAugen && object.authorId === principal.personId),
  },
  'postausgang:resolve': {
    permission: 'postausgang:resolve',
    on: (principal, object) =>
      hasRolle(principal, 'postausgang') && ['unknown', 'failed'].includes(object.zustand),
  },
  'postlauf:fuehren': { permission: 'postlauf:fuehren', on: everywhere },
  'audit:read': { permission: 'audit:read', on: everywhere },
  'organisation:read': { permission: 'organisation:read', on: everywhere },
  'organisation:manage': { permission: 'organisation:manage', on: everywhere },
  'betrieb:read': { permission: 'betrieb:read', on: everywhere },
  // Whose figures, the feature decides: heads those of their units, Revision and the head of the Poststelle all.
  'auswertung:read': { permission: 'auswertung:read', on: everywhere },
  'modell:read': { permission: 'modell:read', on: everywhere },
  'modell:manage': { permission: 'modell:manage', on: everywhere },
  'vorlagen:manage': { permission: 'vorlagen:manage', on: everywhere },
  // Who writes letters; which of them are offered, templates and units decide.
  'textbaustein:read': { permission: 'postausgang:write', on: everywhere },
};

/**
 * The pure oracle: whether the principal may do the action to the object. It knows neither SQL nor HTTP;
 * tests compare both with it. Unknown means no.
 */
export const can = <A extends Action>(
  principal: Principal,
  action: A,
  object: ActionObject<A>,
): boolean => {
  if (!Object.hasOwn(rules, action) || principal.mustChangePassword) return false;
  const rule: Rule<A> = rules[action];
  return hasPermission(principal, rule.permission) && rule.on(principal, object);
};
