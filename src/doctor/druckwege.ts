import { readFileSync } from 'node:fs';
import type { Config } from '#config/schema.js';
import { createIpp, operation } from '#infrastructure/ipp/client.js';
import { createSftp, folderOf } from '#infrastructure/sftp.js';
import { type Finding, fail, ok, reasonOf } from './finding.js';

const probeMs = 20_000;
const waits = 'Schreiben auf diesem Weg warten so lange.';

const askPrinter = async ({ druckwege }: Config, url: string): Promise<void> => {
  const { ippUser: user, ippPassword: password, ippCaFile } = druckwege;
  const ca = ippCaFile === undefined ? undefined : readFileSync(ippCaFile, 'utf8');
  const ipp = createIpp({ url, user, password, ca, timeoutMs: probeMs });
  const { status } = await ipp({ operation: operation.getPrinterAttributes });
  if (status >= 0x0100) throw new Error(`IPP-Status 0x${status.toString(16).padStart(4, '0')}`);
};

const askService = async ({ druckwege }: Config, url: string): Promise<void> => {
  const { sftpHostKey: hostKey, sftpKeyFile, sftpPassword: password } = druckwege;
  if (hostKey === undefined) throw new Error('druckwege.sftpHostKey ist nicht gesetzt');
  const privateKey = sftpKeyFile === undefined ? undefined : readFileSync(sftpKeyFile);
  const sftp = createSftp({ url, hostKey, privateKey, password, totalTimeoutMs: probeMs });
  await sftp((session) => session.list(folderOf(url) || '/'));
};

const look = async (check: string, part: string, ask: () => Promise<void>): Promise<Finding> => {
  try {
    await ask();
    return ok(check, 'ist erreichbar');
  } catch (error) {
    const action = `Die Einstellungen ${part} und die Gegenstelle prüfen; ${waits}`;
    return fail(check, `ist nicht erreichbar: ${reasonOf(error)}`, action);
  }
};

/** Printers and print services: whether they answer, without handing anything over. */
export const checkDruckwege = async (config: Config): Promise<Finding[]> => {
  const { ippUrl, sftpUrl } = config.druckwege;
  const findings: Finding[] = [];
  if (ippUrl !== undefined)
    findings.push(
      await look('Drucker im Haus', 'druckwege.ipp…', () => askPrinter(config, ippUrl)),
    );
  if (sftpUrl !== undefined)
    findings.push(
      await look('Druckdienstleister', 'druckwege.sftp…', () => askService(config, sftpUrl)),
    );
  return findings.length === 0
    ? [ok('Druckwege', 'kein Drucker und kein Druckdienstleister eingerichtet; Druckordner')]
    : findings;
};
