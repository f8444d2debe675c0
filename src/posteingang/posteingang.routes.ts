import { z } from 'zod';
import type { Reply, Route } from '#http/route.js';
import { sendEvents } from '#http/server-events.js';
import { inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  type Permission,
  type Principal,
  viewOf,
  zeilensicht,
} from '#organisation/index.js';
import {
  countByZustand,
  findStatus,
  getZeile,
  listAbweisungen,
  listRegister,
  noSuchItem,
} from './posteingang.repository.js';
import {
  AbweisungsListe,
  EmpfangsAntwort,
  type EmpfangsErgebnis,
  PosteingangStatus,
  PosteingangZeile,
  RegisterAbfrage,
  RegisterSeite,
} from './posteingang.schema.js';
import type { PosteingangRouteDeps } from './posteingang-deps.js';
import { fairnessKeyOf } from './sources/fairness.js';
import { createUpload, type UploadOutcome } from './sources/upload.js';
import { createStapelLookup } from './stapel/lookup.js';
import { umschlagIn } from './verschluss/umschlagangabe.js';

const tag = 'Posteingang';
const byId = z.object({ id: z.uuid() });
const outcomeStatus = { accepted: 202, duplicate: 200, rejected: 0 } as const;

const toErgebnis = (one: UploadOutcome): EmpfangsErgebnis => {
  if (one.outcome === 'rejected') {
    return {
      outcome: 'rejected',
      dateiname: one.dateiname,
      code: one.error.code,
      message: one.error.clerkMessage,
    };
  }
  return { ...one, status: `/api/posteingaenge/${one.id}/status` };
};

/** 202 as soon as one file is in; 200 when all were there before; otherwise the first refusal. */
const toReply = (outcomes: readonly UploadOutcome[], requestId: string): Reply => {
  const ergebnisse = outcomes.map(toErgebnis);
  const status = Math.max(...outcomes.map((one) => outcomeStatus[one.outcome]));
  if (status > 0) return { status, body: { ergebnisse } };
  const first = outcomes.find((one) => one.outcome === 'rejected');
  return {
    status: first?.error.httpStatus ?? 422,
    body: { code: first?.error.code, message: first?.error.clerkMessage, requestId, ergebnisse },
  };
};

/** Intake and the Posteingangsbuch. */
export const createRegisterRoutes = (
  deps: PosteingangRouteDeps,
): Route<Principal, Permission>[] => {
  const upload = createUpload(deps);
  const stapelOf = createStapelLookup(deps);
  const asReader = <T>(principal: Principal, work: (tx: Tx) => Promise<T>): Promise<T> =>
    inTransaction(deps.db, viewOf(principal), work);
  const statusFor = (principal: Principal, id: string) =>
    asReader(principal, (tx) => findStatus(tx, zeilensicht(principal, 'p'), id));

  return [
    defineRoute({
      method: 'post',
      path: '/api/posteingaenge',
      summary: 'Dateien einliefern',
      tag,
      permission: 'posteingang:receive',
      multipart:
        'Beliebig viele Dateien (PDF, TIFF, PNG, JPEG, WebP, EML, MSG, ZIP). Kopfzeile Idempotency-Key: derselbe Schlüssel liefert dieselbe Antwort. Kopfzeile Poststelle-Umschlag: was auf dem verschlossenen Umschlag steht (JSON, prozentkodiert). Kopfzeilen Poststelle-Stapel und Poststelle-Seiten (vorderseiten, rueckseiten): wohin gescannt wird.',
      responses: { 202: EmpfangsAntwort, 200: EmpfangsAntwort },
      handler: async ({ principal, request, requestId }) => {
        const stapel = await stapelOf(principal, {
          id: request.header('Poststelle-Stapel'),
          seiten: request.header('Poststelle-Seiten'),
        });
        const outcomes = await upload.receive(request, {
          stapel,
          umschlag: umschlagIn(request.header('Poststelle-Umschlag')),
          actor: { kind: principal.kind, personId: principal.personId },
          fairnessKey: fairnessKeyOf(principal),
          requestId,
          idempotencyKey: request.header('Idempotency-Key')?.slice(0, 200),
        });
        return toReply(outcomes, requestId);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge',
      summary: 'Posteingangsbuch',
      tag,
      permission: 'posteingang:register',
      query: RegisterAbfrage,
      responses: { 200: RegisterSeite },
      handler: async ({ principal, query }) => {
        const sicht = zeilensicht(principal, 'p');
        return asReader(principal, async (tx) => {
          const zeilen = await listRegister(tx, sicht, {
            zustand: query.zustand,
            suche: query.suche,
            organisationseinheitId: query.organisationseinheitId,
            stapelId: query.stapelId,
            ausEingang: query.ausEingang,
            vor: query.vor,
            limit: query.limit,
          });
          const weiter =
            zeilen.length === query.limit ? (zeilen.at(-1)?.eingangsnummer ?? null) : null;
          return {
            status: 200,
            body: { zeilen, weiter, anzahl: await countByZustand(tx, sicht.visible) },
          };
        });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge/ereignisse',
      summary: 'Fortschritt der Eingänge (Server-Sent Events)',
      tag,
      permission: 'posteingang:register',
      responses: { 200: null },
      raw: true,
      handler: async ({ principal, response, signal }) => {
        await sendEvents(
          {
            stream: deps.events,
            name: 'fortschritt',
            wants: (event) => event.kind === 'posteingang',
            load: (reader, event) => statusFor(reader, event.id),
          },
          { principal, response, signal },
        );
        return undefined;
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge/:id/status',
      summary: 'Zustand eines Eingangs',
      tag,
      permission: 'posteingang:register',
      params: byId,
      responses: { 200: PosteingangStatus },
      handler: async ({ principal, params }) => {
        const status = await statusFor(principal, params.id);
        if (status === undefined) throw noSuchItem();
        return { status: 200, body: status };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge/:id/zeile',
      summary: 'Eintrag im Posteingangsbuch',
      tag,
      permission: 'posteingang:register',
      params: byId,
      responses: { 200: PosteingangZeile },
      handler: async ({ principal, params }) => ({
        status: 200,
        body: await asReader(principal, (tx) =>
          getZeile(tx, zeilensicht(principal, 'p'), params.id),
        ),
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/abweisungen',
      summary: 'Am Eingang abgewiesene Dateien mit Grund',
      tag,
      permission: 'posteingang:receive',
      responses: { 200: AbweisungsListe },
      handler: async ({ principal }) => ({
        status: 200,
        body: { abweisungen: await asReader(principal, (tx) => listAbweisungen(tx, 200)) },
      }),
    }),
  ];
};
