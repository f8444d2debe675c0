import { asSystem } from '#infrastructure/database/transaction.js';
import type { Brief } from './brief.repository.js';
import type { Sendung } from './channels/channel.js';
import { getKontext } from './kontext.repository.js';
import type { PostausgangDeps } from './postausgang-deps.js';
import type { Versandauftrag } from './versand.repository.js';

/** A letter as a channel gets it, with its bytes. */
export const sendungOf = async (
  deps: PostausgangDeps,
  brief: Brief,
  order: Pick<Versandauftrag, 'attempt' | 'versanddatum' | 'druckdatei'>,
): Promise<Sendung> => {
  const kontext = await asSystem(deps.db, (tx) => getKontext(tx, brief));
  return {
    id: brief.id,
    attempt: order.attempt,
    geschaeftszeichen: kontext.vorgang.geschaeftszeichen,
    betreff: brief.betreff,
    empfaenger: brief.empfaenger,
    antwortAn: kontext.einheit.email ?? '',
    messageId: brief.messageId ?? '',
    briefdatum: brief.briefdatum ?? order.versanddatum,
    versanddatum: order.versanddatum,
    now: deps.clock.now(),
    druckdatei: order.druckdatei,
    seitenzahl: brief.seitenzahl ?? 0,
    sha256: brief.renditionSha256 ?? '',
    pdf: await deps.blobs.read(brief.renditionSha256 ?? ''),
  };
};
