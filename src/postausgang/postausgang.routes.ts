import { z } from 'zod';
import type { Route } from '#http/route.js';
import { sendEvents } from '#http/server-events.js';
import { germanDay } from '#infrastructure/clock.js';
import type { EventStream } from '#infrastructure/database/events.js';
import { inTransaction } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerPostausgang,
  viewOf,
} from '#organisation/index.js';
import { createDateiRoutes } from './datei.routes.js';
import { readDetail, toZeile } from './detail.js';
import { createEntscheidungRoutes } from './entscheidung.routes.js';
import { createEntwurfRoutes } from './entwurf.routes.js';
import { createKanalwahlRoutes } from './kanalwahl.routes.js';
import {
  PostausgangAbfrage,
  PostausgangDetail,
  PostausgangListe,
  VorlagenListe,
} from './postausgang.schema.js';
import { mittelOf, type PostausgangDeps } from './postausgang-deps.js';
import { countAufgaben, findZustand, listZeilen } from './postausgang-list.repository.js';
import { createPostlaufRoutes } from './postlauf/postlauf.routes.js';
import { postlaufDepsOf } from './postlauf/postlauf-deps.js';
import { createVersandartRoutes } from './postlauf/versandart.routes.js';
import { createRuecklaufRoutes } from './ruecklauf.routes.js';
import { describeVorlage } from './vorlagen.js';
import { createTextbausteinRoutes } from './vorlagenverwaltung/textbaustein.routes.js';
import { createVorlagenverwaltungRoutes } from './vorlagenverwaltung/verwaltung.routes.js';

const tag = 'Postausgang';
const byId = z.object({ id: z.uuid() });

const createReadingRoutes = (
  deps: PostausgangDeps,
  events: EventStream,
): Route<Principal, Permission>[] => {
  const { vorlagen, fassungen, bestandBereit, channels } = mittelOf(deps);
  return [
    defineRoute({
      method: 'get',
      path: '/api/postausgaenge/vorlagen',
      summary: 'Briefvorlagen',
      tag,
      permission: 'postausgang:read',
      responses: { 200: VorlagenListe },
      handler: async ({ principal }) => {
        await bestandBereit();
        const emailVerfuegbar = channels.some((channel) => channel.kanal === 'email');
        const geltend = await inTransaction(deps.db, viewOf(principal), (tx) =>
          fassungen.list(tx, germanDay(deps.clock.now())),
        );
        const list = geltend.map(({ vorlage }) => describeVorlage(vorlage));
        return { status: 200, body: { vorlagen: list, emailVerfuegbar } };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/postausgaenge',
      summary: 'Schreiben: eigene, der Einheit, zur Freigabe oder mit ungewissem Versand',
      tag,
      permission: 'postausgang:read',
      query: PostausgangAbfrage,
      responses: { 200: PostausgangListe },
      handler: ({ principal, query }) => {
        const visible = sichtbarerPostausgang(principal, 'p');
        const { personId } = principal;
        return inTransaction(deps.db, viewOf(principal), async (tx) => {
          const zeilen = await listZeilen(tx, visible, { query, personId });
          const anzahl = await countAufgaben(tx, visible, personId);
          return {
            status: 200,
            body: { zeilen: zeilen.map((row) => toZeile(row, vorlagen)), anzahl },
          };
        });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/postausgaenge/ereignisse',
      summary: 'Änderungen an Schreiben (Server-Sent Events)',
      tag,
      permission: 'postausgang:read',
      responses: { 200: null },
      raw: true,
      handler: async ({ principal, response, signal }) => {
        await sendEvents(
          {
            stream: events,
            name: 'schreiben',
            wants: (event) => event.kind === 'postausgang',
            load: (reader: Principal, event) =>
              inTransaction(deps.db, viewOf(reader), (tx) =>
                findZustand(tx, sichtbarerPostausgang(reader, 'p'), event.id),
              ),
          },
          { principal, response, signal },
        );
        return undefined;
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/postausgaenge/:id',
      summary: 'Schreiben mit Prüfung, Versand und Verlauf',
      tag,
      permission: 'postausgang:read',
      params: byId,
      responses: { 200: PostausgangDetail },
      handler: async ({ principal, params }) => ({
        status: 200,
        body: await readDetail({ db: deps.db, vorlagen }, principal, params.id),
      }),
    }),
  ];
};

/** All routes of the way out. @throws ConfigInvalid for a faulty template or letterhead. */
export const createPostausgangRoutes = (
  deps: PostausgangDeps,
  events: EventStream,
): Route<Principal, Permission>[] => [
  ...createReadingRoutes(deps, events),
  ...createEntwurfRoutes(deps),
  ...createEntscheidungRoutes(deps),
  ...createDateiRoutes(deps),
  ...createKanalwahlRoutes(deps),
  ...createVersandartRoutes(deps),
  ...createPostlaufRoutes(postlaufDepsOf(deps, mittelOf(deps))),
  ...createRuecklaufRoutes(deps),
  ...createTextbausteinRoutes(deps),
  ...createVorlagenverwaltungRoutes(deps),
];
