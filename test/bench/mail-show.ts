import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '#infrastructure/log.js';
import { toMailCover } from '#mail-cover-facts.js';
import { blocksOf } from '#tools/mail-html/blocks.js';
import { safeHtml } from '#tools/mail-html/safe-html.js';
import { createParser, type ParsedMail } from '#tools/parser/create-parser.js';
import { createMailCoverRenderer } from '#tools/typst/mail-cover.js';
import { createTypesetter } from '#tools/typst/typesetter.js';
import { flagOf, quantile, report, round } from './flags.js';

/*
 * npm run bench:mail-show -- --folder ../shared/data/mail [--json]
 * Opens every .eml below the folder in the parser child and prints its copy as PDF/A; cleans its HTML once more in this
 * process to take the time of that alone. No service and no database takes part.
 */

const folder = flagOf('folder', '../shared/data/mail');
const work = await mkdtemp(join(tmpdir(), 'bench-mail-show-'));
const parser = createParser({
  isolation: 'auto',
  warm: true,
  log: { info: () => undefined, warn: () => undefined },
});
const typesetter = createTypesetter({
  log: createLog({ level: 'silent' }),
  memoryMegabytes: 768,
  timeoutMs: 20_000,
});
const render = createMailCoverRenderer({ typesetter });
const found = { mails: 0, notOpened: 0, withHtml: 0, withoutView: 0, cut: 0, notPrinted: 0 };
const cleaningMs: number[] = [];
const printingMs: number[] = [];
const pages: number[] = [];

const clean = (mail: ParsedMail): void => {
  if (mail.html === undefined) return;
  found.withHtml += 1;
  if (mail.safeHtml === undefined) found.withoutView += 1;
  if (mail.safeHtml?.cut === true) found.cut += 1;
  const html = readFileSync(mail.html.path, 'utf8');
  const from = performance.now();
  blocksOf(safeHtml(html, { inlineImages: new Map() }).nodes);
  cleaningMs.push(performance.now() - from);
};

const print = async (mail: ParsedMail): Promise<void> => {
  const from = performance.now();
  try {
    pages.push((await render(toMailCover(mail))).pages);
    printingMs.push(performance.now() - from);
  } catch {
    // What goes wrong is counted here; the reason is looked for with the file alone.
    found.notPrinted += 1;
  }
};

const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.eml'));
for (const name of names.sort()) {
  found.mails += 1;
  const outDir = await mkdtemp(join(work, 'out-'));
  const mail = await parser
    .openMail({ path: join(folder, name), outDir })
    // Counted; other benchmarks look at why.
    .catch(() => undefined);
  if (mail === undefined) found.notOpened += 1;
  else {
    clean(mail);
    await print(mail);
  }
  await rm(outDir, { recursive: true });
}
typesetter.close();
await parser.close();
await rm(work, { recursive: true, force: true });

const ms = (values: readonly number[], share: number): number =>
  round(quantile(values, share) ?? 0);
report('Anzeige und lesbare Kopie von E-Mails', {
  ...found,
  cleaningP50Ms: ms(cleaningMs, 0.5),
  cleaningP95Ms: ms(cleaningMs, 0.95),
  cleaningMaxMs: round(Math.max(0, ...cleaningMs)),
  printingP50Ms: ms(printingMs, 0.5),
  printingP95Ms: ms(printingMs, 0.95),
  mostPages: Math.max(0, ...pages),
  load: round(loadavg()[0] ?? 0),
});
process.exit(0);
