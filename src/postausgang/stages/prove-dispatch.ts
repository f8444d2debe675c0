import { addVermerk, attachDokument } from '#eakte/index.js';
import { germanDay } from '#infrastructure/clock.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { type Brief, getBrief, setDokument } from '../brief.repository.js';
import { attachmentName } from '../channels/email.js';
import { recordEreignis } from '../ereignis.js';
import { getKontext } from '../kontext.repository.js';
import { langesDatum } from '../postausgang.js';
import type { Nachweis, Versandkanal } from '../postausgang.schema.js';
import type { PostausgangDeps, Postausgangsmittel } from '../postausgang-deps.js';
import { findLaufOf } from '../postlauf/lauf.repository.js';
import { findNachweis } from '../versand.repository.js';

const wege: Readonly<Record<Versandkanal, string>> = {
  email: 'per E-Mail, vom Mailserver angenommen',
  druck: 'zum Druck und Postversand über den Druckordner an die Druckstelle übergeben',
  ipp: 'zum Druck und Postversand an den Drucker im Haus übergeben',
  sftp: 'zum Druck und Postversand an den Druckdienstleister übergeben',
  portal: 'in das Postfach des Empfängers eingestellt',
  briefdienst: 'zum Druck und Postversand an den Briefdienst übergeben',
};

const wegOf = (brief: Brief): string => (brief.kanal === null ? '' : wege[brief.kanal]);

/** What the other side said when it took the letter, with the hash of the copy as sent. */
const belegOf = (nachweis: Nachweis | undefined): string[] =>
  nachweis === undefined ? [] : [`Beleg: ${nachweis.text}`];

type Laufvermerk = NonNullable<Awaited<ReturnType<typeof findLaufOf>>>;

/** The Ab-Vermerk, without which the presumption of § 41 (2) VwVfG does not work. */
const abVermerk = (
  brief: Brief,
  day: string,
  facts: { lauf: Laufvermerk | undefined; nachweis: Nachweis | undefined },
): string => {
  const { lauf, nachweis } = facts;
  return [
    `Ab: ${langesDatum(day)}, ${wegOf(brief)}.`,
    'Empfänger: 1.',
    `Umfang: ${brief.seitenzahl ?? 0} ${brief.seitenzahl === 1 ? 'Seite' : 'Seiten'}.`,
    brief.kanal === 'email'
      ? `Message-ID ${brief.messageId ?? ''}.`
      : lauf === undefined
        ? `Druckdatei ${brief.druckdatei ?? ''}.`
        : `Postlauf ${lauf.nummer}, Umschlag ${lauf.umschlag}, ${lauf.produkt}.`,
    `SHA-256 ${brief.renditionSha256 ?? ''}.`,
    ...belegOf(nachweis),
  ].join(' ');
};

/** Files the sent letter in its Vorgang and notes there that, when and how it left. */
export const proveDispatch = (deps: PostausgangDeps, mittel: Postausgangsmittel): Stage => ({
  name: 'proveDispatch',
  queue: 'light',
  run: async ({ itemId }) => {
    const { brief, kontext, lauf, nachweis } = await asSystem(deps.db, async (tx) => {
      const found = await getBrief(tx, itemId);
      const kontextOfBrief = await getKontext(tx, found);
      return {
        brief: found,
        kontext: kontextOfBrief,
        lauf: await findLaufOf(tx, itemId),
        nachweis: await findNachweis(tx, itemId),
      };
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
          dokumenttyp: mittel.vorlagen.find(brief)?.titel ?? 'Schreiben',
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
          text: abVermerk(brief, day, { lauf, nachweis }),
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
