import { spoofedMail, trackingMail } from './hostile-mails.js';
import {
  growingZip,
  hugePng,
  lyingMail,
  manyPartsMail,
  nestedMail,
  programHead,
} from './other-files.js';
import { encryptedPdf, hugePagePdf, loopPdf, scriptPdf } from './pdf-files.js';

/** A file that wants to do harm or is broken. */
export interface HostileFile {
  fileName: string;
  bytes: Buffer;
  /** How it is made and what has to happen to it. */
  made: string;
  purpose: string;
}

/** The password that opens `encrypted.pdf`. */
export const encryptedPdfPassword = 'geheim';

const pdfs = (soundPdf: Buffer): HostileFile[] => [
  {
    fileName: 'encrypted.pdf',
    bytes: encryptedPdf({ userPassword: encryptedPdfPassword, ownerPassword: 'inhaber' }),
    made: 'own writer, 40-bit RC4',
    purpose: 'needs a password (geheim): Clearing, not an error',
  },
  {
    fileName: 'owner-locked.pdf',
    bytes: encryptedPdf({ userPassword: '', ownerPassword: 'inhaber' }),
    made: 'own writer, 40-bit RC4',
    purpose: 'opens without a password, forbids copying: can be read',
  },
  {
    fileName: 'truncated.pdf',
    bytes: soundPdf.subarray(0, Math.floor(soundPdf.length * 0.4)),
    made: 'first 40 % of a sample letter',
    purpose: 'broken transfer',
  },
  { fileName: 'empty.pdf', bytes: Buffer.alloc(0), made: 'no bytes', purpose: 'empty file' },
  {
    fileName: 'garbage.pdf',
    bytes: Buffer.concat([
      Buffer.from('%PDF-1.7\n'),
      Buffer.from(Array.from({ length: 2000 }, (_, i) => (i * 7919 + (i >> 3)) & 255)),
    ]),
    made: 'PDF head and counted bytes',
    purpose: 'claims to be a PDF',
  },
  {
    fileName: 'huge-page.pdf',
    bytes: hugePagePdf(),
    made: 'own writer',
    purpose: 'page of 2.8 km: must be refused before it is drawn',
  },
  {
    fileName: 'script.pdf',
    bytes: scriptPdf(),
    made: 'own writer',
    purpose: 'script at opening: must never run, is reported',
  },
  {
    fileName: 'loop.pdf',
    bytes: loopPdf(),
    made: 'own writer',
    purpose: 'page tree contains itself',
  },
];

const mails = (): HostileFile[] => [
  {
    fileName: 'nested.eml',
    bytes: nestedMail(40),
    made: 'own writer, 40 levels',
    purpose: 'mail in mail in mail',
  },
  {
    fileName: 'many-parts.eml',
    bytes: manyPartsMail(600),
    made: 'own writer, 600 parts',
    purpose: 'very many attachments',
  },
  {
    fileName: 'lying.eml',
    bytes: lyingMail(),
    made: 'own writer',
    purpose: 'unknown charset, broken base64, no end, a path as file name',
  },
  {
    fileName: 'tracking.eml',
    bytes: trackingMail(),
    made: 'own writer',
    purpose:
      'HTML with a tracking pixel, pictures from elsewhere, a script and a link that lies: nothing may be loaded',
  },
  {
    fileName: 'spoofed.eml',
    bytes: spoofedMail(),
    made: 'own writer',
    purpose:
      'display name of the city with a foreign address, answers go elsewhere: must be pointed out',
  },
];

/** All hostile files; `soundPdf` and `soundJpeg` are what the truncated ones are cut from. */
export const hostileFiles = ({
  soundPdf,
  soundJpeg,
}: {
  soundPdf: Buffer;
  soundJpeg: Buffer;
}): HostileFile[] => [
  ...pdfs(soundPdf),
  {
    fileName: 'program.pdf',
    bytes: programHead(),
    made: 'head of a program, no code',
    purpose: 'a program under a false name',
  },
  {
    fileName: 'huge-dimensions.png',
    bytes: hugePng(),
    made: 'own writer',
    purpose: 'claims 3.6 gigapixels: must be refused before it is unpacked',
  },
  {
    fileName: 'truncated.jpg',
    bytes: soundJpeg.subarray(0, Math.floor(soundJpeg.length / 9)),
    made: 'first ninth of a sample photograph',
    purpose: 'damaged picture: must be reported, not shown half grey',
  },
  {
    fileName: 'growing.zip',
    bytes: growingZip(24),
    made: 'own writer, 24 MB of zeros',
    purpose: 'grows a thousandfold',
  },
  ...mails(),
];
