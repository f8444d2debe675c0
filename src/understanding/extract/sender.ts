import { editDistance, foldedWords } from '../fuzzy-text.js';
import { type FoundAddress, findAddresses, isOwnAddress, type OwnAddress } from './address.js';
import { placeOf, type TextLine } from './layout.js';
import { organisationKindOf } from './organisation-kind.js';
import type { Place, Reading, Sender, SenderKind } from './reading.js';
import { digitRepairs, withRepair } from './repairs.js';
import type { LetterStructure } from './structure.js';

/** What the header of a mail says about its sender. */
export interface MailHeader {
  fromName: string;
  fromAddress: string;
  subject: string;
  /** ISO 8601 day. */
  date: string;
}

const personForm =
  /^(?:(?:Herrn?|Frau|Dr\.|Prof\.|Familie|Eheleute|gez\.|i\. ?[AV]\.)\s+)*\p{Lu}[\p{L}\p{M}'’ʻʼ-]+(?:\s+(?:von|van|de|zu|und|u\.|\p{Lu}[\p{L}\p{M}'’ʻʼ-]*\.?)){1,4}$/u;
const noPerson =
  /anlage|gruß|grüße|betreff|telefon|unterschrift|kopie|seite|stadt|straße|sachbearbeit|geschäftsführ|bearbeiter|buchhaltung|abteilung|datum/i;

const isPersonName = (text: string): boolean =>
  personForm.test(text) &&
  !noPerson.test(text) &&
  text.length <= 45 &&
  organisationKindOf(text) === null;

const read = (value: string, place: Place, confidence: number, reason: string): Reading => ({
  value: value.trim(),
  raw: value,
  confidence: confidence * (0.6 + 0.4 * place.certainty),
  page: place.page,
  box: place.box,
  reason,
});

const cleanName = (text: string): string =>
  text
    .replace(/^(?:Herrn?|Frau|Familie|gez\.|i\. ?[AV]\.|Absender(?:in)?:?|Von:?)\s+/i, '')
    .replace(/[,;:_]+$/, '')
    .replace(/\s+/g, ' ')
    .trim();

/** Addresses in the order in which the sender's is to be expected: above the salutation, then footer, then the end. */
const rankedAddresses = (
  lines: readonly TextLine[],
  structure: LetterStructure,
  own: OwnAddress | undefined,
): FoundAddress[] => {
  const firstPage = lines[0]?.page;
  const score = (address: FoundAddress): number => {
    const first = address.lines[0];
    if (first === undefined || first.page !== firstPage) return 0;
    const inHead = first.index < structure.bodyStart;
    const behindClosing = structure.closing !== null && first.index > structure.closing;
    return (
      (inHead ? 4 : behindClosing ? 2 : 1) +
      (address.oneLine ? 0.5 : 0) +
      (address.names.length > 0 ? 1 : 0)
    );
  };
  return findAddresses(lines)
    .filter((address) => !isOwnAddress(address, own))
    .map((address) => ({ address, score: score(address) }))
    .filter((ranked) => ranked.score > 0)
    .sort((a, b) => b.score - a.score)
    .map((ranked) => ranked.address);
};

const lineReading = (line: TextLine, value: string, confidence: number, reason: string): Reading =>
  read(value, placeOf(line), confidence, reason);

/** The largest line of the head that names an organisation other than ours. */
const letterhead = (
  lines: readonly TextLine[],
  structure: LetterStructure,
  own: OwnAddress | undefined,
): Reading | null => {
  const ownLines = new Set(
    findAddresses(lines)
      .filter((address) => isOwnAddress(address, own))
      .flatMap((address) => address.lines),
  );
  const page = lines[0]?.page;
  const candidates = lines.filter(
    (line) =>
      line.page === page &&
      line.index < structure.bodyStart &&
      !ownLines.has(line) &&
      line.text.length <= 70 &&
      !line.text.includes('@') &&
      (line.box === null || line.box.y < 0.2) &&
      !/\b(ihr|ihre|unser|gegen|klage|rechtsstreit|in sachen|wegen|betreff)\b/i.test(line.text) &&
      organisationKindOf(line.text) !== null,
  );
  const best = candidates.sort(
    (a, b) => (b.box?.height ?? 0) - (a.box?.height ?? 0) || a.index - b.index,
  )[0];
  if (best === undefined) return null;
  const name = best.text.split(/\s*[·•|*]\s*/)[0] ?? best.text;
  return lineReading(best, name, 0.85, 'Name im Briefkopf');
};

/** The name of the address, unless the letterhead says the same one and was read better. */
const clearer = (named: Reading | null, head: Reading | null): Reading | null =>
  named !== null &&
  head !== null &&
  head.confidence / 0.85 > named.confidence / 0.92 &&
  editDistance(named.value, head.value, 2) <= 2
    ? head
    : named;

