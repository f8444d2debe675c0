import type { Tx } from '#infrastructure/database/transaction.js';
import { listEinheiten } from '#organisation/index.js';
import type { PageText } from '#tools/page-text.js';
import {
  type Enclosure,
  type Extraction,
  extractFields,
  type MailHeader,
  type NumberedPage,
  type Reading,
  type Sender,
} from '#understanding/index.js';
import { getItem, type Item, listParts, type StoredField } from './inhalt.repository.js';
import { repairExtraction } from './korrespondenten/repair-extraction.js';
import { StoredMail } from './mail.repository.js';
import type { PosteingangDeps } from './posteingang-deps.js';
import { listPages, type ReadPage } from './seiten.repository.js';

/** The text of a page as the understanding takes it. */
export const toPageText = (page: ReadPage): PageText => ({
  source: page.textQuelle ?? 'none',
  text: page.text ?? '',
  words: page.worte ?? [],
  meanConfidence: page.konfidenz ?? 0,
});

/** The pages to understand: the cover of a mail by its own text, because its head is known already. */
const numberedPages = (
  pages: readonly ReadPage[],
  mail: StoredMail | undefined,
): NumberedPage[] => {
  const read = pages.filter((page) => !page.leer);
  if (mail === undefined)
    return read.map((page) => ({ number: page.nummer, text: toPageText(page) }));
  const cover = {
    number: 1,
    text: { source: 'mail' as const, text: mail.text, words: [], meanConfidence: 1 },
  };
  const attachments = read.filter((page) => page.bestandteil > 0);
  return [cover, ...attachments.map((page) => ({ number: page.nummer, text: toPageText(page) }))];
};

const headerOf = (mail: StoredMail): MailHeader => {
  const from = mail.head.from[0];
  return {
    fromName: from?.name ?? '',
    fromAddress: from?.address ?? '',
    subject: mail.head.subject,
    date: mail.head.date ?? '',
  };
};

/** Reads an item's text with all that the extraction must know about us. */
export const readItem = async (
  tx: Tx,
  id: string,
  deps: Pick<PosteingangDeps, 'config'>,
): Promise<{ item: Item; extraction: Extraction; pages: NumberedPage[] }> => {
  const item = await getItem(tx, id);
  const mail = item.mailkopf === null ? undefined : StoredMail.parse(item.mailkopf);
  const { behoerde } = deps.config;
  const pages = numberedPages(await listPages(tx, id), mail);
  const extraction = extractFields(pages, {
    ownDomainNames: [behoerde.email.split('@')[1] ?? ''].filter((domain) => domain !== ''),
    ownAddress: { name: behoerde.name, plz: behoerde.plz, ort: behoerde.ort },
    knownOrganisationseinheiten: (await listEinheiten(tx)).map((einheit) => einheit.kuerzel),
    today: item.eingangsdatum,
    fileNames: (await listParts(tx, id))
      .filter(({ rolle }) => rolle === 'anlage')
      .map(({ dateiname }) => dateiname),
    ...(mail === undefined ? {} : { mail: headerOf(mail) }),
  });
  return { item, extraction: await repairExtraction(tx, extraction), pages };
};

/** The sender as the Posteingangsbuch shows it. */
export const displaySender = (sender: Sender): string | null =>
  (sender.organisation ?? sender.name ?? sender.email)?.value.slice(0, 300) ?? null;

type Named = readonly [name: string, reading: Reading | null];

const toField = (name: string, position: number, reading: Reading): StoredField => ({
  name,
  position,
  wert: reading.value,
  rohwert: reading.raw,
  konfidenz: reading.confidence,
  seite: reading.page,
  box: reading.box,
  begruendung: reading.reason,
});

const euros = (cents: number): string =>
  new Intl.NumberFormat('de-DE', { style: 'currency', currency: 'EUR' }).format(cents / 100);

const enclosureText = {
  found: 'gefunden',
  missing: 'nicht gefunden',
  unclear: 'nicht sicher zugeordnet',
} as const;

const enclosureReading = (one: Enclosure): Reading => ({
  ...one,
  reason: `${one.reason}; ${enclosureText[one.state]}`,
});

const mostOfAKind = 5;

/** The extracted values under the names that the page knows. */
export const fieldsOf = (extraction: Extraction): StoredField[] => {
  const { sender } = extraction;
  const single: Named[] = [
    ['absenderName', sender.name],
    ['absenderOrganisation', sender.organisation],
    ['absenderArt', sender.kind],
    ['absenderStrasse', sender.street],
    ['absenderPlz', sender.plz],
    ['absenderOrt', sender.ort],
    ['absenderEmail', sender.email],
    ['betreff', extraction.subject],
    ['datumDesSchreibens', extraction.letterDate],
    ['anschriftfeld', extraction.anschriftfeld],
    ['eingangsstempel', extraction.stampDate],
    ['rechtsbehelf', extraction.legalRemedy?.art ?? null],
    ['rechtsbehelfBescheidVom', extraction.legalRemedy?.bescheidVom ?? null],
  ];
  const several: readonly [string, readonly Reading[]][] = [
    ['geschaeftszeichen', extraction.geschaeftszeichen.filter((one) => one.role !== 'theirs')],
    ['fremdesGeschaeftszeichen', extraction.foreignReferences],
    ['iban', extraction.ibans],
    ['kassenzeichen', extraction.kassenzeichen],
    ['rechnungsnummer', extraction.rechnungsnummern],
    ['kundennummer', extraction.kundennummern],
    ['leitwegId', extraction.leitwegIds],
    ['anlage', extraction.enclosures.map(enclosureReading)],
    [
      'anlageFehlt',
      extraction.enclosures
        .filter(({ state }) => state === 'missing')
        .map((one) => ({ ...one, reason: 'Anlage genannt, aber nicht gefunden' })),
    ],
    ['betrag', extraction.amounts.map((one) => ({ ...one, value: euros(one.value) }))],
    [
      'frist',
      extraction.deadlines.map((one) => ({
        ...one,
        value: one.value.art === 'datum' ? one.value.datum : `${one.value.tage} Tage`,
      })),
    ],
  ];
  return [
    ...single.flatMap(([name, reading]) => (reading === null ? [] : [toField(name, 0, reading)])),
    ...several.flatMap(([name, readings]) =>
      readings.slice(0, mostOfAKind).map((reading, position) => toField(name, position, reading)),
    ),
  ];
};
