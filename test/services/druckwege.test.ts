import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { createIpp } from '#infrastructure/ipp/client.js';
import { createSftp } from '#infrastructure/sftp.js';
import type { Uebergabe } from '#postausgang/channels/channel.js';
import type { Druckauftrag, Druckspur, Druckweg } from '#postausgang/druckwege/druckweg.js';
import { createIppWeg } from '#postausgang/druckwege/ipp.js';
import { createSftpWeg } from '#postausgang/druckwege/sftp.js';
import { type CuttingProxy, startCuttingProxy } from '#test/support/cutting-proxy.js';
import { afternoon } from '#test/support/letters.js';
import { needsProgram } from '#test/support/needs.js';
import { type Printer, startCups, startReferencePrinter } from '#test/support/printers.js';
import { type Sshd, startSshd } from '#test/support/sshd.js';

const anAuftrag = (given: { kilobytes?: number; attempt?: number } = {}): Druckauftrag => {
  const id = randomUUID();
  const name = `2026-11-23_${id}`;
  const bytes = Buffer.concat([
    Buffer.from('%PDF-1.7\n'),
    Buffer.alloc((given.kilobytes ?? 8) * 1024, id),
    Buffer.from('\n%%EOF\n'),
  ]);
  return {
    id,
    attempt: given.attempt ?? 1,
    name,
    titel: 'Schreiben 32-1',
    dateien: [
      { name: `${name}.json`, mediaType: 'application/json', bytes: Buffer.from('{}') },
      { name: `${name}.pdf`, mediaType: 'application/pdf', bytes },
    ],
    sha256: createHash('sha256').update(bytes).digest('hex'),
    seiten: 2,
    duplex: true,
  };
};

const bytesOf = (auftrag: Druckauftrag): Buffer => auftrag.dateien[1]?.bytes ?? Buffer.alloc(0);

/** A handing over whose commit remembers what it was told. */
const anUebergabe = (atCommit: () => void = () => undefined) => {
  const told: (string | undefined)[] = [];
  const uebergabe: Uebergabe = {
    commit: async (fremdkennung) => {
      told.push(fremdkennung);
      atCommit();
    },
    signal: AbortSignal.timeout(30_000),
  };
  return { uebergabe, told };
};

const spurOf = (auftrag: Druckauftrag, fremdkennung: string | undefined): Druckspur => ({
  id: auftrag.id,
  attempt: auftrag.attempt,
  name: auftrag.name,
  sha256: auftrag.sha256,
  fremdkennung: fremdkennung ?? null,
  sentAt: afternoon.now(),
});

const ippWegTo = (url: string): Druckweg =>
  createIppWeg({ ipp: createIpp({ url, timeoutMs: 5_000 }), optionen: { duplex: true } });

/** Asks until the printer is done with it. */
const finalStatus = async (weg: Druckweg, spur: Druckspur) => {
  for (;;) {
    const status = await weg.status?.(spur, AbortSignal.timeout(5_000));
    if (status === undefined || status.endgueltig) return status;
    await pause(100);
  }
};

const printers = [
  {
    name: 'the reference printer',
    program: 'ippeveprinter',
    apt: 'cups-ipp-utils avahi-daemon dbus',
    start: startReferencePrinter,
    path: '/ipp/print',
  },
  {
    name: 'a queue of CUPS',
    program: 'cupsd',
    apt: 'cups',
    start: startCups,
    path: '/printers/poststelle',
  },
] as const;

