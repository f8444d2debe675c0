import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#config/schema.js';
import { ConfigInvalid } from '#errors.js';
import type { Clock } from '#infrastructure/clock.js';
import { createIpp } from '#infrastructure/ipp/client.js';
import { createSftp, folderOf } from '#infrastructure/sftp.js';
import type { Druckweg } from './druckweg.js';
import { createIppWeg } from './ipp.js';
import { createOrdner } from './ordner.js';
import { createSftpWeg } from './sftp.js';

/** Silence of a printer for so long ends an exchange. */
const ippTimeoutMs = 15_000;
/** Shorter than the lease of a dispatch. */
const sftpTotalMs = 45_000;

const readSetting = (setting: string, path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ConfigInvalid({
      code: 'setting-file-unreadable',
      message: `druckwege.${setting} names ${path}, which cannot be read. Correct the path or its rights.`,
      cause: error,
    });
  }
};

const openIpp = ({ druckwege }: Config): Druckweg[] => {
  const { ippUrl, ippUser, ippPassword, ippCaFile } = druckwege;
  if (ippUrl === undefined) return [];
  const ca = ippCaFile === undefined ? undefined : readSetting('ippCaFile', ippCaFile).toString();
  return [
    createIppWeg({
      ipp: createIpp({
        url: ippUrl,
        user: ippUser,
        password: ippPassword,
        ca,
        timeoutMs: ippTimeoutMs,
      }),
      optionen: {
        media: druckwege.ippMedia,
        tray: druckwege.ippTray,
        colour: druckwege.ippColour,
        duplex: druckwege.ippSides === 'zweiseitig',
      },
    }),
  ];
};

const openSftp = ({ druckwege }: Config, clock: Clock): Druckweg[] => {
  const { sftpUrl: url, sftpHostKey: hostKey, sftpKeyFile, sftpPassword: password } = druckwege;
  if (url === undefined) return [];
  if (hostKey === undefined)
    throw new ConfigInvalid({
      code: 'sftp-without-host-key',
      message:
        'druckwege.sftpUrl is set without druckwege.sftpHostKey. Ask the print service for the fingerprint of its host key (ssh-keygen -lf) and set it.',
    });
  const privateKey =
    sftpKeyFile === undefined ? undefined : readSetting('sftpKeyFile', sftpKeyFile);
  return [
    createSftpWeg({
      sftp: createSftp({ url, hostKey, privateKey, password, totalTimeoutMs: sftpTotalMs }),
      folder: folderOf(url),
      returnFolder: druckwege.sftpReturnFolder?.replace(/\/+$/, ''),
      returnHours: druckwege.sftpReturnHours,
      clock,
    }),
  ];
};

/**
 * The ways to paper of the settings; the print folder is always there, and last. Used by letters and by runs.
 * @throws ConfigInvalid when a file is missing or a host key is not named
 */
export const openDruckwege = (config: Config, clock: Clock): Druckweg[] => [
  ...openIpp(config),
  ...openSftp(config, clock),
  createOrdner({ folder: config.outbound.printFolder ?? join(config.dataDir, 'druck') }),
];
