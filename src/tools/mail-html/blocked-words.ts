import type { ShownHtml } from './shown-html.js';

const one = (count: number, singular: string, plural: string): string[] =>
  count === 0 ? [] : [count === 1 ? `1 ${singular}` : `${count} ${plural}`];

/** Pictures and designs that were not loaded, in words. */
export const missingWords = ({ blocked }: Pick<ShownHtml, 'blocked'>): string[] => [
  ...one(blocked.remoteImages, 'Bild von außen', 'Bilder von außen'),
  ...one(blocked.trackingPixels, 'Zählpixel', 'Zählpixel'),
  ...one(blocked.remoteStyles, 'Gestaltung von außen', 'Gestaltungen von außen'),
  ...one(blocked.scripts, 'Skript', 'Skripte'),
  ...one(blocked.forms, 'Formularfeld', 'Formularfelder'),
  ...one(blocked.embedded, 'eingebettetes Objekt', 'eingebettete Objekte'),
  ...one(blocked.drawings, 'Vektorgrafik', 'Vektorgrafiken'),
];

/** What was left out of the formatted view, in words. */
export const blockedWords = ({ blocked, cut }: Pick<ShownHtml, 'blocked' | 'cut'>): string[] => [
  ...missingWords({ blocked }),
  ...one(blocked.links, 'Link (nur als Text gezeigt)', 'Links (nur als Text gezeigt)'),
  ...(cut ? ['was über den zeigbaren Umfang hinausgeht'] : []),
];
