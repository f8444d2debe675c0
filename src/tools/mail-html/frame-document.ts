/**
 * The policy of the document in which the HTML of a mail is shown: nothing runs, nothing is loaded, not even
 * from us; pictures are written into it. It holds wherever the document is opened.
 */
export const framePolicy = [
  "default-src 'none'",
  'img-src data:',
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox',
].join('; ');

const style = `
  :root { color-scheme: light; }
  body { margin: 12px; font: 16px/1.5 sans-serif; color: #000; background: #fff; overflow-wrap: anywhere; }
  img { max-width: 100%; height: auto; }
  table { max-width: 100%; }
  pre { white-space: pre-wrap; }
  blockquote { margin-left: 0; padding-left: 12px; border-left: 3px solid #767676; }
`;

/** A whole document around sanitised HTML, to be sent with the policy above. */
export const frameDocument = (safe: string): string =>
  `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>E-Mail, formatierte Ansicht</title>` +
  `<meta name="referrer" content="no-referrer"><style>${style}</style></head><body>${safe}</body></html>`;

const placeholder = /src="bild:([0-9a-f]{64})"/g;

/** The address by which sanitised HTML names a picture of its own mail until it is shown. */
export const pictureName = (sha256: string): string => `bild:${sha256}`;

/** The content hashes of the pictures that sanitised HTML names. */
export const picturesIn = (safe: string): string[] => [
  ...new Set([...safe.matchAll(placeholder)].map(([, sha256 = '']) => sha256)),
];

/** Puts pictures in their place; one that is not given stays away and leaves its words. */
export const withPictures = (safe: string, pictures: ReadonlyMap<string, string>): string =>
  safe.replaceAll(placeholder, (_all, sha256: string) => {
    const data = pictures.get(sha256);
    return data === undefined ? '' : `src="${data}"`;
  });
