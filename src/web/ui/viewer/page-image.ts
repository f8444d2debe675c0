import { useEffect, useState } from 'preact/hooks';

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
  /** Address of the image; the small and the large view use the same, so that it is loaded once. */
  bild: string | null;
  breite: number | null;
  hoehe: number | null;
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
}

interface Size {
  width: number;
  height: number;
}

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
    image.src = bild;
    return () => {
      image.onload = null;
    };
  }, [bild]);
  if (known !== undefined) return known;
  return measured !== undefined && measured.bild === bild ? measured : undefined;
};
