import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { system } from '#audit/index.js';
import { InvalidInput } from '#errors.js';
import { germanDay } from '#infrastructure/clock.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Log } from '#infrastructure/log.js';
import { makeDurableFolder } from '#infrastructure/storage/durable-folder.js';
import { hasCode } from '#infrastructure/storage/faults.js';
import { lane } from '#pipeline/store.js';
import {
  closeOwnStapel,
  forgetOtherStations,
  saveStationPass,
  targetAtStation,
} from './hotfolder.repository.js';
import {
  type Found,
  isUnchanged,
  listFolder,
  markerOf,
  noteSealed,
  openFound,
  putAway,
  shred,
} from './hotfolder-files.js';
import { forgetAccepted } from './hotfolder-retention.js';
import type { FileFacts, IntakeDeps } from './intake.js';
import { createFileIntake, type FileAccepted, type MboxTally } from './mbox-intake.js';

const accepted = 'angenommen';
const refused = 'abgewiesen';

const specialFile = (): InvalidInput =>
  new InvalidInput({
    code: 'keine-datei',
    message: 'A link, pipe or device lies in the hot folder; only plain files are taken.',
    clerkMessage:
      'Verknüpfungen und besondere Dateien werden nicht angenommen, nur die Datei selbst.',
  });

const stillWritten = (): InvalidInput =>
  new InvalidInput({ code: 'upload-aborted', message: 'The file changed while it was read.' });

/** Codes of a file that cannot be had; the others go on, and the file stays. */
const unreadable = ['EACCES', 'EPERM', 'EBUSY', 'EIO', 'ENXIO'];

const receipt = (file: Found, one: FileAccepted): string =>
  one.nachrichten === undefined ? receiptOfOne(file, one) : receiptOfMbox(file, one.nachrichten);

const receiptOfMbox = (file: Found, { gezaehlt, ...of }: MboxTally): string =>
  `${file.name}\r\n${gezaehlt} Nachrichten: ${of.angenommen} angenommen, ${of.doppelt} lagen bereits vor, ${of.abgewiesen} abgewiesen.`;

const receiptOfOne = (file: Found, one: FileAccepted): string =>
  one.outcome === 'accepted'
    ? `${file.name}\r\nEingangsnummer: ${one.eingangsnummer}`
    : `${file.name}\r\nEingangsnummer: ${one.eingangsnummer}\r\nDiese Datei lag unter dieser Nummer bereits vor; es wurde kein zweiter Eingang angelegt.`;

/** What is remembered of a file between two passes. */
interface Seen {
  print: string;
  since: number;
  /** Set when it was accepted and only lies in the way. */
  done?: FileAccepted;
}

interface Tally {
  wartend: number;
  aelteste: number | undefined;
  angenommen: number;
  abgewiesen: number;
  unlesbar: number;
}

/**
 * The folder `hotfolder.path`: each folder in it is a station. A file is taken when it has not changed for a while,
 * accepted like an upload, and moved to `angenommen` only after the commit, with its Eingangsnummer in a text beside
 * it. What cannot be accepted goes to `abgewiesen` with the reason; the others go on. A crash anywhere leaves the
 * file where it is, and the next pass recognises its bytes.
 */
