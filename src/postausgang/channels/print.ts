import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Versandende } from '../versand.repository.js';
import type { Channel, Sendung } from './channel.js';

export interface PrintChannelDeps {
  /** Hot folder of the print centre; its programs take `*.pdf` and see only whole files. */
  folder: string;
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Hash of a file, or undefined when it is not there. */
const hashOfFile = async (path: string): Promise<string | undefined> => {
  try {
    return hashOf(await readFile(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

const partOf = (path: string, attempt: number): string => `${path}.${attempt}.part`;

/** Makes the bytes durable under a name that nobody takes and that no other attempt writes to. */
const writePart = async (path: string, attempt: number, bytes: Uint8Array): Promise<string> => {
  const part = partOf(path, attempt);
  const handle = await open(part, 'w', 0o640);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return part;
};

const syncFolder = async (folder: string): Promise<void> => {
  // Windows opens no folders; there the rename is durable by itself or not at all.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** What the print centre needs beside the PDF; no personal data. */
const manifestOf = (sendung: Sendung): string =>
  `${JSON.stringify(
    {
      datei: sendung.druckdatei,
      sendung: sendung.id,
      sha256: sendung.sha256,
      seiten: sendung.seitenzahl,
      blatt: Math.ceil(sendung.seitenzahl / 2),
      format: 'A4',
      duplex: true,
      versanddatum: sendung.versanddatum,
      geschaeftszeichen: sendung.geschaeftszeichen,
    },
    null,
    2,
  )}\n`;

const handedOver = (sendung: Sendung, before: boolean): Versandende => ({
  ergebnis: 'sent',
  antwort: sendung.druckdatei,
  nachweis: {
    art: 'spool',
    text: before
      ? `Die Druckdatei ${sendung.druckdatei} lag bereits vollständig im Druckordner.`
      : `Die Druckdatei ${sendung.druckdatei} liegt vollständig im Druckordner (SHA-256 ${sendung.sha256}).`,
  },
});

const conflict = (sendung: Sendung): Versandende => ({
  ergebnis: 'failed',
  antwort: sendung.druckdatei,
  fehler: {
    code: 'druckdatei-abweichend',
    text: 'Im Druckordner liegt unter dem Namen dieses Schreibens eine andere Datei. Bitte die Druckstelle einschalten.',
  },
});

const notWritten = (): Versandende => ({
  ergebnis: 'retry',
  antwort: 'print folder not writable',
  fehler: {
    code: 'druckordner-nicht-erreichbar',
    text: 'Der Druckordner ist nicht erreichbar oder voll; es wurde nichts übergeben.',
  },
});

/** Puts the manifest and a whole `.part` of the letter into the folder, ready for one rename. */
const prepare = async (folder: string, sendung: Sendung): Promise<string> => {
  const path = join(folder, sendung.druckdatei);
  await mkdir(folder, { recursive: true });
  const manifest = path.replace(/\.pdf$/, '.json');
  const facts = Buffer.from(manifestOf(sendung));
  await rename(await writePart(manifest, sendung.attempt, facts), manifest);
  return writePart(path, sendung.attempt, sendung.pdf);
};

/** Removes what earlier attempts left when their workers died. */
const removeParts = async (path: string, attempt: number): Promise<void> => {
  for (let old = 1; old < attempt; old += 1) await rm(partOf(path, old), { force: true });
};

/**
 * The print folder. The name of the file is that of the letter, so a second handing over finds the first
 * and does nothing; the rename is the point of no return, and before it nothing is visible to the printer.
 */
export const createPrintChannel = ({ folder }: PrintChannelDeps): Channel => ({
  kanal: 'druck',
  deliver: async (sendung, { commit }) => {
    const path = join(folder, sendung.druckdatei);
    let part: string;
    let before: string | undefined;
    try {
      before = await hashOfFile(path);
      if (before !== undefined && before !== sendung.sha256) return conflict(sendung);
      part = await prepare(folder, sendung);
    } catch {
      // Disk full, folder away, no right: the operator sees it in the state, the next attempt may succeed.
      return notWritten();
    }
    try {
      await commit();
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    if (before === undefined) await rename(part, path);
    else await rm(part, { force: true });
    await syncFolder(folder);
    await removeParts(path, sendung.attempt);
    return handedOver(sendung, before !== undefined);
  },
  findEvidence: async ({ druckdatei, renditionSha256 }) => {
    if (druckdatei === '' || renditionSha256 === null) return undefined;
    const found = await hashOfFile(join(folder, druckdatei)).catch(() => undefined);
    if (found !== renditionSha256) return undefined;
    return {
      art: 'abgleich',
      text: `Nach einer Unterbrechung lag die Druckdatei ${druckdatei} vollständig und mit richtiger Prüfsumme im Druckordner.`,
    };
  },
});
