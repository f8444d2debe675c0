import type { Contact } from './contacts.js';
import { addDays } from './german-format.js';
import type { GeneratedLetter, LetterTruth } from './letter.js';
import { type LetterOptions, streamLetters } from './letters.js';
import { type MailFile, type MailParts, writeMail, writeOldMail } from './mail-eml.js';
import { coverText, forwarded, htmlOf, mailTextOf, quotedReply } from './mail-text.js';
import type { Municipality } from './municipality.js';
import { printedFacts } from './printed-facts.js';
import { createRandom, type Random } from './random.js';
import { logoPng } from './render/logo.js';
import { snapshotJpeg } from './render/snapshot.js';
import { renderLetter } from './render.js';

/** How a mail is built. */
export type MailForm = 'plain' | 'old' | 'html' | 'logo' | 'attachment' | 'reply' | 'forward';

/** What is true about a mail; the letter's facts stand in its text or in its attachment. */
export interface MailTruth extends LetterTruth {
  form: MailForm;
  messageId: string;
  from: string;
  to: string;
  subject: string;
  /** Files that the mailroom has to find, pictures inside the text not counted. */
  attachments: readonly { fileName: string; mediaType: string; bytes: number; pages: number }[];
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

interface Written {
  text: string;
  html?: string;
  files: readonly MailFile[];
  attachments: MailTruth['attachments'];
}

const withoutFiles = (text: string): Written => ({ text, files: [], attachments: [] });

/** Now and then a picture comes along with the letter. */
const drawSnapshot = async (random: Random): Promise<MailFile[]> =>
  random.chance(0.25)
    ? [{ fileName: 'Foto Straße.jpg', mediaType: 'image/jpeg', bytes: await snapshotJpeg(random) }]
    : [];

const writeAttachment = async (
  letter: GeneratedLetter,
  { seed, random }: { seed: string; random: Random },
): Promise<Written> => {
  const degradation = random.weighted({
    'born-digital': 55,
    'phone-photo': 20,
    'office-scan': 15,
    'clean-200': 10,
  });
  const { fileName, mediaType, bytes, pages } = await renderLetter(letter, { seed, degradation });
  const extension = fileName.slice(fileName.lastIndexOf('.'));
  const ownName = random.pick([
    'Schreiben an die Stadt',
    'Begründung',
    'Anlage für Bürgeramt',
    'Brief Lohwerda',
  ]);
  const sent = random.chance(0.4) ? `${ownName}${extension}` : fileName;
  const text = coverText(letter, random);
  const pictures = await drawSnapshot(random);
  return {
    text,
    ...(random.chance(0.5) ? { html: htmlOf(text, { font: 'Calibri, sans-serif' }) } : {}),
    files: [{ fileName: sent, mediaType, bytes }, ...pictures],
    attachments: [
      { fileName: sent, mediaType, bytes: bytes.length, pages },
      ...pictures.map((file) => ({
        fileName: file.fileName,
        mediaType: file.mediaType,
        bytes: file.bytes.length,
        pages: 1,
      })),
    ],
  };
};

const writeForm = async (
  letter: GeneratedLetter,
  {
    form,
    seed,
    municipality,
    to,
    random,
  }: { form: MailForm; seed: string; municipality: Municipality; to: string; random: Random },
): Promise<Written> => {
  const text = mailTextOf(letter);
  const { truth } = letter;
  const day = addDays(truth.datum, -random.int(2, 9));
  switch (form) {
    case 'plain':
    case 'old':
      return withoutFiles(text);
    case 'html':
      return {
        ...withoutFiles(text),
        html: htmlOf(text, { font: random.pick(['Arial, sans-serif', 'Verdana, sans-serif']) }),
      };
    case 'logo': {
      const cid = `logo.${truth.id}@lohe-net.example`;
      const logo = {
        fileName: 'logo.png',
        mediaType: 'image/png',
        bytes: await logoPng(truth.sender.name),
        cid,
      };
      return {
        text,
        html: htmlOf(text, { font: 'Arial, sans-serif', logoCid: cid }),
        files: [logo],
        attachments: [],
      };
    }
    case 'attachment':
      return writeAttachment(letter, { seed, random });
    case 'reply': {
      const office =
        municipality.organisationseinheiten.find(
          ({ kuerzel }) => kuerzel === truth.organisationseinheit,
        )?.name ?? 'Rathaus';
      const clerk = random.pick(municipality.personen).name;
      const geschaeftszeichen = truth.geschaeftszeichenMistyped
        ? undefined
        : truth.geschaeftszeichen;
      return withoutFiles(`${text}\n\n${quotedReply({ clerk, office, geschaeftszeichen, day })}`);
    }
    case 'forward': {
      const note = random.pick([
        'zur Kenntnis und weiteren Bearbeitung.',
        'bitte übernehmen, ist hier falsch gelandet.',
        'z. w. V.',
      ]);
      const original = forwarded(text, {
        from: truth.sender.name,
        to,
        subject: truth.betreff,
        day,
      });
      return withoutFiles(`Guten Tag,\n\n${note}\n\n${truth.sender.name}\n\n${original}`);
    }
  }
};

const mailTruth = (
  letter: GeneratedLetter,
  { parts, form, written }: { parts: MailParts; form: MailForm; written: Written },
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
  const written = await writeForm(letter, { form, seed, municipality, to, random });
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
