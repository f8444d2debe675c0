import type { Readable } from 'node:stream';
import type { Reply } from '#http/route.js';
import type { StoredDatei } from './dokument.repository.js';

/** What a browser may show on our own pages; everything else is only handed over for saving. */
const shownInline = new Set(['application/pdf', 'image/png', 'image/jpeg']);

// Control and direction marks could make a name look like another one.
const unsafe = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069"\\/]/gu;

/** The name in the two forms of RFC 6266: plain for old programs, UTF-8 by RFC 5987 for the others. */
export const contentDisposition = (kind: 'inline' | 'attachment', dateiname: string): string => {
  // Half a surrogate pair cannot be encoded.
  const name = Buffer.from(dateiname).toString().replace(unsafe, '_');
  const ascii = name.replace(/[^\x20-\x7e]/g, '_').replace(/%/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
};

/** The answer that hands out a stored file. */
export const answerDatei = (
  datei: StoredDatei,
  options: { stream: Readable; inline: boolean },
): Reply => {
  const isShown = options.inline && shownInline.has(datei.mediaType);
  return {
    status: 200,
    stream: options.stream,
    headers: {
      'Content-Type': isShown ? datei.mediaType : 'application/octet-stream',
      'Content-Length': String(datei.size),
      'Content-Disposition': contentDisposition(isShown ? 'inline' : 'attachment', datei.dateiname),
      'X-Content-Type-Options': 'nosniff',
    },
  };
};
