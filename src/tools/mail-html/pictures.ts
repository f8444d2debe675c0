import { schemeOf } from './blocked.js';

const longestData = 700_000;
const form = /^data:image\/(png|jpeg|jpg|gif|webp);base64,([A-Za-z0-9+/]+={0,2})$/i;
const beginnings: Readonly<Record<string, RegExp>> = {
  png: /^iVBORw0KGgo/,
  jpeg: /^\/9j\//,
  jpg: /^\/9j\//,
  gif: /^R0lGOD[dl]/,
  webp: /^UklGR/,
};

/** A picture that is written into the mail itself, if it is one of the four kinds and begins like it. */
const embeddedPicture = (source: string): string | undefined => {
  if (source.length > longestData) return undefined;
  const [, kind = '', bytes = ''] = form.exec(source.replaceAll(/\s/g, '')) ?? [];
  const type = kind.toLowerCase();
  if (!beginnings[type]?.test(bytes)) return undefined;
  return `data:image/${type === 'jpg' ? 'jpeg' : type};base64,${bytes}`;
};

/** Where a picture is taken from: a part of the mail, or bytes in the mail itself; undefined for anything else. */
export const pictureAddress = (
  source: string,
  inlineImages: ReadonlyMap<string, string>,
): string | undefined => {
  const scheme = schemeOf(source);
  if (scheme === 'data') return embeddedPicture(source);
  if (scheme !== 'cid') return undefined;
  const id = source.trim().slice(4);
  const plain = id.includes('%') && URL.canParse(`x:${id}`) ? safeDecode(id) : id;
  return inlineImages.get(id) ?? inlineImages.get(plain);
};

const safeDecode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign is part of the name.
    return text;
  }
};
