import { z } from 'zod';
import type { Route } from '#http/route.js';
import { inTransaction } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  hasPermission,
  type Permission,
  type Principal,
  sichtbarerPostausgang,
  viewOf,
} from '#organisation/index.js';
import { readDetail } from './detail.js';
import { createNeuversand } from './neuversand.js';
import { PostausgangDetail } from './postausgang.schema.js';
import { mittelOf, type PostausgangDeps } from './postausgang-deps.js';
import { type BlattSchreiben, findBlattSchreiben } from './ruecklauf.repository.js';
import {
  EigenesSchreibenAntwort,
  Neuversand,
  NeuversandAntwort,
  Ruecklauf,
} from './ruecklauf.schema.js';

const tag = 'Postausgang';
const byId = z.object({ id: z.uuid() });

const shown = (letter: BlattSchreiben, darf: boolean): EigenesSchreibenAntwort['schreiben'] => {
  const { id, betreff, empfaenger, sentAt, rueckmeldung, nachfolgerId } = letter;
  const { zusatz, strasse, plz, ort, land } = empfaenger;
  return {
    id,
    betreff,
    empfaengerName: empfaenger.name,
    anschrift: { zusatz, strasse, plz, ort, land },
    sentAt: sentAt?.toISOString() ?? null,
    zurueck: rueckmeldung?.art === 'zurueck',
    anlass: rueckmeldung?.anlass ?? null,
    nachfolgerId,
    darf,
  };
};

/** Letters that came back: noting it, and writing them anew. */
export const createRuecklaufRoutes = (deps: PostausgangDeps): Route<Principal, Permission>[] => {
  const { noteReturn, rewrite } = createNeuversand(deps);
  const { vorlagen } = mittelOf(deps);
  return [
    defineRoute({
      method: 'post',
      path: '/api/postausgaenge/:id/ruecklauf',
      summary: 'Unzustellbar zurückgekommenes Schreiben vermerken',
      tag,
      permission: 'postausgang:write',
      params: byId,
      body: Ruecklauf,
      responses: { 200: PostausgangDetail },
      handler: async ({ principal, params: { id }, body, requestId }) => {
        await noteReturn({ principal, requestId }, id, body);
        const detail = await readDetail({ db: deps.db, vorlagen }, principal, id);
        return { status: 200, body: detail };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/postausgaenge/:id/neuversand',
      summary: 'Schreiben, das nicht ankam, als neuen Entwurf für die Post anlegen',
      tag,
      permission: 'postausgang:write',
      params: byId,
      body: Neuversand,
      responses: { 201: NeuversandAntwort },
      handler: async ({ principal, params: { id }, body, requestId }) => ({
        status: 201,
        body: { id: await rewrite({ principal, requestId }, id, body) },
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge/:id/eigenes-schreiben',
      summary: 'Unser Schreiben, von dem ein Blatt in diesem Eingang liegt',
      tag,
      permission: 'postausgang:read',
      params: byId,
      responses: { 200: EigenesSchreibenAntwort },
      handler: async ({ principal, params: { id } }) => {
        const letter = await inTransaction(deps.db, viewOf(principal), (tx) =>
          findBlattSchreiben(tx, sichtbarerPostausgang(principal, 'p'), id),
        );
        const darf = hasPermission(principal, 'postausgang:write');
        return {
          status: 200,
          body: { schreiben: letter === undefined ? null : shown(letter, darf) },
        };
      },
    }),
  ];
};
