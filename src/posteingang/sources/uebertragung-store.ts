import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { NotFound } from '#errors.js';
import { makeDurableFolder, syncFolder } from '#infrastructure/storage/durable-folder.js';
import { EmpfangsErgebnis } from '../posteingang.schema.js';
import { Blattseiten } from '../stapel/stapel.schema.js';

/** What is known of a file that arrives in parts. */
export const Uebertragung = z.object({
  id: z.uuid(),
  personId: z.uuid(),
  laenge: z.number().int().min(0),
  dateiname: z.string(),
  idempotencyKey: z.string(),
  stapelId: z.uuid().nullable(),
  seiten: Blattseiten.nullable(),
  /** Set where the file stays closed: its parts are encrypted too, and its name and envelope lie in here. */
  siegel: z.object({ schluessel: z.string(), angaben: z.string() }).nullable().default(null),
  /** Set when all bytes were accepted or refused for good; only then the last byte counts. */
  ergebnis: EmpfangsErgebnis.nullable(),
});
export type Uebertragung = z.infer<typeof Uebertragung>;

/** The answer to an id that does not exist, has expired or belongs to somebody else. */
export const noSuchTransfer = (): NotFound =>
  new NotFound({
    code: 'uebertragung-unbekannt',
    message: 'There is no such upload; it has expired, or it belongs to somebody else.',
    clerkMessage: 'Diese Übertragung gibt es nicht mehr. Bitte laden Sie die Datei erneut hoch.',
  });

/** Bytes that differ from the checksum of their sender do not count. */
export interface Checksum {
  algorithm: 'sha1' | 'sha256';
  base64: string;
}

/** What turns the bytes of a file from a position on into those that are stored, and back; undefined: as they are. */
export type PartCipher = (
  facts: Uebertragung,
  at: number,
) => Promise<((bytes: Buffer) => Buffer) | undefined>;

const noCipher: PartCipher = async () => undefined;

/**
 * Parts of files below one folder: `<id>.teil` holds the bytes, its length is the offset; `<id>.json` says what they
 * are. Names are made here, never taken from outside. Several processes may share the folder: a late writer puts the
 * same bytes to the same place.
 */
export const openTransferStore = (folder: string, cipherOf: PartCipher = noCipher) => {
  const bytesOf = (id: string): string => join(folder, `${id}.teil`);
  const factsOf = (id: string): string => join(folder, `${id}.json`);

  const save = async (facts: Uebertragung): Promise<void> => {
    const fresh = join(folder, `${randomUUID()}.neu`);
    await writeFile(fresh, JSON.stringify(facts), { flush: true, mode: 0o640 });
    await rename(fresh, factsOf(facts.id));
    await syncFolder(folder);
  };

  /** @throws NotFound */
  const load = async (id: string): Promise<Uebertragung> => {
    const text = await readFile(factsOf(id), 'utf8').catch(() => {
      throw noSuchTransfer();
    });
    return Uebertragung.parse(JSON.parse(text));
  };

  /** How many bytes are here. */
  const offsetOf = async (facts: Uebertragung): Promise<number> =>
    facts.ergebnis === null ? (await stat(bytesOf(facts.id))).size : facts.laenge;

  const create = async (facts: Omit<Uebertragung, 'id' | 'ergebnis'>): Promise<Uebertragung> => {
    await makeDurableFolder(folder);
    const whole = { ...facts, id: randomUUID(), ergebnis: null };
    await writeFile(bytesOf(whole.id), '', { flush: true, mode: 0o640 });
    await save(whole);
    return whole;
  };

  /**
   * Writes a stream behind the bytes that are here and makes it durable; what came before an interruption stays.
   * Returns the new offset, or undefined when the checksum does not fit and nothing was kept.
   */
  const append = async (
    facts: Uebertragung,
    stream: Readable,
    checksum: Checksum | undefined,
  ): Promise<number | undefined> => {
    const file = await open(bytesOf(facts.id), 'r+');
    try {
      const start = (await file.stat()).size;
      const crypt = await cipherOf(facts, start);
      const hash = checksum === undefined ? undefined : createHash(checksum.algorithm);
      let at = start;
      let whole = true;
      try {
        for await (const piece of stream) {
          const bytes: Buffer = Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece));
          const fitting = bytes.subarray(0, facts.laenge - at);
          hash?.update(fitting);
          const stored = crypt?.(fitting) ?? fitting;
          for (let done = 0; done < stored.length; )
            done += (await file.write(stored, done, stored.length - done, at + done)).bytesWritten;
          at += fitting.length;
          if (fitting.length < bytes.length) break;
        }
      } catch (error) {
        // The connection broke; a failing disk is no such thing.
        if (error instanceof Error && 'syscall' in error && error.syscall === 'write') throw error;
        whole = false;
      }
      if (checksum !== undefined && (!whole || hash?.digest('base64') !== checksum.base64)) {
        await file.truncate(start);
        return whole ? undefined : start;
      }
      await file.datasync();
      return at;
    } finally {
      await file.close();
    }
  };

  /** Notes what became of the file; its bytes are in the store of originals by then, or were refused. */
  const finish = async (facts: Uebertragung, ergebnis: EmpfangsErgebnis): Promise<void> => {
    await save({ ...facts, ergebnis });
    await rm(bytesOf(facts.id), { force: true });
  };

  const remove = async (id: string): Promise<void> => {
    await rm(bytesOf(id), { force: true });
    await rm(factsOf(id), { force: true });
  };

  /** When nothing more was heard of it for so long, it is forgotten. */
  const touchedAt = async (id: string): Promise<number> => {
    const facts = await Promise.all(
      [bytesOf(id), factsOf(id)].map((path) => stat(path).catch(() => undefined)),
    );
    return Math.max(0, ...facts.map((one) => one?.mtimeMs ?? 0));
  };

  /** Removes what nobody has added to since `before`; returns how many files. */
  const sweep = async (before: Date): Promise<number> => {
    let removed = 0;
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      const id = name.replace(/\.(teil|json)$/, '');
      const touched =
        id === name ? (await stat(path).catch(() => undefined))?.mtimeMs : await touchedAt(id);
      if (touched === undefined || touched >= before.getTime()) continue;
      await rm(path, { force: true });
      removed += 1;
    }
    return removed;
  };

  return {
    create,
    load,
    offsetOf,
    append,
    finish,
    remove,
    touchedAt,
    sweep,
    read: async (facts: Uebertragung): Promise<Readable> => {
      const crypt = await cipherOf(facts, 0);
      const stored = createReadStream(bytesOf(facts.id));
      return crypt === undefined ? stored : Readable.from(decrypted(stored, crypt));
    },
  };
};

async function* decrypted(
  stored: Readable,
  crypt: (bytes: Buffer) => Buffer,
): AsyncGenerator<Buffer> {
  for await (const piece of stored) yield crypt(piece as Buffer);
}

export type TransferStore = ReturnType<typeof openTransferStore>;
