import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stationLoads } from '#betrieb/betrieb.repository.js';
import { germanDay, systemClock } from '#infrastructure/clock.js';
import { type Db, openDatabase, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import { projectRoot } from '#infrastructure/project-root.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import { createHotfolder, createReceiver } from '#posteingang/index.js';
import { testConfig } from '#test/support/own-app.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';

let database: TestDatabase;
let db: Db;
let dataDir: string;
let root: string;
let station: string;
const log = createLog({ level: 'silent' });

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, maxConnections: 4, log });
  dataDir = await mkdtemp(join(tmpdir(), 'poststelle-scanordner-'));
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

let rounds = 0;
beforeEach(async () => {
  rounds += 1;
  root = join(dataDir, `ordner-${rounds}`);
  station = join(root, 'Scanner 1');
  await mkdir(station, { recursive: true });
});

const open = async (hotfolder: Record<string, unknown> = {}) => {
  const config = testConfig({ dataDir, hotfolder: { settleSeconds: 0, ...hotfolder } });
  const blobs = await createFilesystemStore({ path: join(dataDir, 'blobs') });
  const receiver = createReceiver({ db, afterCommit: () => undefined });
  return createHotfolder({ db, blobs, config, clock: systemClock, receiver, root, log });
};

/** Takes a file at the first look or at the second, as with a rest of no seconds. */
const passTwice = async (hotfolder: { pass: () => Promise<void> }): Promise<void> => {
  await hotfolder.pass();
  await hotfolder.pass();
};

let made = 0;
const scan = (): Buffer => {
  made += 1;
  return Buffer.from(`%PDF-1.4\n% Schreiben ${made} ${rounds}\n%%EOF`);
};

const filed = async (): Promise<string[]> => {
  const days = await readdir(join(station, 'angenommen')).catch(() => []);
  const lists = await Promise.all(days.map((day) => readdir(join(station, 'angenommen', day))));
  return lists.flat().sort();
};

const lying = async (): Promise<string[]> =>
  (await readdir(station)).filter((name) => name !== 'angenommen' && name !== 'abgewiesen').sort();

const items = (dateiname: string) =>
  asSystem(db, (tx) =>
    rows(
      tx,
      sql<{ eingangsnummer: string; kanal: string }>`select eingangsnummer, kanal from posteingang
        where dateiname = ${dateiname}`,
    ),
  );

