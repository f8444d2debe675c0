import { totalmem } from 'node:os';
import { join } from 'node:path';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import sharp from 'sharp';
import type { Config } from '#config/schema.js';
import { provideBinaries } from '#infrastructure/database/embedded/binaries.js';
import { projectRoot } from '#infrastructure/project-root.js';
import { findEngine } from '#tools/ocr/find-engine.js';
import { createOfficeConverter } from '#tools/office/create-office-converter.js';
import { createSandbox } from '#tools/sandbox/isolation.js';
import { type Finding, fail, ok, reasonOf, warn } from './finding.js';

const oldestNode = [20, 19] as const;
const supportedNode = 22;

/** Node.js itself. */
export const checkNode = (version = process.versions.node): Finding => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const tooOld = major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
  if (tooOld) {
    return fail(
      'Node.js',
      `${version} ist zu alt`,
      `Node.js ${oldestNode.join('.')} oder neuer einspielen, am besten die aktuelle LTS-Fassung.`,
    );
  }
  return major < supportedNode
    ? warn(
        'Node.js',
        `${version} läuft, erhält aber keine Sicherheitsaktualisierungen mehr`,
        'Bei Gelegenheit die aktuelle LTS-Fassung von Node.js einspielen.',
      )
    : ok('Node.js', version);
};

const tryProgram = async (name: string, use: () => Promise<string>): Promise<Finding> => {
  try {
    return ok(name, await use());
  } catch (error) {
    return fail(
      name,
      `läuft hier nicht: ${reasonOf(error)}`,
      'Im Projektordner „npm ci“ ausführen, ohne --omit=optional; es braucht Linux mit glibc, macOS oder Windows.',
    );
  }
};

const useSharp = async (): Promise<string> => {
  const side = { width: 8, height: 8, channels: 3, background: '#fff' } as const;
  await sharp({ create: side }).jpeg().toBuffer();
  return `libvips ${sharp.versions.vips}`;
};

const useTypst = async (): Promise<string> => {
  const compiler = NodeCompiler.create({ workspace: join(projectRoot(), 'dist') });
  const page = '#set document(title: "Probe")\n#set page(width: 1cm, height: 1cm)';
  // The standard of our letters; the programs of other platforms than Linux x64 do not know it yet.
  const pdf = compiler.pdf({ mainFileContent: page }, { pdfStandard: 'a-2a' });
  if (pdf.subarray(0, 5).toString('latin1') !== '%PDF-') throw new Error('liefert kein PDF');
  return 'setzt eine Probeseite';
};

const usePdfium = async (): Promise<string> => {
  const library = await PDFiumLibrary.init();
  library.destroy();
  return 'geladen';
};

const usePostgres = async (dataDir: string): Promise<string> => {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const { version } = await provideBinaries({ home: dataDir, account: undefined, log: silent });
  return `PostgreSQL ${version} aus dem npm-Paket`;
};

/** The programs that come with npm for this platform; each of them is really used once. */
export const checkPrograms = async (config: Config): Promise<Finding[]> => {
  const findings = [
    await tryProgram('Bildbearbeitung (sharp)', useSharp),
    await tryProgram('Briefsatz (Typst)', useTypst),
    await tryProgram('PDF-Anzeige (PDFium)', usePdfium),
  ];
  if (config.database.url === undefined) {
    findings.push(await tryProgram('Eigenes PostgreSQL', () => usePostgres(config.dataDir)));
  }
  return findings;
};

/** The wall around the processes that open what people send in. */
export const checkIsolation = (config: Config): Finding => {
  const { kind, reason } = createSandbox(config.parser.isolation).isolation;
  return kind === 'bubblewrap'
    ? ok('Abschottung', reason)
    : warn(
        'Abschottung',
        reason,
        'Das Debian-Paket bubblewrap installieren; in Containern zusätzlich Benutzer-Namensräume erlauben, siehe docs/operations.md.',
      );
};

/** What sets the office documents that come with mails; a mailroom works without it. */
export const checkOffice = ({ parser }: Config): Finding => {
  const { office: wanted, isolation, memoryMegabytes: memoryMb, timeoutSeconds: seconds } = parser;
  const { available, reason } = createOfficeConverter({
    ...{ wanted, isolation, limits: { memoryMb, seconds } },
  });
  if (available || wanted === 'off') return ok('Office-Anlagen', reason);
  return warn(
    'Office-Anlagen',
    reason,
    'Nur nötig, wenn Office-Anlagen als PDF erscheinen sollen.',
  );
};

/** The engine and the trained data without which no scan becomes text. */
export const checkRecognition = ({ ocr }: Config): Finding => {
  const { name, model } = findEngine(ocr);
  return ok('Texterkennung', `${name}, Sprachdaten ${model}`);
};

const gigabyte = 1024 ** 3;
const basicGigabytes = 1.5;
const gigabytesPerRecognition = 0.4;

/** Memory for the recognition processes that the configuration asks for. */
export const checkMemory = (config: Config, installed = totalmem()): Finding => {
  const needed = basicGigabytes + config.ocr.processes * gigabytesPerRecognition;
  const text = `${(installed / gigabyte).toFixed(1)} GB für ${config.ocr.processes} Erkennungsprozesse`;
  return installed / gigabyte >= needed
    ? ok('Arbeitsspeicher', text)
    : warn(
        'Arbeitsspeicher',
        `${text}; empfohlen sind ${needed.toFixed(1)} GB`,
        'Mehr Speicher zuteilen oder ocr.processes verringern.',
      );
};
