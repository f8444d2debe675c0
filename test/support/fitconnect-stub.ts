/*
 * A STUB, not FIT-Connect: it follows the public specification of the Submission API (version 2) as far as the
 * sender's side needs it, and does the cryptography for real: what it cannot decrypt with the destination's private
 * key, or whose hashes, signatures or announcements do not fit, it refuses. Nothing of it was compared with FITKO's service.
 */
import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  verify,
  X509Certificate,
} from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compactDecrypt, decodeJwt, importJWK, jwtVerify, SignJWT } from 'jose';

/** Where the stub breaks the connection; `…-taken` after it has done its work, `…-lost` before. */
export type StubFault =
  | 'token'
  | 'destination'
  | 'key'
  | 'announce-taken'
  | 'attachment-lost'
  | 'attachment-taken'
  | 'submit-lost'
  | 'submit-taken'
  | 'submit-and-events'
  | 'submit-503'
  | 'submit-422'
  | 'announce-422'
  | 'announce-500';
export const stubFaults: readonly StubFault[] = [
  'token',
  'destination',
  'key',
  'announce-taken',
  'attachment-lost',
  'attachment-taken',
  'submit-lost',
  'submit-taken',
  'submit-and-events',
  'submit-503',
  'announce-500',
];

interface Submission {
  caseId: string;
  announced: string[];
  attachments: Map<string, string>;
  /** What was submitted, decrypted and checked. */
  message?: { mailboxUuid: string; title: string; reference: string; pdf: Buffer };
  tags?: object;
  events: string[];
}

const tagOf = (jwe: string): string => jwe.split('.')[4] ?? '';
const sha512 = (bytes: Uint8Array): string => createHash('sha512').update(bytes).digest('hex');