describe('the hot folder', () => {
  it('takes a file, moves it to angenommen and writes its Eingangsnummer beside it', async () => {
    await writeFile(join(station, 'brief-a.pdf'), scan());
    await passTwice(await open());
    const [item] = await items('brief-a.pdf');
    expect(item?.kanal).toBe('scan');
    expect(await filed()).toEqual(['brief-a.pdf', 'brief-a.pdf.eingangsnummer.txt']);
    const [day = ''] = await readdir(join(station, 'angenommen'));
    const receipt = join(station, 'angenommen', day, 'brief-a.pdf.eingangsnummer.txt');
    expect(await readFile(receipt, 'utf8')).toContain(`Eingangsnummer: ${item?.eingangsnummer}`);
    expect(await lying()).toEqual([]);
  });

  it('waits until a file rests, and passes over names of unfinished files', async () => {
    const hotfolder = await open({ settleSeconds: 1 });
    const path = join(station, 'wächst.pdf');
    await writeFile(path, '%PDF-1.4\n');
    await writeFile(join(station, 'halb.pdf.part'), '%PDF-1.4\n');
    await writeFile(join(station, '.verborgen.pdf'), '%PDF-1.4\n');
    await hotfolder.pass();
    await pause(700);
    await writeFile(path, scan());
    await hotfolder.pass();
    await pause(700);
    await hotfolder.pass();
    expect(await lying()).toContain('wächst.pdf');
    const [load] = await asSystem(db, stationLoads);
    expect(load).toMatchObject({ station: 'Scanner 1', wartend: 1 });
    await pause(700);
    await hotfolder.pass();
    expect(await lying()).toEqual(['.verborgen.pdf', 'halb.pdf.part']);
  });

  it('takes a file only with its marker when markers are agreed upon, and clears the marker away', async () => {
    const hotfolder = await open({ doneMarker: true });
    await writeFile(join(station, 'marke.pdf'), scan());
    await passTwice(hotfolder);
    expect(await lying()).toEqual(['marke.pdf']);
    await writeFile(join(station, 'marke.pdf.done'), '');
    await passTwice(hotfolder);
    expect(await lying()).toEqual([]);
  });

  it('sets a bad file aside with the reason, and the others go on', async () => {
    await writeFile(join(station, 'a-leer.pdf'), '');
    await writeFile(join(station, 'b-programm.pdf'), Buffer.from('MZ\u0000\u0001 kein Dokument'));
    await writeFile(join(station, 'c-gut.pdf'), scan());
    await passTwice(await open());
    expect((await readdir(join(station, 'abgewiesen'))).sort()).toEqual([
      'a-leer.pdf',
      'a-leer.pdf.grund.txt',
      'b-programm.pdf',
      'b-programm.pdf.grund.txt',
    ]);
    const reason = await readFile(join(station, 'abgewiesen', 'a-leer.pdf.grund.txt'), 'utf8');
    expect(reason).toContain('Die Datei ist leer');
    expect(await items('c-gut.pdf')).toHaveLength(1);
    expect(await lying()).toEqual([]);
  });

  it('follows no link, and the file behind it stays where it is', async () => {
    const secret = join(dataDir, `geheim-${rounds}.pdf`);
    await writeFile(secret, scan());
    await symlink(secret, join(station, 'verweis.pdf'));
    await passTwice(await open());
    expect(await items('verweis.pdf')).toEqual([]);
    expect(await readdir(join(station, 'abgewiesen'))).toContain('verweis.pdf.grund.txt');
    expect((await readFile(secret)).length).toBeGreaterThan(0);
  });

  it('copes with names that are no paths and no text', async () => {
    const latin1 = Buffer.concat([
      Buffer.from(`${station}/Geb`),
      Buffer.from([0xfc]),
      Buffer.from('hr.pdf'),
    ]);
    await writeFile(latin1, scan());
    await writeFile(join(station, 'x\\..\\..\\oben\u202efdp.pdf'), scan());
    await writeFile(join(station, `${'ä'.repeat(120)}.pdf`), scan());
    await passTwice(await open());
    expect(await items('Gebühr.pdf')).toHaveLength(1);
    expect(await items('obenfdp.pdf')).toHaveLength(1);
    expect(await lying()).toEqual([]);
    expect((await readdir(root)).sort()).toEqual(['Scanner 1']);
  });

  it('answers a file that is there already with its number', async () => {
    const bytes = scan();
    await writeFile(join(station, 'erst.pdf'), bytes);
    const hotfolder = await open();
    await passTwice(hotfolder);
    const [first] = await items('erst.pdf');
    await writeFile(join(station, 'erst.pdf'), bytes);
    await passTwice(hotfolder);
    expect(await filed()).toContain('erst (2).pdf');
    const [day = ''] = await readdir(join(station, 'angenommen'));
    const again = await readFile(
      join(station, 'angenommen', day, 'erst (2).pdf.eingangsnummer.txt'),
      'utf8',
    );
    expect(again).toContain(first?.eingangsnummer);
    expect(again).toContain('kein zweiter Eingang');
  });

  it('puts scans into the Stapel that is open at the station, fronts before backs', async () => {
    const [stapel] = await asSystem(db, (tx) =>
      rows(
        tx,
        sql<{ id: string }>`insert into stapel (bezeichnung, station, scanprofil, seitenmodus)
          values ('', 'Scanner 1', '', 'getrennt') returning id`,
      ),
    );
    const hotfolder = await open();
    await writeFile(join(station, '1.pdf'), scan());
    await passTwice(hotfolder);
    await writeFile(join(station, '2.pdf'), scan());
    await passTwice(hotfolder);
    const halves = await asSystem(db, (tx) =>
      rows(
        tx,
        sql`select h.seiten, h.dateiname from stapel_haelfte h join posteingang p on p.id = h.posteingang_id
          where p.stapel_id = ${stapel?.id ?? ''} order by h.seiten desc`,
      ),
    );
    expect(halves).toEqual([
      { seiten: 'vorderseiten', dateiname: '1.pdf' },
      { seiten: 'rueckseiten', dateiname: '2.pdf' },
    ]);
    await asSystem(db, (tx) => rows(tx, sql`update stapel set abgeschlossen_at = now()`));
  });

  it('makes a Stapel of each file where that is agreed upon, like the last one of the station', async () => {
    await asSystem(db, (tx) =>
      rows(
        tx,
        sql`insert into stapel (bezeichnung, station, scanprofil, seitenmodus, abgeschlossen_at)
          values ('gestern', 'Scanner 1', '300 dpi', 'beidseitig', now())`,
      ),
    );
    const hotfolder = await open({ ownStapel: true });
    await writeFile(join(station, 'stapel-a.pdf'), scan());
    await writeFile(join(station, 'stapel-leer.pdf'), '');
    await writeFile(join(station, 'stapel-b.pdf'), scan());
    await passTwice(hotfolder);
    const made = await asSystem(db, (tx) =>
      rows(
        tx,
        sql`select s.bezeichnung, s.scanprofil, s.seitenmodus, s.abgeschlossen_at is not null as zu, p.dateiname
          from stapel s left join posteingang p on p.stapel_id = s.id where s.von_selbst order by s.bezeichnung`,
      ),
    );
    const facts = { scanprofil: '300 dpi', seitenmodus: 'beidseitig', zu: true };
    expect(made).toEqual([
      { bezeichnung: 'stapel-a.pdf', ...facts, dateiname: 'stapel-a.pdf' },
      { bezeichnung: 'stapel-b.pdf', ...facts, dateiname: 'stapel-b.pdf' },
    ]);
  });

  it('removes accepted files when their days are over, and nothing else', async () => {
    const accepted = join(station, 'angenommen');
    const today = germanDay(systemClock.now());
    for (const folder of ['2026-01-05', today, 'Notizen']) {
      await mkdir(join(accepted, folder), { recursive: true });
      await writeFile(join(accepted, folder, 'brief.pdf'), scan());
    }
    await (await open({ keepAcceptedDays: 0 })).pass();
    expect((await readdir(accepted)).sort()).toEqual(['2026-01-05', today, 'Notizen'].sort());
    await (await open({ keepAcceptedDays: 30 })).pass();
    expect((await readdir(accepted)).sort()).toEqual([today, 'Notizen'].sort());
  });

  it('loses nothing and doubles nothing when it is killed again and again', async () => {
    const names = Array.from({ length: 16 }, (_, index) => `kill-${rounds}-${index}.pdf`);
    for (const name of names) await writeFile(join(station, name), scan());
    let kills = 0;
    for (let left = names.length; left > 0; left = (await lying()).length) {
      const child = spawn(
        process.execPath,
        [join(projectRoot(), 'dist/test/support/hotfolder-child.js'), database.url, dataDir, root],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      await once(child.stdout, 'data');
      // It has got somewhere, and is in the middle of one of the next files.
      while ((await lying()).length === left) await pause(5);
      await pause((kills * 7) % 40);
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      kills += 1;
    }
    expect(kills).toBeGreaterThan(1);
    const taken = await asSystem(db, (tx) =>
      rows(
        tx,
        sql<{ dateiname: string; eingangsnummer: string }>`select dateiname, eingangsnummer
          from posteingang where dateiname like ${`kill-${rounds}-%`}`,
      ),
    );
    expect(taken.map(({ dateiname }) => dateiname).sort()).toEqual([...names].sort());
    const [day = ''] = await readdir(join(station, 'angenommen'));
    for (const { dateiname, eingangsnummer } of taken) {
      const receipt = join(station, 'angenommen', day, `${dateiname}.eingangsnummer.txt`);
      expect(await readFile(receipt, 'utf8')).toContain(eingangsnummer);
    }
    expect((await filed()).filter((name) => name.endsWith('.pdf'))).toHaveLength(names.length);
  });
});
