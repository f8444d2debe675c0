import type { Response } from 'express';
import type { ChangeEvent, EventStream } from '#infrastructure/database/events.js';

/** Between two beats a proxy must not take the silence for a dead connection. */
const heartbeatMs = 25_000;

export interface EventSource<Principal> {
  stream: EventStream;
  /** Event name of the page. */
  name: string;
  wants: (event: ChangeEvent) => boolean;
  /** What the reader may see of it right now; undefined sends nothing. */
  load: (principal: Principal, event: ChangeEvent) => Promise<unknown>;
}

/** Sends server-sent events until the client goes away; each one passes the reader's own view. */
export const sendEvents = <Principal>(
  source: EventSource<Principal>,
  to: { principal: Principal; response: Response; signal: AbortSignal },
): Promise<void> => {
  const { response, principal, signal } = to;
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.write('retry: 2000\n\n');
  const pending = new Map<string, ChangeEvent>();
  let sending = false;

  // Many changes of one item in a short time become one event with its latest state.
  const flush = async (): Promise<void> => {
    sending = true;
    while (pending.size > 0 && !signal.aborted) {
      const [key, event] = pending.entries().next().value ?? ['', undefined];
      pending.delete(key);
      if (event === undefined) break;
      // A failed look-up costs this event only; the page asks for the whole list when it reconnects.
      const body = await source.load(principal, event).catch(() => undefined);
      if (body !== undefined && !signal.aborted) {
        response.write(`event: ${source.name}\ndata: ${JSON.stringify(body)}\n\n`);
      }
    }
    sending = false;
  };
  const unsubscribe = source.stream.subscribe((event) => {
    if (!source.wants(event)) return;
    pending.set(event.id, event);
    if (!sending) void flush();
  });
  const heartbeat = setInterval(() => response.write(': noch da\n\n'), heartbeatMs);
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      clearInterval(heartbeat);
      unsubscribe();
      resolve();
    });
  });
};
