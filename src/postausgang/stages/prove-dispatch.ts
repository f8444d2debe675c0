import { addVermerk, attachDokument } from '#eakte/index.js';
import { germanDay } from '#infrastructure/clock.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { type Brief, getBrief, setDokument } from '../brief.repository.js';
import { attachmentName } from '../channels/email.js';
import { recordEreignis } from '../ereignis.js';
import { getKontext } from '../kontext.repository.js';
import { langesDatum } from '../postausgang.js';
import type { PostausgangDeps, Postausgangsmittel } from '../postausgang-deps.js';

const wegOf = (brief: Brief): string =>
  brief.kanal === 'email'
    ? 'per E-Mail, vom Mailserver angenommen'
    : 'zum Druck und Postversand an die Druckstelle übergeben';

/** The Ab-Vermerk, without which the presumption of § 41 (2) VwVfG does not work. */
const abVermerk = (brief: Brief, day: string): string =>
  [
    `Ab: ${langesDatum(day)}, ${wegOf(brief)}.`,
    'Empfänger: 1.',
    `Umfang: ${brief.seitenzahl ?? 0} ${brief.seitenzahl === 1 ? 'Seite' : 'Seiten'}.`,
    brief.kanal === 'email'
      ? `Message-ID ${brief.messageId ?? ''}.`
      : `Druckdatei ${brief.druckdatei ?? ''}.`,
    `SHA-256 ${brief.renditionSha256 ?? ''}.`,
  ].join(' ');

/** Files the sent letter in its Vorgang and notes there that, when and how it left. */
export const proveDispatch = (deps: PostausgangDeps, mittel: Postausgangsmittel): Stage => ({
  name: 'proveDispatch',
  queue: 'light',
  run: async ({ itemId }) => {
    const { brief, kontext } = await asSystem(deps.db, async (tx) => {
      const found = await getBrief(tx, itemId);
      return { brief: found, kontext: await getKontext(tx, found) };
    });
    const sha256 = brief.renditionSha256 ?? '';
    const pdf = await deps.blobs.read(sha256);
    const volltext = await mittel.briefsatz.volltext(pdf, brief.seitenzahl ?? 1);
    const day = germanDay(brief.sentAt ?? deps.clock.now());
    return {
      write: async (tx) => {
        const dokument = await attachDokument(tx, {
          vorgangId: brief.vorgangId,
          richtung: 'ausgang',
          herkunftId: itemId,
          dokumenttyp: mittel.vorlagen.find(brief.vorlage)?.titel ?? 'Schreiben',
          betreff: brief.betreff,
          absender: kontext.verfasser.name,
          empfaenger: brief.empfaenger.name,
          postausgangsdatum: day,
          datumDesSchreibens: brief.briefdatum,
          fremdesGeschaeftszeichen: brief.inhalt.ihrZeichen === '' ? null : brief.inhalt.ihrZeichen,
          volltext,
          dateien: [
            {
              rolle: 'original',
              dateiname: attachmentName(kontext.vorgang.geschaeftszeichen),
              mediaType: 'application/pdf',
              sha256,
              size: brief.renditionSize ?? pdf.length,
            },
          ],
        });
        if (!dokument.created) return;
        await addVermerk(tx, {
          vorgangId: brief.vorgangId,
          dokumentId: dokument.id,
          art: 'Ab-Vermerk',
          text: abVermerk(brief, day),
        });
        await setDokument(tx, itemId, dokument.id);
        await recordEreignis(tx, {
          id: itemId,
          action: 'filed',
          detail: { dokumentId: dokument.id, laufnummer: dokument.laufnummer },
        });
      },
    };
  },
});
