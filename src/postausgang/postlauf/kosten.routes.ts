import { InvalidInput } from '#errors.js';
import type { Route } from '#http/route.js';
import { inTransaction } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerPostausgang,
  viewOf,
} from '#organisation/index.js';
import { csv, euro } from './csv.js';
import { countWege, listKosten } from './kosten.repository.js';
import { KostenAbfrage, Kostenbericht } from './kosten.schema.js';
import type { PostlaufDeps } from './postlauf-deps.js';

const wegText = {
  email: 'E-Mail',
  portal: 'Postfach eines Nutzerkontos',
  druck: 'Druckordner',
  ipp: 'Drucker im Haus',
  sftp: 'Druckdienstleister',
  briefdienst: 'Briefdienst',
} as const;

const withoutPaper: ReadonlySet<string> = new Set(['email', 'portal']);

const backwards = (): InvalidInput =>
  new InvalidInput({
    code: 'zeitraum-verkehrt',
    httpStatus: 422,
    message: 'The first day lies behind the last one.',
    clerkMessage: 'Der erste Tag liegt nach dem letzten. Bitte tauschen Sie die beiden.',
  });

const createReport =
  (deps: PostlaufDeps) =>
  (principal: Principal, query: KostenAbfrage): Promise<Kostenbericht> => {
    if (query.von > query.bis) throw backwards();
    return inTransaction(deps.db, viewOf(principal), async (tx) => {
      const wege = await countWege(tx, sichtbarerPostausgang(principal, 'p'), query);
      const sum = (counted: typeof wege): number =>
        counted.reduce((total, { briefe }) => total + briefe, 0);
      return {
        ...query,
        zeilen: await listKosten(tx, query),
        wege: wege.map(({ kanal, briefe }) => ({ weg: wegText[kanal], briefe })),
        digital: sum(wege.filter(({ kanal }) => withoutPaper.has(kanal))),
        gesamt: sum(wege),
      };
    });
  };

const asCsv = ({ zeilen }: Kostenbericht): string =>
  csv([
    [
      'Monat',
      'Kostenstelle',
      'Schreiben',
      'Umschläge',
      'Porto in Euro',
      'durch Bündeln erspart in Euro',
      'davon nach ungesicherten Preisen in Euro',
    ],
    ...zeilen.map((one) => [
      one.monat,
      one.kostenstelle,
      one.briefe,
      one.umschlaege,
      euro(one.cent),
      euro(one.erspart),
      euro(one.unsicher),
    ]),
  ]);

/** The report of postage for Leitung and Revision. */
export const createKostenRoutes = (deps: PostlaufDeps): Route<Principal, Permission>[] => {
  const report = createReport(deps);
  const shared = { tag: 'Postlauf', permission: 'auswertung:read', query: KostenAbfrage } as const;
  return [
    defineRoute({
      ...shared,
      method: 'get',
      path: '/api/postlauf/kosten',
      summary: 'Porto je Monat und Kostenstelle, und auf welchen Wegen Schreiben hinausgingen',
      responses: { 200: Kostenbericht },
      handler: async ({ principal, query }) => ({
        status: 200,
        body: await report(principal, query),
      }),
    }),
    defineRoute({
      ...shared,
      method: 'get',
      path: '/api/postlauf/kosten/datei',
      summary: 'Dasselbe als CSV-Datei',
      responses: { 200: null },
      handler: async ({ principal, query }) => ({
        status: 200,
        bytes: Buffer.from(asCsv(await report(principal, query))),
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="porto-${query.von}-bis-${query.bis}.csv"`,
        },
      }),
    }),
  ];
};
