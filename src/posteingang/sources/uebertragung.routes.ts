import type { Request, Response } from 'express';
import { z } from 'zod';
import { InvalidInput, NotFound } from '#errors.js';
import type { Reply, Route } from '#http/route.js';
import { defineRoute, type Permission, type Principal } from '#organisation/index.js';
import { EmpfangsErgebnis } from '../posteingang.schema.js';
import type { PosteingangRouteDeps } from '../posteingang-deps.js';
import { createStapelLookup } from '../stapel/lookup.js';
import { umschlagIn } from '../verschluss/umschlagangabe.js';
import { createTransfers, type TransferState } from './uebertragung.js';
import type { Checksum } from './uebertragung-store.js';

const tag = 'Posteingang';
const permission = 'posteingang:receive';
const path = '/api/uebertragungen';
const byId = z.object({ id: z.uuid() });
const version = '1.0.0';

const unfit = (httpStatus: 400 | 412 | 415, message: string): InvalidInput =>
  new InvalidInput({
    code: 'uebertragung-protokoll',
    httpStatus,
    message,
    clerkMessage: 'Das sendende Programm hält sich nicht an das Übertragungsprotokoll tus 1.0.',
  });

/** Every answer names the version of the protocol, and every request has to. */
const greet = (request: Request, response: Response): void => {
  response.setHeader('Tus-Resumable', version);
  if (request.header('Tus-Resumable') === version) return;
  response.setHeader('Tus-Version', version);
  throw unfit(412, 'The header Tus-Resumable must be 1.0.0.');
};

const wholeNumber = (request: Request, name: string): number => {
  const text = request.header(name) ?? '';
  if (!/^\d{1,15}$/.test(text)) throw unfit(400, `The header ${name} must be a whole number.`);
  return Number(text);
};

/** `filename ZGF0ZWkucGRm,stapel …`: names with values in base64. */
const metadataOf = (request: Request): ReadonlyMap<string, string> =>
  new Map(
    (request.header('Upload-Metadata') ?? '').split(',').flatMap((entry) => {
      const [name = '', value = ''] = entry.trim().split(' ');
      return name === '' ? [] : [[name, Buffer.from(value, 'base64').toString('utf8')] as const];
    }),
  );

const checksumOf = (request: Request): Checksum | undefined => {
  const header = request.header('Upload-Checksum');
  if (header === undefined) return undefined;
  const [algorithm, base64 = ''] = header.split(' ');
  if (algorithm !== 'sha1' && algorithm !== 'sha256')
    throw unfit(400, 'Upload-Checksum knows sha1 and sha256.');
  return { algorithm, base64 };
};

const headersOf = (state: TransferState): Record<string, string> => ({
  'Upload-Offset': String(state.offset),
  'Upload-Expires': state.expiresAt.toUTCString(),
  ...(state.ergebnis === null || state.ergebnis.outcome === 'rejected'
    ? {}
    : { 'Poststelle-Eingangsnummer': state.ergebnis.eingangsnummer }),
});

/** A refusal of the whole file is answered as the other way of uploading does. */
const requireNotRefused = (state: TransferState): void => {
  if (state.ergebnis?.outcome !== 'rejected') return;
  throw new InvalidInput({
    code: state.ergebnis.code,
    httpStatus: 422,
    message: 'All bytes have arrived, and the file was refused.',
    clerkMessage: state.ergebnis.message,
  });
};

const unfinished = (): NotFound =>
  new NotFound({
    code: 'uebertragung-unvollstaendig',
    message: 'The upload is not complete yet; ask with HEAD how far it is.',
    clerkMessage: 'Die Datei ist noch nicht vollständig übertragen.',
  });

