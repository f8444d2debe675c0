import { connect, type Socket } from 'node:net';

/** What a mail server is told, e.g. `{ code: 250, text: '2.0.0 OK 2026-000001' }`. */
export interface Reply {
  code: number;
  text: string;
}

/** A conversation with an LMTP or SMTP server in which the test chooses each step. */
export interface MailClient {
  socket: Socket;
  /** Sends a line and waits for its reply. */
  say: (line: string) => Promise<Reply>;
  /** The next reply. */
  hear: () => Promise<Reply>;
  /** MAIL, RCPT, DATA and the message; the replies to the recipients and those after the message. */
  deliver: (mail: {
    from: string;
    to: readonly string[];
    raw: Buffer;
  }) => Promise<{ recipients: Reply[]; data: Reply[] }>;
  close: () => void;
}

const replyLine = /^(\d{3})([ -])(.*)$/;

/** Lines that begin with a dot get a second one (RFC 5321 4.5.2); the end follows on a line of its own. */
export const dotted = (raw: Buffer): Buffer => {
  const text = raw.toString('latin1').replace(/^\./gm, '..');
  return Buffer.from(`${text.endsWith('\r\n') ? text : `${text}\r\n`}.\r\n`, 'latin1');
};

/** Connects and greets. @throws when it is not welcome, and when the connection breaks while a reply is awaited */
export const openMailClient = async (
  port: number,
  protocol: 'lmtp' | 'smtp' = 'lmtp',
): Promise<MailClient> => {
  const socket = connect(port, '127.0.0.1');
  const replies: Reply[] = [];
  const waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void }[] = [];
  let rest = '';
  let broken: Error | undefined;
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('utf8')).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, code = '', more, text = ''] = replyLine.exec(line) ?? [];
      if (more !== ' ') continue;
      const reply = { code: Number(code), text };
      const next = waiting.shift();
      if (next === undefined) replies.push(reply);
      else next.resolve(reply);
    }
  });
  const end = (error: Error): void => {
    broken ??= error;
    for (const one of waiting.splice(0)) one.reject(broken);
  };
  socket.on('error', end);
  socket.on('close', () => end(new Error('the connection was closed')));

  const hear = (): Promise<Reply> => {
    const ready = replies.shift();
    if (ready !== undefined) return Promise.resolve(ready);
    if (broken !== undefined) return Promise.reject(broken);
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  };
  const say = (line: string): Promise<Reply> => {
    socket.write(`${line}\r\n`);
    return hear();
  };
  const greeting = await hear();
  if (greeting.code !== 220) throw new Error(`greeted with ${greeting.code} ${greeting.text}`);
  await say(protocol === 'lmtp' ? 'LHLO mta.stadt.example' : 'EHLO mta.stadt.example');

  return {
    socket,
    say,
    hear,
    deliver: async ({ from, to, raw }) => {
      await say(`MAIL FROM:<${from}>`);
      const recipients: Reply[] = [];
      for (const one of to) recipients.push(await say(`RCPT TO:<${one}>`));
      const accepted = recipients.filter(({ code }) => code === 250).length;
      if (accepted === 0) {
        await say('RSET');
        return { recipients, data: [] };
      }
      await say('DATA');
      socket.write(dotted(raw));
      const data: Reply[] = [];
      const expected = protocol === 'lmtp' ? accepted : 1;
      while (data.length < expected) data.push(await hear());
      return { recipients, data };
    },
    close: () => socket.destroy(),
  };
};
