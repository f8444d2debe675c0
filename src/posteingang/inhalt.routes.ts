import { z } from 'zod';
import type { Reply, Route } from '#http/route.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerPosteingangAlsGanzes,
  sichtbarerPosteingangsinhalt,
  sichtbareSeite,
} from '#organisation/index.js';
import { findBestaetigung } from './bestaetigung/bestaetigung.repository.js';
import { decisionsFor } from './entscheidungen.js';
import {
  describeParts,
  getItem,
  listDecisions,
  listFields,
  listParts,
} from './inhalt.repository.js';
import { noSuchPart, readContent } from './lesezugriff.js';
import { getZeile, inFull, isVisible } from './posteingang.repository.js';
import { PosteingangDetail } from './posteingang.schema.js';
import type { PosteingangRouteDeps } from './posteingang-deps.js';
import { describePages, listPageHeads } from './seiten.repository.js';
import { requireOpenable } from './virenpruefung/quarantaene.js';
import { getVirenstand } from './virenpruefung/virenpruefung.repository.js';

const tag = 'Posteingang';
const byId = z.object({ id: z.uuid() });
const byPart = byId.extend({ position: z.coerce.number().int().min(0) });

/** A file for download: never shown by the browser as a page of ours, its name as in RFC 6266. */
export const download = (file: { name: string; mediaType: string }): Record<string, string> => ({
  'Content-Type': file.mediaType,
  'Content-Disposition': `attachment; filename="datei"; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, escape)}`,
  'Cache-Control': 'private, no-store',
});

type Whole = Pick<
  z.infer<typeof PosteingangDetail>,
  | 'bestandteile'
  | 'felder'
  | 'entscheidungen'
  | 'original'
  | 'archivkopie'
  | 'mail'
  | 'eingangsbestaetigung'
>;

/** What only who may read the item as a whole gets; the others of a divided stack get its pages alone. */
const readWhole = async (tx: Tx, principal: Principal, id: string): Promise<Whole> => {
  if (!(await isVisible(tx, sichtbarerPosteingangAlsGanzes(principal, 'p'), id)))
    return {
      bestandteile: [],
      felder: [],
      entscheidungen: [],
      original: null,
      archivkopie: null,
      mail: null,
      eingangsbestaetigung: null,
    };
  const { archivSha256, mailkopf, parentId } = await getItem(tx, id);
  return {
    bestandteile: describeParts(id, await listParts(tx, id)),
    felder: (await listFields(tx, id)).map(({ position: _position, ...field }) => field),
    entscheidungen: await listDecisions(tx, id),
    original: `/api/posteingaenge/${id}/original`,
    archivkopie: archivSha256 === null ? null : `/api/posteingaenge/${id}/archivkopie`,
    mail: mailkopf === null || parentId !== null ? null : `/api/posteingaenge/${id}/mail`,
    eingangsbestaetigung: await findBestaetigung(tx, id),
  };
};

/** The content of an item, for who may read it; each reading is an audit event. */
export const createInhaltRoutes = (deps: PosteingangRouteDeps): Route<Principal, Permission>[] => {
  const reading = readContent(deps, sichtbarerPosteingangsinhalt);
  const readingWhole = readContent(deps, sichtbarerPosteingangAlsGanzes);

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
        // Whoever opens an item asks for its page images next.
        deps.scaler.warm();
        const body = await reading(
          { principal, requestId, id, action: 'posteingang.read' },
          async (tx) => {
            const zeile = await getZeile(
              tx,
              inFull(sichtbarerPosteingangsinhalt(principal, 'p')),
              id,
            );
            const visiblePage = sichtbareSeite(principal, { seite: 's', eingang: 'p' });
            return {
              ...zeile,
              ...(await readWhole(tx, principal, id)),
              seiten: describePages(id, await listPageHeads(tx, visiblePage, id)),
              ...(await getVirenstand(tx, id)),
            };
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
        const item = await readingWhole(
          { principal, requestId, id, action: 'posteingang.original.read' },
          async (tx) => {
            await requireOpenable(tx, id, deps.virenpruefung);
            return getItem(tx, id);
          },
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
        const item = await readingWhole(
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
        const { item, part } = await readingWhole(
          { principal, requestId, id, action: 'posteingang.bestandteil.read' },
          async (tx) => {
            await requireOpenable(tx, id, deps.virenpruefung);
            const part = (await listParts(tx, id)).find((one) => one.position === position);
            return { item: await getItem(tx, id), part };
          },
        );
        if (part === undefined || item.parentId !== null) throw noSuchPart();
        return send({ sha256: part.sha256, mediaType: part.mediaType, name: part.dateiname });
      },
    }),
  ];
};
