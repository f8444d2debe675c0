import { createDecipheriv, createECDH, createHash, createPrivateKey } from 'node:crypto';
import { Constructed, OctetString, Sequence } from 'asn1js';
import { AlgorithmIdentifier, type KeyAgreeRecipientInfo, OriginatorPublicKey } from 'pkijs';

/** Ephemeral-static ECDH with the key derivation of ANSI X9.63 (RFC 5753 7.1.4), by the hash it uses. */
const derivations: Readonly<Record<string, string>> = {
  '1.3.133.16.840.63.0.2': 'sha1',
  '1.3.132.1.11.0': 'sha224',
  '1.3.132.1.11.1': 'sha256',
  '1.3.132.1.11.2': 'sha384',
  '1.3.132.1.11.3': 'sha512',
};
/** AES key wrap (RFC 3394) with the bytes of its key. */
const wraps: Readonly<Record<string, { cipher: string; keyBytes: number }>> = {
  '2.16.840.1.101.3.4.1.5': { cipher: 'aes128-wrap', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.25': { cipher: 'aes192-wrap', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.45': { cipher: 'aes256-wrap', keyBytes: 32 },
};
const wrapStart = Buffer.from('a6a6a6a6a6a6a6a6', 'hex');
const publicKeyVariant = 3;

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

const octets = (bytes: Buffer): OctetString =>
  new OctetString({ valueHex: new Uint8Array(bytes).buffer });

const tagged = (tagNumber: number, bytes: Buffer): Constructed =>
  new Constructed({ idBlock: { tagClass: 3, tagNumber }, value: [octets(bytes)] });

/** ECC-CMS-SharedInfo: what both sides put into the derivation besides the secret (RFC 5753 7.2). */
const sharedInfo = (
  wrap: AlgorithmIdentifier,
  userMaterial: Buffer | undefined,
  bits: number,
): Buffer => {
  const value = [
    wrap.toSchema(),
    ...(userMaterial === undefined ? [] : [tagged(0, userMaterial)]),
    tagged(2, uint32(bits)),
  ];
  return Buffer.from(new Sequence({ value }).toBER(false));
};

/** The key derivation function of X9.63: hashes of secret, counter and shared information, one after the other. */
const derive = (hash: string, secret: Buffer, info: Buffer, length: number): Buffer => {
  const blocks: Buffer[] = [];
  for (let counter = 1; Buffer.concat(blocks).length < length; counter += 1)
    blocks.push(createHash(hash).update(secret).update(uint32(counter)).update(info).digest());
  return Buffer.concat(blocks).subarray(0, length);
};

/** The key that wraps the content key, from what sender and recipient have agreed upon (RFC 5753 section 7.2). */
export const deriveWrapKey = (
  hash: string,
  secret: Buffer,
  { wrap, keyBytes }: { wrap: AlgorithmIdentifier; keyBytes: number },
): Buffer => derive(hash, secret, sharedInfo(wrap, undefined, keyBytes * 8), keyBytes);

/** Names of curves in a private key as JWK, and as ECDH wants them. */
const curves: Readonly<Record<string, string>> = {
  'P-256': 'prime256v1',
  'P-384': 'secp384r1',
  'P-521': 'secp521r1',
};

const secretOf = (pem: string, point: Buffer): Buffer | undefined => {
  const { kty, crv = '', d = '' } = createPrivateKey(pem).export({ format: 'jwk' });
  const curve = curves[crv];
  if (kty !== 'EC' || curve === undefined) return undefined;
  const own = createECDH(curve);
  own.setPrivateKey(Buffer.from(d, 'base64url'));
  return own.computeSecret(point);
};

/**
 * The content keys that a private key on a curve of NIST (PEM) agrees upon with the sender's ephemeral key
 * (RFC 5753); none where the key is of another kind. Throws where the key does not fit the sender's.
 */
export const agreedKey = (recipient: KeyAgreeRecipientInfo, pem: string): Buffer[] => {
  const { originator, keyEncryptionAlgorithm, ukm, recipientEncryptedKeys } = recipient;
  const hash = derivations[keyEncryptionAlgorithm.algorithmId];
  const sender: unknown = originator.value;
  if (hash === undefined || originator.variant !== publicKeyVariant) return [];
  if (!(sender instanceof OriginatorPublicKey)) return [];
  const secret = secretOf(pem, Buffer.from(sender.publicKey.valueBlock.valueHexView));
  const wrap = new AlgorithmIdentifier({ schema: keyEncryptionAlgorithm.algorithmParams });
  const kind = wraps[wrap.algorithmId];
  if (secret === undefined || kind === undefined) return [];
  const userMaterial = ukm === undefined ? undefined : Buffer.from(ukm.getValue());
  const info = sharedInfo(wrap, userMaterial, kind.keyBytes * 8);
  const wrapKey = derive(hash, secret, info, kind.keyBytes);
  return recipientEncryptedKeys.encryptedKeys.flatMap(({ encryptedKey }) => {
    const wrapped = Buffer.from(encryptedKey.valueBlock.valueHexView);
    const unwrap = createDecipheriv(kind.cipher, wrapKey, wrapStart);
    try {
      return [Buffer.concat([unwrap.update(wrapped), unwrap.final()])];
    } catch {
      // It is the key of another recipient.
      return [];
    }
  });
};
