import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Versandende } from '../versand.repository.js';
import { type Druckauftrag, type Druckdatei, type Druckweg, pdfOf } from './druckweg.js';

export interface OrdnerDeps {
  /** Hot folder of the print centre; its programs take `*.pdf` and see only whole files. */
  folder: string;
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Hash of a file, or undefined when it is not there. */
const hashOfFile = async (path: string): Promise<string | undefined> => {
  try {
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  } catch (error) {
    if (isMissing(error)) return undefined;
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

const handedOver = (auftrag: Druckauftrag, pdf: Druckdatei, before: boolean): Versandende => ({
  ergebnis: 'sent',
  antwort: pdf.name,
  fremdkennung: pdf.name,
  nachweis: {
    art: 'spool',
    text: before
      ? `Die Druckdatei ${pdf.name} lag bereits vollständig im Druckordner.`
      : `Die Druckdatei ${pdf.name} liegt vollständig im Druckordner (SHA-256 ${auftrag.sha256}).`,
  },
});

const conflict = (pdf: Druckdatei): Versandende => ({
  ergebnis: 'failed',
  antwort: pdf.name,
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

/** Puts everything beside the PDF and a whole `.part` of the PDF into the folder, ready for one rename. */
const prepare = async (folder: string, auftrag: Druckauftrag): Promise<string> => {
  const pdf = pdfOf(auftrag);
  await mkdir(folder, { recursive: true });
  for (const datei of auftrag.dateien) {
    if (datei === pdf) continue;
    const path = join(folder, datei.name);
    await rename(await writePart(path, auftrag.attempt, datei.bytes), path);
  }
  return writePart(join(folder, pdf.name), auftrag.attempt, pdf.bytes);
};

/** Removes what earlier attempts left when their workers died. */
const removeParts = async (path: string, attempt: number): Promise<void> => {
  for (let old = 1; old < attempt; old += 1) await rm(partOf(path, old), { force: true });
};

/** Takes the prepared file away, so that nobody can give it its name any more; false when it is not there. */
const withdrawPart = async (path: string, attempt: number): Promise<boolean> => {
  try {
    await rm(partOf(path, attempt));
    return true;
  } catch {
    return false;
  }
};

/**
 * The print folder. The name of the file is that of the order, so a second handing over finds the first
 * and does nothing; the rename is the point of no return, and before it nothing is visible to the printer.
 */
export const createOrdner = ({ folder }: OrdnerDeps): Druckweg => ({
  art: 'druck',
  deliver: async (auftrag, { commit }) => {
    const pdf = pdfOf(auftrag);
    const path = join(folder, pdf.name);
    let part: string;
    let before: string | undefined;
    try {
      before = await hashOfFile(path);
      if (before !== undefined && before !== auftrag.sha256) return conflict(pdf);
      part = await prepare(folder, auftrag);
    } catch {
      // Disk full, folder away, no right: the operator sees it in the state, the next attempt may succeed.
      return notWritten();
    }
    try {
      await commit(pdf.name);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    if (before === undefined) await rename(part, path);
    else await rm(part, { force: true });
    await syncFolder(folder);
    await removeParts(path, auftrag.attempt);
    return handedOver(auftrag, pdf, before !== undefined);
  },
  findEvidence: async ({ name, sha256, attempt }) => {
    const file = `${name}.pdf`;
    const path = join(folder, file);
    const found = await hashOfFile(path).catch(() => undefined);
    if (found === sha256) {
      const text = `Nach einer Unterbrechung lag die Druckdatei ${file} vollständig und mit richtiger Prüfsumme im Druckordner.`;
      return { hinausgegangen: true, nachweis: { art: 'abgleich', text }, fremdkennung: file };
    }
    if (found !== undefined || !(await withdrawPart(path, attempt))) return undefined;
    const text = `Nach einer Unterbrechung lag die Druckdatei ${file} noch unter ihrem vorläufigen Namen, für die Druckstelle unsichtbar; sie wurde entfernt.`;
    return { hinausgegangen: false, nachweis: { art: 'abgleich', text } };
  },
  probe: async () => {
    try {
      await mkdir(folder, { recursive: true });
      await syncFolder(folder);
      const path = await writePart(
        join(folder, '.pruefung'),
        process.pid,
        Buffer.from('Poststelle'),
      );
      await rm(path, { force: true });
      return { erreichbar: true, text: 'Der Druckordner ist beschreibbar.' };
    } catch {
      return { erreichbar: false, text: 'Der Druckordner ist nicht beschreibbar.' };
    }
  },
});
