import { z } from 'zod';
import { NotFound } from '#errors.js';
import type { Route } from '#http/route.js';
import { asSystem, inTransaction } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  listEinheiten,
  type Permission,
  type Principal,
  sichtbareSeite,
  viewOf,
} from '#organisation/index.js';
import { gelerntAus } from '../lernen/antwort.js';
import { createSightCheck, recordReading } from '../lesezugriff.js';
import type { PosteingangRouteDeps } from '../posteingang-deps.js';
import { describePages, listPageHeads } from '../seiten.repository.js';
import {
  StichprobeAntwort,
  StichprobeBlatt,
  StichprobeErgebnis,
  StichprobenListe,
} from './selbstannahme.schema.js';
import { answerStichprobe } from './stichprobe.js';
import { listOpenStichproben, type OffeneStichprobe } from './stichprobe.repository.js';
import { listArten } from './uebersicht.repository.js';

const tag = 'Stichprobe';
const byId = z.object({ id: z.uuid() });
const permission = 'posteingang:clear';

const shown = (one: OffeneStichprobe) => ({ ...one, gezogenAt: one.gezogenAt.toISOString() });

const noSuchSample = (): NotFound =>
  new NotFound({
    code: 'stichprobe-unbekannt',
    message: 'The item is not in the sample, or the person may not read it.',
    clerkMessage: 'Diese Stichprobe gibt es nicht oder sie wurde inzwischen beantwortet.',
  });

/** The blind sample of what went through alone: no answer here names what the machine thinks before the person has spoken. */
export const createStichprobeRoutes = (
  deps: PosteingangRouteDeps,
): Route<Principal, Permission>[] => {
  const requireSight = createSightCheck(deps);
  return [
    defineRoute({
      method: 'get',
      path: '/api/stichproben',
      summary: 'Eingänge, die auf eine Antwort ohne Vorwissen warten',
      tag,
      permission,
      responses: { 200: StichprobenListe },
      handler: async ({ principal }) => {
        const open = await inTransaction(deps.db, viewOf(principal), (tx) =>
          listOpenStichproben(tx, principal, { limit: 100 }),
        );
        const stunden = deps.config.understanding.sampleHours;
        return { status: 200, body: { stichproben: open.map(shown), stunden } };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/stichproben/:id',
      summary: 'Ein Eingang der Stichprobe, ohne Antwort der Maschine',
      tag,
      permission,
      params: byId,
      responses: { 200: StichprobeBlatt },
      handler: async ({ principal, params: { id }, requestId }) => {
        const { one, seiten, einheiten } = await inTransaction(
          deps.db,
          viewOf(principal),
          async (tx) => {
            const [found] = await listOpenStichproben(tx, principal, { id, limit: 1 });
            if (found === undefined) throw noSuchSample();
            const pages = describePages(
              id,
              await listPageHeads(tx, sichtbareSeite(principal, { seite: 's', eingang: 'p' }), id),
            );
            await recordReading(tx, { principal, requestId, id, action: 'stichprobe.gelesen' });
            return { one: found, seiten: pages, einheiten: await listEinheiten(tx) };
          },
        );
        const body = {
          ...shown(one),
          seiten,
          arten: await asSystem(deps.db, listArten),
          einheiten: einheiten.map(({ id: einheitId, kuerzel, name }) => ({
            id: einheitId,
            kuerzel,
            name,
          })),
        };
        return { status: 200, body };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/stichproben/:id/antwort',
      summary: 'Sagen, wohin der Eingang gehört; danach zeigt sich die Antwort der Maschine',
      tag,
      permission,
      params: byId,
      body: StichprobeAntwort,
      responses: { 200: StichprobeErgebnis },
      handler: async ({ principal, params: { id }, body, requestId }) => {
        await requireSight(principal, id);
        const { machine, einheit, richtig, folge } = await asSystem(deps.db, (tx) =>
          answerStichprobe(tx, { id, antwort: body, principal, requestId }),
        );
        deps.afterCommit(['posteingang.light']);
        const { weg } = machine;
        const gelernt = await gelerntAus(deps, folge);
        return { status: 200, body: { richtig, weg, einheit, ...gelernt } };
      },
    }),
  ];
};
