import { z } from 'zod';
import { appendAudit } from '#audit/index.js';
import { NotFound } from '#errors.js';
import type { Reply, Route } from '#http/route.js';
import { inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerPosteingangsinhalt,
  viewOf,
} from '#organisation/index.js';
import { decisionsFor } from './entscheidungen.js';
import {
  describeParts,
  getItem,
  listDecisions,
  listFields,
  listParts,
} from './inhalt.repository.js';
import { getZeile } from './posteingang.repository.js';
import { PosteingangDetail, SeitenText } from './posteingang.schema.js';
import type { PosteingangRouteDeps } from './posteingang-deps.js';
import { describePages, findPage, listPageHeads } from './seiten.repository.js';

const tag = 'Posteingang';
const byId = z.object({ id: z.uuid() });
const byPage = byId.extend({ nummer: z.coerce.number().int().min(1) });
const byPart = byId.extend({ position: z.coerce.number().int().min(0) });

const noSuchPart = (): NotFound =>
  new NotFound({
    code: 'inhalt-unbekannt',
    message: 'The item has no such page or part.',
    clerkMessage: 'Diese Seite oder Datei gibt es nicht.',
  });

/** A file for download: never shown by the browser as a page of ours, its name as in RFC 6266. */
export const download = (file: { name: string; mediaType: string }): Record<string, string> => ({
  'Content-Type': file.mediaType,
  'Content-Disposition': `attachment; filename="datei"; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, escape)}`,
  'Cache-Control': 'private, no-store',
});

/** The content of an item, for who may read it; each reading is an audit event. */
export const createInhaltRoutes = (deps: PosteingangRouteDeps): Route<Principal, Permission>[] => {
  const reading = <T>(
    from: { principal: Principal; requestId: string; id: string; action: string },
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> =>
    inTransaction(deps.db, viewOf(from.principal), async (tx) => {
      await getZeile(tx, sichtbarerPosteingangsinhalt(from.principal, 'p'), from.id);
      const result = await work(tx);
      await appendAudit(tx, [
        {
          actor: { kind: from.principal.kind, personId: from.principal.personId },
          action: from.action,
          objectType: 'posteingang',
          objectId: from.id,
          requestId: from.requestId,
        },
      ]);
      return result;
    });

  const send = async (file: {
    sha256: string;
    mediaType: string;
    name: string;
  }): Promise<Reply> => ({
    status: 200,
    stream: await deps.blobs.open(file.sha256),
    headers: download(file),
  });

  return [
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge/:id',
      summary: 'Eingang mit Seiten, erkannten Feldern und Entscheidungen',
      tag,
      permission: 'posteingang:read',
      params: byId,
      responses: { 200: PosteingangDetail },
      handler: async ({ principal, params: { id }, requestId }) => {
        const body = await reading(
          { principal, requestId, id, action: 'posteingang.read' },
          async (tx) => {
            const zeile = await getZeile(tx, sichtbarerPosteingangsinhalt(principal, 'p'), id);
            const item = await getItem(tx, id);
            return {
              ...zeile,
              seiten: describePages(id, await listPageHeads(tx, id)),
              bestandteile: describeParts(id, await listParts(tx, id)),
              felder: (await listFields(tx, id)).map(({ position: _position, ...field }) => field),
              entscheidungen: await listDecisions(tx, id),
              virenpruefung: 'ungeprueft',
              original: `/api/posteingaenge/${id}/original`,
              archivkopie:
                item.archivSha256 === null ? null : `/api/posteingaenge/${id}/archivkopie`,
            } as const;
          },
        );
        const entscheidungen = await decisionsFor(deps.db, principal, body.entscheidungen);
        return { status: 200, body: { ...body, entscheidungen } };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge/:id/original',
      summary: 'Unverändertes Original; bei einem Brief aus einem Stapel dessen Seiten',
      tag,
      permission: 'posteingang:read',
      params: byId,
      responses: { 200: null },
      handler: async ({ principal, params: { id }, requestId }) => {
        const item = await reading(
          { principal, requestId, id, action: 'posteingang.original.read' },
          (tx) => getItem(tx, id),
        );
        // The stack holds letters of other people; only its own pages belong to this item.
        if (item.parentId === null)
          return send({ sha256: item.sha256, mediaType: item.mediaType, name: item.dateiname });
        if (item.archivSha256 === null) throw noSuchPart();
        return send({
          sha256: item.archivSha256,
          mediaType: 'application/pdf',
          name: `${item.eingangsnummer}.pdf`,
        });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge/:id/archivkopie',
      summary: 'Durchsuchbare Kopie als PDF',
      tag,
      permission: 'posteingang:read',
      params: byId,
      responses: { 200: null },
      handler: async ({ principal, params: { id }, requestId }) => {
        const item = await reading(
          { principal, requestId, id, action: 'posteingang.archivkopie.read' },
          (tx) => getItem(tx, id),
        );
        if (item.archivSha256 === null) throw noSuchPart();
        return send({
          sha256: item.archivSha256,
          mediaType: 'application/pdf',
          name: `${item.eingangsnummer}.pdf`,
        });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge/:id/bestandteile/:position',
      summary: 'Anschreiben oder Anlage herunterladen',
      tag,
      permission: 'posteingang:read',
      params: byPart,
      responses: { 200: null },
      handler: async ({ principal, params: { id, position }, requestId }) => {
        const { item, part } = await reading(
          { principal, requestId, id, action: 'posteingang.bestandteil.read' },
          async (tx) => ({
            item: await getItem(tx, id),
            part: (await listParts(tx, id)).find((one) => one.position === position),
          }),
        );
        if (part === undefined || item.parentId !== null) throw noSuchPart();
        return send({ sha256: part.sha256, mediaType: part.mediaType, name: part.dateiname });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge/:id/seiten/:nummer/bild',
      summary: 'Seitenbild',
      tag,
      permission: 'posteingang:read',
      params: byPage,
      responses: { 200: null },
      handler: async ({ principal, params: { id, nummer }, requestId }) => {
        const page = await reading(
          { principal, requestId, id, action: 'posteingang.seite.read' },
          (tx) => findPage(tx, id, nummer),
        );
        if (page?.bildSha256 == null) throw noSuchPart();
        return {
          status: 200,
          stream: await deps.blobs.open(page.bildSha256),
          headers: {
            'Content-Type': page.bildMediaType ?? 'image/jpeg',
            'Cache-Control': 'private, max-age=3600',
          },
        };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge/:id/seiten/:nummer/text',
      summary: 'Erkannter Text einer Seite mit den Stellen der Wörter',
      tag,
      permission: 'posteingang:read',
      params: byPage,
      responses: { 200: SeitenText },
      handler: async ({ principal, params: { id, nummer }, requestId }) => {
        const page = await reading(
          { principal, requestId, id, action: 'posteingang.seite.read' },
          (tx) => findPage(tx, id, nummer),
        );
        if (page === undefined) throw noSuchPart();
        return { status: 200, body: { text: page.text ?? '', worte: page.worte ?? [] } };
      },
    }),
  ];
};
