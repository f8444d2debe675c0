import { join } from 'node:path';
import { loadProcessConfig } from '#config/load.js';
import type { Config } from '#config/schema.js';
import { systemClock } from '#infrastructure/clock.js';
import { checkDatabase } from './doctor/database.js';
import { checkDruckwege } from './doctor/druckwege.js';
import { examine, type Finding, fail, reasonOf, type Verdict } from './doctor/finding.js';
import { checkFolders } from './doctor/folders.js';
import { checkMailbox, checkMailSignature, checkReceiver, mailboxCheck } from './doctor/mail.js';
import {
  checkIsolation,
  checkMemory,
  checkNode,
  checkOffice,
  checkPrograms,
  checkRecognition,
} from './doctor/programs.js';
import { checkPort, checkQueue, checkRelay, checkVirusScanner } from './doctor/services.js';

const examineAll = async (config: Config): Promise<Finding[]> => {
  const embeddedFolder = join(config.dataDir, 'postgres');
  const now = systemClock.now;
  const looks = [
    examine('Node.js', async () => [checkNode()]),
    examine('Programme', () => checkPrograms(config)),
    examine('Arbeitsspeicher', async () => [checkMemory(config)]),
    examine('Abschottung', async () => [checkIsolation(config)]),
    examine('Texterkennung', async () => [checkRecognition(config)]),
    examine('Office-Anlagen', async () => [checkOffice(config)]),
    examine('Ordner', () => checkFolders(config)),
    examine('Datenbank', () => checkDatabase({ config, embeddedFolder, now })),
    examine('Warteschlange', () => checkQueue(config)),
    examine('E-Mail-Versand', async () => [await checkRelay(config)]),
    examine('Signatur der E-Mails', async () => checkMailSignature(config, now())),
    examine('Druckwege', () => checkDruckwege(config)),
    examine('E-Mail-Annahme', () => checkReceiver(config, now)),
    ...config.imap.mailboxes.map((box) =>
      examine(mailboxCheck(box), async () => [await checkMailbox(box)]),
    ),
    examine('Virenprüfung', async () => [await checkVirusScanner(config)]),
    examine('Anschluss', async () => [await checkPort(config)]),
  ];
  return (await Promise.all(looks)).flat();
};

const readConfig = (): { config: Config } | { finding: Finding } => {
  try {
    return { config: loadProcessConfig() };
  } catch (error) {
    const text = error instanceof Error ? error.message : reasonOf(error);
    const action = 'Die genannten Einstellungen berichtigen; siehe config/poststelle.example.yaml.';
    return { finding: fail('Einstellungen', text, action) };
  }
};

const marks: Readonly<Record<Verdict, string>> = { ok: '  ok  ', warn: ' WARN ', fail: 'FEHLER' };

const print = (findings: readonly Finding[]): void => {
  const width = Math.max(...findings.map(({ check }) => check.length));
  for (const { check, verdict, text, action } of findings) {
    console.log(`${marks[verdict]}  ${check.padEnd(width)}  ${text}`);
    if (action !== undefined) console.log(`${' '.repeat(width + 8)}  → ${action}`);
  }
};

const count = (findings: readonly Finding[], verdict: Verdict): number =>
  findings.filter((finding) => finding.verdict === verdict).length;

const main = async (): Promise<void> => {
  const read = readConfig();
  const findings = 'config' in read ? await examineAll(read.config) : [read.finding];
  print(findings);
  const summary = { fail: count(findings, 'fail'), warn: count(findings, 'warn') };
  console.log(
    summary.fail > 0
      ? `\nFehler: ${summary.fail}. Poststelle kann so nicht arbeiten.`
      : `\nKein Fehler, Hinweise: ${summary.warn}. Poststelle kann arbeiten.`,
  );
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ ok: summary.fail === 0, ...summary, findings }));
  }
  process.exitCode = summary.fail > 0 ? 1 : 0;
};

await main();
