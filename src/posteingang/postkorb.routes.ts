import { z } from 'zod';
import { appendAudit } from '#audit/index.js';
import { NotFound } from '#errors.js';
import type { Route } from '#http/route.js';
import { sendEvents } from '#http/server-events.js';
import { asSystem, inTransaction } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerPostkorb,
  viewOf,
} from '#organisation/index.js';
import { PostkorbListe, Weitergabe } from './posteingang.schema.js';
import type { PosteingangRouteDeps } from './posteingang-deps.js';
import {
  countUnread,
  findPostkorbEintrag,
  listPostkorb,
  markDone,
  markRead,
} from './postkorb.repository.js';
import { passOn } from './weitergabe.js';

const tag = 'Postkorb';
const byId = z.object({ id: z.uuid() });
const mostEntries = 200;

/** The Postkorb of one's units. */
export const createPostkorbRoutes = (
  deps: PosteingangRouteDeps,
): Route<Principal, Permission>[] => {
  const change = (verb: 'gelesen' | 'erledigt', summary: string) =>
    defineRoute({
      method: 'post',
      path: `/api/postkorb/:id/${verb}`,
      summary,
      tag,
      permission: 'postkorb:read',
      params: byId,
      responses: { 204: null },
      handler: ({ principal, params, requestId }) =>
        inTransaction(deps.db, viewOf(principal), async (tx) => {
          if (
            (await findPostkorbEintrag(tx, sichtbarerPostkorb(principal, 'k'), params.id)) ===
            undefined
          )
            throw noSuchEntry();
          const changed = await (verb === 'gelesen' ? markRead : markDone)(
            tx,
            params.id,
            principal.personId,
          );
          if (changed > 0) {
            await appendAudit(tx, [
              {
                actor: { kind: principal.kind, personId: principal.personId },
                action: `postkorb.${verb}`,
                objectType: 'postkorb',
                objectId: params.id,
                requestId,
              },
            ]);
          }
          return { status: 204 };
        }),
    });

  return [
    defineRoute({
      method: 'get',
      path: '/api/postkorb',
      summary: 'Offene Eingänge der eigenen Organisationseinheiten',
      tag,
      permission: 'postkorb:read',
      responses: { 200: PostkorbListe },
      handler: async ({ principal }) => {
        const visible = sichtbarerPostkorb(principal, 'k');
        const body = await inTransaction(deps.db, viewOf(principal), async (tx) => ({
          eintraege: await listPostkorb(tx, visible, mostEntries),
          ungelesen: await countUnread(tx, visible),
        }));
        return { status: 200, body };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/postkorb/ereignisse',
      summary: 'Neue Eingänge im Postkorb (Server-Sent Events)',
      tag,
      permission: 'postkorb:read',
      responses: { 200: null },
      raw: true,
      handler: async ({ principal, response, signal }) => {
        await sendEvents(
          {
            stream: deps.events,
            name: 'eingang',
            wants: (event) => event.kind === 'postkorb',
            load: (reader, event) =>
              inTransaction(deps.db, viewOf(reader), (tx) =>
                findPostkorbEintrag(tx, sichtbarerPostkorb(reader, 'k'), event.id),
              ),
          },
          { principal, response, signal },
        );
        return undefined;
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/postkorb/:id/weitergabe',
      summary: 'Eingang an eine andere Einheit oder zurück an die Poststelle geben',
      tag,
      permission: 'vorgang:write',
      params: byId,
      body: Weitergabe,
      responses: { 204: null },
      handler: async ({ principal, params, body, requestId }) => {
        const eintrag = await inTransaction(deps.db, viewOf(principal), (tx) =>
          findPostkorbEintrag(tx, sichtbarerPostkorb(principal, 'k'), params.id),
        );
        if (eintrag === undefined) throw noSuchEntry();
        // Where it goes lies beyond the view of who passes it on.
        await asSystem(deps.db, (tx) =>
          passOn(tx, { eintrag, weitergabe: body, principal, requestId }),
        );
        return { status: 204 };
      },
    }),
    change('gelesen', 'Als gelesen kennzeichnen'),
    change('erledigt', 'Aus dem Postkorb nehmen'),
  ];
};

const noSuchEntry = (): NotFound =>
  new NotFound({
    code: 'postkorb-unbekannt',
    message: 'There is no such entry, or the person may not see it.',
    clerkMessage: 'Diesen Eintrag gibt es nicht in Ihrem Postkorb.',
  });
