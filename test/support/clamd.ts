import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createClamd } from '#infrastructure/clamd.js';
import { freePort } from './redis.js';

/** The test file of the European Institute for Computer Antivirus Research, in halves so that no scanner stops this file. */
export const eicar = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
  'latin1',
);

/** A mail whose attachment carries the test file. */
export const infectedMail = (): Buffer =>
  Buffer.from(
    [
      'From: Absender <absender@extern.example>',
      'To: poststelle@stadt.example',
      'Subject: Rechnung',
      'Date: Mon, 23 Nov 2026 10:00:00 +0100',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="grenze"',
      '',
      '--grenze',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Bitte die Anlage öffnen.',
      '--grenze',
      'Content-Type: application/octet-stream; name="rechnung.bin"',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="rechnung.bin"',
      '',
      eicar.toString('base64'),
      '--grenze--',
      '',
    ].join('\r\n'),
  );

/** A real clamd of this test, which knows the test file and nothing else. */
export interface OwnClamd {
  address: string;
  stop: () => Promise<void>;
}

const startLimitMs = 60_000;

/** Starts clamd with signatures made here; `port` to start it again where it was. */
export const startClamd = async (
  program: string,
  options: { port?: number; streamMaxKilobytes?: number } = {},
): Promise<OwnClamd> => {
  const folder = await mkdtemp(join(tmpdir(), 'poststelle-clamd-'));
  const port = options.port ?? (await freePort());
  const md5 = createHash('md5').update(eicar).digest('hex');
  await writeFile(join(folder, 'test.hdb'), `${md5}:${eicar.length}:Test.EICAR\n`);
  await writeFile(join(folder, 'test.ndb'), `Test.EICAR.Teil:0:*:${eicar.toString('hex')}\n`);
  await writeFile(
    join(folder, 'clamd.conf'),
    [
      `DatabaseDirectory ${folder}`,
      'TCPAddr 127.0.0.1',
      `TCPSocket ${port}`,
      'Foreground yes',
      `LogFile ${join(folder, 'clamd.log')}`,
      `StreamMaxLength ${options.streamMaxKilobytes ?? 100_000}K`,
      'AlertExceedsMax yes',
      `User ${process.getuid?.() === 0 ? 'root' : (process.env['USER'] ?? 'nobody')}`,
      '',
    ].join('\n'),
  );
  await chmod(folder, 0o755);
  const child = spawn(program, ['-c', join(folder, 'clamd.conf')], { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const address = `127.0.0.1:${port}`;
  const clamd = createClamd({ address, timeoutMs: 2_000 });
  const until = performance.now() + startLimitMs;
  for (;;) {
    if (
      await clamd.version().then(
        () => true,
        () => false,
      )
    )
      break;
    if (child.exitCode !== null || performance.now() > until)
      throw new Error('clamd did not start; see its settings in test/support/clamd.ts');
    await pause(50);
  }
  return {
    address,
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
};
