import type { View } from './use-view.js';

/** Names of keys and what they do, for the help of a page. */
export type KeyGroup = readonly [string, readonly (readonly [string, string])[]];

/** The keys of the viewer as its help lists them. */
export const viewerKeyGroups: readonly KeyGroup[] = [
  [
    'Blättern im Schriftstück',
    [
      ['← und →', 'Vorige und nächste Seite'],
      ['Pos1 und Ende', 'Erste und letzte Seite'],
      ['Bild ↓ am Seitenende', 'Nächste Seite'],
    ],
  ],
  [
    'Ansicht',
    [
      ['+ und −', 'Vergrößern und verkleinern'],
      ['0', 'Breite anpassen'],
      ['G', 'Ganze Seite'],
      ['R', 'Nach rechts drehen'],
      ['Umschalt + R', 'Nach links drehen'],
      ['T', 'Zwischen Bild und Text wechseln'],
    ],
  ],
  [
    'Suchen im Schriftstück',
    [
      ['/', 'Suchfeld'],
      ['Enter oder F3', 'Nächster Treffer'],
      ['Umschalt + Enter oder F3', 'Voriger Treffer'],
      ['Esc', 'Suche beenden'],
    ],
  ],
];

/** What the keys act on. */
export interface KeyTargets {
  view: View;
  current: number;
  pageCount: number;
  show: (page: number) => void;
  toggleText: (() => void) | undefined;
  openSearch: (() => void) | undefined;
}

/** The keys of the viewer; while the page is wider than its window, the arrows scroll as usual. */
export const viewerKeys = (targets: KeyTargets): Record<string, (() => void) | undefined> => {
  const { view, show, current, pageCount } = targets;
  const isWide = view.width > (view.frame.current?.clientWidth ?? 0);
  return {
    ArrowRight: isWide ? undefined : () => show(current + 1),
    ArrowLeft: isWide ? undefined : () => show(current - 1),
    Home: () => show(1),
    End: () => show(pageCount),
    '+': () => view.zoomBy(1),
    '-': () => view.zoomBy(-1),
    '0': () => view.setZoom('width'),
    g: () => view.setZoom('page'),
    r: () => view.rotate(1),
    R: () => view.rotate(-1),
    t: targets.toggleText,
    '/': targets.openSearch,
  };
};

/** Goes on to the next page where the shown one ends, and back where it begins; true if it did. */
export const turnAtTheEnd = (key: string, frame: HTMLElement, targets: KeyTargets): boolean => {
  const { show, current, pageCount } = targets;
  const isAtEnd = frame.scrollTop + frame.clientHeight >= frame.scrollHeight - 2;
  if (key === 'PageDown' && isAtEnd && current < pageCount) show(current + 1);
  else if (key === 'PageUp' && frame.scrollTop <= 0 && current > 1) show(current - 1);
  else return false;
  return true;
};
