/*
 * A STUB, not LetterXpress: it follows the public description of the API, version 3, with its known quirks (credentials in
 * the body of every request, no charset in the content type, local times, values that nobody documented). Nothing of it
 * was compared with the real service.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type LxpFault =
  | 'lost'
  | 'taken'
  | 'taken-and-blind'
  | 'cut-answer'
  | 'broken'
  | 'limit'
  | 'refuse';
export const lxpFaults: readonly LxpFault[] = [
  'lost',
  'taken',
  'taken-and-blind',
  'cut-answer',
  'broken',
  'limit',
];

interface Job {
  id: number;
  status: string;
  filename_original: string;
  notice: string;
  created_at: string;
  pdf: Buffer;
  mode: string;
  items: { address: string; status: string; tracking_code?: string; tracking_status?: string }[];
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

/** Starts the stub on loopback. */
export const startLetterXpressStub = async () => {
  const jobs: Job[] = [];
  let next = 6_035_143;
  let requests = 0;
  let fault: LxpFault | undefined;
  let address = 'Anna Berg\nGartenstraße 4\n05110 Lohwerda';
  const pageSize = 3;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const send = (status: number, data: unknown, message = 'OK'): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ status, message, data }));
    };
    const text = await bodyOf(request);
    if (request.headers['content-type'] !== 'application/json')
      return send(400, null, 'Bad request.');
    const { auth, letter } = JSON.parse(text);
    if (auth?.username !== 'stadt' || auth.apikey !== 'schluessel')
      return send(401, null, 'Unauthorized.');
    const url = new URL(request.url ?? '', 'http://stub');
    const shown = ({ pdf: _, ...job }: Job) => job;
    if (url.pathname === '/v3/balance') return send(200, { balance: 54.89, currency: 'EUR' });
    if (url.pathname === '/v3/printjobs' && request.method === 'POST') {
      if (fault === 'lost') return void request.socket.destroy();
      if (fault === 'broken') return send(500, null, 'Server error');
      if (fault === 'limit') return send(429, null, 'Too many requests');
      if (fault === 'refuse') return send(422, null, 'PDF not accepted');
      const sum = createHash('md5').update(letter.base64_file).digest('hex');
      if (sum !== letter.base64_file_checksum) return send(422, null, 'checksum');
      const job: Job = {
        id: next,
        status: 'queue',
        filename_original: letter.filename_original,
        notice: letter.notice,
        created_at: '2026-11-23 22:54:17',
        pdf: Buffer.from(letter.base64_file, 'base64'),
        mode: auth.mode,
        items: [{ address, status: 'queue' }],
      };
      next += 1;
      jobs.unshift(job);
      if (fault === 'taken' || fault === 'taken-and-blind') return void request.socket.destroy();
      if (fault === 'cut-answer') {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 500 });
        response.write('{"status":200');
        return void setTimeout(() => request.socket.destroy(), 50);
      }
      return send(200, shown(job));
    }
    if (url.pathname === '/v3/printjobs') {
      if (fault === 'taken-and-blind') return void request.socket.destroy();
      const page = Number(url.searchParams.get('page') ?? 1);
      const found = jobs.filter((job) => job.status === url.searchParams.get('filter'));
      return send(200, {
        current_page: page,
        data: found.slice((page - 1) * pageSize, page * pageSize).map(shown),
      });
    }
    const id = Number(url.pathname.split('/').at(-1));
    const job = jobs.find((one) => one.id === id);
    if (job === undefined) return send(404, null, 'Not found');
    if (request.method !== 'DELETE') return send(200, shown(job));
    if (job.status === 'done') return send(422, null, 'too late');
    jobs.splice(jobs.indexOf(job), 1);
    return send(200, null, 'Print job deleted successfully');
  };

  const server = createServer((request, response) => {
    requests += 1;
    answer(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v3`,
    jobs,
    requests: () => requests,
    breakAt: (kind: LxpFault | undefined) => {
      fault = kind;
    },
    readAddressAs: (lines: string) => {
      address = lines;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
export type LetterXpressStub = Awaited<ReturnType<typeof startLetterXpressStub>>;
