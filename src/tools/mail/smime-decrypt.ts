import { constants, createDecipheriv, createPrivateKey, privateDecrypt } from 'node:crypto';
import { type BaseBlock, OctetString, Sequence, Set as SetBlock } from 'asn1js';
import {
  EncryptedContentInfo,
  EnvelopedData,
  KeyAgreeRecipientInfo,
  KeyTransRecipientInfo,
  RecipientInfo,
  RSAESOAEPParams,
} from 'pkijs';
import { agreedKey } from './smime-agree.js';

const hashes: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const ciphers: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.1.2': 'aes-128-cbc',
  '2.16.840.1.101.3.4.1.22': 'aes-192-cbc',
  '2.16.840.1.101.3.4.1.42': 'aes-256-cbc',
  '1.2.840.113549.3.7': 'des-ede3-cbc',
};
/** With a check of wholeness (RFC 5084). */
const gcmCiphers = {
  '2.16.840.1.101.3.4.1.6': 'aes-128-gcm',
  '2.16.840.1.101.3.4.1.26': 'aes-192-gcm',
  '2.16.840.1.101.3.4.1.46': 'aes-256-gcm',
} as const;
const isGcm = (oid: string): oid is keyof typeof gcmCiphers => oid in gcmCiphers;

/** The content key in an RSA block; PKCS #1 padding is taken off here, since Node refuses to (RFC 8017 7.2.2). */
const transportedKey = (recipient: KeyTransRecipientInfo, pem: string): Buffer | undefined => {
  const encrypted = Buffer.from(recipient.encryptedKey.valueBlock.valueHexView);
  const key = createPrivateKey(pem);
  const { algorithmId, algorithmParams } = recipient.keyEncryptionAlgorithm;
  if (algorithmId === '1.2.840.113549.1.1.7') {
    const { hashAlgorithm } = new RSAESOAEPParams({ schema: algorithmParams });
    const oaepHash = hashes[hashAlgorithm.algorithmId] ?? 'sha1';
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    return privateDecrypt({ key, padding, oaepHash }, encrypted);
  }
  const block = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, encrypted);
  const end = block.indexOf(0, 2);
  return block[0] === 0 && block[1] === 2 && end > 9 ? block.subarray(end + 1) : undefined;
};

/** What a key makes of a recipient: possible content keys. A key of another kind, or another's, makes none. */
const contentKeys = ({ value }: RecipientInfo, pem: string): Buffer[] => {
  try {
    if (value instanceof KeyTransRecipientInfo) {
      const key = transportedKey(value, pem);
      return key === undefined ? [] : [key];
    }
    return value instanceof KeyAgreeRecipientInfo ? agreedKey(value, pem) : [];
  } catch {
    return [];
  }
};

/** An encrypted content with what opens it. */
interface Sealed {
  recipients: readonly RecipientInfo[];
  content: EncryptedContentInfo;
  /** Of a content that is checked for wholeness: its code and what else the code covers. */
  check?: { code: Buffer; covered: Buffer };
}

const decipher = ({ content, check }: Sealed, key: Buffer): Buffer | undefined => {
  const { algorithmId, algorithmParams } = content.contentEncryptionAlgorithm;
  const encrypted = Buffer.from(content.getEncryptedContent());
  try {
    if (check === undefined) {
      const cipher = ciphers[algorithmId];
      if (cipher === undefined) return undefined;
      const iv = Buffer.from(algorithmParams.valueBlock.valueHexView);
      const stream = createDecipheriv(cipher, key, iv);
      return Buffer.concat([stream.update(encrypted), stream.final()]);
    }
    const nonce: unknown = algorithmParams.valueBlock.value[0];
    if (!isGcm(algorithmId) || !(nonce instanceof OctetString)) return undefined;
    const iv = Buffer.from(nonce.getValue());
    const authTagLength = check.code.length;
    const stream = createDecipheriv(gcmCiphers[algorithmId], key, iv, { authTagLength });
    if (check.covered.length > 0) stream.setAAD(check.covered);
    stream.setAuthTag(check.code);
    return Buffer.concat([stream.update(encrypted), stream.final()]);
  } catch {
    return undefined;
  }
};

const open = (sealed: Sealed, keys: readonly string[]): Buffer | undefined => {
  for (const recipient of sealed.recipients) {
    for (const pem of keys) {
      for (const key of contentKeys(recipient, pem)) {
        const content = decipher(sealed, key);
        if (content !== undefined) return content;
      }
    }
  }
  return undefined;
};

/** Decrypts EnvelopedData (RFC 5652) with the first fitting of the keys (PEM); undefined where none fits. */
export const decryptEnveloped = (
  schema: BaseBlock,
  keys: readonly string[],
): Buffer | undefined => {
  const { recipientInfos, encryptedContentInfo } = new EnvelopedData({ schema });
  return open({ recipients: recipientInfos, content: encryptedContentInfo }, keys);
};

const authenticatedAttributes = 1;
const setTag = 0x31;

/** Decrypts AuthEnvelopedData (RFC 5083, AES-GCM of RFC 5084); undefined where no key fits or it is not whole. */
export const decryptAuthEnveloped = (
  schema: BaseBlock,
  keys: readonly string[],
): Buffer | undefined => {
  if (!(schema instanceof Sequence)) return undefined;
  const blocks = schema.valueBlock.value;
  const recipients = blocks.find((block) => block instanceof SetBlock);
  const content = blocks.find((block) => block instanceof Sequence);
  const code = blocks.find((block) => block instanceof OctetString);
  if (recipients === undefined || content === undefined || code === undefined) return undefined;
  const attributes = blocks.find(
    ({ idBlock }) => idBlock.tagClass === 3 && idBlock.tagNumber === authenticatedAttributes,
  );
  const covered = Buffer.from(attributes?.toBER() ?? new ArrayBuffer(0));
  // What is covered is the SET itself, not its place in the structure (RFC 5083 2.2).
  if (covered.length > 0) covered[0] = setTag;
  return open(
    {
      recipients: recipients.valueBlock.value.map((one) => new RecipientInfo({ schema: one })),
      content: new EncryptedContentInfo({ schema: content }),
      check: { code: Buffer.from(code.getValue()), covered },
    },
    keys,
  );
};
