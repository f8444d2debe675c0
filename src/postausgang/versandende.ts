import type { Beleg, Channel } from './channels/channel.js';
import type { Versandende } from './versand.repository.js';

/** What is known of an interrupted handing over: it left, it cannot leave any more and is sent again, or it is uncertain. */
export const endeNach = (
  beleg: Beleg | undefined,
  ungewiss: NonNullable<Versandende['fehler']>,
): Versandende => {
  if (beleg === undefined) return { ergebnis: 'unknown', antwort: '', fehler: ungewiss };
  const { hinausgegangen, nachweis, fremdkennung } = beleg;
  return {
    ergebnis: hinausgegangen ? 'sent' : 'retry',
    antwort: fremdkennung ?? '',
    nachweis,
    ...(fremdkennung === undefined ? {} : { fremdkennung }),
  };
};

/** Whether the other side is asked later: for the state of what has left, or for certainty. */
export const isAsked = (channel: Channel | undefined, ende: Versandende): boolean =>
  ende.ergebnis === 'unknown' || (ende.ergebnis === 'sent' && channel?.status !== undefined);
