import { z } from 'zod';
import type { Route } from '#http/route.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  listEinheiten,
  type Permission,
  type Principal,
  sichtbarerPosteingangAlsGanzes,
} from '#organisation/index.js';
import { ansichtOf } from '#understanding/index.js';
import { readContent } from './lesezugriff.js';
import { isVisible } from './posteingang.repository.js';
import type { PosteingangRouteDeps } from './posteingang-deps.js';
import { listRechnungen, type StoredRechnung } from './rechnung.repository.js';
import { type Rechnungsdaten, RechnungsListe } from './rechnung.schema.js';

const byId = z.object({ id: z.uuid() });

/** The first item with the same invoice: its number for who may see its line, the way to it for who may read it. */
const dubletteOf = async (
  tx: Tx,
  principal: Principal,
  { dubletteVon, dubletteNummer }: StoredRechnung,
): Promise<Rechnungsdaten['dublette']> => {
  if (dubletteVon === null) return null;
  const mayRead = await isVisible(tx, sichtbarerPosteingangAlsGanzes(principal, 'p'), dubletteVon);
  return { id: mayRead ? dubletteVon : null, eingangsnummer: dubletteNummer };
};

const describe = async (
  tx: Tx,
  { principal, id }: { principal: Principal; id: string },
  rechnung: StoredRechnung,
): Promise<Rechnungsdaten> => {
  const { position, syntax, profil, leitwegId, leitwegZustand, befunde } = rechnung;
  const { datum: _datum, ...view } = ansichtOf(rechnung.begriffe);
  const einheit =
    leitwegId === null
      ? undefined
      : (await listEinheiten(tx)).find((one) => one.leitwegId === leitwegId);
  return {
    ...view,
    position,
    syntax,
    profil,
    leitwegId,
    leitwegZustand,
    leitwegEinheit: einheit === undefined ? null : `${einheit.kuerzel} ${einheit.name}`,
    befunde,
    dublette: await dubletteOf(tx, principal, rechnung),
    xml: `/api/posteingaenge/${id}/bestandteile/${position}`,
  };
};

/** The electronic invoices of an item, for who may read it as a whole. */
export const createRechnungRoutes = (
  deps: PosteingangRouteDeps,
): Route<Principal, Permission>[] => {
  const reading = readContent(deps, sichtbarerPosteingangAlsGanzes);
  return [
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge/:id/rechnungen',
      summary: 'Elektronische Rechnungen eines Eingangs mit ihren Befunden',
      tag: 'Posteingang',
      permission: 'posteingang:read',
      params: byId,
      responses: { 200: RechnungsListe },
      handler: async ({ principal, params: { id }, requestId }) => ({
        status: 200,
        body: await reading(
          { principal, requestId, id, action: 'posteingang.rechnung.read' },
          async (tx) => {
            const rechnungen: Rechnungsdaten[] = [];
            for (const one of await listRechnungen(tx, id))
              rechnungen.push(await describe(tx, { principal, id }, one));
            return { rechnungen };
          },
        ),
      }),
    }),
  ];
};
