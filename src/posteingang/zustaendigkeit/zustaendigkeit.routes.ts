import { z } from 'zod';
import { appendAudit } from '#audit/index.js';
import { DependencyDown, InvalidInput, NotFound } from '#errors.js';
import type { Route } from '#http/route.js';
import { germanDay } from '#infrastructure/clock.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import {
  actorOf,
  defineRoute,
  listEinheiten,
  type Permission,
  type Principal,
} from '#organisation/index.js';
import type { PosteingangRouteDeps } from '../posteingang-deps.js';
import { tryLetter } from './probe.js';
import {
  deleteRegel,
  deleteRegeln,
  endRegel,
  insertRegel,
  listRegeln,
} from './zustaendigkeit.repository.js';
import {
  Probe,
  ProbeAntwort,
  ZustaendigkeitsregelImport,
  ZustaendigkeitsregelListe,
  ZustaendigkeitsregelNeu,
} from './zustaendigkeit.schema.js';

const tag = 'Zuständigkeiten';
const byId = z.object({ id: z.uuid() });

const noSuchRule = (): NotFound =>
  new NotFound({
    code: 'regel-unbekannt',
    message: 'There is no such rule, or it begins after that day.',
    clerkMessage: 'Diese Regel gibt es nicht, oder sie beginnt erst nach diesem Tag.',
  });

const noSuchUnit = (kuerzel: string): InvalidInput =>
  new InvalidInput({
    code: 'einheit-unbekannt',
    httpStatus: 422,
    message: 'A rule names an Organisationseinheit that does not exist.',
    clerkMessage: `Die Einheit ${kuerzel} gibt es nicht. Es wurde nichts geändert.`,
  });

const noModel = (): DependencyDown =>
  new DependencyDown({
    code: 'kein-modell',
    message: 'This process holds no model.',
    clerkMessage: 'Das Modell ist gerade nicht erreichbar. Bitte versuchen Sie es später erneut.',
  });

const replaceAll = async (
  tx: Tx,
  regeln: z.infer<typeof ZustaendigkeitsregelImport>['regeln'],
): Promise<void> => {
  const units = new Map((await listEinheiten(tx)).map(({ kuerzel, id }) => [kuerzel, id]));
  await deleteRegeln(tx);
  for (const { einheit, ...rule } of regeln) {
    const organisationseinheitId = units.get(einheit);
    if (organisationseinheitId === undefined) throw noSuchUnit(einheit);
    await insertRegel(tx, { ...rule, organisationseinheitId });
  }
};

/** The Geschäftsverteilung as rules: kept by administrators, tried out by those who clear. */
export const createZustaendigkeitRoutes = (
  deps: PosteingangRouteDeps,
): Route<Principal, Permission>[] => {
  const note = (
    tx: Tx,
    by: { principal: Principal; requestId: string },
    deed: { action: string; id: string; detail?: Record<string, string | number> },
  ): Promise<void> =>
    appendAudit(tx, [
      {
        actor: actorOf(by.principal),
        action: `zustaendigkeitsregel.${deed.action}`,
        objectType: 'zustaendigkeitsregel',
        objectId: deed.id,
        requestId: by.requestId,
        ...(deed.detail === undefined ? {} : { detail: deed.detail }),
      },
    ]);

  return [
    defineRoute({
      method: 'get',
      path: '/api/zustaendigkeitsregeln',
      summary: 'Regeln der Geschäftsverteilung',
      tag,
      permission: 'organisation:read',
      responses: { 200: ZustaendigkeitsregelListe },
      handler: async () => ({
        status: 200,
        body: { regeln: await asSystem(deps.db, listRegeln) },
      }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/zustaendigkeitsregeln',
      summary: 'Regel anlegen',
      tag,
      permission: 'organisation:manage',
      body: ZustaendigkeitsregelNeu,
      responses: { 201: byId },
      handler: async ({ principal, body, requestId }) => {
        const id = await asSystem(deps.db, async (tx) => {
          const made = await insertRegel(tx, body);
          if (made === '') throw noSuchUnit(body.organisationseinheitId);
          await note(tx, { principal, requestId }, { action: 'created', id: made });
          return made;
        });
        return { status: 201, body: { id } };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/zustaendigkeitsregeln/einlesen',
      summary: 'Alle Regeln durch andere ersetzen',
      tag,
      permission: 'organisation:manage',
      body: ZustaendigkeitsregelImport,
      responses: { 204: null },
      handler: async ({ principal, body, requestId }) => {
        await asSystem(deps.db, async (tx) => {
          await replaceAll(tx, body.regeln);
          const detail = { anzahl: body.regeln.length };
          await note(tx, { principal, requestId }, { action: 'eingelesen', id: 'alle', detail });
        });
        return { status: 204 };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/zustaendigkeitsregeln/probe',
      summary: 'Wohin ginge dieses Schreiben? Nichts davon wird gespeichert.',
      tag,
      permission: 'organisation:read',
      body: Probe,
      responses: { 200: ProbeAntwort },
      handler: async ({ body }) => {
        const { models } = deps;
        if (models === undefined) throw noModel();
        const day = body.tag ?? germanDay(deps.clock.now());
        const answer = await tryLetter(
          { ...deps, classifier: models.classifier },
          { ...body, tag: day },
        );
        return { status: 200, body: answer };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/zustaendigkeitsregeln/:id/ende',
      summary: 'Regel mit einem Tag enden lassen',
      tag,
      permission: 'organisation:manage',
      params: byId,
      body: z.object({ giltBis: z.iso.date() }),
      responses: { 204: null },
      handler: async ({ principal, params: { id }, body, requestId }) => {
        await asSystem(deps.db, async (tx) => {
          if ((await endRegel(tx, id, body.giltBis)) === 0) throw noSuchRule();
          await note(tx, { principal, requestId }, { action: 'changed', id, detail: body });
        });
        return { status: 204 };
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/api/zustaendigkeitsregeln/:id',
      summary: 'Regel löschen',
      tag,
      permission: 'organisation:manage',
      params: byId,
      responses: { 204: null },
      handler: async ({ principal, params: { id }, requestId }) => {
        await asSystem(deps.db, async (tx) => {
          if ((await deleteRegel(tx, id)) === 0) throw noSuchRule();
          await note(tx, { principal, requestId }, { action: 'deleted', id });
        });
        return { status: 204 };
      },
    }),
  ];
};