class Refused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
const demand = (holds: boolean, why: string, status = 422): void => {
  if (!holds) throw new Refused(status, why);
};

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** Starts the stub on loopback with keys of its own. */
export const startFitConnectStub = async () => {
  const bits = 4_096;
  const pair = generateKeyPairSync('rsa', { modulusLength: bits });
  const signing = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const destinationId = randomUUID();
  const kid = 'ziel-1';
  const publicJwk: Record<string, unknown> = {
    ...pair.publicKey.export({ format: 'jwk' }),
    kid,
    alg: 'RSA-OAEP-256',
    key_ops: ['wrapKey'],
  };
  const submissions = new Map<string, Submission>();
  let plan: (StubFault | undefined)[] = [];
  let active: StubFault | undefined;
  let url = '';
  let requests = 0;

  const event = async (id: string, type: string, more: object = {}): Promise<void> => {
    const submission = submissions.get(id);
    const set = await new SignJWT({
      $schema: 'https://schema.fitko.de/fit-connect/set-payload/1.2.2/set-payload.schema.json',
      sub: `submission:${id}`,
      txn: `case:${submission?.caseId}`,
      jti: randomUUID(),
      events: { [`https://schema.fitko.de/fit-connect/events/${type}`]: more },
    })
      .setProtectedHeader({ alg: 'PS512', typ: 'secevent+jwt', kid: 'dienst-1' })
      .setIssuedAt()
      .setIssuer(url)
      .sign(signing.privateKey);
    submission?.events.push(set);
  };

  const open = async (jwe: string, cty: string): Promise<Buffer> => {
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, pair.privateKey).catch(() => {
      throw new Refused(422, 'not encrypted for this destination');
    });
    demand(
      protectedHeader.alg === 'RSA-OAEP-256' && protectedHeader.enc === 'A256GCM',
      'algorithm',
    );
    demand(protectedHeader.kid === kid && protectedHeader['cty'] === cty, 'kid or cty');
    return Buffer.from(plaintext);
  };

  /** Checks what the BundID's adapter checks of a message: signature, token, certificate, attachments. */
  const checkMessage = async (data: Buffer, attachments: Map<string, Buffer>) => {
    const envelope = JSON.parse(data.toString());
    const key = new X509Certificate(envelope.authorCertificate).publicKey;
    const signature = Buffer.from(envelope.sha512sum, 'base64');
    demand(
      verify('sha512', Buffer.from(envelope.content), key, signature),
      'signature of the content',
    );
    // The programs under test have clocks of their own.
    const currentDate = new Date((decodeJwt(envelope.authorToken).iat ?? 0) * 1_000);
    const { payload } = await jwtVerify(envelope.authorToken, key, {
      algorithms: ['RS512'],
      currentDate,
    });
    demand((payload['roles'] as string[])[0] === 'THIRD_PARTY', 'roles of the author');
    demand((payload.exp ?? 0) - (payload.iat ?? 0) <= 1_800, 'the token holds too long');
    const content = JSON.parse(envelope.content);
    for (const key of ['mailboxUuid', 'sender', 'title', 'content', 'service']) {
      demand(typeof content[key] === 'string' && content[key] !== '', `${key} is missing`);
    }
    demand([1, 2, 3, 4].includes(content.stork_qaa_level), 'stork_qaa_level');
    const [pdf] = attachments.values();
    for (const one of content.attachments) {
      const found = [...attachments.values()].find((bytes) => sha512(bytes) === one.sha512sum);
      demand(found?.length === one.contentLength, 'an attachment is not as the content says');
    }
    return { ...content, pdf: pdf ?? Buffer.alloc(0) };
  };

  const submit = async (id: string, submission: Submission, body: Buffer): Promise<void> => {
    demand(submission.message === undefined, 'submitted already', 409);
    const { encryptedMetadata, encryptedData } = JSON.parse(body.toString());
    const metadata = JSON.parse((await open(encryptedMetadata, 'application/json')).toString());
    const data = await open(encryptedData, 'application/json');
    demand(metadata.$schema.includes('/metadata/2.1.0/'), 'schema of the metadata');
    demand(metadata.contentStructure.data.hash.content === sha512(data), 'hash of the data');
    demand(
      submission.announced.every((one) => submission.attachments.has(one)),
      'an attachment is missing',
    );
    const attachments = new Map<string, Buffer>();
    for (const one of metadata.contentStructure.attachments) {
      const bytes = await open(submission.attachments.get(one.attachmentId) ?? '', one.mimeType);
      demand(one.hash.content === sha512(bytes), 'hash of an attachment');
      attachments.set(one.attachmentId, bytes);
    }
    submission.message = await checkMessage(data, attachments);
    const tags = [...submission.attachments].map(([key, jwe]) => [key, tagOf(jwe)]);
    submission.tags = {
      metadata: tagOf(encryptedMetadata),
      data: tagOf(encryptedData),
      attachments: Object.fromEntries(tags),
    };
    await event(id, 'submit-submission', { authenticationTags: submission.tags });
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const path = (request.url ?? '').split('?')[0] ?? '';
    const cut = (): void => void request.socket.destroy();
    const send = (status: number, json?: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(json === undefined ? undefined : JSON.stringify(json));
    };
    const on = (...faults: StubFault[]): boolean => active !== undefined && faults.includes(active);
    if (path === '/token') {
      if (on('token')) return cut();
      const form = new URLSearchParams(body.toString());
      if (form.get('client_secret') !== 'geheim') return send(401, { error: 'invalid_client' });
      return send(200, { access_token: 'zugang', expires_in: 1_800 });
    }
    if (path === '/.well-known/jwks.json') {
      const jwk = { ...signing.publicKey.export({ format: 'jwk' }), kid: 'dienst-1', alg: 'PS512' };
      return send(200, { keys: [jwk] });
    }
    if (request.headers.authorization !== 'Bearer zugang') return send(401, { title: 'token' });
    if (path === `/v2/destinations/${destinationId}`) {
      if (on('destination')) return cut();
      return send(200, { destinationId, status: 'active', encryptionKid: kid, publicServices: [] });
    }
    if (path === `/v2/destinations/${destinationId}/keys/${kid}`) {
      return on('key') ? cut() : send(200, publicJwk);
    }
    if (path === '/v2/submissions' && request.method === 'POST') {
      active = plan.shift();
      if (on('announce-500')) return send(500, { title: 'broken' });
      if (on('announce-422')) return send(422, { title: 'no' });
      const {
        announcedAttachments,
        publicService,
        destinationId: to,
      } = JSON.parse(body.toString());
      demand(
        to === destinationId && publicService.identifier.endsWith(':message_v6'),
        'destination or service',
      );
      const [id, caseId] = [randomUUID(), randomUUID()];
      submissions.set(id, {
        caseId,
        announced: announcedAttachments,
        attachments: new Map(),
        events: [],
      });
      await event(id, 'create-submission');
      return on('announce-taken') ? cut() : send(201, { submissionId: id, caseId });
    }
    const attachment = /^\/v2\/submissions\/([^/]+)\/attachments\/([^/]+)$/.exec(path);
    if (attachment !== null) {
      if (on('attachment-lost')) return cut();
      const submission = submissions.get(attachment[1] ?? '');
      demand(submission?.announced.includes(attachment[2] ?? '') === true, 'not announced');
      demand(request.headers['content-type'] === 'application/jose', 'content type', 415);
      submission?.attachments.set(attachment[2] ?? '', body.toString());
      return on('attachment-taken') ? cut() : send(204);
    }
    const [, submitted] = /^\/v2\/submissions\/([^/]+)$/.exec(path) ?? [];
    if (submitted !== undefined && request.method === 'PUT') {
      if (on('submit-lost')) return cut();
      if (on('submit-503')) return send(503, { title: 'later' });
      if (on('submit-422')) return send(422, { title: 'no' });
      const submission = submissions.get(submitted);
      if (submission === undefined) return send(404, { title: 'unknown' });
      await submit(submitted, submission, body);
      return on('submit-taken', 'submit-and-events') ? cut() : send(200, {});
    }
    const [, caseId] = /^\/v2\/cases\/([^/]+)\/events$/.exec(path) ?? [];
    if (on('submit-and-events')) return cut();
    const found = [...submissions.values()].find((one) => one.caseId === caseId);
    return found === undefined
      ? send(404, { title: 'unknown' })
      : send(200, { eventLog: found.events });
  };

  const server = createServer((request, response) => {
    requests += 1;
    answer(request, response).catch((error: unknown) => {
      const status = error instanceof Refused ? error.status : 500;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ title: error instanceof Error ? error.message : '' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await importJWK(publicJwk, 'RSA-OAEP-256');

  return {
    url,
    destinationId,
    /** One fault for each announcement that comes, in turn; those that break earlier are set at once. */
    plan: (faults: readonly (StubFault | undefined)[]) => {
      plan = [...faults];
      active = undefined;
    },
    /** A fault for everything from now on. */
    breakAt: (fault: StubFault | undefined) => {
      active = fault;
      plan = Array.from({ length: 10_000 }, () => fault);
    },
    /** Replaces parts of the destination's public key. */
    forgeKey: (parts: Record<string, unknown>) => Object.assign(publicJwk, parts),
    publicJwk: () => createPublicKey(pair.publicKey).export({ format: 'jwk' }),
    submissions,
    requests: () => requests,
    /** What was submitted for good under a Geschäftszeichen. */
    taken: () =>
      [...submissions.values()].flatMap((one) => (one.message === undefined ? [] : [one.message])),
    event,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
export type FitConnectStub = Awaited<ReturnType<typeof startFitConnectStub>>;
