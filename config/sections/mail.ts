import { isIP, isIPv4, isIPv6 } from 'node:net';
import { z } from 'zod';
import { listOf } from './values.js';

const isServer = (text: string): boolean => {
  const [, bracketed = '', host = ''] = /^(?:\[([^\]]+)\]|([^:]+)):\d{1,5}$/.exec(text) ?? [];
  return isIP(text) !== 0 || isIPv6(bracketed) || isIPv4(host);
};

/** What is made of incoming mail. */
export const mail = z.object({
  authservId: z
    .string()
    .regex(/^[a-z0-9.-]+$/i, 'must be a host name')
    .optional()
    .describe(
      'Name under which the own mail server writes its checks of SPF, DKIM and DMARC into "Authentication-Results". Only its words are believed, so it has to remove such fields with its name that come from outside. Without it its words are not read.',
    ),
  authentication: z
    .enum(['off', 'trusted-header', 'dns'])
    .optional()
    .describe(
      'Who checks the sender domain: nobody; the own mail server (mail.authservId); or Poststelle itself, which asks the DNS for SPF, DKIM, DMARC and ARC wherever the own mail server has said nothing. Without it trusted-header where mail.authservId is set, else off.',
    ),
  dnsServers: z
    .string()
    .default('')
    .transform((text, context) => {
      const servers = listOf(text);
      for (const one of servers.filter((server) => !isServer(server)))
        context.addIssue({
          code: 'custom',
          message: `"${one}" is no IP address, with or without port`,
        });
      return servers;
    })
    .describe(
      'DNS servers for mail.authentication dns, as IP addresses separated by commas, with a port where it is not 53. Without it those of the machine.',
    ),
});
