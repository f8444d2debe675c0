import { Readable } from 'node:stream';
import { z } from 'zod';
import { appendAudit } from '#audit/index.js';
import { findVorgang } from '#eakte/index.js';
import type { Route } from '#http/route.js';
import { inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import {
  actorOf,
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerPostausgang,
  viewOf,
} from '#organisation/index.js';
import { gesammelteFundstellen, suchworte } from '#tools/fundstellen.js';
import { textOfWords, type Word } from '#tools/page-text.js';
import { Fundstellen, FundstellenAbfrage, SeitenText } from '#tools/page-text.schema.js';
import { type Brief, findBrief, noSuchLetter } from './brief.repository.js';
import { attachmentName } from './channels/email.js';
import { mittelOf, type PostausgangDeps } from './postausgang-deps.js';

const tag = 'Postausgang';
const mostPlaces = 1_000;
const byId = z.object({ id: z.uuid() });
const byPage = z.object({ id: z.uuid(), nummer: z.coerce.number().int().min(1).max(1_000) });
const bild = z.object({ breite: z.coerce.number().int().min(100).max(2_000).default(900) });

/** RFC 6266, with a plain name for old programs. */
const disposition = (name: string): string =>
  `inline; filename="${name.replaceAll(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`;

/** The set letter as a file and as pictures. */
export const createDateiRoutes = (deps: PostausgangDeps): Route<Principal, Permission>[] => {
  const { briefsatz } = mittelOf(deps);

  /** The set letter for who may read it; reading it is recorded. @throws NotFound */
  const openSet = (principal: Principal, requestId: string, id: string, part: string) =>
    inTransaction(deps.db, viewOf(principal), async (tx) => {
      const brief = await findBrief(tx, sichtbarerPostausgang(principal, 'p'), id);
      const sha256 = brief?.zustand === 'entwurf' ? null : brief?.renditionSha256;
      if (brief === undefined || !sha256) throw noSuchLetter();
      await appendAudit(tx, [
        {
          actor: actorOf(principal),
          action: 'postausgang.read',
          objectType: 'postausgang',
          objectId: id,
          detail: { part },
          requestId,
        },
      ]);
      return { sha256, seiten: brief.seitenzahl ?? 0, name: await nameOf(tx, brief) };
    });

  return [
    defineRoute({
      method: 'get',
      path: '/api/postausgaenge/:id/datei',
      summary: 'Fertiges Schreiben als PDF/A',
      tag,
      permission: 'postausgang:read',
      params: byId,
      responses: { 200: null },
      handler: async ({ principal, params, requestId }) => {
        const { sha256, name } = await openSet(principal, requestId, params.id, 'pdf');
        return {
          status: 200,
          stream: await deps.blobs.open(sha256),
          headers: { 'Content-Type': 'application/pdf', 'Content-Disposition': disposition(name) },
        };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/postausgaenge/:id/seiten/:nummer/bild',
      summary: 'Seite des fertigen Schreibens als Bild',
      tag,
      permission: 'postausgang:read',
      params: byPage,
      query: bild,
      responses: { 200: null },
      handler: async ({ principal, params, query, requestId }) => {
        const part = `page ${params.nummer}`;
        const { sha256 } = await openSet(principal, requestId, params.id, part);
        const pdf = await deps.blobs.read(sha256);
        const { images } = await briefsatz.draw({
          pdf,
          page: params.nummer,
          imageWidth: query.breite,
        });
        const png = images[0]?.png;
        if (png === undefined) throw noSuchLetter();
        return {
          status: 200,
          stream: Readable.from([Buffer.from(png)]),
          headers: { 'Content-Type': 'image/png' },
        };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/postausgaenge/:id/seiten/:nummer/text',
      summary: 'Text einer Seite des fertigen Schreibens mit den Stellen der Wörter',
      tag,
      permission: 'postausgang:read',
      params: byPage,
      responses: { 200: SeitenText },
      handler: async ({ principal, params, requestId }) => {
        const part = `page ${params.nummer}`;
        const { sha256, seiten } = await openSet(principal, requestId, params.id, part);
        if (params.nummer > seiten) throw noSuchLetter();
        const worte = await briefsatz.worteAuf(await deps.blobs.read(sha256), params.nummer);
        return { status: 200, body: { text: textOfWords(worte), worte } };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/postausgaenge/:id/fundstellen',
      summary: 'Wo eine Wortfolge im fertigen Schreiben steht',
      tag,
      permission: 'postausgang:read',
      params: byId,
      query: FundstellenAbfrage,
      responses: { 200: Fundstellen },
      handler: async ({ principal, params, query, requestId }) => {
        const { sha256, seiten } = await openSet(principal, requestId, params.id, 'search');
        const pdf = await deps.blobs.read(sha256);
        const pages: { nummer: number; worte: Word[] }[] = [];
        for (let nummer = 1; nummer <= seiten; nummer += 1)
          pages.push({ nummer, worte: await briefsatz.worteAuf(pdf, nummer) });
        const stellen = gesammelteFundstellen(pages, suchworte(query.q));
        return {
          status: 200,
          body: {
            stellen: stellen.slice(0, mostPlaces),
            vollstaendig: stellen.length <= mostPlaces,
          },
        };
      },
    }),
  ];
};

/** Whoever may send a letter need not be allowed to open its Vorgang; then the file is named by its id. */
const nameOf = async (tx: Tx, brief: Brief): Promise<string> =>
  attachmentName((await findVorgang(tx, brief.vorgangId))?.geschaeftszeichen ?? brief.id);
