import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SMTPServer } from 'smtp-server';

/** A mail server of the demo: it really receives, and keeps each mail as a file. */
export const startReceiver = async (
  folder: string,
): Promise<{ url: string; received: () => string[]; stop: () => Promise<void> }> => {
  await mkdir(folder, { recursive: true });
  const received: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _session, done) => {
      const path = join(folder, `${String(received.length + 1).padStart(3, '0')}.eml`);
      pipeline(stream, createWriteStream(path)).then(
        () => {
          received.push(path);
          done();
        },
        (error: unknown) => done(error instanceof Error ? error : new Error('not received')),
      );
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.on('error', reject);
    const listening = server.listen(0, '127.0.0.1', () => {
      const address = listening.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return {
    url: `smtp://127.0.0.1:${port}`,
    received: () => received,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
