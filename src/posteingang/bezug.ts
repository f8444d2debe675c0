import { findRegisterByIds, type RegisterVorgang } from '#eakte/index.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import type { MatchResult, VorgangCandidate } from '#understanding/index.js';
import type { EigenesSchreiben } from './eigene-schreiben.js';
import { describeItem, type Item } from './inhalt.repository.js';
import { StoredMail } from './mail.repository.js';
import { findMailart, type StoredMailart } from './mailart.repository.js';
import type { PosteingangDeps } from './posteingang-deps.js';
import { anlassIm } from './ruecklauf/anlass.js';
import { isRuecklauf } from './ruecklauf/ruecklauf.repository.js';
import { listCodes } from './seiten.repository.js';
import { listUmschlagAn } from './sources/zustellung.repository.js';

/** What a mail or a letter has to do with a letter of ours whose signed Message-ID or code it carries. */
export interface Bezug {
  letter: EigenesSchreiben;
  vorgang: RegisterVorgang;
  /**
   * `meldung`: a machine reports on the letter. `antwort`: it comes from the address to which the letter went.
   * `fremd`: somebody else answers; worth a proposal, never taken alone. `blatt`: a sheet of our letter lies in it.
   */
  art: 'meldung' | 'antwort' | 'fremd' | 'blatt';
  mailart: StoredMailart | undefined;
}

const reports = new Set(['unzustellbar', 'verzoegert', 'missbrauchsmeldung', 'lesebestaetigung']);

/** Finds our letter of which sheets lie in an item; sheets of letters in several Vorgänge decide nothing. */
const bezugByCode = async (
  tx: Tx,
  deps: PosteingangDeps,
  item: Item,
): Promise<Bezug | undefined> => {
  const [letter, ...others] = await deps.eigeneSchreiben.findByCodes(
    tx,
    await listCodes(tx, item.id),
  );
  if (letter === undefined || others.some(({ vorgangId }) => vorgangId !== letter.vorgangId))
    return undefined;
  const [vorgang] = await findRegisterByIds(tx, [letter.vorgangId]);
  if (vorgang === undefined) return undefined;
  return { letter, vorgang, art: 'blatt', mailart: undefined };
};

/** What a server reports that has taken a mail. */
export const successCode = 'rfc3464-zugestellt';

const envelopeFields = new Set(['delivered-to', 'x-original-to', 'envelope-to']);

/** To whom a mail came; a report without any quotation still comes to the envelope sender of our letter. */
const recipientsOf = async (tx: Tx, id: string, mail: StoredMail): Promise<string[]> => [
  ...(await listUmschlagAn(tx, id)),
  ...(mail.headers ?? [])
    .filter(({ name }) => envelopeFields.has(name))
    .map(({ value }) => value.replaceAll(/[<>\s]/g, '')),
  ...mail.head.to.map(({ address }) => address),
];

/** Finds the letter to which a mail refers; unsigned, foreign and broken Message-IDs are no evidence. */
const bezugByMail = async (
  tx: Tx,
  deps: PosteingangDeps,
  item: Item,
): Promise<Bezug | undefined> => {
  const mail = StoredMail.safeParse(item.mailkopf).data;
  if (mail === undefined) return undefined;
  const mailart = await findMailart(tx, item.id);
  const { inReplyTo, references, from } = mail.head;
  const ids = [
    mailart?.originalMessageId,
    mailart?.originalEnvelopeId,
    inReplyTo,
    ...references.toReversed(),
    ...(await recipientsOf(tx, item.id, mail)),
  ].filter((id) => id !== undefined);
  const letter = await deps.eigeneSchreiben.find(tx, ids);
  if (letter === undefined) return undefined;
  const [vorgang] = await findRegisterByIds(tx, [letter.vorgangId]);
  if (vorgang === undefined) return undefined;
  const same = from.some(({ address }) => address.toLowerCase() === letter.email.toLowerCase());
  const isReport = reports.has(mailart?.kind ?? '') || mailart?.reason.code === successCode;
  const art = isReport ? 'meldung' : same ? 'antwort' : 'fremd';
  return { letter, vorgang, art, mailart };
};

/** The letter of ours to which an item belongs: by the signed Message-ID or address of a mail, else by the signed code on a sheet. */
export const findBezug = (deps: PosteingangDeps, item: Item): Promise<Bezug | undefined> =>
  asSystem(
    deps.db,
    async (tx) => (await bezugByMail(tx, deps, item)) ?? bezugByCode(tx, deps, item),
  );

const reasons = {
  meldung: 'Die Meldung betrifft unser Schreiben in diesem Vorgang (unterschriebene Message-ID)',
  antwort:
    'Die E-Mail antwortet auf unser Schreiben in diesem Vorgang und kommt von dessen Empfänger (unterschriebene Message-ID)',
  fremd:
    'Die E-Mail antwortet auf unser Schreiben in diesem Vorgang, kommt aber von einer anderen Adresse',
  blatt: 'Ein Blatt unseres Schreibens in diesem Vorgang liegt darin (unterschriebene Kennung)',
} as const;

const candidateOf = ({ vorgang, art }: Bezug) => ({
  vorgangId: vorgang.vorgangId,
  geschaeftszeichen: vorgang.geschaeftszeichen,
  einheit: vorgang.einheit,
  betreff: vorgang.betreff,
  reasons: [reasons[art]],
});

