import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import { basename, dirname } from 'node:path';
import { ToolFailed } from '#errors.js';
import { loadSigningKey } from '#infrastructure/signing-key.js';

const nonceBytes = 12;
const tagBytes = 16;
export const keyBytes = 32;

/** Encrypts a few bytes with AES-256-GCM: nonce, tag, ciphertext. `purpose` is bound to it. */
export const sealBytes = (key: Buffer, purpose: string, plain: Uint8Array): Buffer => {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
};

const notOurs = (cause?: unknown): ToolFailed =>
  new ToolFailed({
    code: 'siegel-schluessel',
    message:
      'A sealed item does not open with the master key (verschluss.keyFile): the key is another one, or the bytes were changed. Restore the key from its backup.',
    clerkMessage:
      'Diese Sendung lässt sich nicht entschlüsseln. Die Systembetreuung ist zu verständigen; die Sendung bleibt verwahrt.',
    cause,
  });

/** The opposite of `sealBytes`. @throws ToolFailed `siegel-schluessel` for another key, another purpose, changed bytes */
export const openBytes = (key: Buffer, purpose: string, sealed: Uint8Array): Buffer => {
  const bytes = Buffer.from(sealed);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes));
    decipher.setAAD(Buffer.from(purpose));
    decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    const rest = bytes.subarray(nonceBytes + tagBytes);
    return Buffer.concat([decipher.update(rest), decipher.final()]);
  } catch (cause) {
    throw notOurs(cause);
  }
};

const derived = (key: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), purpose, keyBytes));

/** What the master key of the installation does; the key itself leaves this object in no way. */
export interface MasterKey {
  /** Names the key without telling it, to notice another one. */
  readonly kennung: string;
  /** A fresh data key with its wrapped form, which is what may be stored. */
  newDataKey(): { key: Buffer; wrapped: Buffer };
  /** @throws ToolFailed `siegel-schluessel` */
  unwrap(wrapped: Uint8Array): Buffer;
  /** A fingerprint that says nothing to who does not have the key. */
  fingerprint(sha256: string): string;
}

const wrapping = 'poststelle-datenschluessel';

/** The functions of a key of 32 bytes. */
export const masterKeyOf = (key: Buffer): MasterKey => {
  const wrapKey = derived(key, 'poststelle-verschluss-huelle');
  const macKey = derived(key, 'poststelle-verschluss-abdruck');
  return {
    kennung: createHash('sha256')
      .update(derived(key, 'poststelle-verschluss-kennung'))
      .digest('hex')
      .slice(0, 16),
    newDataKey: () => {
      const dataKey = randomBytes(keyBytes);
      return { key: dataKey, wrapped: sealBytes(wrapKey, wrapping, dataKey) };
    },
    unwrap: (wrapped) => openBytes(wrapKey, wrapping, wrapped),
    fingerprint: (sha256) => createHmac('sha256', macKey).update(sha256).digest('hex'),
  };
};

/** Where the master key lies: in the settings, else in the data folder. */
export const masterKeyPath = (config: {
  dataDir: string;
  verschluss: { keyFile?: string | undefined };
}): string => config.verschluss.keyFile ?? `${config.dataDir}/verschluss.schluessel`;

/**
 * Loads the master key and makes it once where there is none.
 * @throws ConfigInvalid `verschluss-schluessel` for a damaged file
 */
export const loadMasterKey = async (config: {
  dataDir: string;
  verschluss: { keyFile?: string | undefined };
}): Promise<MasterKey> => {
  const path = masterKeyPath(config);
  return masterKeyOf(
    await loadSigningKey({
      dataDir: dirname(path),
      fileName: basename(path),
      code: 'verschluss-schluessel',
      lost: 'then nobody can ever read the sealed mail that is still closed',
    }),
  );
};
