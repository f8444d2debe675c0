import { z } from 'zod';
import type { Route } from '#http/route.js';
import { inTransaction } from '#infrastructure/database/transaction.js';
import { defineRoute, type Permission, type Principal, viewOf } from '#organisation/index.js';
import { createKostenRoutes } from './kosten.routes.js';
import { listLaeufe } from './lauf.repository.js';
import { createReading } from './lauf-lesen.js';
import { laufliste, zustellungsauftraege } from './laufliste.js';
import type { Caller } from './postlauf.js';
import {
  LaufAufloesung,
  LaufDetail,
  LaufKlaerung,
  LaufListe,
  Laufvorschau,
  Nachdruck,
} from './postlauf.schema.js';
import type { PostlaufDeps } from './postlauf-deps.js';

const tag = 'Postlauf';
const permission = 'postlauf:fuehren';
const byId = z.object({ id: z.uuid() });
const byNumber = byId.extend({ nummer: z.coerce.number().int().min(1) });

const csvReply = (name: string, text: string) => ({
  status: 200,
  bytes: Buffer.from(text),
  headers: {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}.csv"`,
  },
});

/** Times of rows as JSON has them. */
const plain = <Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> =>
  schema.parse(JSON.parse(JSON.stringify(value))) as z.infer<Schema>;