describe.each(printers)('$name', ({ program, apt, start, path }) => {
  let printer: Printer | undefined;
  let proxy: CuttingProxy | undefined;

  const opened = async (
    context: TestContext,
  ): Promise<{ printer: Printer; proxy: CuttingProxy }> => {
    needsProgram(context, program, apt);
    if (program === 'ippeveprinter' && userInfo().uid !== 0)
      context.skip('the name service that the reference printer asks for starts as root only');
    printer ??= await start();
    proxy ??= await startCuttingProxy(printer.port);
    return { printer, proxy };
  };
  const viaProxy = (port: number): Druckweg => ippWegTo(`ipp://127.0.0.1:${port}${path}`);
  afterAll(async () => {
    await proxy?.close();
    await printer?.stop();
  });

  it('prints the bytes of the letter and says so in the end', async (context) => {
    const given = await opened(context);
    const weg = ippWegTo(given.printer.url);
    const auftrag = anAuftrag();
    const { uebergabe, told } = anUebergabe();
    const ende = await weg.deliver(auftrag, uebergabe);
    expect(ende).toMatchObject({ ergebnis: 'sent', fremdkennung: expect.stringMatching(/^\d+$/) });
    expect(told).toEqual([ende.fremdkennung]);
    const status = await finalStatus(weg, spurOf(auftrag, ende.fremdkennung));
    expect(status?.meldungen.map(({ art }) => art)).toEqual(['gedruckt']);
    const printed = await given.printer.printed();
    expect(printed.some((bytes) => bytes.equals(bytesOf(auftrag)))).toBe(true);
  });

  it('is asked for the job when the connection broke after its pages, and has it', async (context) => {
    const given = await opened(context);
    const auftrag = anAuftrag();
    const { uebergabe, told } = anUebergabe(() => given.proxy.cutAnswers(1));
    const weg = viaProxy(given.proxy.port);
    await expect(weg.deliver(auftrag, uebergabe)).rejects.toMatchObject({
      code: 'printer-unreachable',
    });
    const spur = spurOf(auftrag, told[0]);
    expect(await weg.findEvidence(spur)).toMatchObject({ hinausgegangen: true });
    expect((await finalStatus(weg, spur))?.meldungen.map(({ art }) => art)).toEqual(['gedruckt']);
  });

  it('proves that nothing was printed when the connection broke before the pages', async (context) => {
    const given = await opened(context);
    const auftrag = anAuftrag();
    const { uebergabe, told } = anUebergabe(() => given.proxy.refuse(1));
    const weg = viaProxy(given.proxy.port);
    await expect(weg.deliver(auftrag, uebergabe)).rejects.toThrow();
    expect(await weg.findEvidence(spurOf(auftrag, told[0]))).toMatchObject({
      hinausgegangen: false,
    });
    const printed = Buffer.concat(await given.printer.printed());
    expect(printed.includes(auftrag.id)).toBe(false);
  });

  it('gets nothing when the letter was lost to another worker before the commit', async (context) => {
    const given = await opened(context);
    const auftrag = anAuftrag();
    const lost = new Error('lost');
    const uebergabe: Uebergabe = {
      commit: () => Promise.reject(lost),
      signal: AbortSignal.timeout(10_000),
    };
    await expect(ippWegTo(given.printer.url).deliver(auftrag, uebergabe)).rejects.toBe(lost);
    expect(Buffer.concat(await given.printer.printed()).includes(auftrag.id)).toBe(false);
  });

  it('is not there: nothing has left, and it is tried again', async (context) => {
    const given = await opened(context);
    given.proxy.refuse(1);
    const { uebergabe, told } = anUebergabe();
    const ende = await viaProxy(given.proxy.port).deliver(anAuftrag(), uebergabe);
    expect(ende).toMatchObject({ ergebnis: 'retry', fehler: { code: 'drucker-nicht-bereit' } });
    expect(told).toEqual([]);
  });
});

