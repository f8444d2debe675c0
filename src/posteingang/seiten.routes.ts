import { z } from 'zod';
import type { Route } from '#http/route.js';
import { inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerPosteingangsinhalt,
  sichtbareSeite,
  viewOf,
} from '#organisation/index.js';
import { type Fundstelle, fundstellenAuf, suchworte } from '#tools/fundstellen.js';
import { Fundstellen, FundstellenAbfrage, SeitenText } from '#tools/page-text.schema.js';
import { noSuchPart, readContent, recordReading } from './lesezugriff.js';
import { BildAbfrage } from './posteingang.schema.js';
import type { PosteingangRouteDeps } from './posteingang-deps.js';
import { findPage, findPageImage, listPagesWith, type VisiblePage } from './seiten.repository.js';
import { createSeitenbilder, miniaturBreite } from './seitenbild.js';

const tag = 'Posteingang';
const byId = z.object({ id: z.uuid() });
const byPage = byId.extend({ nummer: z.coerce.number().int().min(1) });

const mostPlaces = 1_000;
/** Pages whose words are in memory at a time. */
const pagesAtOnce = 25;

/** The places of the sequence of words; where it does not occur, those of its words. */
const search = async (
  tx: Tx,
  visible: VisiblePage,
  { id, terms }: { id: string; terms: readonly string[] },
): Promise<z.infer<typeof Fundstellen>> => {
  const folge: Fundstelle[] = [];
  const einzeln: Fundstelle[] = [];
  let after = 0;
  let isWhole = terms.length === 0;
  while (!isWhole && folge.length < mostPlaces && einzeln.length < 4 * mostPlaces) {
    const pages = await listPagesWith(tx, visible, { id, terms, after, limit: pagesAtOnce });
    for (const page of pages) {
      const found = fundstellenAuf(page, terms);
      folge.push(...found.folge);
      einzeln.push(...found.einzeln);
    }
    after = pages.at(-1)?.nummer ?? after;
    isWhole = pages.length < pagesAtOnce;
  }
  const stellen = folge.length > 0 ? folge : einzeln;
  return {
    stellen: stellen.slice(0, mostPlaces),
    vollstaendig: isWhole && stellen.length <= mostPlaces,
  };
};

/** Pages of an item: their images, their text, and where words stand on them. */
export const createSeitenRoutes = (deps: PosteingangRouteDeps): Route<Principal, Permission>[] => {
  const reading = readContent(deps, sichtbarerPosteingangsinhalt);
  const visibleTo = (principal: Principal): VisiblePage =>
    sichtbareSeite(principal, { seite: 's', eingang: 'p' });
  const bilder = createSeitenbilder(deps);
  return [
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge/:id/seiten/:nummer/bild',
      summary: 'Seitenbild, auf Wunsch verkleinert',
      tag,
      permission: 'posteingang:read',
      params: byPage,
      query: BildAbfrage,
      responses: { 200: null, 304: null },
      handler: async ({ principal, params: { id, nummer }, query, requestId, request }) => {
        const page = await inTransaction(deps.db, viewOf(principal), async (tx) => {
          const image = await findPageImage(tx, visibleTo(principal), { id, nummer });
          const isReading = (query.breite ?? Number.POSITIVE_INFINITY) > miniaturBreite;
          if (image !== undefined && isReading) {
            await recordReading(tx, { principal, requestId, id, action: 'posteingang.seite.read' });
          }
          return image;
        });
        if (page === undefined) throw noSuchPart();
        const ifNoneMatch = request.headers['if-none-match'];
        return bilder.answer(page, { breite: query.breite, ifNoneMatch });
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
          (tx) => findPage(tx, visibleTo(principal), { id, nummer }),
        );
        if (page === undefined) throw noSuchPart();
        return { status: 200, body: { text: page.text ?? '', worte: page.worte ?? [] } };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge/:id/fundstellen',
      summary: 'Wo eine Wortfolge im Eingang steht',
      tag,
      permission: 'posteingang:read',
      params: byId,
      query: FundstellenAbfrage,
      responses: { 200: Fundstellen },
      handler: async ({ principal, params: { id }, query, requestId }) => {
        const body = await reading(
          { principal, requestId, id, action: 'posteingang.durchsucht' },
          (tx) => search(tx, visibleTo(principal), { id, terms: suchworte(query.q) }),
        );
        return { status: 200, body };
      },
    }),
  ];
};
