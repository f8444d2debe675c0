import { type KeyObject, sign, type X509Certificate } from 'node:crypto';
import { SignJWT } from 'jose';
import { sha512 } from './verschluesselung.js';

/** Which of a destination's services takes messages for the Zentrales Bürgerpostfach of the BundID. */
export const zbpDienst = 'urn:schema-fitko-de:fit-connect:id.bund.de:message_v6';
export const zbpSchema =
  'https://schema.fitko.de/fit-connect/id.bund.de/message_v6/1.0.0/zbp-message.schema.json';

const longestTitle = 1_024;
const tokenMinutes = 30;

/** Who vouches for messages to the mailbox: a key and its certificate, registered with the BundID. */
export interface Autor {
  schluessel: KeyObject;
  zertifikat: X509Certificate;
}

/** A message to the mailbox of a user account. */
export interface ZbpNachricht {
  mailboxUuid: string;
  /** Level of trust that reading asks for, 1 to 4. */
  vertrauensniveau: 1 | 2 | 3 | 4;
  absender: string;
  titel: string;
  text: string;
  leistung: string;
  zeichen: string;
  anlagen: readonly { name: string; bytes: Uint8Array }[];
}

const commonName = (certificate: X509Certificate): string =>
  certificate.subject
    .split('\n')
    .find((line) => line.startsWith('CN='))
    ?.slice('CN='.length) ?? '';

/**
 * The specialised data of a message to the mailbox: its content as JSON text, signed with RSA and SHA-512, with a
 * token (RS512, half an hour) and the certificate of who signed.
 */
export const zbpDaten = async (
  nachricht: ZbpNachricht,
  given: { autor: Autor; now: Date },
): Promise<string> => {
  const content = JSON.stringify({
    mailboxUuid: nachricht.mailboxUuid,
    stork_qaa_level: nachricht.vertrauensniveau,
    sender: nachricht.absender,
    title: nachricht.titel.slice(0, longestTitle),
    content: nachricht.text,
    service: nachricht.leistung,
    reference: nachricht.zeichen,
    attachments: nachricht.anlagen.map(({ name, bytes }) => ({
      filename: name,
      sha512sum: sha512(bytes),
      contentLength: bytes.length,
    })),
  });
  const { schluessel, zertifikat } = given.autor;
  const issued = Math.floor(given.now.getTime() / 1_000);
  const authorToken = await new SignJWT({ signer: commonName(zertifikat), roles: ['THIRD_PARTY'] })
    .setProtectedHeader({ alg: 'RS512', typ: 'JWT' })
    .setIssuedAt(issued)
    .setExpirationTime(issued + tokenMinutes * 60)
    .sign(schluessel);
  return JSON.stringify({
    content,
    // The name is that of the interface; what it holds is a signature.
    sha512sum: sign('sha512', Buffer.from(content), schluessel).toString('base64'),
    authorToken,
    authorCertificate: zertifikat.toString(),
  });
};
