import { z } from 'zod';
import { flag, port, whole } from './values.js';

/** The page and the API. */
export const http = z.object({
  host: z.string().default('127.0.0.1').describe('Address that the page and the API listen on.'),
  port: port.default(8080).describe('Port of the page and the API; 0 takes any free one.'),
  publicUrl: z
    .url()
    .optional()
    .describe(
      'Address under which people reach the page, for links and the check of the Origin header; default: the address listened on.',
    ),
  trustedProxies: whole
    .min(0)
    .max(5)
    .default(0)
    .describe('Number of reverse proxies in front whose X-Forwarded-For is believed.'),
  metricsFromAnywhere: flag
    .default(false)
    .describe('Answer /metrics not only to this machine; protect it in the reverse proxy then.'),
});
