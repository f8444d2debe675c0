import { sql } from 'kysely';
import type { Route } from '#http/route.js';
import { inTransaction } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  hasPermission,
  type Permission,
  type Principal,
  sichtbarerVorgang,
  sichtbaresDokument,
  viewOf,
  zeilensicht,
} from '#organisation/index.js';
import { SucheAbfrage, SucheAntwort, type SucheTreffer } from './eakte.schema.js';
import type { EakteDeps } from './eakte-deps.js';
import { toFundstelle } from './fundstelle.js';
import { geschaeftszeichenOfDokument } from './geschaeftszeichen.js';
import { likePatterns } from './such-muster.js';
import {
  type DokumentHit,
  type Hits,
  type PosteingangHit,
  searchDokumente,
  searchPosteingaenge,
  searchVorgaenge,
  type VorgangHit,
} from './suche.repository.js';

const wordsOf = (q: string): string[] =>
  likePatterns(q, 3).map((pattern) => pattern.slice(1, -1).replace(/\\(.)/g, '$1'));

const describeDokument = (hit: DokumentHit, words: readonly string[]): SucheTreffer => ({
  art: 'dokument',
  id: hit.id,
  vorgangId: hit.vorgangId,
  geschaeftszeichen: geschaeftszeichenOfDokument(hit.vorgangszeichen, hit.laufnummer),
  betreff: toFundstelle(hit.betreff, words),
  text: toFundstelle(hit.text, words),
  absender: hit.absender,
  datum: hit.datum,
});

const describeVorgang = (hit: VorgangHit, words: readonly string[]): SucheTreffer => ({
  ...hit,
  art: 'vorgang',
  betreff: toFundstelle(hit.betreff, words),
});

const describePosteingang = (hit: PosteingangHit, words: readonly string[]): SucheTreffer => ({
  ...hit,
  art: 'posteingang',
  betreff: toFundstelle(hit.betreff ?? '', words),
});

const none: Hits<never> = { treffer: [], anzahl: 0 };

const search = (
  { db }: EakteDeps,
  principal: Principal,
  query: { q: string; ab: number; limit: number },
): Promise<SucheAntwort> =>
  inTransaction(db, viewOf(principal), async (tx) => {
    const words = wordsOf(query.q);
    const mayReadFiles = hasPermission(principal, 'vorgang:read');
    const dokumente = mayReadFiles
      ? await searchDokumente(tx, { ...query, visible: sichtbaresDokument(principal, 'd') })
      : none;
    const vorgaenge = mayReadFiles
      ? await searchVorgaenge(tx, { ...query, visible: sichtbarerVorgang(principal, 'v') })
      : none;
    // A hit would tell what a line does not show.
    const zeilen = zeilensicht(principal, 'p');
    const posteingaenge = hasPermission(principal, 'posteingang:register')
      ? await searchPosteingaenge(tx, {
          ...query,
          visible: sql<boolean>`(${zeilen.visible} and ${zeilen.offen})`,
        })
      : none;
    return {
      dokumente: dokumente.treffer.map((hit) => describeDokument(hit, words)),
      vorgaenge: vorgaenge.treffer.map((hit) => describeVorgang(hit, words)),
      posteingaenge: posteingaenge.treffer.map((hit) => describePosteingang(hit, words)),
      anzahl: {
        dokumente: dokumente.anzahl,
        vorgaenge: vorgaenge.anzahl,
        posteingaenge: posteingaenge.anzahl,
      },
    };
  });

/** One search over everything that the person may see. */
export const createSucheRoutes = (deps: EakteDeps): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'get',
    path: '/api/suche',
    summary: 'Suche in Dokumenten, Vorgängen und im Posteingangsbuch',
    tag: 'Suche',
    permission: 'signed-in',
    query: SucheAbfrage,
    responses: { 200: SucheAntwort },
    handler: async ({ principal, query }) => ({
      status: 200,
      body: await search(deps, principal, query),
    }),
  }),
];
