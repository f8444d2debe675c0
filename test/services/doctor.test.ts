import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '#config/load.js';
import { checkDatabase } from '#doctor/database.js';
import type { Finding } from '#doctor/finding.js';
import { systemClock } from '#infrastructure/clock.js';
import { projectRoot } from '#infrastructure/project-root.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const look = (now: () => Date = systemClock.now): Promise<Finding[]> =>
  checkDatabase({
    config: loadConfig({ environment: { DATABASE_URL: database.url }, flags: [] }),
    embeddedFolder: '/nowhere',
    now,
  });

const verdictOf = (findings: readonly Finding[], check: string): string | undefined =>
  findings.find((finding) => finding.check === check)?.verdict;

const execute = async <Row extends pg.QueryResultRow>(statement: string): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<Row>(statement).finally(() => client.end());
  return rows;
};

interface Run {
  code: number | null;
  lines: string[];
}

const runDoctor = (environment: Record<string, string>): Promise<Run> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(projectRoot(), 'dist/src/doctor.js'), '--json'], {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, lines: said.trimEnd().split('\n') }));
  });

describe('the doctor looks at the database', () => {
  it('and finds a migrated one fit, with the rights of the application in force', async () => {
    const findings = await look();
    expect(verdictOf(findings, 'Datenbank')).toBe('ok');
    expect(verdictOf(findings, 'Tabellen')).toBe('ok');
    expect(verdictOf(findings, 'Rechte der Datenbank')).toBe('ok');
    expect(verdictOf(findings, 'Volltextsuche')).toBe('ok');
    expect(verdictOf(findings, 'Uhr')).toBe('ok');
  });

  it('and notices that a restored one has lost the mark on which fast searches depend', async () => {
    await execute('alter function ts_match_vq(tsvector, tsquery) not leakproof');
    expect(verdictOf(await look(), 'Volltextsuche')).toBe('warn');
    await execute('alter function ts_match_vq(tsvector, tsquery) leakproof');
  });

  it('and fails a server that risks letters in a power cut, as the one of the tests does', async () => {
    const [settings] = await execute<{ durable: boolean }>(
      `select current_setting('fsync')::bool and current_setting('full_page_writes')::bool as durable`,
    );
    expect(verdictOf(await look(), 'Dauerhaftigkeit')).toBe(settings?.durable ? undefined : 'fail');
  });

  it('and notices that the clocks differ', async () => {
    const fast = (): Date => new Date(systemClock.now().getTime() + 3_600_000);
    expect(verdictOf(await look(fast), 'Uhr')).toBe('warn');
  });

  it('and tells missing steps from a database of a newer program', async () => {
    await execute(`delete from schema_migration where name like '0006%'`);
    expect(verdictOf(await look(), 'Tabellen')).toBe('warn');
    await execute(`insert into schema_migration (name, checksum) values ('9999_later.sql', 'x')`);
    expect(verdictOf(await look(), 'Tabellen')).toBe('fail');
  });
});

describe('npm run doctor', () => {
  it('ends with one line of JSON and code 1 when the database does not answer', async () => {
    const { code, lines } = await runDoctor({
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/poststelle',
      POSTSTELLE_DATA_DIR: tmpdir(),
      PORT: '0',
    });
    expect(code).toBe(1);
    const answer = JSON.parse(lines.at(-1) ?? '') as { ok: boolean; findings: Finding[] };
    expect(answer.ok).toBe(false);
    expect(verdictOf(answer.findings, 'Datenbank')).toBe('fail');
    for (const finding of answer.findings) {
      if (finding.verdict !== 'ok') expect(finding.action, finding.check).toBeTruthy();
    }
  });

  it('names every faulty setting at once', async () => {
    const { code, lines } = await runDoctor({
      PORT: 'eighty',
      POSTSTELLE_PARSER_ISOLATION: 'none',
    });
    expect(code).toBe(1);
    expect(lines.join('\n')).toContain('http.port');
    expect(lines.join('\n')).toContain('parser.isolation');
  });
});
