import {
  createHash,
  createPrivateKey,
  type KeyObject,
  randomUUID,
  webcrypto,
  X509Certificate,
} from 'node:crypto';
import { fromBER, ObjectIdentifier, OctetString, UTCTime } from 'asn1js';
import {
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';
import { base64Lines, splitEntity } from './split-entity.js';

/** Key and certificate with which the city signs its mails, in PEM. */
export interface Signierer {
  key: string;
  /** The own certificate first, then those of the authorities up to the root, which may be left out. */
  certificates: readonly string[];
}

const data = '1.2.840.113549.1.7.1';
const curves: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};

/** The certificates of a PEM file in their order. @throws where there is none, or one that cannot be read */
export const certificatesIn = (pem: string): string[] => {
  const found = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (found.length === 0) throw new Error('no certificate in PEM');
  for (const one of found) new X509Certificate(one);
  return [...found];
};

/** Reads a certificate for pkijs. */
export const parseCertificate = (pem: string): Certificate =>
  new Certificate({
    schema: fromBER(new Uint8Array(new X509Certificate(pem).raw).buffer).result,
  });

const importKey = (key: KeyObject): Promise<webcrypto.CryptoKey> => {
  const der = key.export({ format: 'der', type: 'pkcs8' });
  const namedCurve = curves[key.asymmetricKeyDetails?.namedCurve ?? ''];
  const algorithm =
    namedCurve === undefined
      ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
      : { name: 'ECDSA', namedCurve };
  return webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
};

/** RFC 8551 section 2.5: what is signed names its type, its time and its hash. */
const signedAttributes = (content: Buffer, now: Date): SignedAndUnsignedAttributes => {
  const hash = new Uint8Array(createHash('sha256').update(content).digest()).buffer;
  return new SignedAndUnsignedAttributes({
    type: 0,
    attributes: [
      new Attribute({
        type: '1.2.840.113549.1.9.3',
        values: [new ObjectIdentifier({ value: data })],
      }),
      new Attribute({ type: '1.2.840.113549.1.9.5', values: [new UTCTime({ valueDate: now })] }),
      new Attribute({
        type: '1.2.840.113549.1.9.4',
        values: [new OctetString({ valueHex: hash })],
      }),
    ],
  });
};

const detachedSignature = async (
  content: Buffer,
  signer: Signierer,
  now: Date,
): Promise<Buffer> => {
  const certificates = signer.certificates.map(parseCertificate);
  const [own] = certificates;
  if (own === undefined) throw new Error('a signer needs a certificate');
  const { issuer, serialNumber } = own;
  const signed = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: data }),
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer, serialNumber }),
        signedAttrs: signedAttributes(content, now),
      }),
    ],
    certificates,
  });
  const key = await importKey(createPrivateKey(signer.key));
  await signed.sign(key, 0, 'SHA-256', new Uint8Array(content).buffer);
  const info = new ContentInfo({
    contentType: '1.2.840.113549.1.7.2',
    content: signed.toSchema(true),
  });
  return Buffer.from(info.toSchema().toBER(false));
};

/**
 * Signs a built mail so that programs without S/MIME can read it too (multipart/signed, RFC 8551 section 3.5.3). RSA keys
 * sign with PKCS #1 v1.5, keys on curves of NIST with ECDSA, both over SHA-256.
 */
export const signMail = async (raw: Buffer, signer: Signierer, now: Date): Promise<Buffer> => {
  const { outer, entity } = splitEntity(raw);
  const signature = base64Lines(await detachedSignature(entity, signer, now));
  const boundary = `signatur-${randomUUID()}`;
  return Buffer.concat([
    Buffer.from(
      `${outer}Content-Type: multipart/signed; protocol="application/pkcs7-signature";\r\n micalg=sha-256; boundary="${boundary}"\r\n\r\n--${boundary}\r\n`,
      'latin1',
    ),
    entity,
    Buffer.from(
      `\r\n--${boundary}\r\nContent-Type: application/pkcs7-signature; name="smime.p7s"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="smime.p7s"\r\n\r\n${signature}--${boundary}--\r\n`,
    ),
  ]);
};
