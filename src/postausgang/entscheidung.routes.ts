import { z } from 'zod';
import type { Route } from '#http/route.js';
import { defineRoute, type Permission, type Principal } from '#organisation/index.js';
import { readDetail } from './detail.js';
import { createEntscheidungen } from './entscheidungen.js';
import { Freigabe, Klaerung, PostausgangDetail, Rueckgabe } from './postausgang.schema.js';
import { mittelOf, type PostausgangDeps } from './postausgang-deps.js';

const tag = 'Postausgang';
const byId = z.object({ id: z.uuid() });

type Caller = { principal: Principal; requestId: string };

/** Deciding about a letter: release and return, taking back and stopping, clearing up its dispatch. */
export const createEntscheidungRoutes = (deps: PostausgangDeps): Route<Principal, Permission>[] => {
  const entscheidungen = createEntscheidungen(deps);
  const { vorlagen } = mittelOf(deps);

  /** A decision is a POST to the letter's sub-resource; its answer is the letter afterwards. */
  const decision = <Body extends z.ZodType>(declared: {
    verb: string;
    summary: string;
    permission: Permission;
    body: Body;
    decide: (caller: Caller, id: string, body: z.infer<Body>) => Promise<void>;
  }): Route<Principal, Permission> =>
    defineRoute({
      method: 'post',
      path: `/api/postausgaenge/:id/${declared.verb}`,
      summary: declared.summary,
      tag,
      permission: declared.permission,
      params: byId,
      body: declared.body,
      responses: { 200: PostausgangDetail },
      handler: async ({ principal, params, body, requestId }) => {
        await declared.decide({ principal, requestId }, params.id, body as z.infer<Body>);
        const detail = await readDetail({ db: deps.db, vorlagen }, principal, params.id);
        return { status: 200, body: detail };
      },
    });
  const nothing = z.unknown();

  return [
    decision({
      verb: 'freigabe',
      summary: 'Schreiben freigeben (zweite Person)',
      permission: 'postausgang:release',
      body: Freigabe,
      decide: (caller, id, { version }) => entscheidungen.release(caller, id, version),
    }),
    decision({
      verb: 'rueckgabe',
      summary: 'Schreiben mit Begründung zurückgeben',
      permission: 'postausgang:release',
      body: Rueckgabe,
      decide: (caller, id, { grund }) => entscheidungen.sendBack(caller, id, grund),
    }),
    decision({
      verb: 'rueckholung',
      summary: 'Eigenes Schreiben in den Entwurf zurückholen',
      permission: 'postausgang:write',
      body: nothing,
      decide: (caller, id) => entscheidungen.withdraw(caller, id),
    }),
    decision({
      verb: 'anhalten',
      summary: 'Versand eines freigegebenen Schreibens anhalten',
      permission: 'postausgang:read',
      body: nothing,
      decide: (caller, id) => entscheidungen.hold(caller, id),
    }),
    decision({
      verb: 'fortsetzen',
      summary: 'Angehaltenen Versand fortsetzen',
      permission: 'postausgang:read',
      body: nothing,
      decide: (caller, id) => entscheidungen.proceed(caller, id),
    }),
    decision({
      verb: 'storno',
      summary: 'Schreiben stornieren, solange es nicht übergeben ist',
      permission: 'postausgang:write',
      body: nothing,
      decide: (caller, id) => entscheidungen.cancel(caller, id),
    }),
    decision({
      verb: 'nochmal',
      summary: 'Gescheiterten Versand noch einmal versuchen',
      permission: 'postausgang:read',
      body: nothing,
      decide: (caller, id) => entscheidungen.retry(caller, id),
    }),
    decision({
      verb: 'klaerung',
      summary: 'Ungewissen Versand klären',
      permission: 'postausgang:resolve',
      body: Klaerung,
      decide: (caller, id, finding) => entscheidungen.resolve(caller, id, finding),
    }),
  ];
};
