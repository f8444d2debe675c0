import { connect, createServer } from 'node:net';

/** Tries to listen; the code of the refusal such as `EADDRINUSE`, undefined where it is free. */
export const listens = (host: string, port: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(String(Reflect.get(error, 'code') ?? error.message)));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });

/** An address at which a program that listens at `host` can be reached from here. */
export const reachable = (host: string): string =>
  host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;

/** In German, why a port cannot be opened. */
export const refusalText = (refusal: string): string => {
  if (refusal === 'EADDRINUSE') return 'ein anderes Programm belegt ihn';
  return refusal === 'EACCES' ? 'dieser Benutzer darf ihn nicht öffnen' : refusal;
};

const greetingMs = 5_000;

/** The first line that a server says by itself; empty where it says none. */
export const greetingOf = (host: string, port: number): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, reachable(host));
    const end = (text: string): void => {
      resolve(text);
      socket.destroy();
    };
    socket.setTimeout(greetingMs, () => end(''));
    socket.once('error', () => end(''));
    socket.once('close', () => end(''));
    socket.once('data', (bytes) => end(bytes.toString('utf8').split('\r\n')[0] ?? ''));
  });
