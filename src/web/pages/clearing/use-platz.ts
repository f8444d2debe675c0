import { useEffect, useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Platz, PlatzAntwort } from '#posteingang/clearingplatz/clearingplatz.schema.js';
import { ApiError, api } from '#web/api.js';

const extendMs = 30_000;

/** Whether the item on the screen is ours to decide. */
export interface Held {
  /** Somebody else who has it. */
  other: Platz | undefined;
  /** It has left Clearing. */
  isGone: boolean;
  takeOver: () => void;
}

/** Holds the item for as long as it is on the screen, and says who else has it. */
export const usePlatz = (id: string): Held => {
  const [other, setOther] = useState<Platz>();
  const [isGone, setGone] = useState(false);
  const ask = (uebernehmen: boolean): void => {
    api.post<z.infer<typeof PlatzAntwort>>(`/api/clearing/${id}/platz`, { uebernehmen }).then(
      ({ platz }) => setOther(platz.ich ? undefined : platz),
      (error: unknown) => {
        // Without an answer the item stays as it is; the server decides when it is decided about.
        if (error instanceof ApiError && (error.status === 404 || error.status === 409))
          setGone(true);
      },
    );
  };
  useEffect(() => {
    ask(false);
    const timer = window.setInterval(() => ask(false), extendMs);
    return () => {
      window.clearInterval(timer);
      // Best effort: otherwise it is free again when its time has run out.
      api.delete(`/api/clearing/${id}/platz`).catch(() => undefined);
    };
  }, [id]);
  return { other, isGone, takeOver: () => ask(true) };
};
