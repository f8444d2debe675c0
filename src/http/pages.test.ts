import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mountPages } from './pages.js';
import { listen } from './server.js';

let folder = '';
const closers: (() => void)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poststelle-pages-'));
});

afterEach(async () => {
  for (const close of closers.splice(0)) close();
  await rm(folder, { recursive: true, force: true });
});

const build = async (): Promise<void> => {
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Poststelle</title>');
  await writeFile(join(folder, 'assets/index-Ab12.js'), 'export const a = 1;\n'.repeat(200));
  await writeFile(join(folder, 'assets/Schrift-Cd34.woff2'), 'font');
};

const serve = async (): Promise<string> => {
  const app = express();
  mountPages(app, { openApi: { openapi: '3.1.0' }, webRoot: folder });
  app.use('/api', (_request, response) => {
    response.status(404).json({ code: 'unknown-route' });
  });
  const { server, port } = await listen(app, { host: '127.0.0.1', port: 0 });
  closers.push(() => server.close());
  return `http://127.0.0.1:${port}`;
};

test('every address of a page answers with the page, which no cache keeps without asking', async () => {
  await build();
  const origin = await serve();
  for (const path of ['/', '/clearing/42', '/anmeldung']) {
    const answer = await fetch(origin + path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(await answer.text()).toContain('<title>Poststelle</title>');
  }
});

test('files with a hash in their name are kept for ever, scripts are sent compressed', async () => {
  await build();
  const origin = await serve();
  const script = await fetch(`${origin}/assets/index-Ab12.js`);
  expect(script.headers.get('cache-control')).toContain('immutable');
  expect(script.headers.get('content-encoding')).toBe('gzip');
  expect(script.headers.get('content-type')).toContain('text/javascript');
  expect(await script.text()).toContain('export const a = 1;');
  const plain = await fetch(`${origin}/assets/index-Ab12.js`, {
    headers: { 'Accept-Encoding': 'identity' },
  });
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(plain.headers.get('vary')).toContain('Accept-Encoding');
  const font = await fetch(`${origin}/assets/Schrift-Cd34.woff2`);
  expect(font.headers.get('cache-control')).toContain('immutable');
});

test('a file of an older build is missing rather than answered with the page', async () => {
  await build();
  const origin = await serve();
  expect((await fetch(`${origin}/assets/index-Old.js`)).status).toBe(404);
  expect((await fetch(`${origin}/assets/..%2Findex.html`)).status).not.toBe(200);
});

test('addresses of the API are not pages, except its description', async () => {
  await build();
  const origin = await serve();
  const unknown = await fetch(`${origin}/api/unbekannt`);
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toEqual({ code: 'unknown-route' });
  const description = await fetch(`${origin}/api/openapi.json`);
  expect(await description.json()).toEqual({ openapi: '3.1.0' });
});

test('without a build the server says which command makes one', async () => {
  const origin = await serve();
  const answer = await fetch(`${origin}/`);
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain('npm run build');
});
