import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Reply, Route } from '#http/route.js';
import { sendEvents } from '#http/server-events.js';
import type { ChangeEvent } from '#infrastructure/database/events.js';
import { asSystem, inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerStapel,
  viewOf,
  zeilensicht,
} from '#organisation/index.js';
import { listRegister } from '../posteingang.repository.js';
import type { PosteingangRouteDeps } from '../posteingang-deps.js';
import { noSuchStapel } from './lookup.js';
import { stapelCsv, uebergabeCsv } from './protokoll.js';
import { correctExpected, finishStapel, openStapel } from './stapel.js';
import {
  listStapelIds,
  maySeeStapel,
  readStapel,
  type StapelFilter,
  stapelOfItem,
} from './stapel.repository.js';
import {
  NeuerStapel,
  StapelAbfrage,
  StapelAbschluss,
  StapelAenderung,
  StapelListe,
  StapelZeile,
} from './stapel.schema.js';

const tag = 'Stapel';
const permission = 'posteingang:receive';
const byId = z.object({ id: z.uuid() });
const mostLetters = 5_000;

const csvReply = (name: string, text: string): Reply => ({
  status: 200,
  stream: Readable.from([text]),
  headers: {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
  },
});

/** Reads Stapel for a person: first which ones, by their own view, then the figures of those. */
const createStapelReader = (deps: Pick<PosteingangRouteDeps, 'db'>) => {
  const list = async (principal: Principal, filter: StapelFilter): Promise<StapelZeile[]> => {
    const ids = await inTransaction(deps.db, viewOf(principal), (tx) =>
      listStapelIds(tx, sichtbarerStapel(principal), filter),
    );
    return asSystem(deps.db, (tx) => readStapel(tx, ids));
  };
  const find = async (principal: Principal, id: string): Promise<StapelZeile | undefined> => {
    const visible = await inTransaction(deps.db, viewOf(principal), (tx) =>
      maySeeStapel(tx, sichtbarerStapel(principal), id),
    );
    if (!visible) return undefined;
    return (await asSystem(deps.db, (tx) => readStapel(tx, [id])))[0];
  };
  /** The Stapel that an event is about; undefined for letters that belong to none. */
  const ofEvent = async (
    principal: Principal,
    event: ChangeEvent,
  ): Promise<StapelZeile | undefined> => {
    const id =
      event.kind === 'stapel'
        ? event.id
        : await asSystem(deps.db, (tx) => stapelOfItem(tx, event.id));
    return id === null ? undefined : find(principal, id);
  };
  const get = async (principal: Principal, id: string): Promise<StapelZeile> => {
    const found = await find(principal, id);
    if (found === undefined) throw noSuchStapel();
    return found;
  };
  return { list, get, ofEvent };
};

const filterOf = (query: z.infer<typeof StapelAbfrage>): StapelFilter => ({
  offen: query.offen,
  von: query.von,
  bis: query.bis,
  limit: query.limit,
});

/** Stapel: opened at a station, filled by uploads or the hot folder, compared with the paper, closed. */
export const createStapelRoutes = (deps: PosteingangRouteDeps): Route<Principal, Permission>[] => {
  const read = createStapelReader(deps);
  const change = async (
    principal: Principal,
    id: string,
    work: (tx: Tx) => Promise<void>,
  ): Promise<StapelZeile> => {
    await read.get(principal, id);
    await asSystem(deps.db, work);
    return read.get(principal, id);
  };

  return [
    defineRoute({
      method: 'post',
      path: '/api/stapel',
      summary: 'Stapel anlegen',
      tag,
      permission,
      body: NeuerStapel,
      responses: { 201: StapelZeile },
      handler: async ({ principal, body, requestId }) => {
        const id = await asSystem(deps.db, (tx) => openStapel(tx, body, { principal, requestId }));
        return { status: 201, body: await read.get(principal, id) };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/stapel',
      summary: 'Stapel mit Stand und Blattabgleich',
      tag,
      permission,
      query: StapelAbfrage,
      responses: { 200: StapelListe },
      handler: async ({ principal, query }) => ({
        status: 200,
        body: { stapel: await read.list(principal, filterOf(query)) },
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/stapel/ereignisse',
      summary: 'Fortschritt der Stapel (Server-Sent Events, Ereignis stapel)',
      tag,
      permission,
      responses: { 200: null },
      raw: true,
      handler: async ({ principal, response, signal }) => {
        await sendEvents(
          {
            stream: deps.events,
            name: 'stapel',
            wants: (event) => event.kind === 'posteingang' || event.kind === 'stapel',
            load: read.ofEvent,
          },
          { principal, response, signal },
        );
        return undefined;
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/stapel/zahlen.csv',
      summary: 'Stapel als Tabelle',
      tag,
      permission,
      query: StapelAbfrage,
      responses: { 200: null },
      handler: async ({ principal, query }) =>
        csvReply('stapel.csv', stapelCsv(await read.list(principal, filterOf(query)))),
    }),
    defineRoute({
      method: 'get',
      path: '/api/stapel/:id',
      summary: 'Ein Stapel',
      tag,
      permission,
      params: byId,
      responses: { 200: StapelZeile },
      handler: async ({ principal, params }) => ({
        status: 200,
        body: await read.get(principal, params.id),
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/stapel/:id/protokoll.csv',
      summary: 'Übergabeprotokoll eines Stapels',
      tag,
      permission,
      params: byId,
      responses: { 200: null },
      handler: async ({ principal, params: { id } }) => {
        const stapel = await read.get(principal, id);
        const briefe = await inTransaction(deps.db, viewOf(principal), (tx) =>
          listRegister(tx, zeilensicht(principal, 'p'), {
            zustand: undefined,
            suche: undefined,
            organisationseinheitId: undefined,
            stapelId: id,
            vor: undefined,
            limit: mostLetters,
          }),
        );
        return csvReply(`stapel-${stapel.nummer}.csv`, uebergabeCsv(stapel, briefe.reverse()));
      },
    }),
    defineRoute({
      method: 'patch',
      path: '/api/stapel/:id',
      summary: 'Erwartete Blätter eines offenen Stapels berichtigen',
      tag,
      permission,
      params: byId,
      body: StapelAenderung,
      responses: { 200: StapelZeile },
      handler: async ({ principal, params: { id }, body, requestId }) => ({
        status: 200,
        body: await change(principal, id, (tx) =>
          correctExpected(tx, id, body.erwarteteBlaetter, { principal, requestId }),
        ),
      }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/stapel/:id/abschluss',
      summary: 'Stapel abschließen; eine Abweichung nur mit Grund',
      tag,
      permission,
      params: byId,
      body: StapelAbschluss,
      responses: { 200: StapelZeile },
      handler: async ({ principal, params: { id }, body, requestId }) => {
        const closed = await change(principal, id, (tx) =>
          finishStapel(tx, id, body.grund, { principal, requestId }),
        );
        deps.afterCommit(['posteingang.light']);
        return { status: 200, body: closed };
      },
    }),
  ];
};
