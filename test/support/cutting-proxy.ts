import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A line to a server of this machine that breaks as it is told. */
export interface CuttingProxy {
  port: number;
  /** The next connections, so many, are not taken. */
  refuse(count: number): void;
  /** The next connections, so many, break when the answer comes, after the request has reached the server. */
  cutAnswers(count: number): void;
  /** The next connection breaks after so many bytes have gone to the server. */
  cutAfterBytes(bytes: number): void;
  /** All open connections break now. */
  cutAll(): void;
  /** On the open connections the next answer is lost, and they break with it. */
  dropAnswers(): void;
  close(): Promise<void>;
}

/** After how many bytes in which direction a line breaks. */
export interface Break {
  after: number;
  direction: 'to-server' | 'to-client';
}

/** Starts a line to a port of this machine; `choose` says for each connection whether and where it breaks. */
export const startCuttingProxy = async (
  target: number,
  choose: () => Break | undefined = () => undefined,
): Promise<CuttingProxy> => {
  const open = new Set<{ client: Socket; server: Socket; dropAnswers: boolean }>();
  let refused = 0;
  let cut = 0;
  let mostBytes: number | undefined;

  const listener = createServer((client) => {
    if (refused > 0) {
      refused -= 1;
      client.destroy();
      return;
    }
    const chosen = choose();
    const most = mostBytes ?? (chosen?.direction === 'to-server' ? chosen.after : undefined);
    const mostBack = chosen?.direction === 'to-client' ? chosen.after : undefined;
    mostBytes = undefined;
    const server = connect(target, '127.0.0.1');
    const line = { client, server, dropAnswers: cut > 0 };
    if (cut > 0) cut -= 1;
    open.add(line);
    const end = (): void => {
      client.destroy();
      server.destroy();
      open.delete(line);
    };
    let sent = 0;
    let back = 0;
    client.on('data', (chunk: Buffer) => {
      sent += chunk.length;
      server.write(chunk);
      if (most !== undefined && sent > most) end();
    });
    server.on('data', (chunk: Buffer) => {
      back += chunk.length;
      if (line.dropAnswers || (mostBack !== undefined && back > mostBack)) end();
      else client.write(chunk);
    });
    for (const socket of [client, server]) {
      socket.on('error', end);
      socket.on('close', end);
    }
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    refuse: (count) => {
      refused = count;
    },
    cutAnswers: (count) => {
      cut = count;
    },
    cutAfterBytes: (bytes) => {
      mostBytes = bytes;
    },
    cutAll: () => {
      for (const { client, server } of open) {
        client.destroy();
        server.destroy();
      }
    },
    dropAnswers: () => {
      for (const line of open) line.dropAnswers = true;
    },
    close: async () => {
      for (const { client, server } of open) {
        client.destroy();
        server.destroy();
      }
      listener.close();
      await once(listener, 'close');
    },
  };
};
