import { addDays } from './german-format.js';
import type { GeneratedLetter } from './letter.js';
import type { MailFile } from './mail-eml.js';
import { coverText, forwarded, htmlOf, mailTextOf, quotedReply } from './mail-text.js';
import type { Municipality } from './municipality.js';
import type { Random } from './random.js';
import { logoPng } from './render/logo.js';
import { snapshotJpeg } from './render/snapshot.js';
import { renderLetter } from './render.js';

/** How a mail is built. */
export type MailForm = 'plain' | 'old' | 'html' | 'logo' | 'attachment' | 'reply' | 'forward';

/** A file that the mailroom has to find in a mail. */
export interface ExpectedAttachment {
  fileName: string;
  mediaType: string;
  bytes: number;
  pages: number;
}

/** The contents of a mail before they become MIME. */
export interface WrittenMail {
  text: string;
  html?: string;
  files: readonly MailFile[];
  attachments: readonly ExpectedAttachment[];
}

const withoutFiles = (text: string): WrittenMail => ({ text, files: [], attachments: [] });

/** Now and then a picture comes along with the letter. */
const drawSnapshot = async (random: Random): Promise<MailFile[]> =>
  random.chance(0.25)
    ? [{ fileName: 'Foto Straße.jpg', mediaType: 'image/jpeg', bytes: await snapshotJpeg(random) }]
    : [];

const writeAttachment = async (
  letter: GeneratedLetter,
  { seed, random }: { seed: string; random: Random },
): Promise<WrittenMail> => {
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

interface FormOptions {
  seed: string;
  municipality: Municipality;
  /** The address that the mail goes to. */
  to: string;
  random: Random;
}

type WriteForm = (
  letter: GeneratedLetter,
  options: FormOptions,
) => WrittenMail | Promise<WrittenMail>;

const writePlain: WriteForm = (letter) => withoutFiles(mailTextOf(letter));

const writeHtml: WriteForm = (letter, { random }) => {
  const text = mailTextOf(letter);
  const font = random.pick(['Arial, sans-serif', 'Verdana, sans-serif']);
  return { ...withoutFiles(text), html: htmlOf(text, { font }) };
};

const writeWithLogo: WriteForm = async (letter) => {
  const { id, sender } = letter.truth;
  const text = mailTextOf(letter);
  const cid = `logo.${id}@lohe-net.example`;
  const bytes = await logoPng(sender.name);
  const html = htmlOf(text, { font: 'Arial, sans-serif', logoCid: cid });
  const logo = { fileName: 'logo.png', mediaType: 'image/png', bytes, cid };
  return { text, html, files: [logo], attachments: [] };
};

const writeReply: WriteForm = (letter, { municipality, random }) => {
  const { organisationseinheit, geschaeftszeichen, geschaeftszeichenMistyped, datum } =
    letter.truth;
  const quoted = quotedReply({
    clerk: random.pick(municipality.personen).name,
    office:
      municipality.organisationseinheiten.find(({ kuerzel }) => kuerzel === organisationseinheit)
        ?.name ?? 'Rathaus',
    geschaeftszeichen: geschaeftszeichenMistyped ? undefined : geschaeftszeichen,
    day: addDays(datum, -random.int(2, 9)),
  });
  return withoutFiles(`${mailTextOf(letter)}\n\n${quoted}`);
};

const writeForward: WriteForm = (letter, { to, random }) => {
  const { sender, betreff, datum } = letter.truth;
  const note = random.pick([
    'zur Kenntnis und weiteren Bearbeitung.',
    'bitte übernehmen, ist hier falsch gelandet.',
    'z. w. V.',
  ]);
  const day = addDays(datum, -random.int(2, 9));
  const original = forwarded(mailTextOf(letter), { from: sender.name, to, subject: betreff, day });
  return withoutFiles(`Guten Tag,\n\n${note}\n\n${sender.name}\n\n${original}`);
};

const forms: Readonly<Record<MailForm, WriteForm>> = {
  plain: writePlain,
  old: writePlain,
  html: writeHtml,
  logo: writeWithLogo,
  attachment: writeAttachment,
  reply: writeReply,
  forward: writeForward,
};

/** Writes the letter in the given form of mail. */
export const writeMailForm = async (
  letter: GeneratedLetter,
  { form, ...options }: FormOptions & { form: MailForm },
): Promise<WrittenMail> => forms[form](letter, options);
