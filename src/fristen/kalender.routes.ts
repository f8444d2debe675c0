import { z } from 'zod';
import { appendAudit } from '#audit/index.js';
import { Forbidden, NotFound } from '#errors.js';
import type { Route } from '#http/route.js';
import { asSystem, inTransaction } from '#infrastructure/database/transaction.js';
import {
  actorOf,
  defineRoute,
  findPrincipalOfPerson,
  hashOfSecret,
  hasPermission,
  newSecret,
  type Permission,
  type Principal,
  sichtbareFrist,
  viewOf,
} from '#organisation/index.js';
import { KalenderAntwort, KalenderListe, KalenderNeu } from './fristen.schema.js';
import type { FristenDeps } from './fristen-deps.js';
import { icalOf } from './ical.js';
import {
  insertKalender,
  listEintraege,
  listKalender,
  revokeKalender,
  useKalender,
} from './kalender.repository.js';

const tag = 'Fristen';

const noSuchKalender = (): NotFound =>
  new NotFound({
    code: 'kalender-unbekannt',
    message: 'The link is unknown or revoked, or its person may not see the unit any more.',
    clerkMessage: 'Diesen Kalender gibt es nicht mehr.',
  });

const requireUnit = (principal: Principal, id: string): void => {
  if (principal.kind === 'person' && principal.einheiten.includes(id)) return;
  throw new Forbidden({
    code: 'kalender-fremde-einheit',
    message: 'A person makes calendar links for own units only, and not with a token.',
    clerkMessage: 'Einen Kalender gibt es nur für die eigenen Einheiten.',
  });
};

const hostOf = ({ config }: FristenDeps): string =>
  config.http.publicUrl === undefined ? 'poststelle' : new URL(config.http.publicUrl).host;

/** The calendar of a unit as its person sees it at this moment. */
const calendarOf = async (
  deps: FristenDeps,
  principal: Principal,
  unit: { id: string; kuerzel: string },
): Promise<Uint8Array> => {
  const entries = await inTransaction(deps.db, viewOf(principal), (tx) =>
    listEintraege(tx, sichtbareFrist(principal, 'f'), unit.id),
  );
  const text = icalOf(entries, {
    name: `Fristen ${unit.kuerzel}`,
    vorwarnungTage: deps.config.fristen.vorwarnungTage,
    host: hostOf(deps),
  });
  return Buffer.from(text);
};

const icsReply = (bytes: Uint8Array, fileName: string) => ({
  status: 200,
  bytes,
  headers: {
    'Content-Type': 'text/calendar; charset=utf-8',
    'Content-Disposition': `attachment; filename="${fileName}"`,
    'Cache-Control': 'private, no-store',
    'X-Robots-Tag': 'noindex',
  },
});

/** Answers a program that holds a link: the rights are those of its person now. @throws NotFound */
const feed = async (deps: FristenDeps, secret: string) => {
  const link = await asSystem(deps.db, (tx) => useKalender(tx, hashOfSecret(secret)));
  if (link === undefined) throw noSuchKalender();
  const principal = await findPrincipalOfPerson(deps.db, link.personId);
  const { organisationseinheitId: id, kuerzel } = link;
  if (
    principal === undefined ||
    !hasPermission(principal, 'vorgang:read') ||
    !principal.einheiten.includes(id)
  )
    throw noSuchKalender();
  return icsReply(await calendarOf(deps, principal, { id, kuerzel }), 'fristen.ics');
};

const createLink = (
  deps: FristenDeps,
  organisationseinheitId: string,
  by: { principal: Principal; requestId: string },
): Promise<z.infer<typeof KalenderAntwort>> => {
  const { principal, requestId } = by;
  requireUnit(principal, organisationseinheitId);
  const secret = newSecret();
  return inTransaction(deps.db, viewOf(principal), async (tx) => {
    const kalender = await insertKalender(tx, {
      personId: principal.personId,
      organisationseinheitId,
      tokenHash: hashOfSecret(secret),
    });
    await appendAudit(tx, [
      {
        actor: actorOf(principal),
        action: 'fristkalender.created',
        objectType: 'fristkalender',
        objectId: kalender.id,
        requestId,
      },
    ]);
    const base = deps.config.http.publicUrl?.replace(/\/$/, '') ?? '';
    return { kalender, adresse: `${base}/api/fristkalender/abruf/${secret}/fristen.ics` };
  });
};

/** Calendars of units: links for other programs, and the same as a download. */
export const createKalenderRoutes = (deps: FristenDeps): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'get',
    path: '/api/fristkalender',
    summary: 'Eigene Kalenderlinks',
    tag,
    permission: 'vorgang:read',
    responses: { 200: KalenderListe },
    handler: async ({ principal }) => ({
      status: 200,
      body: {
        kalender: await inTransaction(deps.db, viewOf(principal), (tx) =>
          listKalender(tx, principal.personId),
        ),
      },
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/fristkalender',
    summary: 'Kalenderlink für eine Einheit anlegen; nur diese Antwort enthält die Adresse',
    tag,
    permission: 'vorgang:read',
    body: KalenderNeu,
    responses: { 201: KalenderAntwort },
    handler: async ({ body, ...by }) => ({
      status: 201,
      body: await createLink(deps, body.organisationseinheitId, by),
    }),
  }),
  defineRoute({
    method: 'delete',
    path: '/api/fristkalender/:id',
    summary: 'Einen eigenen Kalenderlink sofort ungültig machen',
    tag,
    permission: 'vorgang:read',
    params: z.object({ id: z.uuid() }),
    responses: { 204: null },
    handler: async ({ principal, params, requestId }) => {
      await inTransaction(deps.db, viewOf(principal), async (tx) => {
        if ((await revokeKalender(tx, { id: params.id, personId: principal.personId })) === 0)
          throw noSuchKalender();
        await appendAudit(tx, [
          {
            actor: actorOf(principal),
            action: 'fristkalender.revoked',
            objectType: 'fristkalender',
            objectId: params.id,
            requestId,
          },
        ]);
      });
      return { status: 204 };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/fristkalender/abruf/:geheimnis/fristen.ics',
    summary: 'Fristen einer Einheit als Kalender (iCalendar), mit dem Geheimnis des Links',
    tag,
    permission: 'public',
    params: z.object({ geheimnis: z.string().min(20).max(100) }),
    responses: { 200: null },
    handler: ({ params }) => feed(deps, params.geheimnis),
  }),
  defineRoute({
    method: 'get',
    path: '/api/fristkalender/einheit/:id/fristen.ics',
    summary: 'Fristen einer eigenen Einheit als Kalenderdatei',
    tag,
    permission: 'vorgang:read',
    params: z.object({ id: z.uuid() }),
    responses: { 200: null },
    handler: async ({ principal, params }) => {
      if (!principal.einheiten.includes(params.id)) throw noSuchKalender();
      return icsReply(
        await calendarOf(deps, principal, { id: params.id, kuerzel: 'Einheit' }),
        'fristen.ics',
      );
    },
  }),
];
