import { type MailroomError, ToolFailed } from '#errors.js';
import type { OcrProcess } from './ocr-process.js';

const closedFailure = (): MailroomError =>
  new ToolFailed({
    code: 'ocr-failed',
    message: 'text recognition is shutting down; the page is read after the restart',
  });

/** Requests that wait for a child, first come, first served. */
const createQueue = () => {
  const waiting: { give(child: OcrProcess): void; refuse(reason: unknown): void }[] = [];
  const join = (signal: AbortSignal | undefined): Promise<OcrProcess> =>
    new Promise((resolve, reject) => {
      const leave = (): void => {
        const at = waiting.indexOf(place);
        if (at >= 0) waiting.splice(at, 1);
        reject(signal?.reason);
      };
      const place = {
        give: (child: OcrProcess): void => {
          signal?.removeEventListener('abort', leave);
          resolve(child);
        },
        refuse: reject,
      };
      signal?.addEventListener('abort', leave, { once: true });
      waiting.push(place);
    });
  return {
    join,
    length: () => waiting.length,
    serve: (child: OcrProcess): void => waiting.shift()?.give(child),
    refuseAll: (): void => {
      for (const { refuse } of waiting.splice(0)) refuse(closedFailure());
    },
  };
};

/** Children on loan: each reads one page at a time, at most `processes` of them at once. */
export interface ChildSlots {
  take(signal: AbortSignal | undefined): Promise<OcrProcess>;
  /** Takes a child back; one that has died or read its share of pages is replaced by the next request. */
  giveBack(child: OcrProcess): void;
  counts(): { waiting: number; reading: number; children: number };
  pids(): number[];
  /** Ends all children and refuses who waits and who comes later. */
  close(): void;
}

/** Hands out warm children and starts new ones only when a page waits for one. */
export const createChildSlots = (
  processes: number,
  pagesPerChild: number,
  startChild: () => OcrProcess,
): ChildSlots => {
  const idle: OcrProcess[] = [];
  const busy = new Set<OcrProcess>();
  const queue = createQueue();
  let closed = false;
  const serveNext = (): void => {
    while (queue.length() > 0 && (idle.length > 0 || busy.size < processes)) {
      const child = idle.pop() ?? startChild();
      if (!child.isAlive()) continue;
      busy.add(child);
      queue.serve(child);
    }
  };
  return {
    take: async (signal) => {
      if (closed) throw closedFailure();
      const child = queue.join(signal);
      serveNext();
      return child;
    },
    giveBack: (child) => {
      busy.delete(child);
      if (!closed && child.isAlive() && child.pages < pagesPerChild) idle.push(child);
      else child.kill();
      serveNext();
    },
    counts: () => ({
      waiting: queue.length(),
      reading: busy.size,
      children: idle.length + busy.size,
    }),
    pids: () => [...idle, ...busy].flatMap(({ pid }) => pid ?? []),
    close: () => {
      closed = true;
      queue.refuseAll();
      for (const child of [...idle.splice(0), ...busy]) child.kill();
    },
  };
};
