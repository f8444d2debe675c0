import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer, type Server } from 'node:http';
import { pipeline } from 'node:stream/promises';
import express, { type Express, type Request, type Response } from 'express';
import helmet from 'helmet';
import type { z } from 'zod';
import { InvalidInput } from '#errors.js';
import type { Log } from '#infrastructure/log.js';
import { answerError } from './error-handler.js';
import type { Reply, Route } from './route.js';

/** What the server needs to know about people; decided by the feature that owns them. */
export interface AccessControl<Principal, Permission extends string> {
  /** Who asks; undefined for nobody. Throws Unauthenticated for a bad token. */
  authenticate: (request: Request) => Promise<Principal | undefined>;
  /** Throws Unauthenticated or Forbidden unless the principal has the permission. */
  authorise: (principal: Principal | undefined, permission: Permission) => void;
  /** Throws Forbidden for a state-changing request from a foreign origin (CSRF). */
  checkOrigin: (request: Request, principal: Principal | undefined) => void;
}

export interface AppOptions<Principal, Permission extends string> {
  routes: readonly Route<Principal, Permission>[];
  access: AccessControl<Principal, Permission>;
  log: Log;
  trustedProxies: number;
  /** Counts answers for the metrics. */
  observe?: (method: string, status: number) => void;
  /** Mounted after the routes: the page, its files, the API document. */
  pages?: (app: Express) => void;
}

// Page images and PDFs come from our own origin only; scripts and styles are files of ours.
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'blob:', 'data:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    frameSrc: ["'self'", 'blob:'],
    frameAncestors: ["'none'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    manifestSrc: ["'self'"],
  },
};

const parse = (schema: z.ZodType | undefined, value: unknown, where: string): unknown => {
  if (schema === undefined) return undefined;
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const fields = checked.error.issues.map((issue) => issue.path.join('.') || where).join(', ');
  throw new InvalidInput({
    code: 'request-invalid',
    message: `The ${where} of the request does not fit its schema: ${fields}.`,
    clerkMessage: `Die Angaben sind unvollständig oder ungültig: ${fields}.`,
    details: { fields },
  });
};

const send = async (response: Response, reply: Reply): Promise<void> => {
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  response.status(reply.status);
  if (reply.stream !== undefined) {
    // A client that goes away while a file is sent is no fault of ours.
    await pipeline(reply.stream, response).catch(() => response.destroy());
  } else if (reply.bytes !== undefined) {
    response.setHeader('Content-Length', reply.bytes.byteLength);
    response.end(reply.bytes);
  } else if (reply.body === undefined) response.end();
  else response.json(reply.body);
};

const mount = <Principal, Permission extends string>(
  app: Express,
  route: Route<Principal, Permission>,
  options: AppOptions<Principal, Permission>,
): void => {
  const { access, log } = options;
  const handle = async (request: Request, response: Response): Promise<void> => {
    const requestId = String(response.getHeader('X-Request-Id'));
    try {
      const principal = await access.authenticate(request);
      access.checkOrigin(request, principal);
      access.authorise(principal, route.permission);
      const gone = new AbortController();
      response.on('close', () => gone.abort());
      const reply = await route.handler({
        // Only routes with the permission for everybody get here without a principal.
        principal: principal as Principal,
        params: parse(route.params, request.params, 'path'),
        query: parse(route.query, request.query, 'query'),
        body: parse(route.body, request.body, 'body'),
        requestId,
        signal: gone.signal,
        request,
        response,
      });
      if (reply !== undefined) await send(response, reply);
    } catch (error) {
      answerError(error, { response, requestId, log });
    }
  };
  const json = express.json({ limit: '2mb' });
  if (route.body !== undefined) app[route.method](route.path, json, handle);
  else app[route.method](route.path, handle);
};

/** The Express application: security headers, request ids, the routes, the page, German errors. */
export const createApp = <Principal, Permission extends string>(
  options: AppOptions<Principal, Permission>,
): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', options.trustedProxies);
  app.set('query parser', 'simple');
  app.use((request, response, next) => {
    response.setHeader('X-Request-Id', randomUUID());
    response.once('finish', () => options.observe?.(request.method, response.statusCode));
    next();
  });
  app.use(
    helmet({
      contentSecurityPolicy,
      strictTransportSecurity: false,
      referrerPolicy: { policy: 'same-origin' },
    }),
  );
  app.use('/api', (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  for (const route of options.routes) mount(app, route, options);
  options.pages?.(app);
  app.use('/api', (_request, response) => {
    response.status(404).json({
      code: 'unknown-route',
      message: 'Diese Schnittstelle gibt es nicht.',
      requestId: String(response.getHeader('X-Request-Id')),
    });
  });
  app.use((error: unknown, _request: Request, response: Response, _next: () => void) => {
    const requestId = String(response.getHeader('X-Request-Id'));
    const isBodyFault = error instanceof Error && 'type' in error && 'status' in error;
    const known = isBodyFault
      ? new InvalidInput({
          code: 'body-invalid',
          message: 'The body of the request is not readable JSON or too large.',
          clerkMessage: 'Die Anfrage war nicht lesbar oder zu groß.',
        })
      : error;
    answerError(known, { response, requestId, log: options.log });
  });
  return app;
};

/** Listens and promises the port really taken. */
export const listen = (
  app: Express,
  options: { host: string; port: number },
): Promise<{ server: Server; port: number }> =>
  new Promise((resolve, reject) => {
    const server = createHttpServer(app);
    // Uploads over slow lines may take long; an idle connection may not.
    server.requestTimeout = 0;
    server.headersTimeout = 30_000;
    // Longer than a proxy keeps an idle connection, or it sends a request into one that is just being closed.
    server.keepAliveTimeout = 75_000;
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      const address = server.address();
      server.off('error', reject);
      resolve({
        server,
        port: typeof address === 'object' && address !== null ? address.port : options.port,
      });
    });
  });
