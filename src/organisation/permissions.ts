import type { Permission, Principal, Rolle } from './principal.js';

/** Everybody may be the one to whom a letter is addressed. */
const addressee = 'verschluss:oeffnen';
const reader = [
  addressee,
  'posteingang:register',
  'posteingang:read',
  'postkorb:read',
  'vorgang:read',
] as const;
const writer = [
  ...reader,
  'vorgang:write',
  'postausgang:read',
  'postausgang:write',
  'postausgang:release',
  'organisation:read',
] as const;

/** What each role allows; roles of one person add up. Which objects it is allowed on, `can` decides. */
export const permissionsOfRolle: Readonly<Record<Rolle, readonly Permission[]>> = {
  poststelle: [
    addressee,
    'posteingang:receive',
    'posteingang:register',
    'posteingang:read',
    'posteingang:clear',
    'organisation:read',
    'betrieb:read',
    'modell:read',
  ],
  sachbearbeitung: writer,
  leitung: [...writer, 'auswertung:read', 'modell:read'],
  postausgang: [
    addressee,
    'postausgang:read',
    'postausgang:resolve',
    'postlauf:fuehren',
    'organisation:read',
    'betrieb:read',
  ],
  revision: [
    addressee,
    'posteingang:register',
    'audit:read',
    'organisation:read',
    'auswertung:read',
  ],
  administration: [
    addressee,
    'organisation:read',
    'organisation:manage',
    'betrieb:read',
    'modell:read',
    'modell:manage',
    'vorlagen:manage',
  ],
};

/** All permissions of the principal's roles, limited to the scopes of a token. */
export const permissionsOf = (principal: Principal): ReadonlySet<Permission> => {
  const held = principal.rollen.flatMap(({ rolle }) => permissionsOfRolle[rolle]);
  const { scopes } = principal;
  return new Set(scopes === undefined ? held : held.filter((one) => scopes.includes(one)));
};

/** Whether the principal may ask for anything of this kind at all. */
export const hasPermission = (principal: Principal, permission: Permission): boolean => {
  if (permission === 'public' || permission === 'signed-in') return true;
  const { scopes } = principal;
  if (scopes !== undefined && !scopes.includes(permission)) return false;
  return principal.rollen.some(({ rolle }) => permissionsOfRolle[rolle].includes(permission));
};

/** Whether the principal holds the role in any unit. */
export const hasRolle = (principal: Principal, rolle: Rolle): boolean =>
  principal.rollen.some((held) => held.rolle === rolle);
