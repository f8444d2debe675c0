import { z } from 'zod';
import { Conflict, InvalidInput } from '#errors.js';
import type { Route } from '#http/route.js';
import { systemClock } from '#infrastructure/clock.js';
import { inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import {
  can,
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerVorgang,
  viewOf,
} from '#organisation/index.js';
import { type EakteDeps, notThere } from '../eakte-deps.js';
import { type Asking, noteVorgang } from '../vorgang.js';
import { findVorgangKopf, lockVorgang } from '../vorgang.repository.js';
import {
  addEmpfangVerlauf,
  findEmpfangDetail,
  insertEinwilligung,
  widerrufeEinwilligung,
  writeWuensche,
  writeZertifikat,
} from './empfang.repository.js';
import {
  EinwilligungNeu,
  EmpfangAenderung,
  EmpfangDetail,
  WiderrufNeu,
  ZertifikatNeu,
} from './empfang.schema.js';
import { aenderungenOf, umfangText } from './empfang-text.js';
import { readZertifikat } from './zertifikat.js';

const tag = 'E-Akte';
const Key = z.object({ id: z.uuid(), beteiligterId: z.uuid() });
type Key = z.infer<typeof Key>;
const base = '/api/vorgaenge/:id/beteiligte/:beteiligterId';

const outdated = (): Conflict =>
  new Conflict({
    code: 'empfang-changed',
    message: 'The wishes have another version than the request expects.',
    clerkMessage: 'Die Angaben wurden inzwischen geändert. Bitte laden Sie die Ansicht neu.',
  });

const refused = (code: string, clerkMessage: string): InvalidInput =>
  new InvalidInput({
    code,
    message: `The consent cannot be noted: ${code}.`,
    clerkMessage,
    httpStatus: 422,
  });

const detailOf = async (tx: Tx, principal: Principal, key: Key): Promise<EmpfangDetail> => {
  const kopf = await findVorgangKopf(tx, sichtbarerVorgang(principal, 'v'), key.id);
  const found =
    kopf && (await findEmpfangDetail(tx, { vorgangId: key.id, beteiligterId: key.beteiligterId }));
  if (kopf === undefined || found === undefined) throw notThere('Vorgang');
  const darfBearbeiten = can(principal, 'vorgang:write', {
    organisationseinheitId: kopf.organisationseinheit.id,
    vertraulichkeit: kopf.vertraulichkeit,
    bearbeiterId: kopf.bearbeiter?.id ?? null,
  });
  return { ...found, darfBearbeiten };
};

/** Does one thing to a Beteiligter of a visible, locked Vorgang, notes it, and answers how it is then. */
const withBeteiligter = (
  { db }: EakteDeps,
  doing: { key: Key; verb: string; by: Asking },
  work: (tx: Tx, before: EmpfangDetail) => Promise<readonly string[]>,
): Promise<EmpfangDetail> => {
  const { key, verb, by } = doing;
  return inTransaction(db, viewOf(by.principal), async (tx) => {
    const vorgang = await lockVorgang(tx, sichtbarerVorgang(by.principal, 'v'), key.id);
    if (vorgang === undefined) throw notThere('Vorgang');
    const before = await detailOf(tx, by.principal, key);
    const { personId } = by.principal;
    const { beteiligterId } = key;
    const lines = await work(tx, before);
    for (const text of lines) await addEmpfangVerlauf(tx, { beteiligterId, personId, text });
    const detail = { beteiligterId };
    if (lines.length > 0) await noteVorgang(tx, by, { verb, id: key.id, detail });
    return detailOf(tx, by.principal, key);
  });
};

const einwilligungRoutes = (deps: EakteDeps): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'post',
    path: `${base}/einwilligungen`,
    summary: 'Eine Einwilligung oder einen Ausschluss mit Tag und Wortlaut festhalten',
    tag,
    permission: 'vorgang:write',
    params: Key,
    body: EinwilligungNeu,
    responses: { 201: EmpfangDetail },
    handler: async ({ params: key, body, ...by }) => ({
      status: 201,
      body: await withBeteiligter(
        deps,
        { key, verb: 'einwilligung-added', by },
        async (tx, before) => {
          if (body.umfang === 'email' && before.email === null) {
            const text =
              'Bitte tragen Sie zuerst die E-Mail-Adresse ein, für die die Einwilligung gilt.';
            throw refused('einwilligung-ohne-adresse', text);
          }
          const { personId } = by.principal;
          const given = { ...body, beteiligterId: key.beteiligterId, personId };
          if (await insertEinwilligung(tx, given))
            return [`${umfangText[body.umfang]} festgehalten.`];
          const text =
            'Eine solche Erklärung gilt schon, oder ihr Tag liegt in der Zukunft. Es wurde nichts geändert.';
          throw refused('einwilligung-nicht-moeglich', text);
        },
      ),
    }),
  }),
  defineRoute({
    method: 'post',
    path: `${base}/einwilligungen/:einwilligungId/widerruf`,
    summary: 'Den Widerruf einer Einwilligung festhalten',
    tag,
    permission: 'vorgang:write',
    params: Key.extend({ einwilligungId: z.uuid() }),
    body: WiderrufNeu,
    responses: { 200: EmpfangDetail },
    handler: async ({ params: key, body, ...by }) => ({
      status: 200,
      body: await withBeteiligter(
        deps,
        { key, verb: 'einwilligung-widerrufen', by },
        async (tx) => {
          const { beteiligterId, einwilligungId } = key;
          const { personId } = by.principal;
          const given = { ...body, beteiligterId, einwilligungId, personId };
          const gone = await widerrufeEinwilligung(tx, given);
          if (gone !== undefined) return [`${umfangText[gone.umfang]} widerrufen.`];
          const text =
            'Diese Erklärung ist schon widerrufen, oder der Tag liegt vor ihr oder in der Zukunft.';
          throw refused('widerruf-nicht-moeglich', text);
        },
      ),
    }),
  }),
];