/** Resumable uploads by tus 1.0 with creation, expiration, checksum and termination. */
export const createTransferRoutes = (
  deps: PosteingangRouteDeps,
): Route<Principal, Permission>[] => {
  const transfers = createTransfers(deps);
  const stapelOf = createStapelLookup(deps);

  const begin = async (
    principal: Principal,
    request: Request,
    requestId: string,
  ): Promise<Reply> => {
    const laenge = wholeNumber(request, 'Upload-Length');
    const metadata = metadataOf(request);
    const state = await transfers.begin(
      {
        laenge,
        dateiname: metadata.get('filename') ?? '',
        idempotencyKey: request.header('Idempotency-Key')?.slice(0, 200) ?? `tus:${requestId}`,
        stapel: await stapelOf(principal, {
          id: metadata.get('stapel'),
          seiten: metadata.get('seiten'),
        }),
        umschlag: umschlagIn(metadata.get('umschlag')),
      },
      { principal, requestId },
    );
    return { status: 201, headers: { ...headersOf(state), Location: `${path}/${state.id}` } };
  };

  return [
    defineRoute({
      method: 'options',
      path,
      summary: 'Fähigkeiten der fortsetzbaren Übertragung (tus 1.0)',
      tag,
      permission,
      responses: { 204: null },
      handler: async () => ({
        status: 204,
        headers: {
          'Tus-Resumable': version,
          'Tus-Version': version,
          'Tus-Extension': 'creation,expiration,checksum,termination',
          'Tus-Checksum-Algorithm': 'sha1,sha256',
          'Tus-Max-Size': String(transfers.maxBytes),
        },
      }),
    }),
    defineRoute({
      method: 'post',
      path,
      summary:
        'Fortsetzbare Übertragung beginnen (tus 1.0; Upload-Metadata: filename, stapel, seiten, umschlag)',
      tag,
      permission,
      responses: { 201: null },
      handler: async ({ principal, request, response, requestId }) => {
        greet(request, response);
        return begin(principal, request, requestId);
      },
    }),
    defineRoute({
      method: 'head',
      path: `${path}/:id`,
      summary: 'Wie weit die Übertragung ist',
      tag,
      permission,
      params: byId,
      responses: { 200: null },
      handler: async ({ principal, params, request, response, requestId }) => {
        greet(request, response);
        const state = await transfers.state(params.id, request, { principal, requestId });
        return {
          status: 200,
          headers: { ...headersOf(state), 'Upload-Length': String(state.laenge) },
        };
      },
    }),
    defineRoute({
      method: 'patch',
      path: `${path}/:id`,
      summary: 'Die nächsten Bytes; mit dem letzten wird die Datei angenommen',
      tag,
      permission,
      params: byId,
      responses: { 204: null },
      handler: async ({ principal, params, request, response, requestId }) => {
        greet(request, response);
        if (request.header('Content-Type') !== 'application/offset+octet-stream')
          throw unfit(415, 'The type of a part must be application/offset+octet-stream.');
        const part = {
          request,
          offset: wholeNumber(request, 'Upload-Offset'),
          checksum: checksumOf(request),
        };
        const state = await transfers.append(params.id, part, { principal, requestId });
        requireNotRefused(state);
        return { status: 204, headers: headersOf(state) };
      },
    }),
    defineRoute({
      method: 'get',
      path: `${path}/:id`,
      summary: 'Was aus der übertragenen Datei wurde',
      tag,
      permission,
      params: byId,
      responses: { 200: EmpfangsErgebnis },
      handler: async ({ principal, params, request, requestId }) => {
        const state = await transfers.state(params.id, request, { principal, requestId });
        if (state.ergebnis === null) throw unfinished();
        return { status: 200, body: state.ergebnis };
      },
    }),
    defineRoute({
      method: 'delete',
      path: `${path}/:id`,
      summary: 'Übertragung verwerfen; ein angenommener Eingang bleibt',
      tag,
      permission,
      params: byId,
      responses: { 204: null },
      handler: async ({ principal, params, request, response, requestId }) => {
        greet(request, response);
        await transfers.cancel(params.id, { principal, requestId });
        return { status: 204 };
      },
    }),
  ];
};