export const createHotfolder = (deps: IntakeDeps & { root: string; log: Log }) => {
  const { root, log, clock, db } = deps;
  const { settleSeconds, doneMarker, keepAcceptedDays, ownStapel } = deps.config.hotfolder;
  const intake = createFileIntake(deps);
  const seen = new Map<string, Seen>();

  const keyOf = (station: string, file: Found): string =>
    `${station}/${file.raw.toString('latin1')}`;

  /** Whether the file has rested long enough, by the clock of this process and nobody else's. */
  const hasSettled = (key: string, file: Found, names: ReadonlySet<string>): boolean => {
    const before = seen.get(key);
    if (before?.print !== file.print) {
      seen.set(key, { print: file.print, since: performance.now() });
      return settleSeconds === 0 && (!doneMarker || names.has(markerOf(file)));
    }
    if (doneMarker && !names.has(markerOf(file))) return false;
    return performance.now() - before.since >= settleSeconds * 1_000;
  };

  const factsOf = async (station: string, file: Found): Promise<FileFacts> => {
    const verschluss = await intake.verschluss.decide({ eingangsort: station });
    return { ...(await plainFactsOf(station, file, verschluss !== undefined)), verschluss };
  };

  const plainFactsOf = async (
    station: string,
    file: Found,
    sealed: boolean,
  ): Promise<FileFacts> => ({
    dateiname: file.name,
    kanal: 'scan',
    idempotencyScope: `scanordner:${station}`,
    idempotencyKey: undefined,
    actor: system,
    receivedBy: null,
    fairnessKey: `scanordner:${station}`,
    lane: lane.interactive,
    // A sealed file belongs to no Stapel: the sheets of a Stapel are counted by opening it.
    stapel: sealed
      ? undefined
      : await asSystem(db, (tx) => targetAtStation(tx, station, ownStapel ? file.name : undefined)),
  });

  const accept = async (file: Found, facts: FileFacts): Promise<FileAccepted | undefined> => {
    if (!file.stats.isFile()) throw specialFile();
    const handle = await openFound(file);
    if (handle === undefined) return undefined;
    try {
      return await intake.takeIn(handle.createReadStream({ autoClose: false }), {
        ...facts,
        isSound: async (size) => {
          if (size !== file.stats.size || !(await isUnchanged(file, handle))) throw stillWritten();
        },
      });
    } finally {
      await handle.close();
    }
  };

  /** What stays closed does not stay in the folder either. */
  const putAwaySealed = async (station: string, file: Found, one: FileAccepted): Promise<void> => {
    const folder = join(root, station, accepted, germanDay(clock.now()));
    await noteSealed(folder, one.eingangsnummer);
    await shred(file);
  };

  const refuse = async (station: string, file: Found, error: InvalidInput): Promise<void> => {
    await intake.noteRefusal(error, {
      dateiname: file.name,
      kanal: 'scan',
      actor: system,
      receivedBy: null,
    });
    await putAway(file, join(root, station, refused), {
      ending: '.grund.txt',
      text: `${file.name}\r\nNicht angenommen: ${error.clerkMessage}`,
    });
  };

  /** Takes one file that has settled. */
  const take = async (station: string, file: Found, tally: Tally): Promise<void> => {
    const key = keyOf(station, file);
    try {
      const known = seen.get(key)?.done;
      const facts = await factsOf(station, file);
      const one = known ?? (await accept(file, facts));
      if (one === undefined) return;
      if (known === undefined) tally.angenommen += 1;
      if (ownStapel) await asSystem(db, (tx) => closeOwnStapel(tx, station));
      seen.set(key, { print: file.print, since: performance.now(), done: one });
      if (facts.verschluss !== undefined) await putAwaySealed(station, file, one);
      else
        await putAway(file, join(root, station, accepted, germanDay(clock.now())), {
          ending: '.eingangsnummer.txt',
          text: receipt(file, one),
        });
      seen.delete(key);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      // It is being written to again: it starts to settle anew.
      if (error.code === 'upload-aborted') seen.delete(key);
      else {
        await refuse(station, file, error);
        if (ownStapel) await asSystem(db, (tx) => closeOwnStapel(tx, station));
        tally.abgewiesen += 1;
      }
    }
  };

  const wait = (file: Found, tally: Tally): void => {
    tally.wartend += 1;
    // The change time is set by the file server when the file arrives, whatever date the scanner gives it.
    tally.aelteste = Math.min(tally.aelteste ?? Number.POSITIVE_INFINITY, file.stats.ctimeMs);
  };

  const passStation = async (station: string): Promise<void> => {
    const tally: Tally = {
      wartend: 0,
      aelteste: undefined,
      angenommen: 0,
      abgewiesen: 0,
      unlesbar: 0,
    };
    let fault: unknown;
    const { found, names } = await listFolder(join(root, station));
    for (const file of found) {
      const special = !file.stats.isFile();
      if (fault !== undefined || (!special && !hasSettled(keyOf(station, file), file, names))) {
        wait(file, tally);
        continue;
      }
      try {
        await take(station, file, tally);
      } catch (error) {
        wait(file, tally);
        if (unreadable.some((code) => hasCode(error, code))) {
          tally.unlesbar += 1;
          log.warn({ err: error, station }, 'a file of the hot folder cannot be read or moved');
        } else fault = error;
      }
    }
    await asSystem(db, (tx) =>
      saveStationPass(tx, {
        station,
        wartend: tally.wartend,
        aeltesteSeit: tally.aelteste === undefined ? null : new Date(tally.aelteste),
        angenommen: tally.angenommen,
        abgewiesen: tally.abgewiesen,
        stoerung: faultText(tally, fault),
      }),
    );
    // Not the fault of a file: the database or the disk. The keeper notes it and comes back.
    if (fault !== undefined) throw fault;
  };

  const stations = async (): Promise<string[]> => {
    await makeDurableFolder(root);
    const entries = await readdir(root, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort();
  };

  const forgetGone = (present: readonly string[]): void => {
    for (const key of seen.keys()) {
      if (!present.some((station) => key.startsWith(`${station}/`))) seen.delete(key);
    }
  };

  let forgottenOn = '';
  /** Once a day: accepted files whose time is over. */
  const forgetOld = async (present: readonly string[]): Promise<void> => {
    const now = clock.now();
    const today = germanDay(now);
    if (forgottenOn === today) return;
    for (const station of present) {
      const removed = await forgetAccepted(join(root, station, accepted), {
        days: keepAcceptedDays,
        now,
      });
      if (removed > 0) log.info({ station, days: removed }, 'accepted files were removed');
    }
    forgottenOn = today;
  };

  /** One look at all stations; a fault of one does not keep the others from being looked at. */
  const pass = async (): Promise<void> => {
    const present = await stations();
    forgetGone(present);
    const faults: unknown[] = [];
    await forgetOld(present).catch((error: unknown) => faults.push(error));
    for (const station of present)
      await passStation(station).catch((error: unknown) => faults.push(error));
    await asSystem(db, (tx) => forgetOtherStations(tx, present));
    if (faults.length > 0) throw faults[0];
  };

  return { pass };
};

const faultText = (tally: Tally, fault: unknown): string => {
  if (fault !== undefined)
    return 'Es kann gerade nichts angenommen werden; die Dateien bleiben liegen und werden von selbst wieder versucht.';
  if (tally.unlesbar === 0) return '';
  return `${tally.unlesbar === 1 ? 'Eine Datei lässt' : `${tally.unlesbar} Dateien lassen`} sich nicht lesen oder verschieben. Bitte die Rechte des Ordners prüfen.`;
};
