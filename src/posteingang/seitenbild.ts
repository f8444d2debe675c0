import type { Reply } from '#http/route.js';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import type { PageScaler } from '#tools/page-image/create-page-scaler.js';
import type { PageImage } from './seiten.repository.js';

/** Widths in pixels that are made; a wish is met by the next larger one, so that few images are made. */
export const bildbreiten = [160, 320, 640, 960, 1_280, 1_600] as const;

/** An image this small lets nobody read the page; whoever may list the pages has been recorded already. */
export const miniaturBreite = 160;

const mostCachedBytes = 48 * 1024 * 1024;
const maxAgeSeconds = 3_600;

/** The most recently used images up to a number of bytes. */
const createImageCache = () => {
  const held = new Map<string, Buffer>();
  let bytes = 0;
  return {
    get: (key: string): Buffer | undefined => {
      const image = held.get(key);
      if (image !== undefined) {
        held.delete(key);
        held.set(key, image);
      }
      return image;
    },
    set: (key: string, image: Buffer): void => {
      if (held.has(key)) return;
      held.set(key, image);
      bytes += image.length;
      for (const [oldest, { length }] of held) {
        if (bytes <= mostCachedBytes) break;
        held.delete(oldest);
        bytes -= length;
      }
    },
  };
};

/** Above this share of its width an image is sent as it is: making it smaller costs more than it saves. */
const largestShare = 0.5;

/** Which width to make for a wish; undefined for the image as it is. */
export const stepFor = (wanted: number | undefined, width: number | null): number | undefined => {
  if (wanted === undefined) return undefined;
  const step = bildbreiten.find((candidate) => candidate >= wanted);
  return step !== undefined && (width === null || step < width * largestShare) ? step : undefined;
};

/** Page images in the sizes of the screen: made in a cage when first asked for, then kept in memory. */
export const createSeitenbilder = (deps: { blobs: BlobStore; scaler: PageScaler }) => {
  const cache = createImageCache();
  const making = new Map<string, Promise<Buffer>>();

  const make = (key: string, sha256: string, width: number): Promise<Buffer> => {
    const known = making.get(key);
    if (known !== undefined) return known;
    const image = deps.blobs
      .read(sha256)
      .then((original) => deps.scaler.scale(original, width))
      .then((scaled) => {
        cache.set(key, scaled);
        return scaled;
      })
      .finally(() => making.delete(key));
    making.set(key, image);
    return image;
  };

  return {
    /** The answer with the image, or 304 where the browser has it. The caller has checked the right to see it. */
    answer: async (
      page: PageImage,
      asked: { breite: number | undefined; ifNoneMatch: string | undefined },
    ): Promise<Reply> => {
      const width = stepFor(asked.breite, page.breite);
      const key = `${page.bildSha256}-${width ?? 'voll'}`;
      const headers = {
        ETag: `"${key}"`,
        // Another session in the same browser must not be given what this one saw.
        Vary: 'Cookie, Authorization',
        'Cache-Control': `private, max-age=${maxAgeSeconds}`,
      };
      if (asked.ifNoneMatch?.includes(key) === true) return { status: 304, headers };
      if (width === undefined) {
        const stream = await deps.blobs.open(page.bildSha256);
        return {
          status: 200,
          stream,
          headers: { ...headers, 'Content-Type': page.bildMediaType ?? 'image/jpeg' },
        };
      }
      const bytes = cache.get(key) ?? (await make(key, page.bildSha256, width));
      return { status: 200, bytes, headers: { ...headers, 'Content-Type': 'image/jpeg' } };
    },
  };
};
