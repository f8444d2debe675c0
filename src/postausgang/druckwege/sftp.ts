import { createHash } from 'node:crypto';
import { DependencyDown } from '#errors.js';
import type { Clock } from '#infrastructure/clock.js';
import { isNoSuchFile, type Sftp, type SftpSession } from '#infrastructure/sftp.js';
import type { Status } from '../channels/channel.js';
import type { Versandende } from '../versand.repository.js';
import {
  type Druckauftrag,
  type Druckdatei,
  type Druckspur,
  type Druckweg,
  pdfOf,
} from './druckweg.js';
import { type Rueckzeile, readRueckliste, toMeldung } from './rueckliste.js';

export interface SftpWegDeps {
  sftp: Sftp;
  /** Folder at the print service for new files. */
  folder: string;
  /** Folder with its return lists; undefined where it gives none. */
  returnFolder: string | undefined;
  /** After so many hours a letter that no list names is flagged. */
  returnHours: number;
  clock: Clock;
}

/** Return lists are asked for all letters at once, so they are kept for a moment. */
const listsKeptMs = 4_000;

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Hash of a file at the other side; undefined when it is not there. */
const hashOfRemote = async (session: SftpSession, path: string): Promise<string | undefined> => {
  try {
    const bytes = await session.get(path);
    return Buffer.isBuffer(bytes) ? hashOf(bytes) : undefined;
  } catch (error) {
    if (isNoSuchFile(error)) return undefined;
    throw error;
  }
};

const partOf = (path: string, attempt: number): string => `${path}.${attempt}.part`;

/** Uploads under a name that nobody takes, and makes sure that all of it has arrived. */
const putPart = async (
  session: SftpSession,
  target: { path: string; attempt: number },
  bytes: Buffer,
): Promise<string> => {
  const part = partOf(target.path, target.attempt);
  await session.put(bytes, part);
  const { size } = await session.stat(part);
  if (size !== bytes.length) throw new Error('the print service has not stored the whole file');
  return part;
};

const putBeside = async (
  session: SftpSession,
  target: { path: string; attempt: number },
  bytes: Buffer,
): Promise<void> => {
  const part = await putPart(session, target, bytes);
  await session.delete(target.path, true);
  await session.rename(part, target.path);
};

const handedOver = (auftrag: Druckauftrag, pdf: Druckdatei, before: boolean): Versandende => ({
  ergebnis: 'sent',
  antwort: pdf.name,
  fremdkennung: pdf.name,
  nachweis: {
    art: 'spool',
    text: before
      ? `Die Druckdatei ${pdf.name} lag bereits vollständig beim Druckdienstleister.`
      : `Die Druckdatei ${pdf.name} liegt vollständig beim Druckdienstleister (SHA-256 ${auftrag.sha256}).`,
  },
});

const conflict = (pdf: Druckdatei): Versandende => ({
  ergebnis: 'failed',
  antwort: pdf.name,
  fehler: {
    code: 'druckdatei-abweichend',
    text: 'Beim Druckdienstleister liegt unter dem Namen dieses Schreibens eine andere Datei. Bitte dort nachfragen.',
  },
});

const notHandedOver = (error: unknown): Versandende => {
  const foreign = error instanceof DependencyDown && error.code === 'sftp-host-key';
  return {
    ergebnis: 'retry',
    antwort: error instanceof Error ? error.message : '',
    fehler: foreign
      ? {
          code: 'druckdienst-fremder-schluessel',
          text: 'Der Server des Druckdienstleisters weist sich mit einem anderen Schlüssel aus als vereinbart; es wurde nichts übergeben. Bitte beim Dienstleister nachfragen, ob sich der Schlüssel geändert hat.',
        }
      : {
          code: 'druckdienst-nicht-erreichbar',
          text: 'Der Druckdienstleister ist nicht erreichbar oder nimmt nichts an; es wurde nichts übergeben.',
        },
  };
};

/** Reads the return lists, each version of a file once. */
const createRuecklisten = ({ sftp, returnFolder, clock }: SftpWegDeps) => {
  const known = new Map<string, Rueckzeile[]>();
  let last: { at: number; lines: Promise<Rueckzeile[]> } | undefined;

  const read = (signal?: AbortSignal): Promise<Rueckzeile[]> =>
    sftp(async (session) => {
      const folder = returnFolder ?? '';
      const files = (await session.list(folder)).filter(
        ({ name, type }) => type === '-' && /\.(csv|json)$/i.test(name),
      );
      for (const { name, size, modifyTime } of files) {
        const key = `${name} ${size} ${modifyTime}`;
        if (known.has(key)) continue;
        const bytes = await session.get(`${folder}/${name}`);
        known.set(key, Buffer.isBuffer(bytes) ? readRueckliste(name, bytes.toString('utf8')) : []);
      }
      return [...known.values()].flat();
    }, signal);

  return async (name: string, signal?: AbortSignal): Promise<Rueckzeile[]> => {
    if (returnFolder === undefined) return [];
    const now = clock.now().getTime();
    if (last === undefined || now - last.at > listsKeptMs) {
      last = { at: now, lines: read(signal) };
      // A failure is not kept.
      last.lines.catch(() => {
        last = undefined;
      });
    }
    return (await last.lines).filter(({ datei }) => datei === `${name}.pdf` || datei === name);
  };
};

