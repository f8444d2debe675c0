import {
  constants,
  createCipheriv,
  createECDH,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from 'node:crypto';
import {
  BitString,
  type Constructed,
  Integer,
  OctetString,
  Sequence,
  Set as SetBlock,
} from 'asn1js';
import {
  AlgorithmIdentifier,
  type Certificate,
  ContentInfo,
  EncryptedContentInfo,
  EnvelopedData,
  IssuerAndSerialNumber,
  KeyAgreeRecipientIdentifier,
  KeyAgreeRecipientInfo,
  KeyTransRecipientInfo,
  OriginatorIdentifierOrKey,
  OriginatorPublicKey,
  RecipientEncryptedKey,
  RecipientEncryptedKeys,
  RecipientInfo,
} from 'pkijs';
import { deriveWrapKey } from '../mail/smime-agree.js';
import { parseCertificate } from './smime-sign.js';
import { base64Lines, splitEntity } from './split-entity.js';

const data = '1.2.840.113549.1.7.1';
const rsa = '1.2.840.113549.1.1.1';
const aes256Cbc = '2.16.840.1.101.3.4.1.42';
const aes256Gcm = '2.16.840.1.101.3.4.1.46';
const aes256Wrap = '2.16.840.1.101.3.4.1.45';
const ecPublicKey = '1.2.840.10045.2.1';
/** Ephemeral-static ECDH with the key derivation of X9.63 over SHA-256 (RFC 5753 section 7.1.4). */
const ecdhSha256 = '1.3.132.1.11.1';
const capabilities = '1.2.840.113549.1.9.15';
const wrapStart = Buffer.from('a6a6a6a6a6a6a6a6', 'hex');
const curves: Readonly<Record<string, string>> = {
  prime256v1: 'prime256v1',
  secp384r1: 'secp384r1',
  secp521r1: 'secp521r1',
};

const hex = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer;
const octets = (bytes: Buffer): OctetString => new OctetString({ valueHex: hex(bytes) });

/**
 * Whether the recipient's program has said in its certificate that it reads AES-256-GCM (RFC 4262). Without that word it is
 * AES-256-CBC: Outlook takes that by default, and not every program reads what is encrypted with GCM. The signature within
 * protects what CBC does not.
 */
export const readsGcm = (certificate: Certificate): boolean => {
  const found = certificate.extensions?.find(({ extnID }) => extnID === capabilities);
  const bytes = Buffer.from(found?.extnValue.valueBlock.valueHexView ?? new Uint8Array());
  // The id of the algorithm in DER, among those that the extension lists.
  return bytes.includes(Buffer.from('060960864801650304012e', 'hex'));
};

const idOf = ({ issuer, serialNumber }: Certificate): IssuerAndSerialNumber =>
  new IssuerAndSerialNumber({ issuer, serialNumber });

/** PKCS #1 v1.5: what every program with S/MIME must read (RFC 8551 section 2.3); nobody answers for it by machine. */
const transported = (x509: X509Certificate, certificate: Certificate, key: Buffer): RecipientInfo =>
  new RecipientInfo({
    variant: 1,
    value: new KeyTransRecipientInfo({
      version: 0,
      rid: idOf(certificate),
      keyEncryptionAlgorithm: new AlgorithmIdentifier({ algorithmId: rsa }),
      encryptedKey: octets(
        publicEncrypt({ key: x509.publicKey, padding: constants.RSA_PKCS1_PADDING }, key),
      ),
    }),
  });

const agreed = (
  x509: X509Certificate,
  certificate: Certificate,
  { key, curve }: { key: Buffer; curve: string },
): RecipientInfo => {
  const ephemeral = createECDH(curve);
  const point = ephemeral.generateKeys();
  const { x = '', y = '' } = x509.publicKey.export({ format: 'jwk' });
  const parts = [x, y].map((one) => Buffer.from(one, 'base64url'));
  const secret = ephemeral.computeSecret(Buffer.concat([Buffer.from([4]), ...parts]));
  const wrap = new AlgorithmIdentifier({ algorithmId: aes256Wrap });
  const wrapKey = deriveWrapKey('sha256', secret, { wrap, keyBytes: 32 });
  const cipher = createCipheriv('aes256-wrap', wrapKey, wrapStart);
  const wrapped = Buffer.concat([cipher.update(key), cipher.final()]);
  return new RecipientInfo({
    variant: 2,
    value: new KeyAgreeRecipientInfo({
      version: 3,
      originator: new OriginatorIdentifierOrKey({
        variant: 3,
        value: new OriginatorPublicKey({
          algorithm: new AlgorithmIdentifier({ algorithmId: ecPublicKey }),
          publicKey: new BitString({ valueHex: hex(point) }),
        }),
      }),
      keyEncryptionAlgorithm: new AlgorithmIdentifier({
        algorithmId: ecdhSha256,
        algorithmParams: wrap.toSchema(),
      }),
      recipientEncryptedKeys: new RecipientEncryptedKeys({
        encryptedKeys: [
          new RecipientEncryptedKey({
            rid: new KeyAgreeRecipientIdentifier({ variant: 1, value: idOf(certificate) }),
            encryptedKey: octets(wrapped),
          }),
        ],
      }),
    }),
  });
};

const recipientOf = (pem: string, certificate: Certificate, key: Buffer): RecipientInfo => {
  const x509 = new X509Certificate(pem);
  const { asymmetricKeyType, asymmetricKeyDetails } = x509.publicKey;
  if (asymmetricKeyType === 'rsa') return transported(x509, certificate, key);
  const curve = curves[asymmetricKeyDetails?.namedCurve ?? ''];
  if (curve === undefined) throw new Error('the certificate has a key for which none can encrypt');
  return agreed(x509, certificate, { key, curve });
};

const wrapInfo = (contentType: string, content: ContentInfo['content']): Buffer =>
  Buffer.from(new ContentInfo({ contentType, content }).toSchema().toBER(false));

const withCbc = (content: Buffer, pem: string, certificate: Certificate): Buffer => {
  const [key, iv] = [randomBytes(32), randomBytes(16)];
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const encrypted = Buffer.concat([cipher.update(content), cipher.final()]);
  const recipient = recipientOf(pem, certificate, key);
  const enveloped = new EnvelopedData({
    // RFC 5652 section 6.1: 0 for key transport by issuer and serial number alone, 2 for key agreement.
    version: recipient.variant === 1 ? 0 : 2,
    recipientInfos: [recipient],
    encryptedContentInfo: new EncryptedContentInfo({
      contentType: data,
      contentEncryptionAlgorithm: new AlgorithmIdentifier({
        algorithmId: aes256Cbc,
        algorithmParams: octets(iv),
      }),
      encryptedContent: octets(encrypted),
    }),
  });
  return wrapInfo('1.2.840.113549.1.7.3', enveloped.toSchema());
};

/** AuthEnvelopedData (RFC 5083) with AES-GCM (RFC 5084), which pkijs does not write. */
const withGcm = (content: Buffer, pem: string, certificate: Certificate): Buffer => {
  const [key, nonce] = [randomBytes(32), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const encrypted = Buffer.concat([cipher.update(content), cipher.final()]);
  const parameters = new Sequence({ value: [octets(nonce), new Integer({ value: 16 })] });
  const info = new EncryptedContentInfo({
    contentType: data,
    contentEncryptionAlgorithm: new AlgorithmIdentifier({
      algorithmId: aes256Gcm,
      algorithmParams: parameters,
    }),
    encryptedContent: octets(encrypted),
  });
  const sealed = new Sequence({
    value: [
      new Integer({ value: 0 }),
      new SetBlock({ value: [recipientOf(pem, certificate, key).toSchema()] }),
      info.toSchema(),
      octets(cipher.getAuthTag()),
    ],
  });
  return wrapInfo('1.2.840.113549.1.9.16.1.23', sealed as unknown as Constructed);
};

/**
 * Encrypts a built mail, signed or not, for the certificate (PEM) of its recipient. The fields above stay readable, the
 * subject among them (RFC 8551 section 3.1). @throws for a certificate whose key can only sign
 */
export const encryptMail = (raw: Buffer, pem: string): Buffer => {
  const { outer, entity } = splitEntity(raw);
  const certificate = parseCertificate(pem);
  const gcm = readsGcm(certificate);
  const sealed = gcm ? withGcm(entity, pem, certificate) : withCbc(entity, pem, certificate);
  const type = gcm ? 'authEnveloped-data' : 'enveloped-data';
  return Buffer.from(
    `${outer}Content-Type: application/pkcs7-mime; smime-type=${type}; name="smime.p7m"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="smime.p7m"\r\n\r\n${base64Lines(sealed)}`,
    'latin1',
  );
};
