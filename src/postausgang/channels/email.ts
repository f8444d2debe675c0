import { InvalidInput } from '#errors.js';
import type { MailOutcome, Smtp } from '#infrastructure/smtp.js';
import { langesDatum } from '../postausgang.js';
import type { Versandende } from '../versand.repository.js';
import { ergebnisOf } from '../versandergebnis.js';
import type { Channel, Sendung } from './channel.js';

export interface EmailChannelDeps {
  smtp: Smtp;
  absender: { name: string; address: string };
  /** The envelope sender of a letter, by which reports on it come back; undefined for the shown sender. */
  rueckadresseOf: (letterId: string) => string | undefined;
  /** The certificate (PEM) that is on file for the recipient of a letter; undefined for none. */
  zertifikatOf: (letterId: string) => Promise<string | undefined>;
  /** Whether relays are asked to report a success. */
  reportSuccess: boolean;
}

const coverText = (sendung: Sendung, absender: string): string =>
  [
    'Guten Tag,',
    '',
    `anbei erhalten Sie unser Schreiben vom ${langesDatum(sendung.briefdatum)} als PDF-Datei.`,
    '',
    `Unser Zeichen: ${sendung.geschaeftszeichen}`,
    'Bitte geben Sie dieses Zeichen an, wenn Sie uns antworten.',
    '',
    'Mit freundlichen Grüßen',
    absender,
    '',
  ].join('\r\n');

/** `Schreiben_32-1212-14-7-2026.pdf`; a Geschäftszeichen has slashes, a file name may not. */
export const attachmentName = (geschaeftszeichen: string): string =>
  `Schreiben_${geschaeftszeichen.replaceAll(/[^\p{L}\p{N}.-]+/gu, '-')}.pdf`;

const toEnde = (result: MailOutcome): Versandende => {
  const ergebnis = ergebnisOf(result);
  switch (result.outcome) {
    case 'accepted':
      return {
        ergebnis,
        antwort: result.response,
        nachweis: {
          art: 'smtp',
          text: `Der Mailserver hat die E-Mail angenommen: ${result.response}`,
        },
      };
    case 'refused':
      return {
        ergebnis,
        antwort: result.response,
        fehler: result.permanent
          ? {
              code: 'email-abgelehnt',
              text: `Der Mailserver hat die E-Mail abgelehnt (${result.status}). Bitte prüfen Sie die Adresse oder wählen Sie den Postversand.`,
            }
          : {
              code: 'email-vorerst-abgelehnt',
              text: `Der Mailserver nimmt die E-Mail gerade nicht an (${result.status}).`,
            },
      };
    case 'not-sent':
      return {
        ergebnis,
        antwort: result.reason,
        fehler: {
          code: 'mailserver-nicht-erreichbar',
          text: 'Der Mailserver war nicht erreichbar; es wurde nichts versandt.',
        },
      };
    case 'unknown':
      return {
        ergebnis,
        antwort: result.reason,
        nachweis: {
          art: 'smtp',
          text: 'Die Verbindung brach ab, nachdem die E-Mail vollständig übertragen war und bevor der Mailserver geantwortet hat.',
        },
        fehler: {
          code: 'versand-ungewiss',
          text: 'Es ist ungewiss, ob die E-Mail hinausgegangen ist. Bitte im Protokoll des Mailservers nach der Message-ID suchen.',
        },
      };
  }
};

const withoutAddress = {
  code: 'email-fehlt',
  text: 'Der Empfänger hat keine E-Mail-Adresse.',
} as const;

/**
 * E-mail through the city's relay. The attempt counts as beyond the point of no return only from the moment
 * before the end of the message; an answer of the relay, yes or no, is believed.
 */
export const createEmailChannel = ({
  smtp,
  absender,
  rueckadresseOf,
  zertifikatOf,
  reportSuccess,
}: EmailChannelDeps): Channel => ({
  kanal: 'email',
  profil: 'digital',
  check: ({ empfaenger }) =>
    empfaenger.email === null ? [{ stufe: 'fehler', ...withoutAddress, seite: null }] : [],
  quote: () => undefined,
  deliver: async (sendung, { commit, signal }) => {
    const { email, name } = sendung.empfaenger;
    if (email === null) return { ergebnis: 'failed', antwort: '', fehler: withoutAddress };
    const envelopeFrom = rueckadresseOf(sendung.id);
    const encryptFor = await zertifikatOf(sendung.id);
    const mail = {
      from: absender,
      to: { name, address: email },
      ...(sendung.antwortAn === ''
        ? {}
        : { replyTo: { name: absender.name, address: sendung.antwortAn } }),
      subject: `${sendung.betreff} [${sendung.geschaeftszeichen}]`,
      text: coverText(sendung, absender.name),
      messageId: sendung.messageId,
      date: sendung.now,
      ...(envelopeFrom === undefined ? {} : { envelopeFrom }),
      ...(encryptFor === undefined ? {} : { encryptFor }),
      reportSuccess,
      attachments: [
        {
          fileName: attachmentName(sendung.geschaeftszeichen),
          contentType: 'application/pdf',
          content: sendung.pdf,
        },
      ],
    };
    try {
      return toEnde(await smtp.send(mail, { beforeEnd: () => commit(), signal }));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return {
        ergebnis: 'failed',
        antwort: '',
        fehler: { code: error.code, text: error.clerkMessage },
      };
    }
  },
  // A relay gives no look-up; what it reports later is taken by the way in (zustellnachweis.ts).
  findEvidence: () => Promise.resolve(undefined),
});
