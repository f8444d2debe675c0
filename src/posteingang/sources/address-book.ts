import type { Config } from '#config/schema.js';

export type Empfangsadresse = Config['lmtp']['addresses'][number];

/**
 * Finds the configured address to which a recipient belongs: the address itself, else without what stands behind a
 * plus sign, else the whole domain. Upper and lower case are the same.
 */
export const createAddressBook = (addresses: readonly Empfangsadresse[]) => {
  const known = new Map(addresses.map((one) => [one.adresse, one]));
  return {
    find: (recipient: string): Empfangsadresse | undefined => {
      const address = recipient.toLowerCase();
      const at = address.lastIndexOf('@');
      if (at < 1) return undefined;
      const domain = address.slice(at + 1);
      const plain = address.slice(0, at).replace(/\+.*$/, '');
      return known.get(address) ?? known.get(`${plain}@${domain}`) ?? known.get(`*@${domain}`);
    },
  };
};

export type AddressBook = ReturnType<typeof createAddressBook>;
