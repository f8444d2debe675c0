import { randomUUID } from 'node:crypto';
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';

/** An answer with its status; `body` is JSON where it is such, otherwise text. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: unknown;
  bytes: Buffer;
}

/** A file to upload. */
export interface UploadFile {
  name: string;
  mediaType: string;
  bytes: Buffer;
}

/** Speaks to a running Poststelle as a person would, over HTTP with a session. */
export const createClient = (baseUrl: string) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  let cookie: string | undefined;

  const send = (
    method: string,
    path: string,
    options: { body?: Buffer; headers?: Record<string, string> } = {},
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const url = new URL(path, baseUrl);
      const request = httpRequest(
        url,
        {
          method,
          agent,
          headers: {
            Origin: new URL(baseUrl).origin,
            ...(cookie === undefined ? {} : { Cookie: cookie }),
            ...(options.body === undefined
              ? {}
              : { 'Content-Length': String(options.body.length) }),
            ...options.headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const set = response.headers['set-cookie']?.[0]?.split(';')[0];
            if (set !== undefined) cookie = set;
            const bytes = Buffer.concat(chunks);
            const text = bytes.toString('utf8');
            const isJson = response.headers['content-type']?.includes('json') === true;
            const body: unknown = isJson && text !== '' ? JSON.parse(text) : text;
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body, bytes });
          });
        },
      );
      request.on('error', reject);
      request.end(options.body);
    });

  const json = (method: string, path: string, body?: unknown): Promise<Answer> =>
    send(method, path, {
      ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
      headers: { 'Content-Type': 'application/json' },
    });

  return {
    get: (path: string): Promise<Answer> => send('GET', path),
    post: (path: string, body?: unknown): Promise<Answer> => json('POST', path, body),
    patch: (path: string, body: unknown): Promise<Answer> => json('PATCH', path, body),
    put: (path: string, body: unknown): Promise<Answer> => json('PUT', path, body),
    /** Sends bytes, with headers of the caller's choice. */
    send,
    /** Signs in; later requests carry the session. */
    signIn: async (login: string, password: string): Promise<void> => {
      const answer = await json('POST', '/api/anmeldung', { login, password });
      if (answer.status !== 200)
        throw new Error(`sign-in of ${login} failed with status ${answer.status}`);
    },
    /** Uploads files in one request. */
    upload: (
      files: readonly UploadFile[],
      idempotencyKey?: string,
      headers: Record<string, string> = {},
    ): Promise<Answer> => {
      const boundary = `----poststelle${randomUUID()}`;
      const parts = files.flatMap((file) => [
        Buffer.from(
          `--${boundary}\r\nContent-Disposition: form-data; name="dateien"; filename="${file.name.replace(/["\r\n]/g, '_')}"\r\nContent-Type: ${file.mediaType}\r\n\r\n`,
        ),
        file.bytes,
        Buffer.from('\r\n'),
      ]);
      const body = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
      return send('POST', '/api/posteingaenge', {
        body,
        headers: {
          'Content-Type': `multipart/form-data; boundary=${boundary}`,
          ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
          ...headers,
        },
      });
    },
    close: (): void => agent.destroy(),
  };
};

export type Client = ReturnType<typeof createClient>;
