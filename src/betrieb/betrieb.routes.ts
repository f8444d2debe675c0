import type { Express, Request } from 'express';
import type { Route } from '#http/route.js';
import { defineRoute, type Permission, type Principal } from '#organisation/index.js';
import { BetriebStatus } from './betrieb.schema.js';
import type { Metrics } from './metrics.js';
import type { StatusReader } from './status.js';

/** The operator's status page. */
export const createBetriebRoutes = (deps: {
  readStatus: StatusReader;
}): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'get',
    path: '/api/betrieb',
    summary: 'Betriebszustand',
    tag: 'Betrieb',
    permission: 'betrieb:read',
    responses: { 200: BetriebStatus },
    handler: async () => ({ status: 200, body: await deps.readStatus() }),
  }),
];

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Whether the request comes from this machine itself and not through a proxy. */
const isLocal = (request: Request): boolean =>
  loopback.has(request.socket.remoteAddress ?? '') &&
  request.headers['x-forwarded-for'] === undefined;

/**
 * Checks for supervisors, in every process: `/livez` answers as long as the process's own loops turn,
 * `/readyz` when the database answers, `/metrics` for this machine and for networks named by the operator.
 */
export const mountChecks = (
  app: Express,
  deps: {
    readStatus: StatusReader;
    metrics: Metrics;
    metricsFromAnywhere: boolean;
    isAlive: () => boolean;
  },
): void => {
  app.get('/livez', (_request, response) => {
    const alive = deps.isAlive();
    response
      .status(alive ? 200 : 503)
      .type('text/plain')
      .send(alive ? 'lebt\n' : 'steht\n');
  });
  app.get('/readyz', (_request, response) => {
    deps.readStatus().then(
      () => response.type('text/plain').send('bereit\n'),
      () =>
        response.status(503).type('text/plain').send('nicht bereit: Datenbank nicht erreichbar\n'),
    );
  });
  app.get('/metrics', (request, response) => {
    if (!deps.metricsFromAnywhere && !isLocal(request)) {
      response
        .status(403)
        .type('text/plain')
        .send('nur von dieser Maschine (http.metricsFromAnywhere)\n');
      return;
    }
    deps.metrics.render(deps.readStatus).then(
      (text) => response.type('text/plain; version=0.0.4').send(text),
      () => response.status(503).type('text/plain').send('Datenbank nicht erreichbar\n'),
    );
  });
};
