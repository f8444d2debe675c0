import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '#config/load.js';
import type { Config } from '#config/schema.js';
import { examine, type Finding } from './finding.js';
import { checkFolders } from './folders.js';
import { checkMemory, checkNode, checkPrograms, checkRecognition } from './programs.js';
import { checkPort, checkQueue, checkRelay } from './services.js';

const configOf = (environment: Record<string, string> = {}): Config =>
  loadConfig({ environment, flags: [] });

const verdicts = (findings: readonly Finding[]): string[] =>
  findings.map(({ check, verdict }) => `${check}: ${verdict}`);

/** A port on which nobody listens any more. */
const closedPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

describe('the doctor', () => {
  it('refuses a Node.js that is too old and warns of one without security updates', () => {
    expect(checkNode('18.20.4').verdict).toBe('fail');
    expect(checkNode('20.18.0').verdict).toBe('fail');
    expect(checkNode('20.19.0').verdict).toBe('warn');
    expect(checkNode('24.4.1').verdict).toBe('ok');
  });

  it('really uses the programs that came with npm', async () => {
    const findings = await checkPrograms(configOf());
    expect(findings.map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(checkRecognition(configOf()).verdict).toBe('ok');
  });

  it('does not look for the own PostgreSQL where another one is named', async () => {
    const findings = await checkPrograms(configOf({ DATABASE_URL: 'postgres://db.example/p' }));
    expect(findings).toHaveLength(3);
  });

  it('weighs memory against the recognition processes that are asked for', () => {
    const config = configOf({ POSTSTELLE_OCR_PROCESSES: '8' });
    expect(checkMemory(config, 8 * 1024 ** 3).verdict).toBe('ok');
    expect(checkMemory(config, 2 * 1024 ** 3).verdict).toBe('warn');
  });

  it('finds a folder that cannot be written to, and leaves nothing behind in the others', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'poststelle-doctor-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'file'), '');
    const config = configOf({
      POSTSTELLE_DATA_DIR: join(folder, 'data'),
      POSTSTELLE_OUTBOUND_PRINT_FOLDER: join(folder, 'file', 'druck'),
      POSTSTELLE_INTAKE_MIN_FREE_DISK_MEGABYTES: '0',
    });
    const findings = await checkFolders(config);
    expect(verdicts(findings)).toEqual([
      'Datenordner: ok',
      'Speicherplatz: ok',
      'Druckordner: fail',
    ]);
    expect(findings.at(-1)?.action).toContain('outbound.printFolder');
  });

  it('fails when there is less space than the intake insists on', async () => {
    const config = configOf({
      POSTSTELLE_DATA_DIR: tmpdir(),
      POSTSTELLE_INTAKE_MIN_FREE_DISK_MEGABYTES: String(2 ** 40),
    });
    expect(verdicts(await checkFolders(config))).toContain('Speicherplatz: fail');
  });

  it('fails when the S3 service that is to keep the originals does not answer', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'poststelle-doctor-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const config = configOf({
      POSTSTELLE_DATA_DIR: folder,
      POSTSTELLE_STORAGE_KIND: 's3',
      POSTSTELLE_STORAGE_S3_BUCKET: 'originale',
      POSTSTELLE_STORAGE_S3_ENDPOINT: `http://127.0.0.1:${await closedPort()}`,
      POSTSTELLE_STORAGE_S3_ACCESS_KEY_ID: 'key',
      POSTSTELLE_STORAGE_S3_SECRET_ACCESS_KEY: 'secret',
    });
    expect(verdicts(await checkFolders(config))).toContain('Dateiablage: fail');
  });

  it('speaks to the mail relay, and says so when nobody answers there', async () => {
    const server = new SMTPServer({ disabledCommands: ['AUTH', 'STARTTLS'], logger: false });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.server.address() as AddressInfo;
    const relay = (at: number): Config =>
      configOf({ POSTSTELLE_OUTBOUND_SMTP_URL: `smtp://127.0.0.1:${at}` });
    expect((await checkRelay(relay(port))).verdict).toBe('ok');
    expect((await checkRelay(relay(await closedPort()))).verdict).toBe('fail');
    expect((await checkRelay(configOf())).text).toContain('nicht eingerichtet');
  });

  it('fails when Redis is named and does not answer', async () => {
    const config = configOf({ REDIS_URL: `redis://127.0.0.1:${await closedPort()}` });
    expect(verdicts(await checkQueue(config))).toEqual(['Warteschlange: fail']);
    expect(verdicts(await checkQueue(configOf()))).toEqual(['Warteschlange: ok']);
  });

  it('notices another program on the port of the page', async () => {
    const port = await closedPort();
    expect((await checkPort(configOf({ PORT: String(port) }))).verdict).toBe('ok');
    const other = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    onTestFinished(() => new Promise<void>((resolve) => other.close(() => resolve())));
    const finding = await checkPort(configOf({ PORT: String(port) }));
    expect(finding.verdict).toBe('fail');
    expect(finding.text).toContain('ein anderes Programm');
  });

  it('turns the failure of a check into a finding that says what to do', async () => {
    const findings = await examine('Probe', () =>
      Promise.reject(new Error('kaputt\nzweite Zeile')),
    );
    expect(findings).toEqual([
      { check: 'Probe', verdict: 'fail', text: 'kaputt', action: expect.any(String) },
    ]);
  });
});
