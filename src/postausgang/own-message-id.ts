import { createHmac, timingSafeEqual } from 'node:crypto';
import { loadSigningKey } from '#infrastructure/signing-key.js';
import { type Briefcodes, createBriefcodes, packId, unpackId } from './briefcode.js';

/*
 * Our Message-IDs are `<letter-id.signature@domain>`. Servers on the way may change the case of letters, so the
 * signature is written in lower-case hexadecimal digits, 80 bits of an HMAC: enough against guessing in mails.
 * Mails leave under an envelope sender of their own, `<rueckadresse>+<signed id>@domain` (VERP): a report comes back to
 * it even where it quotes nothing of our mail.
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
  /** The letter whose Message-ID (or ENVID) or envelope sender this is; undefined for foreign, unsigned and broken ones. */
  read: (text: string) => string | undefined;
  /** The address to which servers report on a letter; undefined where the operator has named none. */
  rueckadresseOf: (letterId: string) => string | undefined;
  /** The codes that the same letters carry on paper, signed with the same key. */
  briefcodes: Briefcodes;
}

const readMessageId = (text: string, key: Buffer, ownDomain: string): string | undefined => {
  const [, letterId = '', signature = '', said = ''] = ownShape.exec(text) ?? [];
  if (said.toLowerCase() !== ownDomain) return undefined;
  const id = letterId.toLowerCase();
  const expected = Buffer.from(signatureOf(id, ownDomain, key));
  const given = Buffer.from(signature.toLowerCase());
  return given.length === expected.length && timingSafeEqual(given, expected) ? id : undefined;
};

/** Takes local part and domain of the address below which reports come back. */
const createRueckadressen = (key: Buffer, address: string | undefined) => {
  const at = address?.lastIndexOf('@') ?? -1;
  const [local, domain] = [address?.slice(0, at) ?? '', address?.slice(at + 1) ?? ''];
  const [head, tail] = [`${local}+`.toLowerCase(), `@${domain}`.toLowerCase()];
  return {
    of: (letterId: string): string | undefined =>
      address === undefined
        ? undefined
        : `${local}+${packId(key, 'umschlag', letterId).toLowerCase()}@${domain}`,
    read: (text: string): string | undefined => {
      const said = text.toLowerCase();
      if (address === undefined || !said.startsWith(head) || !said.endsWith(tail)) return undefined;
      return unpackId(key, 'umschlag', said.slice(head.length, -tail.length));
    },
  };
};

/** Signs with `key`; ids under another domain are foreign. */
export const createMessageIds = (given: {
  key: Buffer;
  domain: string;
  /** Below which each letter has its envelope sender. */
  rueckadresse?: string | undefined;
}): MessageIds => {
  const { key, domain } = given;
  const ownDomain = domain.toLowerCase();
  const rueckadressen = createRueckadressen(key, given.rueckadresse);
  return {
    briefcodes: createBriefcodes(key),
    of: (letterId) => `<${letterId}.${signatureOf(letterId, ownDomain, key)}@${domain}>`,
    read: (text) => readMessageId(text, key, ownDomain) ?? rueckadressen.read(text),
    rueckadresseOf: rueckadressen.of,
  };
};

/**
 * The key that signs our Message-IDs: from the settings, or from the data folder, where it is made once.
 * Several machines need the same one in their settings.
 */
export const loadMessageIds = async (config: {
  dataDir: string;
  outbound: {
    messageIdDomain: string;
    messageIdSchluessel?: string | undefined;
    bounceAddress?: string | undefined;
  };
}): Promise<MessageIds> => {
  const { messageIdDomain: domain, messageIdSchluessel, bounceAddress } = config.outbound;
  const key =
    messageIdSchluessel === undefined
      ? await loadSigningKey({
          dataDir: config.dataDir,
          fileName: 'message-id.schluessel',
          code: 'message-id-schluessel',
          lost: 'answers and bounces to mails, and sheets of letters that left before then are no longer recognised by their sign',
        })
      : Buffer.from(messageIdSchluessel, 'utf8');
  return createMessageIds({ key, domain, rueckadresse: bounceAddress });
};