const signature = (lines: readonly TextLine[], structure: LetterStructure): Reading | null => {
  if (structure.closing === null) return null;
  const closing = structure.closing;
  const behind = lines.filter((line) => line.index > closing && line.text !== '').slice(0, 5);
  const line = behind.find((candidate) => isPersonName(candidate.text.replace(/[,;]$/, '')));
  return line === undefined
    ? null
    : lineReading(line, cleanName(line.text), 0.8, 'Name unter der Grußformel');
};

const mailForm = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;

const emailOf = (lines: readonly TextLine[], ownDomains: readonly string[]): Reading | null => {
  for (const line of lines) {
    const found = mailForm.exec(line.text)?.[0].replace(/\.$/, '').toLowerCase();
    if (found === undefined) continue;
    const domain = found.split('@')[1] ?? '';
    if (ownDomains.some((own) => domain === own || domain.endsWith(`.${own}`))) continue;
    return lineReading(line, found, 0.85, 'E-Mail-Adresse im Schreiben');
  }
  return null;
};

const namesOf = (
  address: FoundAddress | undefined,
): { person: Reading | null; organisation: Reading | null } => {
  if (address === undefined) return { person: null, organisation: null };
  const reason = address.oneLine
    ? 'Name in der Absenderzeile'
    : 'Name über der Anschrift des Absenders';
  const lineFor = (name: string): TextLine | undefined =>
    address.lines.find((line) => line.text.includes(name)) ?? address.lines[0];
  const toReading = (name: string | undefined, confidence: number): Reading | null => {
    const line = name === undefined ? undefined : lineFor(name);
    return name === undefined || line === undefined
      ? null
      : lineReading(line, cleanName(name), confidence, reason);
  };
  const organisation = address.names.find((name) => organisationKindOf(name) !== null);
  const person =
    address.names.find((name) => isPersonName(name)) ??
    address.names.find((name) => name !== organisation && foldedWords(name).length >= 2);
  return { person: toReading(person, 0.9), organisation: toReading(organisation, 0.92) };
};

const kindReading = (
  organisation: Reading | null,
  person: Reading | null,
): Reading<SenderKind> | null => {
  if (organisation !== null) {
    const kind = organisationKindOf(organisation.value) ?? 'company';
    return { ...organisation, value: kind, reason: `erkannt am Namen „${organisation.value}“` };
  }
  if (person === null) return null;
  return {
    ...person,
    value: 'citizen',
    confidence: person.confidence * 0.8,
    reason: 'Name einer Person ohne Hinweis auf eine Stelle',
  };
};

const mailSender = (
  mail: MailHeader | undefined,
): { name: Reading | null; email: Reading | null } => {
  if (mail === undefined) return { name: null, email: null };
  const place: Place = { page: null, box: null, certainty: 1 };
  const name = mail.fromName.replace(/^"|"$/g, '').trim();
  return {
    name: name === '' || name.includes('@') ? null : read(name, place, 0.9, 'Absender der E-Mail'),
    email:
      mail.fromAddress === ''
        ? null
        : read(mail.fromAddress.toLowerCase(), place, 0.99, 'Absender der E-Mail'),
  };
};

/** Who wrote the letter: from the address above the text, the letterhead, the signature and the header of a mail. */
export const findSender = (input: {
  lines: readonly TextLine[];
  structure: LetterStructure;
  own: OwnAddress | undefined;
  ownDomains: readonly string[];
  mail: MailHeader | undefined;
}): Sender => {
  const { lines, structure, own } = input;
  const firstPage = lines.filter((line) => line.page === lines[0]?.page);
  const address = rankedAddresses(firstPage, structure, own)[0];
  const fromAddress = namesOf(address);
  const mail = mailSender(input.mail);
  const mailOrganisation =
    mail.name !== null && organisationKindOf(mail.name.value) !== null ? mail.name : null;
  const organisation =
    clearer(fromAddress.organisation, letterhead(firstPage, structure, own)) ??
    (fromAddress.person === null ? letterhead(firstPage, structure, own) : null) ??
    mailOrganisation;
  const signed = signature(lines, structure);
  const person =
    (organisation === null ? fromAddress.person : null) ??
    signed ??
    (mailOrganisation === null ? mail.name : null) ??
    fromAddress.person;
  const first = address?.lines[0];
  const part = (value: string | null | undefined, raw = value): Reading | null => {
    const line =
      raw === null || raw === undefined
        ? undefined
        : (address?.lines.find((l) => l.text.includes(raw)) ?? first);
    if (value === null || value === undefined || raw == null || line === undefined) return null;
    const reason = withRepair('Anschrift des Absenders', digitRepairs(raw, value));
    return { ...lineReading(line, value, 0.9, reason), raw };
  };
  return {
    kind: kindReading(organisation, person),
    name: person,
    organisation,
    street: part(address?.street),
    plz: part(address?.plz, address?.plzRaw),
    ort: part(address?.ort),
    email: mail.email ?? emailOf(lines, input.ownDomains),
  };
};
