import { Certificate, ContentInfo, SignedData } from 'pkijs';
import { cleanLine } from './mail-names.js';
import { decryptAuthEnveloped, decryptEnveloped } from './smime-decrypt.js';

/** What the operator configured for S/MIME, as PEM. */
export interface SmimeSettings {
  /** Certificates of the authorities whose signatures count. */
  trusted: readonly string[];
  /** Private keys, RSA or on a curve of NIST (PKCS #8, PKCS #1 or SEC 1, without password) for mails that are encrypted for the city. */
  keys: readonly string[];
}

/** What is found out about a signature; `signer` is what its certificate says. */
export interface MailSignature {
  signer: string;
  /** `untrusted`: whole and unchanged, but no configured authority vouches for the signer. */
  status: 'valid' | 'untrusted' | 'invalid';
}

/** What a CMS message holds (RFC 8551). */
export type Unsealed =
  | { kind: 'signed'; content: Buffer; signatures: MailSignature[] }
  | { kind: 'decrypted'; content: Buffer }
  | { kind: 'no-key' }
  | { kind: 'unreadable' };

const signedOid = '1.2.840.113549.1.7.2';
const envelopedOid = '1.2.840.113549.1.7.3';
const authEnvelopedOid = '1.2.840.113549.1.9.16.1.23';
const mostSigners = 10;

const arrayBufferOf = (bytes: Uint8Array): ArrayBuffer => {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
};

const derOfPem = (pem: string): Buffer[] =>
  [...pem.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END/g)].map(([, text = '']) =>
    Buffer.from(text, 'base64'),
  );

const trustedOf = (settings: SmimeSettings): Certificate[] =>
  settings.trusted.flatMap(derOfPem).map((der) => Certificate.fromBER(arrayBufferOf(der)));

/** Common name and addresses of a certificate, on one line. */
const signerOf = (certificate: Certificate | null | undefined): string => {
  const values = (certificate?.subject.typesAndValues ?? [])
    .filter(({ type }) => ['2.5.4.3', '1.2.840.113549.1.9.1'].includes(String(type)))
    .map(({ value }) => String(value.valueBlock.value));
  return cleanLine(values.join(' ')).slice(0, 300);
};

const certificateOf = (outcome: unknown): Certificate | undefined => {
  const found: unknown = (outcome as { signerCertificate?: unknown }).signerCertificate;
  return found instanceof Certificate ? found : undefined;
};

const isSame = (one: Certificate, other: Certificate): boolean =>
  Buffer.from(one.toSchema().toBER()).equals(Buffer.from(other.toSchema().toBER()));

const verifyOne = async (
  signed: SignedData,
  signer: number,
  data: ArrayBuffer | undefined,
  trusted: readonly Certificate[],
): Promise<MailSignature> => {
  const facts = { signer, extendedMode: true as const, ...(data === undefined ? {} : { data }) };
  // The library throws for what is wrong and for what it does not know; both prove nothing.
  const whole = await signed
    .verify({ ...facts, checkChain: false })
    .catch((error: unknown) => ({ ...(error as object), signatureVerified: false }));
  const name = signerOf(certificateOf(whole));
  if (whole.signatureVerified !== true) return { signer: name, status: 'invalid' };
  if (trusted.length === 0) return { signer: name, status: 'untrusted' };
  const own = certificateOf(whole);
  if (own !== undefined && trusted.some((one) => isSame(one, own)))
    return { signer: name, status: 'valid' };
  const chain = await signed
    .verify({ ...facts, checkChain: true, trustedCerts: [...trusted] })
    .catch(() => ({ signatureVerified: false, signerCertificateVerified: false }));
  const vouched = chain.signatureVerified === true && chain.signerCertificateVerified === true;
  return { signer: name, status: vouched ? 'valid' : 'untrusted' };
};

const verifyAll = async (
  signed: SignedData,
  data: ArrayBuffer | undefined,
  settings: SmimeSettings,
): Promise<MailSignature[]> => {
  const trusted = trustedOf(settings);
  const found: MailSignature[] = [];
  for (let at = 0; at < Math.min(signed.signerInfos.length, mostSigners); at += 1)
    found.push(await verifyOne(signed, at, data, trusted));
  return found.length === 0 ? [{ signer: '', status: 'invalid' }] : found;
};

/** Checks the signature of a multipart/signed over the bytes of its first part, headers included. Never throws. */
export const verifyDetached = async (
  signature: Buffer,
  content: Buffer,
  settings: SmimeSettings,
): Promise<MailSignature[]> => {
  try {
    const info = ContentInfo.fromBER(arrayBufferOf(signature));
    if (info.contentType !== signedOid) return [{ signer: '', status: 'invalid' }];
    const signed = new SignedData({ schema: info.content });
    // Signed is the form with CRLF (RFC 8551 3.1.1); mail stores may have changed it.
    const text = content.toString('latin1').replace(/\r?\n/g, '\r\n');
    return await verifyAll(signed, arrayBufferOf(Buffer.from(text, 'latin1')), settings);
  } catch {
    return [{ signer: '', status: 'invalid' }];
  }
};

const decrypted = (content: Buffer | undefined): Unsealed =>
  content === undefined ? { kind: 'no-key' } : { kind: 'decrypted', content };

/** Opens an application/pkcs7-mime body: signed contents are taken out and checked, encrypted ones decrypted. */
export const unseal = async (bytes: Buffer, settings: SmimeSettings): Promise<Unsealed> => {
  try {
    const info = ContentInfo.fromBER(arrayBufferOf(bytes));
    if (info.contentType === envelopedOid)
      return decrypted(decryptEnveloped(info.content, settings.keys));
    if (info.contentType === authEnvelopedOid)
      return decrypted(decryptAuthEnveloped(info.content, settings.keys));
    if (info.contentType !== signedOid) return { kind: 'unreadable' };
    const signed = new SignedData({ schema: info.content });
    const content = signed.encapContentInfo.eContent;
    if (content === undefined) return { kind: 'unreadable' };
    const signatures = await verifyAll(signed, undefined, settings);
    return { kind: 'signed', content: Buffer.from(content.getValue()), signatures };
  } catch {
    return { kind: 'unreadable' };
  }
};
