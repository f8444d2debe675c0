import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import express, { type Express, type Request, type Response } from 'express';
import { projectRoot } from '#infrastructure/project-root.js';

export interface PagesOptions {
  /** The OpenAPI document, served at /api/openapi.json and shown at /api-doku. */
  openApi: unknown;
  /** Folder of the built page; default: dist/web of the project. */
  webRoot?: string;
}

// The names of these files carry a hash of their content: the same address never changes its meaning.
const immutable = 'public, max-age=31536000, immutable';
const mediaTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const notBuilt =
  'Die Oberfläche ist noch nicht gebaut. Bitte führen Sie einmal "npm run build" aus.';

/** Scripts and styles are few and small: they are compressed once and kept. Fonts are compressed already. */
const compressAssets = (folder: string): ReadonlyMap<string, { type: string; body: Buffer }> => {
  const kept = new Map<string, { type: string; body: Buffer }>();
  if (!existsSync(folder)) return kept;
  for (const name of readdirSync(folder)) {
    const type = mediaTypes[name.slice(name.lastIndexOf('.'))];
    if (type === undefined) continue;
    kept.set(`/${name}`, { type, body: gzipSync(readFileSync(join(folder, name)), { level: 9 }) });
  }
  return kept;
};

const acceptsGzip = (request: Request): boolean => request.acceptsEncodings('gzip') === 'gzip';

/**
 * Serves the built page: hashed files for ever, index.html for every address of a page and never from a
 * cache without asking. Addresses below /api are left to others.
 */
export const mountPages = (app: Express, options: PagesOptions): void => {
  const root = options.webRoot ?? join(projectRoot(), 'dist/web');
  const assets = join(root, 'assets');
  const index = join(root, 'index.html');
  const compressed = compressAssets(assets);
  const openApi = JSON.stringify(options.openApi);

  app.get('/api/openapi.json', (_request, response) => {
    response.type('application/json').send(openApi);
  });
  app.use('/assets', (request, response, next) => {
    const asset = compressed.get(request.path);
    if (request.method !== 'GET' || asset === undefined || !acceptsGzip(request)) {
      next();
      return;
    }
    response.writeHead(200, {
      'Content-Type': asset.type,
      'Content-Encoding': 'gzip',
      'Content-Length': asset.body.length,
      'Cache-Control': immutable,
      Vary: 'Accept-Encoding',
    });
    response.end(asset.body);
  });
  app.use(
    '/assets',
    express.static(assets, {
      index: false,
      redirect: false,
      setHeaders: (response) => {
        response.setHeader('Cache-Control', immutable);
        response.setHeader('Vary', 'Accept-Encoding');
      },
    }),
  );
  app.use('/assets', (_request, response) => {
    response.status(404).type('text/plain').send('Diese Datei gibt es nicht.');
  });
  app.use((request: Request, response: Response, next: () => void) => {
    const isPage = request.method === 'GET' || request.method === 'HEAD';
    if (!isPage || request.path === '/api' || request.path.startsWith('/api/')) {
      next();
      return;
    }
    response.setHeader('Cache-Control', 'no-cache');
    if (!existsSync(index)) {
      response.status(503).type('text/plain').send(notBuilt);
      return;
    }
    response.sendFile(index, { cacheControl: false });
  });
};
