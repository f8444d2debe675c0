/** Characters that change the direction of text, break lines or cannot be seen (Unicode Cc, Cf, Zl, Zp). */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const longestName = 180;

/** One line of text without control, bidi and zero-width characters; what a header shows on the screen. */
export const cleanLine = (text: string): string =>
  text
    .replace(/[\r\n\t\u2028\u2029]+/g, ' ')
    .replace(unseen, '')
    .replace(/ {2,}/g, ' ')
    .trim();

/** Endings for attachments that come without a name. */
const endings: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'image/tiff': '.tif',
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'message/rfc822': '.eml',
  'text/calendar': '.ics',
  'text/html': '.html',
  'text/plain': '.txt',
};

/**
 * A file name that is only a name: no folders, no drive, no control or direction characters, not hidden,
 * at most 180 characters with its ending kept. Never used as a path by us; people will save it.
 */
export const cleanFileName = (
  name: string | undefined,
  index: number,
  mediaType: string,
): string => {
  const fallback = `Anhang-${index + 1}${endings[mediaType] ?? '.bin'}`;
  const last = (name ?? '').split(/[\\/]/).at(-1) ?? '';
  const cleaned = cleanLine(last)
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[. ]+/, '')
    .replace(/[. ]+$/, '');
  if (cleaned === '') return fallback;
  if (cleaned.length <= longestName) return cleaned;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(cleaned)?.[0] ?? '';
  return `${cleaned.slice(0, longestName - ending.length)}${ending}`;
};

/** Text with Unix line ends and without characters that cannot be seen; tabs and blank lines stay. */
export const cleanText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu, '')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{4,}/g, '\n\n\n')
    .trim();
