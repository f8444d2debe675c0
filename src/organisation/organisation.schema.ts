import { z } from 'zod';

/** The roles of a person; each holds for one Organisationseinheit. */
export const RolleName = z.enum([
  'poststelle',
  'sachbearbeitung',
  'leitung',
  'postausgang',
  'revision',
  'administration',
]);

/** What a token may be limited to and what the page asks before it shows a menu. */
export const PermissionName = z.enum([
  'posteingang:receive',
  'posteingang:register',
  'posteingang:read',
  'posteingang:clear',
  'verschluss:oeffnen',
  'postkorb:read',
  'vorgang:read',
  'vorgang:write',
  'postausgang:read',
  'postausgang:write',
  'postausgang:release',
  'postausgang:resolve',
  'postlauf:fuehren',
  'audit:read',
  'organisation:read',
  'organisation:manage',
  'betrieb:read',
  'auswertung:read',
  'modell:read',
  'modell:manage',
  'vorlagen:manage',
]);
export type PermissionName = z.infer<typeof PermissionName>;

/** An Organisationseinheit as other objects name it. */
export const EinheitKurz = z.object({ id: z.uuid(), kuerzel: z.string(), name: z.string() });
export type EinheitKurz = z.infer<typeof EinheitKurz>;

const login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,62}$/, 'Kleinbuchstaben, Ziffern, Punkt, Binde- und Unterstrich');
const personName = z.string().trim().min(2).max(200);
const password = z.string().min(1).max(200);

/** POST /api/anmeldung */
export const Anmeldung = z.object({ login: z.string().min(1).max(200), password });
/** Answer of the sign-in, beside the session cookie. */
export const AnmeldungAntwort = z.object({
  name: z.string(),
  mustChangePassword: z
    .boolean()
    .describe('Vor allem anderen ist das Kennwort zu ändern (POST /api/ich/passwort)'),
});

const RolleInEinheit = z.object({ rolle: RolleName, organisationseinheit: EinheitKurz });

/** GET /api/ich: who is signed in and what the page may show. */
export const Ich = z.object({
  id: z.uuid(),
  login: z.string(),
  name: z.string(),
  mustChangePassword: z.boolean(),
  rollen: z.array(RolleInEinheit),
  einheiten: z.array(EinheitKurz).describe('Einheiten, deren Vorgänge die Person lesen darf'),
  leitung: z.array(z.uuid()).describe('Einheiten, die die Person leitet, mit den nachgeordneten'),
  permissions: z.array(PermissionName),
});
export type Ich = z.infer<typeof Ich>;

/** POST /api/ich/passwort */
export const PasswortAenderung = z.object({ currentPassword: password, newPassword: password });

/** POST /api/einrichtung: the first administrator, with the token of the set-up link. */
export const Einrichtung = z.object({
  token: z.string().min(20).max(200),
  login,
  name: personName,
  password,
  organisationseinheit: z
    .object({ kuerzel: z.string().trim().min(1).max(20), name: personName })
    .optional()
    .describe('Oberste Einheit; nur nötig, solange es keine gibt'),
});
export const EinrichtungAntwort = z.object({ personId: z.uuid(), login: z.string() });

/** An Organisationseinheit of the tree. */
export const Organisationseinheit = z.object({
  id: z.uuid(),
  kuerzel: z.string(),
  name: z.string(),
  parentId: z.uuid().nullable(),
  zustaendigkeit: z.string().describe('Aufgaben in Worten; Grundlage der Zuordnung'),
  email: z.string().nullable(),
  telefon: z.string().nullable(),
  istPoststelle: z.boolean(),
  leitwegId: z
    .string()
    .nullable()
    .describe('Leitweg-ID, unter der die Einheit elektronische Rechnungen erhält'),
});
export type Organisationseinheit = z.infer<typeof Organisationseinheit>;
export const OrganisationseinheitListe = z.object({
  organisationseinheiten: z.array(Organisationseinheit),
});

