import { setTimeout as pause } from 'node:timers/promises';
import type { JWK } from 'jose';
import { z } from 'zod';
import { fetchToken, type OauthClient } from '#infrastructure/oauth.js';

/** What the delivery service said no to, or that it could not be asked. */
export class ZustelldienstFehler extends Error {
  override readonly name = 'ZustelldienstFehler';
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** Whether the request may have reached the other side. */
  readonly mayHaveArrived: boolean;
  constructor(message: string, facts: { status: number; mayHaveArrived: boolean }) {
    super(message);
    this.status = facts.status;
    this.mayHaveArrived = facts.mayHaveArrived;
  }
}

const Ziel = z.object({
  status: z.string(),
  encryptionKid: z.string(),
  publicServices: z.array(z.object({ identifier: z.string().optional() })).optional(),
  services: z.array(z.object({ identifier: z.string().optional() })).optional(),
});
const Angekuendigt = z.object({ submissionId: z.uuid(), caseId: z.uuid() });
const Ereignisse = z.object({ eventLog: z.array(z.string()) });
const Schluessel = z.looseObject({ kid: z.string(), kty: z.string() });
const Schluesselsatz = z.object({ keys: z.array(Schluessel) });
const Problem = z.object({ type: z.string().optional(), title: z.string().optional() });

const answerMs = 20_000;
const tokenMs = 20 * 60_000;
/** No connection came to be, so nothing of the request can have arrived. */
const neverArrived = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);

const codeOf = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
};

/** Pseudonym of a problem (RFC 9457), without what it quotes. */
const problemOf = async (response: Response): Promise<string> => {
  const found = Problem.safeParse(await response.json().catch(() => undefined)).data;
  return (found?.type ?? found?.title ?? '').slice(0, 200);
};

interface Request {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  contentType?: string;
  body?: string;
  signal: AbortSignal;
}

/**
 * The sender's side of the FIT-Connect Submission API, version 2 (docs.fitko.de/fit-connect, "Versenden").
 * Every function throws ZustelldienstFehler.
 */
export const createFitConnectApi = (config: {
  url: string;
  oauth: OauthClient;
  now: () => Date;
}) => {
  let token: { value: string; until: number } | undefined;

  const authorisation = async (): Promise<string> => {
    if (token === undefined || token.until < config.now().getTime()) {
      const value = await fetchToken(config.oauth).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : '';
        throw new ZustelldienstFehler(`no token: ${reason}`, { status: 0, mayHaveArrived: false });
      });
      token = { value, until: config.now().getTime() + tokenMs };
    }
    return `Bearer ${token.value}`;
  };

  const send = async (request: Request, authorization: string): Promise<Response> => {
    const { method, path, contentType, body, signal } = request;
    try {
      return await fetch(`${config.url}${path}`, {
        method,
        headers: {
          authorization,
          accept: 'application/json',
          ...(contentType === undefined ? {} : { 'content-type': contentType }),
        },
        ...(body === undefined ? {} : { body }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
        redirect: 'error',
      });
    } catch (error) {
      const code = codeOf(error);
      throw new ZustelldienstFehler(`${method} was not answered ${code}`.trim(), {
        status: 0,
        mayHaveArrived: !neverArrived.has(code),
      });
    }
  };

  const ask = async (request: Request): Promise<unknown> => {
    let response = await send(request, await authorisation());
    if (response.status === 401) {
      // A token may end early; with a fresh one the same request is repeated once.
      token = undefined;
      response = await send(request, await authorisation());
    }
    const { status } = response;
    if (!response.ok) {
      const problem = await problemOf(response);
      const message = `${request.method} was answered with ${status} ${problem}`.trim();
      throw new ZustelldienstFehler(message, { status, mayHaveArrived: status >= 500 });
    }
    const text = await response.text().catch(() => {
      throw new ZustelldienstFehler('the answer broke off', { status: 0, mayHaveArrived: true });
    });
    return text === '' ? undefined : JSON.parse(text);
  };

  const read = async <T>(shape: z.ZodType<T>, path: string, signal: AbortSignal): Promise<T> => {
    const found = shape.safeParse(await ask({ method: 'GET', path, signal }));
    if (found.success) return found.data;
    throw new ZustelldienstFehler('the answer has another shape than the specification says', {
      status: 502,
      mayHaveArrived: false,
    });
  };

  return {
    ziel: (id: string, signal: AbortSignal) => read(Ziel, `/v2/destinations/${id}`, signal),
    schluessel: async (id: string, kid: string, signal: AbortSignal): Promise<JWK> =>
      await read(Schluessel, `/v2/destinations/${id}/keys/${encodeURIComponent(kid)}`, signal),
    /** Public keys of the delivery service itself. */
    dienstschluessel: async (signal: AbortSignal): Promise<JWK[]> =>
      (await read(Schluesselsatz, '/.well-known/jwks.json', signal)).keys,
    kuendigeAn: async (
      body: {
        destinationId: string;
        announcedAttachments: readonly string[];
        publicService: { identifier: string; name: string };
      },
      signal: AbortSignal,
    ): Promise<{ submissionId: string; caseId: string }> => {
      const request = { path: '/v2/submissions', contentType: 'application/json', signal };
      const answer = await ask({ ...request, method: 'POST', body: JSON.stringify(body) });
      const found = Angekuendigt.safeParse(answer);
      if (found.success) return found.data;
      const facts = { status: 502, mayHaveArrived: false };
      throw new ZustelldienstFehler('the announcement gave no submission', facts);
    },
    ladeAnlage: async (
      given: { submissionId: string; attachmentId: string; jwe: string },
      signal: AbortSignal,
    ): Promise<void> => {
      const path = `/v2/submissions/${given.submissionId}/attachments/${given.attachmentId}`;
      const request = { path, contentType: 'application/jose', body: given.jwe, signal };
      await ask({ ...request, method: 'PUT' });
    },
    /** May be repeated for the same submission: it can be submitted only once. */
    sendeAb: async (
      given: { submissionId: string; encryptedMetadata: string; encryptedData: string },
      signal: AbortSignal,
    ): Promise<void> => {
      const { submissionId, ...parts } = given;
      const request = { path: `/v2/submissions/${submissionId}`, contentType: 'application/json' };
      await ask({ ...request, method: 'PUT', body: JSON.stringify(parts), signal });
    },
    /** The security event tokens of a case, as they came. */
    ereignisse: async (caseId: string, signal: AbortSignal): Promise<string[]> =>
      (await read(Ereignisse, `/v2/cases/${caseId}/events?limit=100`, signal)).eventLog,
    pause: (ms: number, signal: AbortSignal) => pause(ms, undefined, { signal }),
  };
};
export type FitConnectApi = ReturnType<typeof createFitConnectApi>;
