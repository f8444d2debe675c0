import { z } from 'zod';
import { NotFound } from '#errors.js';
import type { Route } from '#http/route.js';
import { defineRoute, type Permission, type Principal } from '#organisation/index.js';
import type { AuswertungReader } from './auswertung.js';
import { Auswertung, AuswertungAbfrage, TabellenName } from './auswertung.schema.js';
import { csvOf } from './csv.js';

const tag = 'Auswertung';

/** Some tables are only about the whole house. */
const noSuchTable = (): NotFound =>
  new NotFound({
    code: 'tabelle-unbekannt',
    message: 'This table tells of the whole house and is not shown for single units.',
    clerkMessage: 'Diese Tabelle gibt es nur für das ganze Haus.',
  });

/** Figures for heads of units and the Revision; none of them is about a person. */
export const createAuswertungRoutes = (deps: {
  read: AuswertungReader;
}): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'get',
    path: '/api/auswertung',
    summary: 'Kennzahlen der Poststelle für einen Zeitraum, ohne Bezug auf Personen',
    tag,
    permission: 'auswertung:read',
    query: AuswertungAbfrage,
    responses: { 200: Auswertung },
    handler: async ({ principal, query }) => ({
      status: 200,
      body: await deps.read(principal, query),
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/auswertung/tabellen/:name',
    summary: 'Eine Tabelle der Auswertung als CSV-Datei',
    tag,
    permission: 'auswertung:read',
    params: z.object({ name: TabellenName }),
    query: AuswertungAbfrage,
    responses: { 200: null },
    handler: async ({ principal, params, query }) => {
      const { tabellen, zeitraum } = await deps.read(principal, query);
      const table = tabellen.find(({ name }) => name === params.name);
      if (table === undefined) throw noSuchTable();
      const dateiname = `auswertung-${table.name}-${zeitraum.von}-bis-${zeitraum.bis}.csv`;
      return {
        status: 200,
        bytes: Buffer.from(csvOf(table), 'utf8'),
        headers: {
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Disposition': `attachment; filename="${dateiname}"`,
        },
      };
    },
  }),
];
