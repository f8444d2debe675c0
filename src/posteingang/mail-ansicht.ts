import { blockedWords } from '#tools/mail-html/blocked-words.js';
import { type EigeneNamen, pruefeAbsender } from './absenderpruefung.js';
import type { Item, Part } from './inhalt.repository.js';
import type { StoredMail } from './mail.repository.js';
import type { MailAnsicht } from './mail.schema.js';

const addresses = (list: StoredMail['head']['from']): MailAnsicht['von'] =>
  list.map(({ name, address }) => ({ name, adresse: address }));

const attachment = (id: string, part: Part): MailAnsicht['anlagen'][number] => ({
  position: part.position,
  dateiname: part.dateiname,
  mediaType: part.mediaType,
  size: part.size,
  sha256: part.sha256,
  ersteSeite: part.ersteSeite,
  hinweis: part.hinweis,
  inhalt: `/api/posteingaenge/${id}/bestandteile/${part.position}`,
});

const herkunft = {
  mailserver: 'gemeldet vom Mailserver der Behörde',
  poststelle: 'geprüft von dieser Poststelle',
} as const;

/** What the page shows of a mail. */
export const describeMail = (
  item: Item,
  facts: { mail: StoredMail; parts: readonly Part[]; own: EigeneNamen },
): MailAnsicht => {
  const { head, text, headers = [], ansicht, safeHtml, absenderdomain } = facts.mail;
  return {
    von: addresses(head.from),
    an: addresses(head.to),
    kopie: addresses(head.cc),
    antwortAn: addresses(head.replyTo),
    datum: head.date ?? null,
    betreff: head.subject,
    warnungen: pruefeAbsender(head, facts.own),
    echtheit:
      absenderdomain === undefined
        ? null
        : {
            text: absenderdomain.text,
            herkunft: herkunft[absenderdomain.herkunft ?? 'mailserver'],
            einzelheiten: absenderdomain.details,
          },
    text,
    formatiert: safeHtml === undefined ? null : `/api/posteingaenge/${item.id}/mail/formatiert`,
    blockiert: ansicht === undefined ? [] : blockedWords(ansicht),
    verweise: (ansicht?.links ?? []).map((link) => ({
      text: link.text,
      adresse: link.address,
      irrefuehrend: link.misleading,
    })),
    kopfzeilen: headers.map(({ name, value }) => ({ name, wert: value })),
    anlagen: facts.parts
      .filter(({ rolle }) => rolle === 'anlage')
      .map((part) => attachment(item.id, part)),
    original: `/api/posteingaenge/${item.id}/original`,
  };
};
