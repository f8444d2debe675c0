import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Express } from 'express';
import { listen } from '#http/server.js';

/** What came back; `body` is parsed when it is JSON. */
export interface ApiAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The JSON of the answer; tests know its shape. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read many shapes, and expect() checks them.
  body: any;
}

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
  /** The value of `Cookie`; changing requests then come with the Origin of the page, as from a browser. */
  cookie?: string | undefined;
  /** The value of `Authorization`. */
  authorization?: string | undefined;
  headers?: Readonly<Record<string, string>>;
}

/** The real application on a free port of this machine, and a way to ask it. */
export interface RunningApi {
  origin: string;
  ask: (request: ApiRequest) => Promise<ApiAnswer>;
  close: () => Promise<void>;
}

const headersOf = (request: ApiRequest, origin: string, payload: string | undefined) => ({
  ...(payload === undefined
    ? {}
    : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(payload) }),
  ...(request.cookie === undefined ? {} : { Cookie: request.cookie, Origin: origin }),
  ...(request.authorization === undefined ? {} : { Authorization: request.authorization }),
  ...request.headers,
});

/** Listens with the application; connections are kept open, as browsers do. */
export const startApi = async (app: Express): Promise<RunningApi> => {
  const { server, port } = await listen(app, { host: '127.0.0.1', port: 0 });
  const origin = `http://127.0.0.1:${port}`;
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const ask = (given: ApiRequest): Promise<ApiAnswer> =>
    new Promise((resolve, reject) => {
      const payload = given.body === undefined ? undefined : JSON.stringify(given.body);
      const headers = headersOf(given, origin, payload);
      const sent = httpRequest(
        `${origin}${given.path}`,
        { method: given.method ?? 'GET', headers, agent },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            const isJson = response.headers['content-type']?.startsWith('application/json');
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text,
              body: isJson && text !== '' ? JSON.parse(text) : undefined,
            });
          });
        },
      );
      sent.on('error', reject);
      sent.end(payload);
    });
  return {
    origin,
    ask,
    close: async () => {
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