describe('a print service with OpenSSH', () => {
  let sshd: Sshd;
  let proxy: CuttingProxy;
  beforeAll(async () => {
    sshd = await startSshd();
    proxy = await startCuttingProxy(sshd.port);
  });
  afterAll(async () => {
    await proxy.close();
    await sshd.stop();
  });

  const wegTo = (given: { port?: number; hostKey?: string; server?: Sshd } = {}): Druckweg => {
    const server = given.server ?? sshd;
    return createSftpWeg({
      sftp: createSftp({
        url: server.urlOf(server.folder, given.port),
        hostKey: given.hostKey ?? server.hostKey,
        privateKey: server.privateKey,
        totalTimeoutMs: 10_000,
      }),
      folder: server.folder,
      returnFolder: server.returnFolder,
      returnHours: 72,
      clock: afternoon,
    });
  };
  const namesOf = async (auftrag: Druckauftrag): Promise<string[]> =>
    (await readdir(sshd.folder)).filter((name) => name.includes(auftrag.id)).sort();

  it('gets whole files with their manifest, and nothing else is left', async () => {
    const auftrag = anAuftrag();
    const { uebergabe, told } = anUebergabe();
    expect(await wegTo().deliver(auftrag, uebergabe)).toMatchObject({ ergebnis: 'sent' });
    expect(told).toEqual([`${auftrag.name}.pdf`]);
    expect(await namesOf(auftrag)).toEqual([`${auftrag.name}.json`, `${auftrag.name}.pdf`]);
    const stored = await readFile(join(sshd.folder, `${auftrag.name}.pdf`));
    expect(stored.equals(bytesOf(auftrag))).toBe(true);
  });

  it('sees no second file when a letter is handed over again', async () => {
    const auftrag = anAuftrag();
    await wegTo().deliver(auftrag, anUebergabe().uebergabe);
    const again = await wegTo().deliver({ ...auftrag, attempt: 2 }, anUebergabe().uebergabe);
    expect(again.nachweis?.text).toContain('lag bereits');
    expect(await namesOf(auftrag)).toHaveLength(2);
  });

  it('is refused with another host key, in words, before anything is handed over', async () => {
    const auftrag = anAuftrag();
    const other = `SHA256:${'A'.repeat(43)}`;
    const { uebergabe, told } = anUebergabe();
    const ende = await wegTo({ hostKey: other }).deliver(auftrag, uebergabe);
    expect(ende).toMatchObject({
      ergebnis: 'retry',
      fehler: { code: 'druckdienst-fremder-schluessel' },
    });
    expect(told).toEqual([]);
    expect(await namesOf(auftrag)).toEqual([]);
    const probe = await wegTo({ hostKey: other }).probe(AbortSignal.timeout(10_000));
    expect(probe.erreichbar).toBe(false);
    expect(probe.text).toContain(sshd.hostKey);
  });

  it('shows no file under its name when the connection breaks in the middle of it', async () => {
    const auftrag = anAuftrag({ kilobytes: 4_000 });
    proxy.cutAfterBytes(1_000_000);
    const { uebergabe, told } = anUebergabe();
    const ende = await wegTo({ port: proxy.port }).deliver(auftrag, uebergabe);
    expect(ende).toMatchObject({
      ergebnis: 'retry',
      fehler: { code: 'druckdienst-nicht-erreichbar' },
    });
    expect(told).toEqual([]);
    expect(await namesOf(auftrag)).not.toContain(`${auftrag.name}.pdf`);
    expect(await wegTo().deliver({ ...auftrag, attempt: 2 }, uebergabe)).toMatchObject({
      ergebnis: 'sent',
    });
  });

  it('proves that nothing was given its name when the connection broke before the rename', async () => {
    const auftrag = anAuftrag();
    const { uebergabe } = anUebergabe(() => proxy.cutAll());
    await expect(wegTo({ port: proxy.port }).deliver(auftrag, uebergabe)).rejects.toThrow();
    expect(await wegTo().findEvidence(spurOf(auftrag, undefined))).toMatchObject({
      hinausgegangen: false,
    });
    expect(await namesOf(auftrag)).toEqual([`${auftrag.name}.json`]);
  });

  it('proves that it has the file when the answer to the rename was lost', async () => {
    const auftrag = anAuftrag();
    const { uebergabe } = anUebergabe(() => proxy.dropAnswers());
    await expect(wegTo({ port: proxy.port }).deliver(auftrag, uebergabe)).rejects.toThrow();
    expect(await wegTo().findEvidence(spurOf(auftrag, undefined))).toMatchObject({
      hinausgegangen: true,
    });
  });

  it('takes nothing more when its disk is full; nothing has left', async () => {
    const full = await startSshd({ mostFileBlocks: 64 });
    try {
      const auftrag = anAuftrag({ kilobytes: 500 });
      const { uebergabe, told } = anUebergabe();
      const ende = await wegTo({ server: full }).deliver(auftrag, uebergabe);
      expect(ende).toMatchObject({ ergebnis: 'retry' });
      expect(told).toEqual([]);
      expect(await readdir(full.folder)).not.toContain(`${auftrag.name}.pdf`);
    } finally {
      await full.stop();
    }
  });

  it('tells by its return lists what became of a letter, and settles what was uncertain', async () => {
    const auftrag = anAuftrag();
    const spur = spurOf(auftrag, undefined);
    expect(await wegTo().findEvidence(spur)).toBeUndefined();
    await mkdir(sshd.returnFolder, { recursive: true });
    const lines = [
      'datei;status;zeit;grund',
      `"${auftrag.name}.pdf";gedruckt;2026-11-23T14:00:00Z;`,
      `${auftrag.name}.pdf;eingeliefert;2026-11-23T16:30:00Z;`,
    ];
    await writeFile(join(sshd.returnFolder, 'rueck-1.csv'), lines.join('\r\n'));
    const weg = wegTo();
    const status = await weg.status?.(spur, AbortSignal.timeout(10_000));
    expect(status).toMatchObject({
      endgueltig: true,
      meldungen: [
        { art: 'gedruckt' },
        { art: 'eingeliefert', at: new Date('2026-11-23T16:30:00Z') },
      ],
    });
    expect(await weg.findEvidence(spur)).toMatchObject({ hinausgegangen: true });
  });

  it('is asked about a letter that no list names after its time', async () => {
    const spur = spurOf(anAuftrag(), undefined);
    const early = await wegTo().status?.(spur, AbortSignal.timeout(10_000));
    expect(early).toMatchObject({ meldungen: [], endgueltig: false });
    const sentAt = new Date(afternoon.now().getTime() - 73 * 3_600_000);
    const late = await wegTo().status?.({ ...spur, sentAt }, AbortSignal.timeout(10_000));
    expect(late?.meldungen).toMatchObject([{ art: 'hinweis', schluessel: 'fehlt' }]);
  });
});
