import { createHash } from 'node:crypto';
import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { z } from 'zod';

/** The letter service said no, or could not be asked. */
export class BriefdienstFehler extends Error {
  override readonly name = 'BriefdienstFehler';
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly mayHaveArrived: boolean;
  constructor(message: string, facts: { status: number; mayHaveArrived: boolean }) {
    super(message);
    this.status = facts.status;
    this.mayHaveArrived = facts.mayHaveArrived;
  }
}

// The service answers with values that its documentation does not name: nothing here is a closed list.
const text = z.string().nullish();
const Auftrag = z.looseObject({
  id: z.union([z.number(), z.string()]).transform(String),
  status: text,
  filename_original: text,
  notice: text,
  items: z
    .array(
      z.looseObject({ address: text, status: text, tracking_code: text, tracking_status: text }),
    )
    .nullish(),
});
export type Druckauftragsstand = z.infer<typeof Auftrag>;
const Antwort = z.looseObject({ message: text, data: z.unknown() });

const answerMs = 30_000;
const neverArrived = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);
const mostPages = 20;
const filters = ['queue', 'hold', 'done', 'draft'] as const;

interface Asked {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  body: string;
  signal: AbortSignal;
}

/** One exchange; the service wants its credentials as a body of every request, of GET as well, which fetch cannot do. */
const exchange = (url: string, asked: Asked): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    const { method, path, body } = asked;
    const fail = (error: NodeJS.ErrnoException): void => {
      const mayHaveArrived = !neverArrived.has(error.code ?? '');
      const message = `${method} was not answered ${error.code ?? ''}`.trim();
      reject(new BriefdienstFehler(message, { status: 0, mayHaveArrived }));
    };
    const open = url.startsWith('https:') ? requestTls : requestPlain;
    const outgoing = open(`${url}${path}`, {
      method,
      // With a charset behind it the service answers 400.
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      signal: AbortSignal.any([asked.signal, AbortSignal.timeout(answerMs)]),
    });
    outgoing.on('error', fail);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
    });
    outgoing.end(body);
  });

const jobsOf = (data: unknown): Druckauftragsstand[] => {
  const inner = typeof data === 'object' && data !== null && 'data' in data ? data.data : data;
  if (!Array.isArray(inner)) return [];
  return inner.flatMap((one) => {
    const found = Auftrag.safeParse(one);
    return found.success ? [found.data] : [];
  });
};

/**
 * LetterXpress, API version 3 (letterxpress.de, "API"). A job is found again by the name of its file, which the caller
 * chooses. Every function throws BriefdienstFehler.
 */
export const createLetterXpress = (config: {
  url: string;
  username: string;
  apiKey: () => Promise<string>;
  /** Jobs of the test mode are never printed. */
  test: boolean;
}) => {
  const ask = async (
    method: Asked['method'],
    given: { path: string; more?: object; signal: AbortSignal },
  ): Promise<unknown> => {
    const apikey = await config.apiKey();
    const auth = { username: config.username, apikey, mode: config.test ? 'test' : 'live' };
    const body = JSON.stringify({ auth, ...given.more });
    const answer = await exchange(config.url, {
      method,
      path: given.path,
      body,
      signal: given.signal,
    });
    const { status } = answer;
    if (status < 200 || status > 299) {
      // What the service says may quote the letter, so only the status is repeated.
      const message = `${method} was answered with ${status}`;
      throw new BriefdienstFehler(message, { status, mayHaveArrived: status >= 500 });
    }
    try {
      return Antwort.parse(JSON.parse(answer.body)).data;
    } catch {
      const facts = { status: 502, mayHaveArrived: true };
      throw new BriefdienstFehler('the answer cannot be read', facts);
    }
  };

  const one = (data: unknown): Druckauftragsstand => {
    const found = Auftrag.safeParse(data);
    if (found.success) return found.data;
    throw new BriefdienstFehler('the answer names no job', { status: 502, mayHaveArrived: true });
  };

  /** The job whose file has this name; undefined when the service has none. */
  const finde = async (name: string, signal: AbortSignal) => {
    for (const filter of filters) {
      for (let page = 1; page <= mostPages; page += 1) {
        const path = `/printjobs?filter=${filter}&page=${page}`;
        const jobs = jobsOf(await ask('GET', { path, signal }));
        const found = jobs.find((job) => job.filename_original === name || job.notice === name);
        if (found !== undefined) return found;
        if (jobs.length === 0) break;
      }
    }
    return undefined;
  };

  return {
    beauftrage: async (
      job: { name: string; pdf: Buffer; duplex: boolean; ausland: boolean },
      signal: AbortSignal,
    ) => {
      const base64 = job.pdf.toString('base64');
      const letter = {
        base64_file: base64,
        // Of the base64 text, not of the bytes.
        base64_file_checksum: createHash('md5').update(base64).digest('hex'),
        filename_original: job.name,
        notice: job.name,
        specification: {
          color: '1',
          mode: job.duplex ? 'duplex' : 'simplex',
          shipping: job.ausland ? 'international' : 'national',
        },
      };
      return one(await ask('POST', { path: '/printjobs', more: { letter }, signal }));
    },
    lies: async (id: string, signal: AbortSignal) =>
      one(await ask('GET', { path: `/printjobs/${encodeURIComponent(id)}`, signal })),
    finde,
    /** Possible for 15 minutes after the order. */
    loesche: async (id: string, signal: AbortSignal): Promise<void> => {
      await ask('DELETE', { path: `/printjobs/${encodeURIComponent(id)}`, signal });
    },
    guthaben: async (signal: AbortSignal): Promise<void> => {
      await ask('GET', { path: '/balance', signal });
    },
    test: config.test,
  };
};
export type LetterXpress = ReturnType<typeof createLetterXpress>;
