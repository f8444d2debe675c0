import { z } from 'zod';
import { appendAudit } from '#audit/index.js';
import { DependencyDown } from '#errors.js';
import type { Route } from '#http/route.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import { actorOf, defineRoute, type Permission, type Principal } from '#organisation/index.js';
import { fewestConfirmed } from '#understanding/index.js';
import { countKorrekturen } from '../lernen/korrektur.repository.js';
import { listVersions } from '../lernen/modell.repository.js';
import type { PosteingangRouteDeps } from '../posteingang-deps.js';
import { changeByHand } from './klassen.js';
import { KlassenAenderung, Modell, Ruecknahme, Selbstannahme } from './selbstannahme.schema.js';
import { countOpenStichproben, listKlassen, listWegZahlen } from './uebersicht.repository.js';

const tag = 'Modell';
const mostVersions = 50;
const shownDays = 90;
const dayMs = 24 * 3_600_000;

const noModel = (): DependencyDown =>
  new DependencyDown({
    code: 'kein-modell',
    message: 'This process holds no model.',
    clerkMessage: 'Das Modell ist gerade nicht erreichbar. Bitte versuchen Sie es später erneut.',
  });

/** Model and acceptance alone, for those who answer for them. */
export const createSelbstannahmeRoutes = (
  deps: PosteingangRouteDeps,
): Route<Principal, Permission>[] => {
  const overview = async (tx: Tx) => {
    const now = deps.clock.now();
    const von = new Date(now.getTime() - shownDays * dayMs);
    const { acceptAlone, targetError, sampleShare } = deps.config.understanding;
    return {
      eingeschaltet: acceptAlone,
      ziel: targetError,
      stichprobenanteil: sampleShare,
      mindestens: fewestConfirmed(targetError),
      offeneStichproben: await countOpenStichproben(tx),
      klassen: await listKlassen(tx),
      wege: await listWegZahlen(tx, { von, bis: new Date(now.getTime() + dayMs) }),
    };
  };

  return [
    defineRoute({
      method: 'get',
      path: '/api/selbstannahme',
      summary: 'Was ohne Person entschieden wird, und wie sicher (90 Tage)',
      tag,
      permission: 'modell:read',
      responses: { 200: Selbstannahme },
      handler: async () => ({ status: 200, body: await asSystem(deps.db, overview) }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/selbstannahme/klassen/:einheit',
      summary: 'Eine Einheit drosseln oder wieder öffnen, mit Begründung',
      tag,
      permission: 'modell:manage',
      params: z.object({ einheit: z.string().min(1).max(20) }),
      body: KlassenAenderung,
      responses: { 204: null },
      handler: async ({ principal, params: { einheit }, body, requestId }) => {
        await asSystem(deps.db, (tx) =>
          changeByHand(tx, { principal, requestId }, { einheit, ...body }),
        );
        return { status: 204 };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/modell',
      summary: 'Versionen des Modells',
      tag,
      permission: 'modell:read',
      responses: { 200: Modell },
      handler: async () => {
        const body = await asSystem(deps.db, async (tx) => ({
          versionen: (await listVersions(tx, mostVersions)).map((one) => ({
            ...one,
            createdAt: one.createdAt.toISOString(),
          })),
          korrekturen: await countKorrekturen(tx),
        }));
        return { status: 200, body };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/modell/ruecknahme',
      summary: 'Zu einer früheren Version des Modells zurückkehren, mit Begründung',
      tag,
      permission: 'modell:manage',
      body: Ruecknahme,
      responses: { 204: null },
      handler: async ({ principal, body, requestId }) => {
        const { models } = deps;
        if (models === undefined) throw noModel();
        await asSystem(deps.db, async (tx) => {
          const target = await models.rollBack(tx, { ...body, personId: principal.personId });
          await appendAudit(tx, [
            {
              actor: actorOf(principal),
              action: 'modell.zurueckgenommen',
              objectType: 'modell',
              objectId: String(target.id),
              detail: { version: target.version, grund: body.grund },
              requestId,
            },
          ]);
        });
        return { status: 204 };
      },
    }),
  ];
};
