import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** How the page is scaled: as wide as the window, wholly visible, or by a factor of its true size. */
export type Zoom = 'width' | 'page' | number;

const factors = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4] as const;
/** CSS pixels for one point of paper; a page without a known size is taken for A4. */
const pixelsPerPoint = 96 / 72;
const a4WidthPt = 595;
const margin = 24;

/** What the viewer shows at the moment and how to change it. */
export interface View {
  zoom: Zoom;
  /** Degrees clockwise by which the image is turned, the page's own turn included. */
  rotation: number;
  /** Shown width in CSS pixels; 0 before the window was measured. */
  width: number;
  /** Of the true size on paper. */
  percent: number;
  setZoom: (zoom: Zoom) => void;
  zoomBy: (step: 1 | -1) => void;
  /** Turns the view by a quarter: 1 clockwise, -1 back. */
  rotate: (turn: 1 | -1) => void;
  frame: { current: HTMLDivElement | null };
}

/** What the view needs to know of the page. */
export interface Sheet {
  width: number;
  height: number;
  breitePt: number | null;
  drehung: number;
}

/** The next factor of the list in a direction; undefined at its end. */
export const nextFactor = (factor: number, step: 1 | -1): number | undefined =>
  step === 1
    ? factors.find((candidate) => candidate > factor + 0.01)
    : factors.findLast((candidate) => candidate < factor - 0.01);

const useSpace = () => {
  const frame = useRef<HTMLDivElement>(null);
  const [space, setSpace] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const measure = (): void =>
      setSpace({ width: element.clientWidth, height: element.clientHeight });
    // At once, so that the first picture on the screen has the page in it.
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { frame, space };
};

/** Scale and rotation of the viewer, following the size of its window. */
export const useView = (sheet: Sheet | undefined): View => {
  const { frame, space } = useSpace();
  const [zoom, setZoom] = useState<Zoom>('width');
  const [turned, setTurned] = useState(0);
  const rotation = (turned + (sheet?.drehung ?? 0)) % 360;
  const ratio = sheet === undefined ? 1 : sheet.height / sheet.width;
  const isUpright = rotation % 180 === 0;
  const aspect = isUpright ? ratio : 1 / ratio;
  const trueWidth = (sheet?.breitePt ?? a4WidthPt) * pixelsPerPoint * (isUpright ? 1 : ratio);

  const full = Math.max(0, space.width - margin);
  const whole = Math.min(full, Math.max(0, space.height - margin) / aspect);
  const shown = zoom === 'width' ? full : zoom === 'page' ? whole : trueWidth * zoom;
  const width = space.width === 0 ? 0 : shown;
  const factor = width / trueWidth;

  const zoomBy = useCallback(
    (step: 1 | -1) => {
      const next = nextFactor(factor, step);
      if (next !== undefined) setZoom(next);
    },
    [factor],
  );
  const rotate = useCallback(
    (turn: 1 | -1) => setTurned((before) => (before + 360 + turn * 90) % 360),
    [],
  );
  const percent = Math.round(factor * 100);
  return { zoom, rotation, width, percent, setZoom, zoomBy, rotate, frame };
};
