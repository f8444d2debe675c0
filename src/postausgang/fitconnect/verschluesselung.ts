import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import { CompactEncrypt, importJWK, type JWK } from 'jose';

/** The key of a destination must not be used. */
export class SchluesselUntauglich extends Error {
  override readonly name = 'SchluesselUntauglich';
}

const leastBits = 4_096;

/**
 * Whether a destination's key is what the specification of FIT-Connect asks for: RSA of 4096 bits for RSA-OAEP-256,
 * meant for wrapping keys, named as the destination names it, and, where it brings a certificate, the key of that
 * certificate in date. The chain of the certificate is not checked against an authority.
 * @throws SchluesselUntauglich
 */
export const checkZielschluessel = (jwk: JWK, facts: { kid: string; now: Date }): void => {
  const refuse = (why: string): never => {
    throw new SchluesselUntauglich(`the key of the destination ${why}`);
  };
  if (jwk.kty !== 'RSA' || jwk.alg !== 'RSA-OAEP-256') refuse('is not for RSA-OAEP-256');
  if (jwk.kid !== facts.kid) refuse('has another name than the destination says');
  if (jwk.key_ops !== undefined && !jwk.key_ops.includes('wrapKey')) refuse('is not for wrapping');
  if (jwk.d !== undefined) refuse('is a private key');
  const key = createPublicKey({ key: jwk as never, format: 'jwk' });
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < leastBits)
    refuse('is shorter than 4096 bits');
  const [first] = jwk.x5c ?? [];
  if (first === undefined) return;
  const certificate = new X509Certificate(Buffer.from(first, 'base64'));
  if (!certificate.publicKey.equals(key)) refuse('is not that of its certificate');
  const isInDate =
    new Date(certificate.validFrom) <= facts.now && facts.now < new Date(certificate.validTo);
  if (!isInDate) refuse('has a certificate that is out of date');
};

/** SHA-512 in hexadecimal, as the metadata schema 2.1.0 writes it. */
export const sha512 = (bytes: Uint8Array | string): string =>
  createHash('sha512').update(bytes).digest('hex');

/** Encrypts for a destination: JWE compact, RSA-OAEP-256 and A256GCM (RFC 7516), with the type of what is inside. */
export const verschluessele = async (
  bytes: Uint8Array,
  given: { jwk: JWK; kid: string; cty: string },
): Promise<string> => {
  // A key that is for wrapping says so in key_ops; what encrypts with it here asks for `encrypt`.
  const { kty = '', n = '', e = '' } = given.jwk;
  return new CompactEncrypt(bytes)
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: given.kid, cty: given.cty })
    .encrypt(await importJWK({ kty, n, e }, 'RSA-OAEP-256'));
};

/** The authentication tag of a JWE: its fifth part. */
export const tagOf = (jwe: string): string => jwe.split('.')[4] ?? '';

/** By what the parts of a submission are known again, e.g. in the events about it. */
export interface Pruefmerkmale {
  metadata: string;
  data: string;
  attachments: Record<string, string>;
}

/** One short sum of the tags, to be kept with the submission; the order of attachments does not matter. */
export const summeOf = ({ metadata, data, attachments }: Pruefmerkmale): string =>
  createHash('sha256')
    .update(JSON.stringify([metadata, data, Object.entries(attachments).sort()]))
    .digest('hex')
    .slice(0, 32);
