import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import type { Route } from '#http/route.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerPosteingangAlsGanzes,
} from '#organisation/index.js';
import {
  frameDocument,
  framePolicy,
  picturesIn,
  withPictures,
} from '#tools/mail-html/frame-document.js';
import { getItem, type Item, listParts, type Part } from './inhalt.repository.js';
import { noSuchPart, readContent } from './lesezugriff.js';
import { StoredMail } from './mail.repository.js';
import { MailAnsicht } from './mail.schema.js';
import { describeMail } from './mail-ansicht.js';
import type { PosteingangRouteDeps } from './posteingang-deps.js';
import { requireOpenable } from './virenpruefung/quarantaene.js';

const tag = 'Posteingang';
const byId = z.object({ id: z.uuid() });
const pictureTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
const largestPicture = 2_000_000;
const mostPictureBytes = 8_000_000;

interface OpenedItem {
  item: Item;
  mail: StoredMail;
  parts: Part[];
}

/** A mail that was opened already. @throws NotFound for everything else */
const readMail = async (
  tx: Tx,
  id: string,
  deps: Pick<PosteingangRouteDeps, 'virenpruefung'>,
): Promise<OpenedItem> => {
  await requireOpenable(tx, id, deps.virenpruefung);
  const item = await getItem(tx, id);
  const mail = StoredMail.safeParse(item.mailkopf);
  if (item.parentId !== null || !mail.success) throw noSuchPart();
  return { item, mail: mail.data, parts: await listParts(tx, id) };
};

/** The pictures that the HTML names, as far as they are parts of this very mail and small enough. */
const loadPictures = async (
  deps: Pick<PosteingangRouteDeps, 'blobs'>,
  safe: string,
  parts: readonly Part[],
): Promise<Map<string, string>> => {
  const pictures = new Map<string, string>();
  let bytes = 0;
  for (const sha256 of picturesIn(safe)) {
    const part = parts.find((one) => one.sha256 === sha256 && pictureTypes.has(one.mediaType));
    if (part === undefined || part.size > largestPicture) continue;
    bytes += part.size;
    if (bytes > mostPictureBytes) break;
    const content = await buffer(await deps.blobs.open(sha256));
    pictures.set(sha256, `data:${part.mediaType};base64,${content.toString('base64')}`);
  }
  return pictures;
};

/** Shows a mail to who may read the item as a whole; each reading is an audit event. */
export const createMailRoutes = (deps: PosteingangRouteDeps): Route<Principal, Permission>[] => {
  const reading = readContent(deps, sichtbarerPosteingangAlsGanzes);
  const { behoerde, outbound } = deps.config;
  const domains = [behoerde.email, outbound.mailFrom].flatMap((one) => one.split('@').slice(1));
  const own = { behoerde: behoerde.name, domains };
  return [
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge/:id/mail',
      summary: 'E-Mail mit Kopf, Text, Anlagen und dem, was am Absender auffällt',
      tag,
      permission: 'posteingang:read',
      params: byId,
      responses: { 200: MailAnsicht },
      handler: async ({ principal, params: { id }, requestId }) => {
        const { item, mail, parts } = await reading(
          { principal, requestId, id, action: 'posteingang.mail.read' },
          (tx) => readMail(tx, id, deps),
        );
        return { status: 200, body: describeMail(item, { mail, parts, own }) };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge/:id/mail/formatiert',
      summary: 'Bereinigte formatierte Ansicht einer E-Mail für einen abgeschotteten Rahmen',
      tag,
      permission: 'posteingang:read',
      params: byId,
      responses: { 200: null },
      handler: async ({ principal, params: { id }, requestId }) => {
        const { mail, parts } = await reading(
          { principal, requestId, id, action: 'posteingang.mail.formatiert.read' },
          (tx) => readMail(tx, id, deps),
        );
        if (mail.safeHtml === undefined) throw noSuchPart();
        const safe = (await buffer(await deps.blobs.open(mail.safeHtml))).toString('utf8');
        const shown = withPictures(safe, await loadPictures(deps, safe, parts));
        return {
          status: 200,
          bytes: Buffer.from(frameDocument(shown)),
          headers: {
            'Content-Type': 'text/html; charset=utf-8',
            'Content-Security-Policy': framePolicy,
            'X-Frame-Options': 'SAMEORIGIN',
            'Referrer-Policy': 'no-referrer',
            'Cache-Control': 'private, no-store',
          },
        };
      },
    }),
  ];
};
