import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Route } from '#http/route.js';
import { germanDay } from '#infrastructure/clock.js';
import { inTransaction } from '#infrastructure/database/transaction.js';
import {
  actorOf,
  defineRoute,
  type Permission,
  type Principal,
  viewOf,
} from '#organisation/index.js';
import { lane } from '#pipeline/store.js';
import type { PosteingangRouteDeps } from '../posteingang-deps.js';
import { fairnessKeyOf } from '../sources/fairness.js';
import { createVerschlussannahme, sealedName, sealedType } from './annahme.js';
import { createVerschluss } from './oeffnung.js';
import { listEinheitenKurz, listHauspersonen } from './regeln.repository.js';
import { verschlusssicht } from './sicht.js';
import { listOffeneVergaben } from './vergabe.repository.js';
import { listVerschluss } from './verschluss.repository.js';
import {
  Oeffnerauswahl,
  Papierumschlag,
  Uebergabe,
  UmschlagErfasst,
  VerschlussAbfrage,
  VerschlussListe,
  VerschlussZeile,
  Zuweisung,
} from './verschluss.schema.js';

const tag = 'Verschluss';
const permission = 'verschluss:oeffnen';
const byId = z.object({ id: z.uuid() });

/** Registers an envelope that nobody scans: its line and its number, and an empty seal. */
const createEnvelopeIntake = (deps: PosteingangRouteDeps) => {
  const annahme = createVerschlussannahme(deps);
  return async (
    body: z.infer<typeof Papierumschlag>,
    by: { principal: Principal; requestId: string },
  ) => {
    const { eingegangenAt, vergabe, ...umschlag } = body;
    annahme.requirePast(eingegangenAt);
    const facts = { inhalt: 'papier' as const, eingegangenAt, vergabe };
    const auftrag =
      (await annahme.decide(umschlag, facts)) ??
      (await annahme.decide({ ...umschlag, klasse: 'vertraulich' }, facts));
    if (auftrag === undefined) throw new Error('a named class decides always');
    const { staged, siegel } = await annahme.seal(Readable.from([]), auftrag, {
      dateiname: sealedName,
      maxBytes: 0,
    });
    await staged.commit();
    const { principal, requestId } = by;
    return deps.receiver.accept({
      kanal: 'upload',
      idempotencyScope: principal.personId,
      idempotencyKey: `papier:${requestId}`,
      sha256: staged.sha256,
      size: staged.size,
      mediaType: sealedType,
      dateiname: sealedName,
      eingangsdatum: germanDay(deps.clock.now()),
      receivedBy: principal.personId,
      actor: actorOf(principal),
      requestId,
      lane: lane.interactive,
      fairnessKey: fairnessKeyOf(principal),
      zustand: 'verschlossen',
      // Two empty envelopes are two letters.
      siegel: { ...siegel, abdruck: staged.sha256 },
    });
  };
};

/** Sealed mail: what is there, and what its addressees do with it. */
export const createVerschlussRoutes = (
  deps: PosteingangRouteDeps,
): Route<Principal, Permission>[] => {
  const verschluss = createVerschluss(deps);
  const register = createEnvelopeIntake(deps);
  return [
    defineRoute({
      method: 'get',
      path: '/api/verschluss',
      summary: 'Verschlossene Post',
      tag,
      permission,
      query: VerschlussAbfrage,
      responses: { 200: VerschlussListe },
      handler: async ({ principal, query }) => ({
        status: 200,
        body: {
          sendungen: await inTransaction(deps.db, viewOf(principal), (tx) =>
            listVerschluss(tx, verschlusssicht(principal), { nurOffene: query.offen === 'true' }),
          ),
        },
      }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/verschluss',
      summary: 'Umschlag ohne Datei erfassen',
      tag,
      permission: 'posteingang:receive',
      body: Papierumschlag,
      responses: { 201: UmschlagErfasst },
      handler: async ({ principal, body, requestId }) => {
        const { id, eingangsnummer } = await register(body, { principal, requestId });
        return { status: 201, body: { id, eingangsnummer } };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/verschluss/oeffner',
      summary: 'Wem eine verschlossene Sendung zugewiesen werden kann',
      tag,
      permission: 'posteingang:receive',
      responses: { 200: Oeffnerauswahl },
      handler: async ({ principal }) => ({
        status: 200,
        body: await inTransaction(deps.db, viewOf(principal), async (tx) => ({
          personen: (await listHauspersonen(tx)).map(({ id, name }) => ({ id, name })),
          einheiten: await listEinheitenKurz(tx),
          vergaben: await listOffeneVergaben(tx),
        })),
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/verschluss/:id',
      summary: 'Eine verschlossene Sendung, wie sie auf dem Umschlag steht',
      tag,
      permission,
      params: byId,
      responses: { 200: VerschlussZeile },
      handler: async ({ principal, params: { id } }) => ({
        status: 200,
        body: await verschluss.get(id, principal),
      }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/verschluss/:id/oeffnung',
      summary: 'Verschlossene Sendung öffnen',
      tag,
      permission,
      params: byId,
      responses: { 200: VerschlussZeile },
      handler: async ({ principal, params: { id }, requestId }) => ({
        status: 200,
        body: await verschluss.oeffnen(id, { principal, requestId }),
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/verschluss/:id/inhalt',
      summary: 'Inhalt einer geöffneten Sendung',
      tag,
      permission,
      params: byId,
      responses: { 200: null },
      handler: async ({ principal, params: { id }, requestId }) => {
        const { angaben, stream } = await verschluss.inhalt(id, { principal, requestId });
        const name = encodeURIComponent(angaben.dateiname);
        return {
          status: 200,
          stream,
          headers: {
            'Content-Type': sealedType,
            'Content-Disposition': `attachment; filename*=UTF-8''${name}`,
            'Cache-Control': 'no-store',
          },
        };
      },
    }),
    ...createEndRoutes(verschluss),
  ];
};

/** How a seal ends. */
const createEndRoutes = (
  verschluss: ReturnType<typeof createVerschluss>,
): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'post',
    path: '/api/verschluss/:id/freigabe',
    summary: 'Geöffnete Sendung zur Bearbeitung freigeben',
    tag,
    permission,
    params: byId,
    responses: { 200: VerschlussZeile },
    handler: async ({ principal, params: { id }, requestId }) => ({
      status: 200,
      body: await verschluss.freigeben(id, { principal, requestId }),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/verschluss/:id/uebergabe',
    summary: 'Verschlossen übergeben',
    tag,
    permission,
    params: byId,
    body: Uebergabe,
    responses: { 200: VerschlussZeile },
    handler: async ({ principal, params: { id }, body, requestId }) => ({
      status: 200,
      body: await verschluss.uebergeben(id, body.nachweis, { principal, requestId }),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/verschluss/:id/zuweisung',
    summary: 'Empfänger einer verschlossenen Sendung bestimmen',
    tag,
    permission: 'posteingang:receive',
    params: byId,
    body: Zuweisung,
    responses: { 200: VerschlussZeile },
    handler: async ({ principal, params: { id }, body, requestId }) => ({
      status: 200,
      body: await verschluss.zuweisen(id, body, { principal, requestId }),
    }),
  }),
];
