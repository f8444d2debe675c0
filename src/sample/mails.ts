import type { Contact } from './contacts.js';
import type { GeneratedLetter, LetterTruth } from './letter.js';
import { type LetterOptions, streamLetters } from './letters.js';
import { type MailParts, writeMail, writeOldMail } from './mail-eml.js';
import {
  type ExpectedAttachment,
  type MailForm,
  type WrittenMail,
  writeMailForm,
} from './mail-form.js';
import type { Municipality } from './municipality.js';
import { printedFacts } from './printed-facts.js';
import { createRandom, type Random } from './random.js';

/** What is true about a mail; the letter's facts stand in its text or in its attachment. */
export interface MailTruth extends LetterTruth {
  form: MailForm;
  messageId: string;
  from: string;
  to: string;
  subject: string;
  /** Files that the mailroom has to find, pictures inside the text not counted. */
  attachments: readonly ExpectedAttachment[];
  /** The letter itself is in the attachment, the text only points to it. */
  letterIsAttached: boolean;
}

/** A mail with what is true about it. */
export interface GeneratedMail {
  truth: MailTruth;
  eml: Buffer;
}

const userAgents = [
  'Lohe Mail 12.4',
  'Mailprogramm 3.1 (Windows)',
  'Taubenpost/8.0',
  'iMobil Mail 17',
] as const;

const addressOf = (contact: Contact, random: Random): string =>
  contact.email ?? `post${random.int(100, 999)}@postkasten.example`;

const chooseForm = (random: Random): MailForm =>
  random.weighted<MailForm>({
    plain: 20,
    old: 8,
    html: 20,
    logo: 8,
    attachment: 28,
    reply: 10,
    forward: 6,
  });

/** Half of the people know the right box, many write to the Poststelle, some to a wrong office. */
const chooseRecipient = (
  letter: GeneratedLetter,
  { municipality, random }: { municipality: Municipality; random: Random },
): string => {
  const central = 'poststelle@stadt-lohwerda.example';
  const offices = municipality.organisationseinheiten.filter(({ ebene }) => ebene === 'amt');
  const right =
    offices.find(({ kuerzel }) => kuerzel === letter.truth.organisationseinheit)?.email ?? central;
  const choice = random.weighted<'right' | 'central' | 'wrong'>({
    right: 46,
    central: 46,
    wrong: 8,
  });
  return choice === 'right' ? right : choice === 'central' ? central : random.pick(offices).email;
};

const mailSubject = (
  letter: GeneratedLetter,
  { form, random }: { form: MailForm; random: Random },
): string => {
  const { betreff, geschaeftszeichenPrinted: printed } = letter.truth;
  const prefix =
    form === 'reply'
      ? random.pick(['AW: ', 'Re: ', 'Aw: '])
      : form === 'forward'
        ? random.pick(['WG: ', 'Fwd: '])
        : '';
  const suffix = printed !== undefined && random.chance(0.35) ? ` - ${printed}` : '';
  return `${prefix}${betreff}${suffix}`;
};

const mailTruth = (
  letter: GeneratedLetter,
  { parts, form, written }: { parts: MailParts; form: MailForm; written: WrittenMail },
): MailTruth => {
  const attached = form === 'attachment';
  const { betraege, iban, frist, ...rest } = letter.truth;
  const quoted =
    form === 'reply' && !rest.geschaeftszeichenMistyped ? rest.geschaeftszeichen : undefined;
  const printed = rest.geschaeftszeichenPrinted ?? quoted;
  return {
    ...rest,
    ...(attached
      ? {
          betraege,
          ...(iban === undefined ? {} : { iban }),
          ...(frist === undefined ? {} : { frist }),
        }
      : printedFacts(parts.text, { frist, iban })),
    ...(printed === undefined ? {} : { geschaeftszeichenPrinted: printed }),
    form,
    messageId: parts.messageId,
    from: parts.from.address,
    to: parts.to,
    subject: parts.subject,
    attachments: written.attachments,
    letterIsAttached: attached,
  };
};

const composeMail = async (
  letter: GeneratedLetter,
  { seed, municipality, random }: { seed: string; municipality: Municipality; random: Random },
): Promise<GeneratedMail> => {
  const form = chooseForm(random);
  const address = addressOf(letter.truth.sender, random);
  const to = chooseRecipient(letter, { municipality, random });
  const written = await writeMailForm(letter, { form, seed, municipality, to, random });
  const domain = address.slice(address.indexOf('@') + 1);
  const time = `${String(random.int(5, 21)).padStart(2, '0')}:${String(random.int(10, 59))}:${String(random.int(10, 59))}`;
  const parts: MailParts = {
    from: { name: letter.truth.sender.name, address },
    to,
    subject: mailSubject(letter, { form, random }),
    messageId: `<${letter.truth.id}.${random.int(100000, 999999)}@${domain}>`,
    ...(form === 'reply'
      ? { inReplyTo: `<${random.int(100000, 999999)}@stadt-lohwerda.example>` }
      : {}),
    date: new Date(`${letter.truth.datum}T${time}Z`),
    boundary: `grenze${random.int(100000, 999999)}`,
    userAgent: random.pick(userAgents),
    text: written.text,
    ...(written.html === undefined ? {} : { html: written.html }),
    files: written.files,
  };
  const old = form === 'old' ? writeOldMail(parts) : undefined;
  return {
    truth: mailTruth(letter, { parts, form, written }),
    eml: old ?? (await writeMail(parts)),
  };
};

/** Writes mails one after the other. Courts do not write mails; their letters are left out. */
export async function* streamMails({
  seed,
  count,
  municipality,
  today = municipality.today,
}: LetterOptions): AsyncGenerator<GeneratedMail> {
  const root = createRandom(`mails:${seed}`);
  let written = 0;
  for (const letter of streamLetters({
    seed: `mail:${seed}`,
    count: count * 2 + 20,
    municipality,
    today,
  })) {
    if (written === count) return;
    if (letter.truth.sender.art === 'court') continue;
    written += 1;
    const id = `mail-${String(written).padStart(4, '0')}`;
    const renamed: GeneratedLetter = {
      ...letter,
      truth: { ...letter.truth, id, einschreiben: false },
    };
    yield await composeMail(renamed, { seed, municipality, random: root.fork(id) });
  }
}

/** The same as a list; equal options give equal bytes. */
export const generateMails = async (options: LetterOptions): Promise<GeneratedMail[]> => {
  const mails: GeneratedMail[] = [];
  for await (const mail of streamMails(options)) mails.push(mail);
  return mails;
};
