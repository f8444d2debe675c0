import { useEffect, useState } from 'preact/hooks';
import { withQuery } from '#web/api.js';

/** A rectangle as shares of the page, origin at the top left. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** One page as the viewer needs it. */
export interface ViewerPage {
  nummer: number;
  /** Address of the image without its size; the viewer asks for the width that the screen needs. */
  bild: string | null;
  /** Size in any unit; only the ratio matters. */
  breite: number | null;
  hoehe: number | null;
  /** Width on paper in points, for the true size. */
  breitePt?: number | null;
  /** Degrees clockwise by which the image has to be turned to be read. */
  drehung?: number;
  leer?: boolean;
  /** Address of the recognised text with its words. */
  text?: string;
  /** Which file of a mail this page belongs to. */
  teil?: string;
}

/** A place on a page that can be lit. */
export interface Highlight {
  key: string;
  seite: number;
  box: Box;
  label: string;
  /** What a field, a hit of the search or a finding of a check is drawn like. */
  kind: 'feld' | 'treffer' | 'befund';
}

interface Size {
  width: number;
  height: number;
}

/** Widths in pixels that the viewer asks for; few, so that server and browser can keep them. */
const widths = [640, 960, 1_280, 1_600, 2_000] as const;
const miniature = 160;

/** Address of the small image for the strip of pages. */
export const miniatureOf = (bild: string): string => withQuery(bild, { breite: miniature });

/** Address and width in pixels of an image that is sharp at a width in CSS pixels on this screen. */
const sharpFor = (bild: string, cssWidth: number): { address: string; pixels: number } => {
  const wanted = cssWidth * Math.min(2, window.devicePixelRatio);
  const pixels = widths.find((width) => width >= wanted * 0.95) ?? widths[widths.length - 1] ?? 0;
  return { address: withQuery(bild, { breite: pixels }), pixels };
};

/** Address of the image that the viewer will ask for at a width in CSS pixels. */
export const addressFor = (bild: string, cssWidth: number): string =>
  sharpFor(bild, cssWidth).address;

/** The size of a page in any unit: as the server says or as the image tells when it has loaded. */
export const usePageSize = (page: ViewerPage | undefined): Size | undefined => {
  const [measured, setMeasured] = useState<Size & { bild: string }>();
  const known = page?.breite && page.hoehe ? { width: page.breite, height: page.hoehe } : undefined;
  const bild = known === undefined ? (page?.bild ?? undefined) : undefined;
  useEffect(() => {
    if (bild === undefined) return undefined;
    const image = new Image();
    image.onload = () =>
      setMeasured({ bild, width: image.naturalWidth, height: image.naturalHeight });
    image.src = miniatureOf(bild);
    return () => {
      image.onload = null;
    };
  }, [bild]);
  if (known !== undefined) return known;
  return measured !== undefined && measured.bild === bild ? measured : undefined;
};

interface ShownImage {
  address: string | undefined;
  failed: boolean;
}

/**
 * The best image of a page that is there: the miniature at once, then one that is sharp at the shown width.
 * A larger one stays when the page is made smaller.
 */
export const useSharpImage = (bild: string | null, cssWidth: number): ShownImage => {
  const [loaded, setLoaded] = useState<{ bild: string; address: string; pixels: number }>();
  const [failed, setFailed] = useState<string>();
  const { address, pixels } =
    bild === null || cssWidth <= 0 ? { address: undefined, pixels: 0 } : sharpFor(bild, cssWidth);
  const have = loaded !== undefined && loaded.bild === bild ? loaded : undefined;
  const isEnough = have !== undefined && have.pixels >= pixels;
  useEffect(() => {
    if (bild === null || address === undefined || isEnough) return undefined;
    const image = new Image();
    image.onload = () => setLoaded({ bild, address, pixels });
    image.onerror = () => setFailed(address);
    image.src = address;
    return () => {
      image.onload = null;
      image.onerror = null;
    };
  }, [bild, address, isEnough]);
  if (bild === null) return { address: undefined, failed: false };
  return {
    address: have?.address ?? miniatureOf(bild),
    failed: have === undefined && failed !== undefined && failed === address,
  };
};

/** Has the browser load the image of a page that is likely to be shown next. */
export const usePrefetch = (bild: string | null | undefined, cssWidth: number): void => {
  const address = bild && cssWidth > 0 ? sharpFor(bild, cssWidth).address : undefined;
  useEffect(() => {
    if (address === undefined) return undefined;
    // After the page that is being read.
    const timer = window.setTimeout(() => {
      new Image().src = address;
    }, 400);
    return () => window.clearTimeout(timer);
  }, [address]);
};
