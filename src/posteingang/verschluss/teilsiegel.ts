import { createCipheriv } from 'node:crypto';
import { z } from 'zod';
import type { Config } from '#config/schema.js';
import { openBytes, sealBytes } from '#infrastructure/sealing/master-key.js';
import { masterKeyOfConfig } from './annahme.js';
import type { Verschlussauftrag } from './siegel.js';

const zweck = 'poststelle-uebertragung';
const blockBytes = 16;

/** What lies encrypted beside the parts of a closed file. */
interface Inhalt {
  dateiname: string;
  auftrag: Verschlussauftrag;
}

type Versiegelt = { siegel: { schluessel: string; angaben: string } | null };

/** The key stream of AES-256-CTR from a position on; a key serves one transfer only, so that it begins with nothing. */
const streamFrom = (key: Buffer, at: number): ((bytes: Buffer) => Buffer) => {
  const counter = Buffer.alloc(blockBytes);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / blockBytes)), 8);
  const cipher = createCipheriv('aes-256-ctr', key, counter);
  cipher.update(Buffer.alloc(at % blockBytes));
  return (bytes) => cipher.update(bytes);
};

/**
 * Keeps the parts of a closed file encrypted until it is complete. They go on at any byte, so the form is a key stream;
 * the whole file gets its tags when it is sealed.
 */
export const createTeilsiegel = (config: Config) => {
  const keyOf = async ({ siegel }: Versiegelt): Promise<Buffer | undefined> =>
    siegel === null
      ? undefined
      : (await masterKeyOfConfig(config)).unwrap(Buffer.from(siegel.schluessel, 'base64'));

  return {
    seal: async (inhalt: Inhalt): Promise<NonNullable<Versiegelt['siegel']>> => {
      const { key, wrapped } = (await masterKeyOfConfig(config)).newDataKey();
      return {
        schluessel: wrapped.toString('base64'),
        angaben: sealBytes(key, zweck, Buffer.from(JSON.stringify(inhalt))).toString('base64'),
      };
    },
    /** Undefined: the transfer is not closed. */
    open: async (facts: Versiegelt): Promise<Inhalt | undefined> => {
      const key = await keyOf(facts);
      if (key === undefined || facts.siegel === null) return undefined;
      const text = openBytes(key, zweck, Buffer.from(facts.siegel.angaben, 'base64')).toString();
      // Written by `seal` above and authenticated.
      return z.custom<Inhalt>().parse(JSON.parse(text));
    },
    cipherOf: async (facts: Versiegelt, at: number) => {
      const key = await keyOf(facts);
      return key === undefined ? undefined : streamFrom(key, at);
    },
  };
};
