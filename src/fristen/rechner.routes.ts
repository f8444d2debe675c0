import type { Route } from '#http/route.js';
import { defineRoute, type Permission, type Principal } from '#organisation/index.js';
import { dauerText, fassungAm, fristregeln, gebiete, laender } from '#understanding/index.js';
import { rechne } from './bearbeiten.js';
import { RechnerAntwort, RechnerFrage, RechnerRegeln } from './fristen.schema.js';
import { type FristenDeps, grenzenOf, ortOf } from './fristen-deps.js';

const tag = 'Fristen';

const named = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([kennung, name]) => ({ kennung, name }));

/** The calculator, which needs neither item nor Vorgang. */
export const createRechnerRoutes = (deps: FristenDeps): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'get',
    path: '/api/fristenrechner/regeln',
    summary: 'Hinterlegte Fristregeln mit Rechtsgrundlage, in der heute geltenden Fassung',
    tag,
    permission: 'vorgang:read',
    responses: { 200: RechnerRegeln },
    handler: async () => {
      const { heute } = grenzenOf(deps);
      const ort = ortOf(deps);
      return {
        status: 200,
        body: {
          regeln: fristregeln.flatMap((regel) => {
            const fassung = fassungAm(regel, heute);
            if (fassung === undefined) return [];
            const { kennung, name, gebiet, ereignis, bekanntgabe, hinweis } = regel;
            return [
              {
                kennung,
                name,
                gebiet,
                ereignis,
                bekanntgabe: bekanntgabe === true,
                dauer: dauerText(fassung.dauer),
                grundlage: fassung.grundlage,
                hinweis: hinweis ?? null,
              },
            ];
          }),
          gebiete: named(gebiete),
          laender: named(laender),
          ort: { land: ort.land, gemeinde: [...(ort.gemeinde ?? [])] },
        },
      };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/fristenrechner',
    summary: 'Eine Frist berechnen, ohne sie zu speichern',
    tag,
    permission: 'vorgang:read',
    body: RechnerFrage,
    responses: { 200: RechnerAntwort },
    handler: async ({ body }) => {
      const { frage: _frage, ...result } = rechne(body.frage, body.ort ?? ortOf(deps));
      return { status: 200, body: result };
    },
  }),
];