/** A proposal for the clerk where the reference alone does not decide. */
export const bezugCandidates = (bezug: Bezug | undefined): VorgangCandidate[] =>
  bezug?.art === 'fremd' ? [{ ...candidateOf(bezug), score: 0.9 }] : [];

/** The match by reference and the one by what the mail says, together; when they contradict, a person decides. */
export const withBezug = (bezug: Bezug | undefined, read: MatchResult): MatchResult => {
  if (bezug === undefined || bezug.art === 'fremd') return read;
  const { vorgang, art } = bezug;
  // What a report quotes is our own letter, so its signs say nothing more.
  if (art !== 'meldung' && read.outcome === 'found' && read.vorgangId !== vorgang.vorgangId) {
    const { vorgangId, geschaeftszeichen, einheit, reasons: why } = read;
    return {
      outcome: 'ambiguous',
      cause: 'contradiction',
      candidates: [
        { vorgangId, geschaeftszeichen, einheit, betreff: '', reasons: why },
        candidateOf(bezug),
      ],
      reason:
        art === 'blatt'
          ? 'ein Blatt eines Schreibens aus einem anderen Vorgang liegt darin'
          : 'die E-Mail antwortet auf ein Schreiben in einem anderen Vorgang',
      read: geschaeftszeichen,
    };
  }
  return {
    outcome: 'found',
    vorgangId: vorgang.vorgangId,
    geschaeftszeichen: vorgang.geschaeftszeichen,
    einheit: vorgang.einheit,
    confidence: 0.98,
    repaired: false,
    reason: reasons[art],
    reasons: [reasons[art]],
  };
};

const classText = {
  'adresse-unbekannt': 'Die Adresse gibt es nicht.',
  'domain-unbekannt': 'Die Domain der Adresse gibt es nicht oder sie nimmt keine E-Mails an.',
  'postfach-voll': 'Das Postfach ist voll.',
  'postfach-gesperrt': 'Das Postfach ist gesperrt.',
  'zu-gross': 'Die E-Mail war zu groß.',
  abgewiesen: 'Der Mailserver des Empfängers hat die E-Mail abgewiesen.',
  'server-nicht-erreichbar': 'Der Mailserver des Empfängers war nicht erreichbar.',
  'frist-abgelaufen': 'Die Zustellung gelang nicht in der Frist des Mailservers.',
  schleife: 'Die E-Mail lief im Kreis.',
  sonstiges: 'Der Mailserver nennt keinen bekannten Grund.',
} as const;

/** Tells the letter that a server has taken it, where the mail reports that. */
const recordErfolg = async (
  tx: Tx,
  deps: PosteingangDeps,
  { letter, mailart, posteingangId }: Pick<Bezug, 'letter' | 'mailart'> & { posteingangId: string },
): Promise<void> => {
  const taken = mailart?.recipients.find(
    ({ action }) => action === 'delivered' || action === 'relayed' || action === 'expanded',
  );
  if (taken === undefined || taken.action === 'failed' || taken.action === 'delayed') return;
  await deps.eigeneSchreiben.recordSuccess(tx, letter, {
    posteingangId,
    action: taken.action,
    status: taken.status ?? null,
  });
};

/** The title under which a returned letter lies in the Postkorb. */
const returnedTitle = 'Unzustellbar zurück: neue Anschrift ermitteln und erneut senden';

/** Notes whose sheet lies in the item and, where letters that came back were scanned, that this one did. */
const recordBlatt = async (
  tx: Tx,
  deps: PosteingangDeps,
  {
    letter,
    posteingangId,
    text,
  }: { letter: EigenesSchreiben; posteingangId: string; text: string },
): Promise<void> => {
  await deps.eigeneSchreiben.noteSheet(tx, letter, posteingangId);
  if (!(await isRuecklauf(tx, posteingangId))) return;
  await deps.eigeneSchreiben.recordReturn(tx, letter, { posteingangId, anlass: anlassIm(text) });
  await describeItem(tx, posteingangId, { betreff: returnedTitle });
};

/** Tells the letter what became of it, where the mail or the scan reports that. */
export const recordMeldung = async (
  tx: Tx,
  deps: PosteingangDeps,
  given: { bezug: Bezug | undefined; posteingangId: string; text: string },
): Promise<void> => {
  const { bezug, posteingangId, text } = given;
  if (bezug?.art === 'blatt')
    return recordBlatt(tx, deps, { letter: bezug.letter, posteingangId, text });
  if (bezug?.mailart?.reason.code === successCode)
    return recordErfolg(tx, deps, { ...bezug, posteingangId });
  const kind = bezug?.mailart?.kind;
  if (bezug === undefined || (kind !== 'unzustellbar' && kind !== 'verzoegert')) return;
  const { letter, mailart } = bezug;
  const own = letter.email.toLowerCase();
  const recipient =
    mailart?.recipients.find(({ address }) => address === own) ?? mailart?.recipients[0];
  await deps.eigeneSchreiben.record(tx, letter, {
    art: kind,
    posteingangId,
    // A forwarding hides the address to which we wrote; that one is known to the clerk.
    empfaenger: letter.email,
    status: recipient?.status ?? null,
    grund: classText[recipient?.reasonClass ?? 'sonstiges'],
  });
};
