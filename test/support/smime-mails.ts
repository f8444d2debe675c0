import { constants, createCipheriv, publicEncrypt, randomBytes, webcrypto } from 'node:crypto';
import { Integer, OctetString, Utf8String } from 'asn1js';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  EncryptedContentInfo,
  EnvelopedData,
  Extension,
  IssuerAndSerialNumber,
  KeyTransRecipientInfo,
  RecipientInfo,
  SignedData,
  SignerInfo,
} from 'pkijs';

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};
const pem = (label: string, der: ArrayBuffer): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`;

const name = (text: string): AttributeTypeAndValue =>
  new AttributeTypeAndValue({ type: '2.5.4.3', value: new Utf8String({ value: text }) });

const caExtension = (): Extension =>
  new Extension({
    extnID: '2.5.29.19',
    critical: true,
    extnValue: new BasicConstraints({ cA: true }).toSchema().toBER(false),
  });

interface Issuer {
  certificate: Certificate;
  privateKey: webcrypto.CryptoKey;
}

/** A person, or an authority, with a certificate; without an issuer nobody else vouches for it. */
export const smimePerson = async (
  commonName: string,
  { issuer, authority = false }: { issuer?: Issuer; authority?: boolean } = {},
) => {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ value: 7 });
  certificate.issuer = issuer?.certificate.subject ?? certificate.issuer;
  if (issuer === undefined) certificate.issuer.typesAndValues.push(name(commonName));
  if (authority) certificate.extensions = [caExtension()];
  certificate.subject.typesAndValues.push(name(commonName));
  certificate.notBefore.value = new Date('2020-01-01');
  certificate.notAfter.value = new Date('2049-12-31');
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  await certificate.sign(issuer?.privateKey ?? keys.privateKey, 'SHA-256');
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  const spki = await webcrypto.subtle.exportKey('spki', keys.publicKey);
  return {
    certificate,
    privateKey: keys.privateKey,
    certificatePem: pem('CERTIFICATE', certificate.toSchema(true).toBER(false)),
    keyPem: pem('PRIVATE KEY', pkcs8),
    publicPem: pem('PUBLIC KEY', spki),
  };
};
export type SmimePerson = Awaited<ReturnType<typeof smimePerson>>;

const wrap = (contentType: string, content: ContentInfo['content']): Buffer =>
  Buffer.from(new ContentInfo({ contentType, content }).toSchema().toBER(false));

const sidOf = ({ certificate }: SmimePerson): IssuerAndSerialNumber =>
  new IssuerAndSerialNumber({
    issuer: certificate.issuer,
    serialNumber: certificate.serialNumber,
  });

/** A CMS signature over `content`, which it holds unless it is detached. */
export const signCms = async (
  content: string,
  person: SmimePerson,
  { detached }: { detached: boolean },
): Promise<Buffer> => {
  const bytes = new Uint8Array(Buffer.from(content)).buffer;
  const signed = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({
      eContentType: '1.2.840.113549.1.7.1',
      ...(detached ? {} : { eContent: new OctetString({ valueHex: bytes }) }),
    }),
    signerInfos: [new SignerInfo({ version: 1, sid: sidOf(person) })],
    certificates: [person.certificate],
  });
  await signed.sign(person.privateKey, 0, 'SHA-256', bytes);
  return wrap('1.2.840.113549.1.7.2', signed.toSchema(true));
};

/** `content` encrypted for a person as most programs do it: RSA (PKCS #1) and AES-256-CBC. */
export const encryptCms = (content: string, person: SmimePerson): Buffer => {
  const [key, iv] = [randomBytes(32), randomBytes(16)];
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const encrypted = Buffer.concat([cipher.update(content), cipher.final()]);
  const padding = constants.RSA_PKCS1_PADDING;
  const sealedKey = publicEncrypt({ key: person.publicPem, padding }, key);
  const hex = (bytes: Buffer) => new OctetString({ valueHex: new Uint8Array(bytes).buffer });
  const enveloped = new EnvelopedData({
    version: 0,
    recipientInfos: [
      new RecipientInfo({
        variant: 1,
        value: new KeyTransRecipientInfo({
          version: 0,
          rid: sidOf(person),
          keyEncryptionAlgorithm: new AlgorithmIdentifier({ algorithmId: '1.2.840.113549.1.1.1' }),
          encryptedKey: hex(sealedKey),
        }),
      }),
    ],
    encryptedContentInfo: new EncryptedContentInfo({
      contentType: '1.2.840.113549.1.7.1',
      contentEncryptionAlgorithm: new AlgorithmIdentifier({
        algorithmId: '2.16.840.1.101.3.4.1.42',
        algorithmParams: hex(iv),
      }),
      encryptedContent: hex(encrypted),
    }),
  });
  return wrap('1.2.840.113549.1.7.3', enveloped.toSchema());
};
