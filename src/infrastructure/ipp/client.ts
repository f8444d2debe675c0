import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { DependencyDown } from '#errors.js';
import {
  decodeResponse,
  encodeRequest,
  type IppAttribute,
  type IppResponse,
  tag,
} from './message.js';

/** Operations of RFC 8011 §5.4.15. */
export const operation = {
  printJob: 0x0002,
  validateJob: 0x0004,
  createJob: 0x0005,
  sendDocument: 0x0006,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getJobs: 0x000a,
  getPrinterAttributes: 0x000b,
} as const;

export interface IppOptions {
  /** `ipp://host[:631]/path` or `ipps://…` */
  url: string;
  user?: string | undefined;
  password?: string | undefined;
  /** Certificates in PEM that are trusted beside those of the system. */
  ca?: string | undefined;
  /** Silence of the printer for so long ends an exchange. */
  timeoutMs: number;
}

/** One exchange with the printer. */
export interface IppCall {
  operation: number;
  attributes?: readonly IppAttribute[];
  jobAttributes?: readonly IppAttribute[];
  /** Bytes that follow the attributes. */
  data?: Buffer;
  signal?: AbortSignal;
}

const ippPort = 631;
const mostAnswerBytes = 16_000_000;

const unreachable = (cause: unknown): DependencyDown =>
  new DependencyDown({
    code: 'printer-unreachable',
    message: 'The printer did not answer an IPP request; check druckwege.ippUrl and the network.',
    cause,
  });

const httpFault = (status: number): DependencyDown =>
  new DependencyDown({
    code: status === 401 || status === 403 ? 'printer-forbidden' : 'printer-http',
    message: `The printer answered with HTTP status ${status}; check druckwege.ippUrl, user and password.`,
  });

const post = (options: IppOptions, body: Buffer, signal: AbortSignal | undefined) =>
  new Promise<Buffer>((resolve, reject) => {
    const { protocol, hostname, port, pathname, search } = new URL(options.url);
    const secure = protocol === 'ipps:';
    const { user, password, ca, timeoutMs } = options;
    const sent = (secure ? httpsRequest : httpRequest)({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? ippPort : Number(port),
      path: `${pathname}${search}`,
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/ipp', 'content-length': body.length },
      timeout: timeoutMs,
      ...(user === undefined ? {} : { auth: `${user}:${password ?? ''}` }),
      ...(ca === undefined ? {} : { ca }),
      ...(signal === undefined ? {} : { signal }),
    });
    sent.on('timeout', () => sent.destroy(new Error('the printer is silent')));
    sent.on('error', (error) => reject(unreachable(error)));
    sent.on('response', (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > mostAnswerBytes) sent.destroy(new Error('the answer is too large'));
        else chunks.push(chunk);
      });
      answer.on('error', (error) => reject(unreachable(error)));
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(Buffer.concat(chunks));
        else reject(httpFault(answer.statusCode ?? 0));
      });
    });
    sent.end(body);
  });

/**
 * A client for one printer or print queue, RFC 8010 and 8011 version 1.1. Each call is a connection of its own.
 * @throws DependencyDown when there is no whole answer; an answer with an error status is an answer.
 */
export const createIpp = (options: IppOptions) => {
  let requestId = 0;
  const printerUri = options.url;

  return async (call: IppCall): Promise<IppResponse> => {
    requestId += 1;
    const head = encodeRequest({
      operation: call.operation,
      requestId,
      // Charset and language come first, in this order, then the target (RFC 8011 §4.1.4 and §4.1.5).
      operationAttributes: [
        { name: 'attributes-charset', tag: tag.charset, values: ['utf-8'] },
        { name: 'attributes-natural-language', tag: tag.language, values: ['de'] },
        { name: 'printer-uri', tag: tag.uri, values: [printerUri] },
        ...(call.attributes ?? []),
      ],
      ...(call.jobAttributes === undefined ? {} : { jobAttributes: call.jobAttributes }),
    });
    const body = call.data === undefined ? head : Buffer.concat([head, call.data]);
    const answer = await post(options, body, call.signal);
    try {
      return decodeResponse(answer);
    } catch (error) {
      throw unreachable(error);
    }
  };
};

export type Ipp = ReturnType<typeof createIpp>;
