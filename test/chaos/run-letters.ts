import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { projectRoot } from '#infrastructure/project-root.js';
import { askVersandstatus } from '#postausgang/index.js';
import { aPostausgang } from '#test/support/builders.js';
import { type Break, startCuttingProxy } from '#test/support/cutting-proxy.js';
import { aCase, type LetterOffice, openOffice } from '#test/support/letters.js';
import { startCups } from '#test/support/printers.js';
import { relayFaults, startRelay } from '#test/support/relay.js';
import { startSshd } from '#test/support/sshd.js';

/*
 * Letters over e-mail, IPP (a real CUPS) and SFTP (a real OpenSSH), with lines that break in a tenth of the connections
 * at any byte, and workers that are killed. It drives the dispatch with its own fence, not the stages before it.
 */

const leaseSeconds = 6;
const workers = 4;
const kanaele = ['email', 'ipp', 'sftp'] as const;

interface Line {
  id: string;
  kanal: (typeof kanaele)[number];
  zustand: string;
}

const isOver = ({ zustand }: Line): boolean => ['sent', 'unknown', 'failed'].includes(zustand);

/** Lets letters leave under faults and tells what arrived; `sentTwice`, `lost` and `leftUnflagged` must be 0. */
export const runLetters = async (options: { letters: number; kills: number; seed: number }) => {
  const { letters, kills, seed } = options;
  let state = seed;
  const random = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const breakWithin = (bytes: number) => (): Break | undefined =>
    random() < 0.1
      ? {
          after: Math.floor(random() * bytes),
          direction: random() < 0.5 ? 'to-server' : 'to-client',
        }
      : undefined;

  const relay = await startRelay();
  const faults = relayFaults.filter((fault) => fault !== 'none' && !fault.startsWith('no-'));
  relay.plan(
    Array.from({ length: letters * 4 }, () =>
      random() < 0.1 ? (faults[Math.floor(random() * faults.length)] ?? 'none') : 'none',
    ),
  );
  const cups = await startCups();
  const sshd = await startSshd();
  const ippLine = await startCuttingProxy(cups.port, breakWithin(2_000));
  const sftpLine = await startCuttingProxy(sshd.port, breakWithin(12_000));
  const settings = {
    smtpUrl: relay.url,
    dispatchLeaseSeconds: leaseSeconds,
    druckwege: {
      ippUrl: `ipp://127.0.0.1:${ippLine.port}/printers/poststelle`,
      sftpUrl: sshd.urlOf(sshd.folder, sftpLine.port),
      sftpHostKey: sshd.hostKey,
      sftpKeyFile: sshd.keyFile,
    },
  };
  const office: LetterOffice = await openOffice(settings);

  const makeLetters = async (): Promise<void> => {
    const vorgang = await aCase(office, { email: 'jana@example.org' });
    const authorId = office.author.id;
    const empfaenger = {
      ...{ name: 'Jens Hartwig', zusatz: '', strasse: 'Gartenstraße 4', plz: '05110' },
      ...{ ort: 'Lohwerda', land: '', email: 'jens.hartwig@example.org' },
    };
    for (let number = 0; number < letters; number += 1) {
      const kanal = kanaele[number % kanaele.length] ?? 'email';
      const id = await aPostausgang(office.db, { vorgangId: vorgang.id, authorId, empfaenger });
      const { sha256, size } = await office.deps.blobs.write(
        Buffer.from(`%PDF-1.7\n%letter ${id}\n%%EOF\n`),
      );
      await asSystem(office.db, (tx) =>
        rows(
          tx,
          sql`update postausgang set zustand = 'queued', kanal = ${kanal}, rendition_sha256 = ${sha256},
                rendition_size = ${size}, seitenzahl = 1, briefdatum = '2026-11-23',
                message_id = ${office.deps.messageIds.of(id)} where id = ${id}`,
        ),
      );
    }
  };

  const children: ChildProcess[] = [];
  const startWorker = (): void => {
    const file = join(projectRoot(), 'dist/test/support/letters-child.js');
    children.push(
      fork(file, [office.app.url, office.folder, JSON.stringify(settings)], { stdio: 'ignore' }),
    );
  };
  const kill = async (child: ChildProcess): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };

  const read = (): Promise<Line[]> =>
    asSystem(office.db, (tx) => rows<Line>(tx, sql`select id, kanal, zustand from postausgang`));

  /** What the keeper does, with pauses that a test can wait for. */
  const keep = async (): Promise<void> => {
    await office.recover().catch(() => undefined);
    await asSystem(office.db, (tx) =>
      rows(
        tx,
        sql`update postausgang set naechster_versuch_at = least(naechster_versuch_at, now() + interval '1 second'),
              naechste_statusfrage_at = case when zustand = 'unknown' then now() end
            where naechster_versuch_at is not null or zustand in ('unknown', 'sent')`,
      ),
    );
    await askVersandstatus(office.deps);
  };

  await makeLetters();
  const startedAt = performance.now();
  for (let index = 0; index < workers; index += 1) startWorker();
  let killed = 0;
  let quiet = 0;
  while (quiet < 5) {
    await pause(500);
    await keep();
    const lines = await read();
    const open = lines.filter((line) => !isOver(line)).length;
    // The kills are spread over the whole run.
    const due = Math.ceil(((letters - open) / letters) * kills * 1.2);
    while (killed < Math.min(kills, due)) {
      const child = children.splice(Math.floor(random() * children.length), 1)[0];
      if (child === undefined) break;
      await kill(child);
      killed += 1;
      startWorker();
      await pause(700);
    }
    quiet = open === 0 ? quiet + 1 : 0;
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  for (const child of children) await kill(child);
  await pause(3_000);

  const printed = Buffer.concat(await cups.printed()).toString('latin1');
  const files = await readdir(sshd.folder);
  const taken = relay.takenIds();
  const timesOf = ({ id, kanal }: Line): number => {
    if (kanal === 'ipp') return printed.split(`%letter ${id}`).length - 1;
    if (kanal === 'sftp') return files.filter((name) => name.endsWith(`${id}.pdf`)).length;
    return taken.filter((one) => one === office.deps.messageIds.of(id)).length;
  };
  const lines = await read();
  const count = (keeps: (line: Line) => boolean): number => lines.filter(keeps).length;
  const byWay = Object.fromEntries(
    kanaele.map((kanal) => [
      kanal,
      {
        sent: count((line) => line.kanal === kanal && line.zustand === 'sent'),
        unknown: count((line) => line.kanal === kanal && line.zustand === 'unknown'),
        failed: count((line) => line.kanal === kanal && line.zustand === 'failed'),
      },
    ]),
  );
  const figures = {
    letters: lines.length,
    kills: killed,
    seed,
    sentTwice: count((line) => timesOf(line) > 1),
    lost: count((line) => line.zustand === 'sent' && timesOf(line) === 0),
    leftUnflagged: count(
      (line) => line.zustand !== 'sent' && line.zustand !== 'unknown' && timesOf(line) > 0,
    ),
    byWay,
    seconds: Math.round(seconds),
    load: loadavg()[0]?.toFixed(1),
  };
  await office.close();
  await Promise.all([ippLine.close(), sftpLine.close(), relay.close()]);
  await cups.stop();
  await sshd.stop();
  return figures;
};