const zertifikatRoutes = (deps: EakteDeps): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'put',
    path: `${base}/zertifikat`,
    summary: 'Das S/MIME-Zertifikat hinterlegen, mit dem E-Mails verschlüsselt werden',
    tag,
    permission: 'vorgang:write',
    params: Key,
    body: ZertifikatNeu,
    responses: { 200: EmpfangDetail },
    handler: async ({ params: key, body, ...by }) => ({
      status: 200,
      body: await withBeteiligter(
        deps,
        { key, verb: 'zertifikat-added', by },
        async (tx, before) => {
          const facts = { email: before.email, now: systemClock.now() };
          const zertifikat = readZertifikat(body.pem, facts);
          await writeZertifikat(tx, { beteiligterId: key.beteiligterId, zertifikat });
          const { inhaber, fingerabdruck } = zertifikat.angaben;
          return [
            `S/MIME-Zertifikat hinterlegt (${inhaber}, SHA-256 ${fingerabdruck.slice(0, 16)}…).`,
          ];
        },
      ),
    }),
  }),
  defineRoute({
    method: 'delete',
    path: `${base}/zertifikat`,
    summary: 'Das S/MIME-Zertifikat entfernen',
    tag,
    permission: 'vorgang:write',
    params: Key,
    responses: { 200: EmpfangDetail },
    handler: async ({ params: key, ...by }) => ({
      status: 200,
      body: await withBeteiligter(
        deps,
        { key, verb: 'zertifikat-removed', by },
        async (tx, before) => {
          if (before.zertifikat === null) return [];
          await writeZertifikat(tx, { beteiligterId: key.beteiligterId, zertifikat: null });
          return ['S/MIME-Zertifikat entfernt.'];
        },
      ),
    }),
  }),
];

/** How a Beteiligter wants to be written to: wishes, consent with its history, certificate. */
export const createEmpfangRoutes = (deps: EakteDeps): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'get',
    path: `${base}/empfang`,
    summary: 'Wie jemand Schreiben bekommen möchte, mit Einwilligungen und Verlauf',
    tag,
    permission: 'vorgang:read',
    params: Key,
    responses: { 200: EmpfangDetail },
    handler: async ({ principal, params }) => ({
      status: 200,
      body: await inTransaction(deps.db, viewOf(principal), (tx) =>
        detailOf(tx, principal, params),
      ),
    }),
  }),
  defineRoute({
    method: 'put',
    path: `${base}/empfang`,
    summary: 'Bevorzugten Weg, Postfach-ID, Form und Sprache ändern',
    tag,
    permission: 'vorgang:write',
    params: Key,
    body: EmpfangAenderung,
    responses: { 200: EmpfangDetail },
    handler: async ({ params: key, body, ...by }) => ({
      status: 200,
      body: await withBeteiligter(
        deps,
        { key, verb: 'empfang-changed', by },
        async (tx, before) => {
          const wish = { ...body, beteiligterId: key.beteiligterId };
          if (before.version !== body.version || !(await writeWuensche(tx, wish))) throw outdated();
          return aenderungenOf(before, body);
        },
      ),
    }),
  }),
  ...einwilligungRoutes(deps),
  ...zertifikatRoutes(deps),
];
