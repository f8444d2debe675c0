import { BlockList, isIPv6 } from 'node:net';
import { ConfigInvalid } from '#errors.js';

/** Networks in CIDR or single addresses. @throws ConfigInvalid */
export const networksOf = (texts: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const text of texts) {
    const [address = '', bits] = text.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    try {
      if (bits === undefined) list.addAddress(address, family);
      else list.addSubnet(address, Number(bits), family);
    } catch (cause) {
      throw new ConfigInvalid({
        code: 'config-invalid',
        message: `lmtp.clients: "${text}" is no network such as 10.1.0.0/16.`,
        cause,
      });
    }
  }
  return list;
};

/** Whether an address, also an IPv4 address written as IPv6, lies in one of the networks. */
export const includes = (networks: BlockList, address: string): boolean => {
  const plain = address.replace(/^::ffff:/i, '');
  return networks.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
};
