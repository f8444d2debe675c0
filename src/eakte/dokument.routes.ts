import { z } from 'zod';
import { appendAudit } from '#audit/index.js';
import type { Route } from '#http/route.js';
import { inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import {
  actorOf,
  defineRoute,
  type Permission,
  type Principal,
  sichtbaresDokument,
  viewOf,
} from '#organisation/index.js';
import { answerDatei } from './datei-antwort.js';
import { findDatei, findDokument } from './dokument.repository.js';
import { DateiAbfrage, DokumentDetail } from './eakte.schema.js';
import { type EakteDeps, notThere } from './eakte-deps.js';
import type { Asking } from './vorgang.js';

const tag = 'E-Akte';
const Id = z.object({ id: z.uuid() });

/** Whoever reads content leaves a trace in the same transaction. */
const noteReading = (
  tx: Tx,
  by: Asking,
  event: { verb: 'read' | 'downloaded'; id: string; position?: number },
): Promise<void> =>
  appendAudit(tx, [
    {
      actor: actorOf(by.principal),
      action: `dokument.${event.verb}`,
      objectType: 'dokument',
      objectId: event.id,
      detail: event.position === undefined ? {} : { position: event.position },
      requestId: by.requestId,
    },
  ]);

const readDokument = ({ db }: EakteDeps, id: string, by: Asking): Promise<DokumentDetail> =>
  inTransaction(db, viewOf(by.principal), async (tx) => {
    const dokument = await findDokument(tx, sichtbaresDokument(by.principal, 'd'), id);
    if (dokument === undefined) throw notThere('Dokument');
    await noteReading(tx, by, { verb: 'read', id });
    return dokument;
  });

const takeDatei = ({ db }: EakteDeps, key: { id: string; position: number }, by: Asking) =>
  inTransaction(db, viewOf(by.principal), async (tx) => {
    const datei = await findDatei(tx, sichtbaresDokument(by.principal, 'd'), {
      dokumentId: key.id,
      position: key.position,
    });
    if (datei === undefined) throw notThere('Datei');
    await noteReading(tx, by, { verb: 'downloaded', ...key });
    return datei;
  });

/** Dokumente of the E-Akte and their files. */
export const createDokumentRoutes = (deps: EakteDeps): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'get',
    path: '/api/dokumente/:id',
    summary: 'Ein Dokument mit seinen Dateien und seinem Text',
    tag,
    permission: 'vorgang:read',
    params: Id,
    responses: { 200: DokumentDetail },
    handler: async ({ params, ...by }) => ({
      status: 200,
      body: await readDokument(deps, params.id, by),
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/dokumente/:id/dateien/:position',
    summary: 'Eine Datei des Dokuments',
    tag,
    permission: 'vorgang:read',
    params: Id.extend({ position: z.coerce.number().int().min(0) }),
    query: DateiAbfrage,
    responses: { 200: null },
    handler: async ({ params, query, ...by }) => {
      const datei = await takeDatei(deps, params, by);
      const stream = await deps.blobs.open(datei.sha256);
      return answerDatei(datei, { stream, inline: query.anzeige === 'inline' });
    },
  }),
];
