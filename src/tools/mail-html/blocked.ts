import { z } from 'zod';

const count = z.int().min(0);

/** How often something of a mail was left out, for the clerk to see. */
export const Blocked = z.object({
  /** Pictures that would have been loaded from elsewhere. */
  remoteImages: count,
  /** Those of them that are too small to be seen: they only tell the sender that the mail was opened. */
  trackingPixels: count,
  /** Style sheets and backgrounds from elsewhere. */
  remoteStyles: count,
  scripts: count,
  forms: count,
  /** Frames, objects, sound and film. */
  embedded: count,
  /** Vector graphics and formulas, which can hold scripts. */
  drawings: count,
  /** Links, which are shown as text with their true address. */
  links: count,
});
export type Blocked = z.infer<typeof Blocked>;

const eventAttribute = /^on[a-z]/i;
const remote = /url\s*\(|@import|image-set\s*\(|\\/i;
const scriptAddress = /^(?:javascript|vbscript|livescript|data|mocha)$/;
const forms = new Set(['form', 'input', 'button', 'select', 'textarea', 'keygen', 'isindex']);
const embedded = new Set(
  'iframe frame frameset object embed applet audio video source track portal fencedframe bgsound layer ilayer param'.split(
    ' ',
  ),
);

/** The scheme of an address as a browser would read it; empty without one. */
export const schemeOf = (address: string): string => {
  const bare = address.slice(0, 200).replace(/[\p{Cc}\p{Z}]/gu, '');
  return /^([a-z][a-z0-9+.-]*):/i.exec(bare)?.[1]?.toLowerCase() ?? '';
};

const nothing = (): Blocked => ({
  remoteImages: 0,
  trackingPixels: 0,
  remoteStyles: 0,
  scripts: 0,
  forms: 0,
  embedded: 0,
  drawings: 0,
  links: 0,
});

const isTiny = (attribs: Readonly<Record<string, string>>): boolean => {
  const size = (name: string): number => {
    const inStyle = new RegExp(`(?:^|[;\\s])${name}\\s*:\\s*(\\d{1,4})(?:px)?\\s*(?:[;!]|$)`, 'i');
    const value = attribs[name] ?? inStyle.exec((attribs['style'] ?? '').slice(0, 2_000))?.[1];
    return value === undefined ? Number.NaN : Number.parseInt(value, 10);
  };
  const isHidden = /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attribs['style'] ?? '');
  return isHidden || size('width') <= 3 || size('height') <= 3;
};

/** Counts what the elements of a mail would have done. */
export const createCounter = () => {
  const blocked = nothing();
  const countAttributes = (attribs: Readonly<Record<string, string>>): void => {
    for (const [name, value] of Object.entries(attribs)) {
      if (eventAttribute.test(name)) blocked.scripts += 1;
      else if (name === 'style' && remote.test(value)) blocked.remoteStyles += 1;
      else if (name === 'background' || name === 'dynsrc' || name === 'lowsrc')
        blocked.remoteImages += 1;
      else if (/^(?:href|src|action|formaction|data|xlink:href)$/.test(name)) {
        const scheme = schemeOf(value);
        const isPicture = scheme === 'data' && /^\s*data:image\//i.test(value);
        if (scriptAddress.test(scheme) && !isPicture) blocked.scripts += 1;
      }
    }
  };
  const element = (tag: string, attribs: Readonly<Record<string, string>>): void => {
    if (tag === 'script') blocked.scripts += 1;
    else if (tag === 'style' || tag === 'link') {
      if (tag === 'link') blocked.remoteStyles += 1;
    } else if (forms.has(tag)) blocked.forms += 1;
    else if (embedded.has(tag)) blocked.embedded += 1;
    else if (tag === 'svg' || tag === 'math') blocked.drawings += 1;
    countAttributes(attribs);
  };
  const picture = (attribs: Readonly<Record<string, string>>): 'pixel' | 'picture' => {
    if (isTiny(attribs)) {
      blocked.trackingPixels += 1;
      return 'pixel';
    }
    blocked.remoteImages += 1;
    return 'picture';
  };
  /** Style sheets within the mail; they go as a whole, and what they would have loaded is counted. */
  const styleSheets = (html: string): void => {
    const lower = html.toLowerCase();
    for (let at = lower.indexOf('<style'); at >= 0; at = lower.indexOf('<style', at + 6)) {
      const end = lower.indexOf('</style', at);
      const sheet = lower.slice(at, end < 0 ? undefined : end);
      blocked.remoteStyles += sheet.match(/url\s*\(|@import/g)?.length ?? 0;
      if (end < 0) return;
      at = end;
    }
  };
  return { blocked, element, picture, styleSheets };
};
