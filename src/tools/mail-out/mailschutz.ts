import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import DKIM from 'nodemailer/lib/dkim';
import type { Config } from '#config/schema.js';
import { ConfigInvalid, InvalidInput } from '#errors.js';
import type { Clock } from '#infrastructure/clock.js';
import type { Mail } from '#infrastructure/smtp.js';
import { encryptMail } from './smime-encrypt.js';
import { certificatesIn, type Signierer, signMail } from './smime-sign.js';

/** The last step of a built mail: signed, encrypted and put under the name of the domain, as far as it is set up. */
export type Mailschutz = (raw: Buffer, mail: Pick<Mail, 'encryptFor' | 'from'>) => Promise<Buffer>;

type Outbound = Config['outbound'];

const faulty = (setting: string, why: string): ConfigInvalid =>
  new ConfigInvalid({ code: 'mailschutz', message: `outbound.${setting}: ${why}` });

const readKey = (setting: string, path: string): { pem: string; key: KeyObject } => {
  try {
    const pem = readFileSync(path, 'utf8');
    return { pem, key: createPrivateKey(pem) };
  } catch {
    throw faulty(setting, `${path} cannot be read or holds no private key in PEM`);
  }
};

/** What the two files of an S/MIME signature hold; undefined where none is set up. @throws ConfigInvalid */
export const loadSignierer = (outbound: Outbound): Signierer | undefined => {
  const { smimeKeyFile, smimeCertFile } = outbound;
  if (smimeKeyFile === undefined && smimeCertFile === undefined) return undefined;
  if (smimeKeyFile === undefined || smimeCertFile === undefined)
    throw faulty('smimeKeyFile', 'key and certificate belong together; one of them is missing');
  const { pem, key } = readKey('smimeKeyFile', smimeKeyFile);
  const certificates = ((): string[] => {
    try {
      return certificatesIn(readFileSync(smimeCertFile, 'utf8'));
    } catch {
      throw faulty('smimeCertFile', `${smimeCertFile} cannot be read or holds no certificate`);
    }
  })();
  if (!new X509Certificate(certificates[0] ?? '').checkPrivateKey(key))
    throw faulty('smimeKeyFile', 'the key does not belong to the first certificate');
  return { key: pem, certificates };
};

const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** RFC 8301: RSA, of at least 1,024 bits; only that is signed with here. */
const loadDkim = ({ dkimKeyFile, dkimSelector, mailFrom }: Outbound): DKIM | undefined => {
  if (dkimKeyFile === undefined && dkimSelector === undefined) return undefined;
  if (dkimKeyFile === undefined || dkimSelector === undefined)
    throw faulty('dkimKeyFile', 'key and selector belong together; one of them is missing');
  const { pem, key } = readKey('dkimKeyFile', dkimKeyFile);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < 2_048)
    throw faulty('dkimKeyFile', 'a RSA key of at least 2048 bits is needed');
  // DMARC asks that the domain of the signature is the one that is shown (RFC 7489 section 3.1.1).
  return new DKIM({ domainName: domainOf(mailFrom), keySelector: dkimSelector, privateKey: pem });
};

/** Days before the end of the own certificate from which on the operator is warned. */
export const warnDays = 30;

/** Reads what the settings name and forgets it. @throws ConfigInvalid for what cannot be used */
export const checkMailschutz = (outbound: Outbound): void => {
  loadSignierer(outbound);
  loadDkim(outbound);
};

/** The end of the own S/MIME certificate; undefined where mails are not signed with one. @throws ConfigInvalid */
export const signaturEnde = (outbound: Outbound): Date | undefined => {
  const [own] = loadSignierer(outbound)?.certificates ?? [];
  return own === undefined ? undefined : new Date(new X509Certificate(own).validTo);
};

const collect = async (stream: AsyncIterable<unknown>): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
};

const isValid = (pem: string, now: Date): boolean => {
  const { validFrom, validTo } = new X509Certificate(pem);
  return new Date(validFrom) <= now && now < new Date(validTo);
};

const unusable = (code: string, clerkMessage: string, cause?: unknown): InvalidInput =>
  new InvalidInput({
    code,
    message: 'The certificate of the recipient cannot be used to encrypt.',
    clerkMessage: `${clerkMessage} Bitte ein neues hinterlegen oder das Schreiben per Post senden; unverschlüsselt geht es nicht hinaus.`,
    httpStatus: 422,
    cause,
  });

const encrypted = (raw: Buffer, pem: string, now: Date): Buffer => {
  const expired = 'Das Zertifikat des Empfängers ist abgelaufen oder gilt noch nicht.';
  if (!isValid(pem, now)) throw unusable('zertifikat-abgelaufen', expired);
  try {
    return encryptMail(raw, pem);
  } catch (error) {
    const useless = 'Mit dem Zertifikat des Empfängers kann nicht verschlüsselt werden.';
    throw unusable('zertifikat-unbrauchbar', useless, error);
  }
};

/**
 * Reads keys and certificates once. A mail is signed before it is encrypted, so that nobody on the way sees whose it
 * is; DKIM covers what is left. An own certificate out of date does not sign, since a broken signature is worse than
 * none; doctor and Betrieb warn a month before. Mails from another address than mailFrom carry no signature of its
 * certificate, and those from another domain none of its DKIM key.
 * @throws ConfigInvalid for a file that cannot be used; the mail is refused with InvalidInput when its recipient's
 * certificate cannot be
 */
export const loadMailschutz = (deps: { config: Config; clock: Clock }): Mailschutz => {
  const { outbound } = deps.config;
  const signer = loadSignierer(outbound);
  const dkim = loadDkim(outbound);
  return async (raw, { encryptFor, from }) => {
    const now = deps.clock.now();
    const own = from.address.toLowerCase() === outbound.mailFrom.toLowerCase();
    const signs = own && signer !== undefined && isValid(signer.certificates[0] ?? '', now);
    const signed = signs ? await signMail(raw, signer, now) : raw;
    const sealed = encryptFor === undefined ? signed : encrypted(signed, encryptFor, now);
    const named = domainOf(from.address) === domainOf(outbound.mailFrom);
    return named && dkim !== undefined ? collect(dkim.sign(sealed)) : sealed;
  };
};
