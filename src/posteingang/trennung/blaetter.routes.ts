import { Readable } from 'node:stream';
import type { RawBuilder } from 'kysely';
import { z } from 'zod';
import { appendAudit } from '#audit/index.js';
import { findBezeichnungen } from '#eakte/index.js';
import { NotFound } from '#errors.js';
import type { Reply, Route } from '#http/route.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import {
  actorOf,
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerVorgang,
  zuordenbarerVorgang,
} from '#organisation/index.js';
import type { PosteingangRouteDeps } from '../posteingang-deps.js';
import { type Blatt, druckeBlaetter } from './blatt-pdf.js';

const tag = 'Trennung';
const blaetterAnzahl = z.coerce.number().int().min(1).max(9_999).optional();

const noSuchVorgang = (): NotFound =>
  new NotFound({
    code: 'vorgang-unbekannt',
    message: 'The Vorgang does not exist or is not visible.',
    clerkMessage: 'Diesen Vorgang gibt es nicht, oder Sie dürfen ihn nicht sehen.',
  });

/** Printable cover and separator sheets, signed with the key of this Poststelle. */
export const createBlaetterRoutes = (
  deps: Pick<PosteingangRouteDeps, 'db' | 'config' | 'blattSchluessel'>,
): Route<Principal, Permission>[] => {
  const print = async (sheets: readonly Blatt[], name: string): Promise<Reply> => ({
    status: 200,
    stream: Readable.from([
      await druckeBlaetter(sheets, {
        key: deps.blattSchluessel,
        behoerde: deps.config.behoerde.name,
      }),
    ]),
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'private, no-store',
    },
  });

  /** A cover sheet for a Vorgang that the person may know; printing it is recorded. @throws NotFound */
  const printCover = async (
    principal: Principal,
    requestId: string,
    wanted: { vorgangId: string; blaetter?: number | undefined; visible: RawBuilder<boolean> },
  ): Promise<Reply> => {
    const { vorgangId, blaetter, visible } = wanted;
    const vorgang = await asSystem(deps.db, async (tx) => {
      const [found] = await findBezeichnungen(tx, [vorgangId], visible);
      // A confidential Vorgang without its Betreff is not to be known here.
      if (found === undefined || found.betreff === null) throw noSuchVorgang();
      await appendAudit(tx, [
        {
          actor: actorOf(principal),
          action: 'vorgang.deckblatt',
          objectType: 'vorgang',
          objectId: vorgangId,
          requestId,
        },
      ]);
      return { id: vorgangId, geschaeftszeichen: found.geschaeftszeichen };
    });
    return print([{ art: 'deckblatt', vorgang, blaetter: blaetter ?? null }], 'Deckblatt.pdf');
  };

  return [
    defineRoute({
      method: 'get',
      path: '/api/trennblaetter.pdf',
      summary: 'Trennblätter zum Drucken',
      tag,
      permission: 'posteingang:receive',
      query: z.object({ anzahl: z.coerce.number().int().min(1).max(100).default(10) }),
      responses: { 200: null },
      handler: ({ query }) =>
        print(
          Array.from({ length: query.anzahl }, () => ({
            art: 'trennblatt' as const,
            vorgang: null,
            blaetter: null,
          })),
          'Trennblaetter.pdf',
        ),
    }),
    defineRoute({
      method: 'get',
      path: '/api/deckblatt.pdf',
      summary: 'Deckblatt für ein Schreiben zu einem Vorgang, in der Poststelle',
      tag,
      permission: 'posteingang:clear',
      query: z.object({ vorgangId: z.uuid(), blaetter: blaetterAnzahl }),
      responses: { 200: null },
      handler: ({ principal, query, requestId }) =>
        printCover(principal, requestId, {
          ...query,
          visible: zuordenbarerVorgang(principal, 'v'),
        }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/vorgaenge/:id/deckblatt.pdf',
      summary: 'Deckblatt für ein Schreiben zum eigenen Vorgang',
      tag,
      permission: 'vorgang:read',
      params: z.object({ id: z.uuid() }),
      query: z.object({ blaetter: blaetterAnzahl }),
      responses: { 200: null },
      handler: ({ principal, params, query, requestId }) =>
        printCover(principal, requestId, {
          ...query,
          vorgangId: params.id,
          visible: sichtbarerVorgang(principal, 'v'),
        }),
    }),
  ];
};
