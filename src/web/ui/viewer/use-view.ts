import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** How the page is scaled: as wide as the window, wholly visible, or by a factor of the full width. */
export type Zoom = 'width' | 'page' | number;

const factors = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4];

/** What the viewer shows at the moment and how to change it. */
export interface View {
  zoom: Zoom;
  rotation: number;
  /** Shown width in CSS pixels; 0 before the window was measured. */
  width: number;
  percent: number;
  setZoom: (zoom: Zoom) => void;
  zoomBy: (step: 1 | -1) => void;
  rotate: () => void;
  frame: { current: HTMLDivElement | null };
}

/** Scale and rotation of the viewer, following the size of its window. */
export const useView = (size: { width: number; height: number } | undefined): View => {
  const frame = useRef<HTMLDivElement>(null);
  const [space, setSpace] = useState({ width: 0, height: 0 });
  const [zoom, setZoom] = useState<Zoom>('width');
  const [rotation, setRotation] = useState(0);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() =>
      setSpace({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const full = Math.max(0, space.width - 24);
  const aspect =
    size === undefined
      ? 1
      : rotation % 180 === 0
        ? size.height / size.width
        : size.width / size.height;
  const whole = Math.min(full, Math.max(0, space.height - 24) / aspect);
  const width = zoom === 'width' ? full : zoom === 'page' ? whole : full * zoom;
  const factor = full === 0 ? 1 : width / full;

  const zoomBy = useCallback(
    (step: 1 | -1) => {
      const next =
        step === 1
          ? factors.find((candidate) => candidate > factor + 0.01)
          : factors.findLast((candidate) => candidate < factor - 0.01);
      if (next !== undefined) setZoom(next);
    },
    [factor],
  );
  const rotate = useCallback(() => setRotation((before) => (before + 90) % 360), []);
  return {
    zoom,
    rotation,
    width,
    percent: Math.round(factor * 100),
    setZoom,
    zoomBy,
    rotate,
    frame,
  };
};