/** POST /api/organisationseinheiten */
export const OrganisationseinheitNeu = z.object({
  kuerzel: z.string().trim().min(1).max(20),
  name: z.string().trim().min(2).max(200),
  parentId: z.uuid().nullable(),
  zustaendigkeit: z.string().max(4_000).default(''),
  email: z.email().nullable().default(null),
  telefon: z.string().max(50).nullable().default(null),
  istPoststelle: z.boolean().default(false),
  leitwegId: z.string().trim().toUpperCase().max(46).nullable().default(null),
});
export type OrganisationseinheitNeu = z.infer<typeof OrganisationseinheitNeu>;

/** PATCH /api/organisationseinheiten/:id; what is absent stays. */
export const OrganisationseinheitAenderung = z.object({
  kuerzel: z.string().trim().min(1).max(20).optional(),
  name: z.string().trim().min(2).max(200).optional(),
  parentId: z.uuid().nullable().optional(),
  zustaendigkeit: z.string().max(4_000).optional(),
  email: z.email().nullable().optional(),
  telefon: z.string().max(50).nullable().optional(),
  istPoststelle: z.boolean().optional(),
  leitwegId: z.string().trim().toUpperCase().max(46).nullable().optional(),
});
export type OrganisationseinheitAenderung = z.infer<typeof OrganisationseinheitAenderung>;

/** GET /api/organisationseinheiten/:id/bearbeiter: who can be Bearbeiter of a Vorgang of the unit. */
export const BearbeiterListe = z.object({
  bearbeiter: z.array(z.object({ id: z.uuid(), name: z.string() })),
});

/** A person as the administration sees them. */
export const Person = z.object({
  id: z.uuid(),
  login: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  mustChangePassword: z.boolean(),
  disabledAt: z.iso.datetime().nullable(),
  rollen: z.array(RolleInEinheit),
});
export type Person = z.infer<typeof Person>;

/** GET /api/personen */
export const PersonAbfrage = z.object({
  suche: z.string().max(100).optional().describe('Teil des Namens oder der Anmeldung'),
  nach: z.string().max(200).optional().describe('Anmeldung, nach der weitergelesen wird'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const PersonListe = z.object({
  personen: z.array(Person),
  weiter: z.string().nullable().describe('Anmeldung für den nächsten Abruf'),
});

const RolleVergabe = z.object({ rolle: RolleName, organisationseinheitId: z.uuid() });

/** POST /api/personen */
export const PersonNeu = z.object({
  login,
  name: personName,
  email: z.email().nullable().default(null),
  rollen: z.array(RolleVergabe).max(100),
});
export type PersonNeu = z.infer<typeof PersonNeu>;

/** PATCH /api/personen/:id; what is absent stays, `rollen` replaces all of them. */
export const PersonAenderung = z.object({
  name: personName.optional(),
  email: z.email().nullable().optional(),
  rollen: z.array(RolleVergabe).max(100).optional(),
  disabled: z.boolean().optional().describe('Sperren beendet alle Sitzungen und Tokens sofort'),
  resetPassword: z.literal(true).optional().describe('Vergibt ein neues Einmalkennwort'),
});
export type PersonAenderung = z.infer<typeof PersonAenderung>;

/** Answer of POST and PATCH /api/personen: the one-time password is shown here and never again. */
export const PersonAntwort = z.object({ person: Person, initialPassword: z.string().nullable() });

/** An API token of mine, without its secret. */
export const ApiToken = z.object({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(PermissionName),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type ApiToken = z.infer<typeof ApiToken>;
export const ApiTokenListe = z.object({ tokens: z.array(ApiToken) });

/** POST /api/tokens */
export const ApiTokenNeu = z.object({
  name: z.string().trim().min(2).max(100),
  scopes: z.array(PermissionName).min(1),
  expiresInDays: z.number().int().min(1).max(365),
});
/** The secret is shown here and never again. */
export const ApiTokenAntwort = z.object({ token: ApiToken, secret: z.string() });
