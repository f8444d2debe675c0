import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadProcessConfig } from '#config/load.js';
import { MailroomError } from '#errors.js';
import { createLog } from '#infrastructure/log.js';
import { projectRoot } from '#infrastructure/project-root.js';
import type { Service } from './compose.js';
import { runDemo } from './demo/run-demo.js';
import { type Running, serve } from './serve.js';

const allServices: readonly Service[] = ['api', 'workers', 'keeper', 'mail'];

const servicesOf = (flags: readonly string[]): Service[] => {
  const named = flags.find((flag) => flag.startsWith('--services='))?.slice('--services='.length);
  if (named === undefined) return [...allServices];
  const wanted = named.split(',').map((name) => name.trim());
  const unknown = wanted.filter((name) => !allServices.some((service) => service === name));
  if (unknown.length > 0) {
    throw new Error(`--services knows api, workers, keeper and mail, not ${unknown.join(', ')}.`);
  }
  return allServices.filter((service) => wanted.includes(service));
};

const versionOfPackage = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8'));
  const version: unknown =
    typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'version') : '';
  return typeof version === 'string' ? version : '';
};

/** Stops once, in order, on the first signal; a second one ends the process at once. */
const stopOnSignal = (running: Running): void => {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
};

const welcome = (running: Running): string => {
  const lines = [`Poststelle läuft: ${running.url}`];
  if (running.setupPath !== undefined) {
    lines.push(
      'Es gibt noch keine Administration. Einmaliger Link zur Einrichtung (24 Stunden gültig):',
      `  ${running.url}${running.setupPath}`,
    );
  }
  lines.push('Beenden mit Strg+C.');
  return lines.join('\n');
};

const main = async (): Promise<void> => {
  const flags = process.argv.slice(2);
  const config = loadProcessConfig();
  const isDemo = flags.includes('--demo');
  const log = createLog({
    level: isDemo && config.log.level === 'info' ? 'warn' : config.log.level,
  });
  const services = servicesOf(flags);
  const options = { config, services, log, version: versionOfPackage() };
  if (isDemo) {
    await runDemo({
      ...options,
      once: flags.includes('--once'),
      json: flags.includes('--json'),
      stopOnSignal,
    });
    return;
  }
  const running = await serve(options);
  stopOnSignal(running);
  if (services.includes('api')) process.stdout.write(`${welcome(running)}\n`);
};

main().catch((error: unknown) => {
  const message =
    error instanceof MailroomError || error instanceof Error ? error.message : 'unknown failure';
  process.stderr.write(`Poststelle kann nicht starten.\n${message}\n`);
  process.exit(1);
});
