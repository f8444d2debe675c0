import { sql } from 'kysely';
import { z } from 'zod';
import type { Route } from '#http/route.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerPosteingangAlsGanzes,
  zuordenbarerVorgang,
} from '#organisation/index.js';
import { compareSender, knownFrom, type SenderFacts } from '#understanding/index.js';
import { readContent } from '../lesezugriff.js';
import type { PosteingangRouteDeps } from '../posteingang-deps.js';
import { findKnown } from './find-korrespondent.js';
import { countEingaenge, listVorgaenge } from './korrespondent.repository.js';
import { AbsenderAuskunft } from './korrespondent.schema.js';
import { senderOfItem } from './record-korrespondenten.js';

const byId = z.object({ id: z.uuid() });

type Bekannt = NonNullable<AbsenderAuskunft['bekannt']>;

const anschriftOf = ({ strasse, plz, ort }: SenderFacts): string | null => {
  const town = [plz ?? '', ort ?? ''].join(' ').trim();
  const parts = [strasse ?? '', town].filter((part) => part !== '');
  return parts.length === 0 ? null : parts.join(', ');
};

/** Name, address and reasons as the visible Beteiligte give them: what only hidden ones say stays hidden. */
const ofVisible = (
  given: SenderFacts,
  visible: readonly SenderFacts[],
): Pick<Bekannt, 'name' | 'anschrift' | 'sicherheit' | 'gruende'> => {
  const [best] = visible
    .map((one) => ({ one, likeness: compareSender(one, given) }))
    .sort((a, b) => b.likeness.sicherheit - a.likeness.sicherheit);
  return best === undefined
    ? {
        name: given.name,
        anschrift: null,
        sicherheit: knownFrom,
        gruende: ['hat schon geschrieben'],
      }
    : { name: best.one.name, anschrift: anschriftOf(best.one), ...best.likeness };
};

/** What is known of the sender of an item, by the rights of the principal: nothing that no visible Vorgang or item says. */
const describeSender = async (
  tx: Tx,
  principal: Principal,
  id: string,
): Promise<AbsenderAuskunft> => {
  const given = await senderOfItem(tx, id);
  const known = given === undefined ? undefined : await findKnown(tx, given, id);
  if (given === undefined || known === undefined) return { bekannt: null };
  const found = await listVorgaenge(tx, known.id, zuordenbarerVorgang(principal, 'v'));
  const fruehereEingaenge = await countEingaenge(tx, known.id, {
    besides: id,
    visible: sql<boolean>`${sichtbarerPosteingangAlsGanzes(principal, 'p')}`,
  });
  if (found.length === 0 && fruehereEingaenge === 0) return { bekannt: null };
  const vorgaenge = found.map(({ vorgangId, geschaeftszeichen, betreff, offen }) => ({
    id: vorgangId,
    geschaeftszeichen,
    betreff,
    offen,
  }));
  return { bekannt: { ...ofVisible(given, found), vorgaenge, fruehereEingaenge } };
};

/** Whether the sender of an item is known, for who may read the item. */
export const createKorrespondentRoutes = (
  deps: PosteingangRouteDeps,
): Route<Principal, Permission>[] => {
  const reading = readContent(deps, sichtbarerPosteingangAlsGanzes);
  return [
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge/:id/absender',
      summary: 'Bekannter Absender eines Eingangs mit Begründung und seinen Vorgängen',
      tag: 'Posteingang',
      permission: 'posteingang:read',
      params: byId,
      responses: { 200: AbsenderAuskunft },
      handler: async ({ principal, params: { id }, requestId }) => {
        await reading(
          { principal, requestId, id, action: 'posteingang.absender.read' },
          async () => true,
        );
        return {
          status: 200,
          body: await asSystem(deps.db, (tx) => describeSender(tx, principal, id)),
        };
      },
    }),
  ];
};
