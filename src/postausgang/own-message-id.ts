import { createHmac, timingSafeEqual } from 'node:crypto';
import { loadSigningKey } from '#infrastructure/signing-key.js';
import { type Briefcodes, createBriefcodes } from './briefcode.js';

/*
 * Our Message-IDs are `<letter-id.signature@domain>`. Servers on the way may change the case of letters, so the
 * signature is written in lower-case hexadecimal digits, 80 bits of an HMAC: enough against guessing in mails.
 */

const signatureDigits = 20;
const ownShape =
  /<?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([0-9a-f]{20})@([a-z0-9.-]+)>?/i;

const signatureOf = (letterId: string, domain: string, key: Buffer): string =>
  createHmac('sha256', key)
    .update(`message-id\0${letterId}@${domain}`)
    .digest('hex')
    .slice(0, signatureDigits);

/** How our Message-IDs are made and known again. */
export interface MessageIds {
  /** The Message-ID of a letter: the same for every attempt, so that a relay's log can be asked for it. */
  of: (letterId: string) => string;
  /** The letter whose Message-ID (or ENVID) this is; undefined for foreign, unsigned and broken ones. */
  read: (text: string) => string | undefined;
  /** The codes that the same letters carry on paper, signed with the same key. */
  briefcodes: Briefcodes;
}

/** Signs with `key`; ids under another domain are foreign. */
export const createMessageIds = ({ key, domain }: { key: Buffer; domain: string }): MessageIds => {
  const ownDomain = domain.toLowerCase();
  return {
    briefcodes: createBriefcodes(key),
    of: (letterId) => `<${letterId}.${signatureOf(letterId, ownDomain, key)}@${domain}>`,
    read: (text) => {
      const [, letterId = '', signature = '', said = ''] = ownShape.exec(text) ?? [];
      if (said.toLowerCase() !== ownDomain) return undefined;
      const id = letterId.toLowerCase();
      const expected = Buffer.from(signatureOf(id, ownDomain, key));
      const given = Buffer.from(signature.toLowerCase());
      return given.length === expected.length && timingSafeEqual(given, expected) ? id : undefined;
    },
  };
};

/**
 * The key that signs our Message-IDs: from the settings, or from the data folder, where it is made once.
 * Several machines need the same one in their settings.
 */
export const loadMessageIds = async (config: {
  dataDir: string;
  outbound: { messageIdDomain: string; messageIdSchluessel?: string | undefined };
}): Promise<MessageIds> => {
  const { messageIdDomain: domain, messageIdSchluessel } = config.outbound;
  const key =
    messageIdSchluessel === undefined
      ? await loadSigningKey({
          dataDir: config.dataDir,
          fileName: 'message-id.schluessel',
          code: 'message-id-schluessel',
          lost: 'answers and bounces to mails, and sheets of letters that left before then are no longer recognised by their sign',
        })
      : Buffer.from(messageIdSchluessel, 'utf8');
  return createMessageIds({ key, domain });
};
