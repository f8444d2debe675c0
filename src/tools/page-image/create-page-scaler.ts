import { ToolFailed } from '#errors.js';
import { createSandbox, type WantedIsolation } from '../sandbox/isolation.js';
import { type ScalingChild, startScalingChild } from './scaling-child.js';

/** Makes smaller page images in warm child processes, because an image may carry what attacks its reader. */
export interface PageScaler {
  /** The image as JPEG, at most `width` pixels wide. @throws ToolFailed `page-image-unreadable`. */
  scale(image: Buffer, width: number): Promise<Buffer>;
  /** Starts a child if there is none, so that the first image need not wait for it. */
  warm(): void;
  /** Ends all children; images that are being made fail. */
  close(): void;
}

/** Images after which a child is replaced, so that no memory adds up. */
const imagesPerChild = 5_000;

const unreadable = (): ToolFailed =>
  new ToolFailed({
    code: 'page-image-unreadable',
    message: 'the stored page image could not be scaled',
    clerkMessage: 'Das Seitenbild konnte nicht aufbereitet werden.',
  });

/** Creates the scaler; children start when they are needed, at most `processes` at a time. */
export const createPageScaler = (options: {
  isolation: WantedIsolation;
  processes?: number;
}): PageScaler => {
  const most = options.processes ?? 2;
  const sandbox = createSandbox(options.isolation);
  const idle: ScalingChild[] = [];
  const busy = new Set<ScalingChild>();
  const waiting: ((child: ScalingChild) => void)[] = [];
  let closed = false;

  const take = (): Promise<ScalingChild> => {
    for (let child = idle.pop(); child !== undefined; child = idle.pop()) {
      if (child.isAlive()) return Promise.resolve(child);
    }
    if (busy.size < most) return Promise.resolve(startScalingChild(sandbox));
    return new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (child: ScalingChild): void => {
    busy.delete(child);
    const isSpent = !child.isAlive() || child.served() >= imagesPerChild || closed;
    if (isSpent) child.kill();
    const next = waiting.shift();
    if (next !== undefined) {
      const ready = isSpent ? startScalingChild(sandbox) : child;
      busy.add(ready);
      next(ready);
    } else if (!isSpent) idle.push(child);
  };

  return {
    scale: async (image, width) => {
      if (closed) throw unreadable();
      const child = await take();
      busy.add(child);
      try {
        const scaled = await child.scale(image, width);
        if (scaled === undefined) throw unreadable();
        return scaled;
      } finally {
        giveBack(child);
      }
    },
    warm: () => {
      if (!closed && idle.length + busy.size === 0) idle.push(startScalingChild(sandbox));
    },
    close: () => {
      closed = true;
      for (const child of [...idle, ...busy]) child.kill();
    },
  };
};
