import { createSocket } from 'node:dgram';

const typeCodes = { A: 1, PTR: 12, MX: 15, TXT: 16, AAAA: 28 } as const;
type RecordType = keyof typeof typeCodes;

/** What the server knows, by `TYPE name`; texts as a zone file has them: an address, a text, `10 mx.example`. */
export type Zone = Record<string, string[]>;

export interface DnsServer {
  /** Address and port, as a resolver takes it. */
  address: string;
  zone: Zone;
  /** Answers nothing, or with SERVFAIL, as long as it is not `well`. */
  mood: 'well' | 'silent' | 'failing';
  /** `TYPE name` of every question since the list was last emptied. */
  asked: string[];
  close(): Promise<void>;
}

const encodeName = (name: string): Buffer =>
  Buffer.concat([
    ...name
      .split('.')
      .filter((label) => label !== '')
      .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);

const encodeText = (text: string): Buffer =>
  Buffer.concat(
    (text.match(/.{1,255}/gs) ?? []).map((part) =>
      Buffer.concat([Buffer.from([part.length]), Buffer.from(part)]),
    ),
  );

const encodeData = (type: RecordType, value: string): Buffer => {
  if (type === 'A') return Buffer.from(value.split('.').map(Number));
  if (type === 'AAAA') return Buffer.from(value.replaceAll(':', ''), 'hex');
  if (type === 'TXT') return encodeText(value);
  if (type === 'PTR') return encodeName(value);
  const [priority = '0', exchange = ''] = value.split(' ');
  return Buffer.concat([Buffer.from([0, Number(priority)]), encodeName(exchange)]);
};

const readQuestion = (message: Buffer): { name: string; code: number; end: number } => {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), code: message.readUInt16BE(at + 1), end: at + 5 };
};

/** The answer to a question (RFC 1035, section 4): NXDOMAIN for an unknown name, no records for an unknown type. */
const reply = (
  message: Buffer,
  facts: { records: Buffer[]; code: number; rcode: number },
): Buffer => {
  const { end } = readQuestion(message);
  const head = Buffer.alloc(12);
  message.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8580 + facts.rcode, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(facts.records.length, 6);
  const records = facts.records.map((data) => {
    const fixed = Buffer.alloc(12);
    fixed.writeUInt16BE(0xc00c, 0);
    fixed.writeUInt16BE(facts.code, 2);
    fixed.writeUInt16BE(1, 4);
    fixed.writeUInt32BE(60, 6);
    fixed.writeUInt16BE(data.length, 10);
    return Buffer.concat([fixed, data]);
  });
  return Buffer.concat([head, message.subarray(12, end), ...records]);
};

/** Starts a DNS server on a free UDP port of this machine that knows the given zone and nothing else. */
export const startDnsServer = async (zone: Zone = {}): Promise<DnsServer> => {
  const socket = createSocket('udp4');
  const server: DnsServer = {
    address: '',
    zone,
    mood: 'well',
    asked: [],
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
  socket.on('message', (message, from) => {
    const { name, code } = readQuestion(message);
    const type = (Object.keys(typeCodes) as RecordType[]).find((one) => typeCodes[one] === code);
    server.asked.push(`${type ?? code} ${name}`);
    if (server.mood === 'silent') return;
    const values = type === undefined ? [] : (server.zone[`${type} ${name}`] ?? []);
    const known = Object.keys(server.zone).some((key) => key.endsWith(` ${name}`));
    const rcode = server.mood === 'failing' ? 2 : known ? 0 : 3;
    const records =
      type === undefined || rcode !== 0 ? [] : values.map((value) => encodeData(type, value));
    socket.send(reply(message, { records, code, rcode }), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  server.address = `127.0.0.1:${socket.address().port}`;
  return server;
};
