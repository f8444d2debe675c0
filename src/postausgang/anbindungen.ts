import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Config } from '#config/schema.js';
import { ConfigInvalid } from '#errors.js';
import type { Clock } from '#infrastructure/clock.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { getBrief } from './brief.repository.js';
import { createLetterXpress } from './briefdienst/letterxpress.js';
import { empfangDesBriefs } from './briefempfang.js';
import { createBriefdienstChannel } from './channels/briefdienst.js';
import type { Channel } from './channels/channel.js';
import { createFitConnectChannel } from './channels/fitconnect.js';
import { createFitConnectApi } from './fitconnect/api.js';

interface AnbindungDeps {
  db: Db;
  config: Config;
  clock: Clock;
}

const missing = (setting: string, off: string): ConfigInvalid =>
  new ConfigInvalid({
    code: 'channel-incomplete',
    message: `${setting} is missing or cannot be read. Set it, or leave ${off} out to turn the channel off.`,
  });

const given = <T>(value: T | undefined, setting: string, off: string): T => {
  if (value !== undefined) return value;
  throw missing(setting, off);
};

const readWith = <T>(path: string | undefined, setting: string, read: (pem: string) => T): T => {
  try {
    return read(readFileSync(given(path, setting, 'portal.url'), 'utf8'));
  } catch (error) {
    throw error instanceof ConfigInvalid ? error : missing(setting, 'portal.url');
  }
};

const openPortal = ({ db, config, clock }: AnbindungDeps): Channel[] => {
  const { url, tokenUrl, clientId, clientSecretFile, destinationId, ...portal } = config.portal;
  if (url === undefined) return [];
  const now = () => clock.now();
  const oauth = {
    tokenUrl: given(tokenUrl, 'portal.tokenUrl', 'portal.url'),
    clientId: given(clientId, 'portal.clientId', 'portal.url'),
    clientSecretFile: given(clientSecretFile, 'portal.clientSecretFile', 'portal.url'),
    scope: '',
  };
  return [
    createFitConnectChannel({
      api: createFitConnectApi({ url: url.replace(/\/$/, ''), oauth, now }),
      destinationId: given(destinationId, 'portal.destinationId', 'portal.url'),
      leistung: portal.leistung,
      absender: config.behoerde.name,
      vertrauensniveau: portal.vertrauensniveau as 1 | 2 | 3 | 4,
      autor: {
        schluessel: readWith(portal.keyFile, 'portal.keyFile', createPrivateKey),
        zertifikat: readWith(
          portal.certificateFile,
          'portal.certificateFile',
          (pem) => new X509Certificate(pem),
        ),
      },
      postfachOf: (id) =>
        asSystem(db, async (tx) => {
          const empfang = await empfangDesBriefs(tx, await getBrief(tx, id));
          return empfang?.postfachId ?? undefined;
        }),
      now,
    }),
  ];
};

const openBriefdienst = ({ config }: AnbindungDeps): Channel[] => {
  const { username, apiKeyFile, url, test, ...contract } = config.briefdienst;
  if (username === undefined) return [];
  const path = given(apiKeyFile, 'briefdienst.apiKeyFile', 'briefdienst.username');
  const { centErstesBlatt, centWeiteresBlatt, preisstand: stand } = contract;
  const dienst = createLetterXpress({
    url: url.replace(/\/$/, ''),
    username,
    // Read anew each time, so that a changed key needs no restart.
    apiKey: async () => (await readFile(path, 'utf8')).trim(),
    test,
  });
  const preis =
    centErstesBlatt === undefined ? undefined : { centErstesBlatt, centWeiteresBlatt, stand };
  return [createBriefdienstChannel({ dienst, preis })];
};

/**
 * The channels to services outside that are set up: the portal and the letter service; both are off by default.
 * @throws ConfigInvalid when one of them is set up by half.
 */
export const openAnbindungen = (deps: AnbindungDeps): Channel[] => [
  ...openPortal(deps),
  ...openBriefdienst(deps),
];
