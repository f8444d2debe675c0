import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConversionTask } from './conversion-task.js';

/*
 * Runs inside the cage: reads one task from its input, lets LibreOffice make a PDF of one file, and answers on
 * descriptor 3 whether there is one. Network, /proc and other files of the machine are not there.
 */

/** LibreOffice ends with this after it has made its profile, and wants to be started again. */
const startAgain = 81;
const mostStarts = 3;

const { program, filter, input, out } = ConversionTask.parse(JSON.parse(readFileSync(0, 'utf8')));
const args = [
  '-env:UserInstallation=file:///tmp/profil',
  ...['--headless', '--norestore', '--nolockcheck', '--nodefault', '--nofirststartwizard'],
  ...[`--infilter=${filter}`, '--convert-to', 'pdf', '--outdir', out, input],
];
// Without /proc the loader does not know where the program lies.
const env = { HOME: '/tmp', LD_LIBRARY_PATH: dirname(program), LANG: 'C.UTF-8' };
for (let start = 0; start < mostStarts; start += 1) {
  const { status } = spawnSync(program, args, { env, cwd: '/tmp', stdio: 'ignore' });
  if (status !== startAgain) break;
}
writeSync(3, `${JSON.stringify({ converted: existsSync(`${out}/0.pdf`) })}\n`);