/**
 * A print service that takes files by SFTP. As in the print folder the name is that of the order and the rename is the
 * point of no return; nothing partial is ever visible under a name that the service takes.
 */
export const createSftpWeg = (deps: SftpWegDeps): Druckweg => {
  const { sftp, folder, clock } = deps;
  const linesOf = createRuecklisten(deps);
  const pathOf = (name: string): string => `${folder}/${name}`;

  /** Everything beside the PDF, and a whole `.part` of the PDF. */
  const prepare = async (session: SftpSession, auftrag: Druckauftrag): Promise<string> => {
    const pdf = pdfOf(auftrag);
    const { attempt } = auftrag;
    for (const datei of auftrag.dateien) {
      if (datei !== pdf)
        await putBeside(session, { path: pathOf(datei.name), attempt }, datei.bytes);
    }
    return putPart(session, { path: pathOf(pdf.name), attempt }, pdf.bytes);
  };

  const deliver: Druckweg['deliver'] = async (auftrag, { commit, signal }) => {
    const pdf = pdfOf(auftrag);
    const path = pathOf(pdf.name);
    let committed = false;
    try {
      return await sftp(async (session) => {
        const before = await hashOfRemote(session, path);
        if (before !== undefined && before !== auftrag.sha256) return conflict(pdf);
        const part = before === undefined ? await prepare(session, auftrag) : undefined;
        committed = true;
        await commit(pdf.name);
        if (part !== undefined) await session.rename(part, path);
        return handedOver(auftrag, pdf, before !== undefined);
      }, signal);
    } catch (error) {
      if (committed) throw error;
      return notHandedOver(error);
    }
  };

  const findEvidence: Druckweg['findEvidence'] = async (spur) => {
    const file = `${spur.name}.pdf`;
    const path = pathOf(file);
    const there = await sftp(async (session) => {
      const found = await hashOfRemote(session, path);
      if (found !== undefined) return found === spur.sha256 ? 'whole' : 'foreign';
      try {
        // Whoever takes the prepared file away can be sure that nobody gives it its name any more.
        await session.delete(partOf(path, spur.attempt));
        return 'withdrawn';
      } catch (error) {
        if (isNoSuchFile(error)) return 'nothing';
        throw error;
      }
    });
    const evidence = (text: string) => ({ art: 'abgleich' as const, text });
    if (there === 'whole') {
      const text = `Nach einer Unterbrechung lag die Druckdatei ${file} vollständig und mit richtiger Prüfsumme beim Druckdienstleister.`;
      return { hinausgegangen: true, nachweis: evidence(text), fremdkennung: file };
    }
    if (there === 'withdrawn') {
      const text = `Nach einer Unterbrechung lag die Druckdatei ${file} noch unter ihrem vorläufigen Namen beim Druckdienstleister; sie wurde entfernt.`;
      return { hinausgegangen: false, nachweis: evidence(text) };
    }
    const [line] = await linesOf(spur.name);
    if (line === undefined) return undefined;
    const text = `Die Rückmeldeliste des Druckdienstleisters nennt die Druckdatei ${file} (${line.art}).`;
    return { hinausgegangen: true, nachweis: evidence(text), fremdkennung: file };
  };

  const status = async (spur: Druckspur, signal: AbortSignal): Promise<Status> => {
    const meldungen = (await linesOf(spur.name, signal)).map(toMeldung);
    const endgueltig = meldungen.some(({ art }) => art === 'eingeliefert' || art === 'abgelehnt');
    const hours = (clock.now().getTime() - (spur.sentAt?.getTime() ?? Infinity)) / 3_600_000;
    if (meldungen.length > 0 || hours < deps.returnHours) return { meldungen, endgueltig };
    const text = `Der Druckdienstleister hat das Schreiben nach ${deps.returnHours} Stunden noch in keiner Rückmeldeliste genannt. Bitte dort nachfragen.`;
    return {
      meldungen: [{ art: 'hinweis', schluessel: 'fehlt', text, roh: '' }],
      endgueltig: false,
    };
  };

  return {
    art: 'sftp',
    deliver,
    findEvidence,
    ...(deps.returnFolder === undefined ? {} : { status }),
    probe: async (signal) => {
      try {
        await sftp((session) => session.list(folder === '' ? '/' : folder), signal);
        return { erreichbar: true, text: 'Der Druckdienstleister ist erreichbar.' };
      } catch (error) {
        const why = error instanceof Error ? error.message : '';
        return { erreichbar: false, text: `Der Druckdienstleister ist nicht erreichbar: ${why}` };
      }
    },
  };
};