const createReadingRoutes = (
  deps: PostlaufDeps,
  { readVorschau, readLauf, readDetail }: ReturnType<typeof createReading>,
): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'get',
    path: '/api/postlauf/vorschau',
    summary: 'Was auf einen Postlauf wartet, und der Postlauf, der daraus würde',
    tag,
    permission,
    responses: { 200: Laufvorschau },
    handler: async (caller) => ({ status: 200, body: await readVorschau(caller) }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/postlaeufe',
    summary: 'Postläufe, die neuesten zuerst',
    tag,
    permission,
    responses: { 200: LaufListe },
    handler: async ({ principal }) => {
      const laeufe = await inTransaction(deps.db, viewOf(principal), (tx) => listLaeufe(tx));
      return { status: 200, body: plain(LaufListe, { laeufe }) };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/postlaeufe/:id',
    summary: 'Postlauf mit Zahlen, Druckdateien und Nachdrucken',
    tag,
    permission,
    params: byId,
    responses: { 200: LaufDetail },
    handler: async ({ principal, params }) => ({
      status: 200,
      body: plain(LaufDetail, await readDetail(principal, params.id)),
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/postlaeufe/:id/liste',
    summary: 'Laufliste (CSV): Umschlag, Produkt, Blatt, Gramm, Porto, Kostenstelle',
    tag,
    permission,
    params: byId,
    responses: { 200: null },
    handler: async ({ principal, params }) => {
      const { lauf, umschlaege } = await readLauf(principal, params.id);
      return csvReply(`postlauf_${lauf.nummer}_liste`, laufliste(lauf.nummer, umschlaege));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/postlaeufe/:id/zustellungsauftraege',
    summary: 'Angaben für die Zustellungsurkunden (CSV)',
    tag,
    permission,
    params: byId,
    responses: { 200: null },
    handler: async ({ principal, params }) => {
      const { lauf, umschlaege } = await readLauf(principal, params.id);
      const text = zustellungsauftraege(umschlaege, deps.config.behoerde);
      return csvReply(`postlauf_${lauf.nummer}_zustellungen`, text);
    },
  }),
];

const createDecisionRoutes = ({
  postlauf,
  readDetail,
}: ReturnType<typeof createReading>): Route<Principal, Permission>[] => {
  /** A decision about a run answers the run afterwards. */
  const decision = <Params extends typeof byId, Body extends z.ZodType>(declared: {
    path: string;
    summary: string;
    params: Params;
    body: Body;
    decide: (caller: Caller, params: z.infer<Params>, body: z.infer<Body>) => Promise<void>;
  }): Route<Principal, Permission> =>
    defineRoute({
      method: 'post',
      path: `/api/postlaeufe/:id/${declared.path}`,
      summary: declared.summary,
      tag,
      permission,
      params: declared.params as z.ZodType,
      body: declared.body,
      responses: { 200: LaufDetail },
      handler: async ({ principal, requestId, params, body }) => {
        const key = params as z.infer<Params>;
        await declared.decide({ principal, requestId }, key, body as z.infer<Body>);
        return { status: 200, body: plain(LaufDetail, await readDetail(principal, key.id)) };
      },
    });
  const nothing = z.unknown();
  return [
    decision({
      path: 'freigabe',
      summary: 'Postlauf freigeben: Die Schreiben gehen hinaus',
      params: byId,
      body: nothing,
      decide: (caller, { id }) => postlauf.gibFrei(caller, id),
    }),
    decision({
      path: 'verwerfen',
      summary: 'Berechneten Postlauf verwerfen: Die Schreiben warten weiter',
      params: byId,
      body: nothing,
      decide: (caller, { id }) => postlauf.verwirf(caller, id),
    }),
    decision({
      path: 'dateien/:nummer/klaerung',
      summary: 'Ungewisse Übergabe einer Druckdatei klären',
      params: byNumber,
      body: LaufKlaerung,
      decide: (caller, { id, nummer }, finding) =>
        postlauf.klaere(caller, { laufId: id, nummer }, finding),
    }),
    decision({
      path: 'dateien/:nummer/nochmal',
      summary: 'Gescheiterte Druckdatei noch einmal übergeben',
      params: byNumber,
      body: nothing,
      decide: (caller, { id, nummer }) => postlauf.nochmal(caller, { laufId: id, nummer }),
    }),
    decision({
      path: 'dateien/:nummer/aufloesen',
      summary: 'Gescheiterte Druckdatei auflösen: Ihre Schreiben warten auf den nächsten Postlauf',
      params: byNumber,
      body: LaufAufloesung,
      decide: (caller, { id, nummer }, { begruendung }) =>
        postlauf.loeseAuf(caller, { laufId: id, nummer }, begruendung),
    }),
  ];
};

/** Routes of the mailroom for its runs. */
export const createPostlaufRoutes = (deps: PostlaufDeps): Route<Principal, Permission>[] => {
  const reading = createReading(deps);
  const { postlauf, readDetail } = reading;
  return [
    ...createReadingRoutes(deps, reading),
    ...createKostenRoutes(deps),
    defineRoute({
      method: 'post',
      path: '/api/postlaeufe',
      summary: 'Aus dem, was wartet, einen Postlauf berechnen; hinaus geht noch nichts',
      tag,
      permission,
      responses: { 201: LaufDetail, 204: null },
      handler: async ({ principal, requestId }) => {
        const id = await postlauf.berechne({ principal, requestId });
        if (id === undefined) return { status: 204 };
        return { status: 201, body: plain(LaufDetail, await readDetail(principal, id)) };
      },
    }),
    ...createDecisionRoutes(reading),
    defineRoute({
      method: 'post',
      path: '/api/postlaeufe/:id/umschlaege/:nummer/nachdruck',
      summary:
        'Beschädigte Blätter eines Umschlags noch einmal drucken (PDF); kein zweiter Versand',
      tag,
      permission,
      params: byNumber,
      body: Nachdruck,
      responses: { 200: null },
      handler: async ({ principal, requestId, params, body, signal }) => {
        const { id, nummer } = params;
        const wish = { ...body, signal };
        const key = { laufId: id, nummer };
        const bytes = await postlauf.druckeNach({ principal, requestId }, key, wish);
        const name = `nachdruck_umschlag_${nummer}.pdf`;
        return {
          status: 200,
          bytes,
          headers: {
            'content-type': 'application/pdf',
            'content-disposition': `attachment; filename="${name}"`,
          },
        };
      },
    }),
  ];
};
