import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

const pngChunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, check]);
};

/** A PNG that claims 60,000 by 60,000 pixels and holds one row. */
export const hugePng = (): Buffer => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(60_000, 0);
  head.writeUInt32BE(60_000, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', head),
    pngChunk('IDAT', deflateSync(Buffer.alloc(180_001))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
};

const head = (subject: string): string =>
  `From: Absender <absender@postkasten.example>\r\nTo: poststelle@stadt-lohwerda.example\r\nSubject: ${subject}\r\nDate: Mon, 16 Nov 2026 08:00:00 +0000\r\nMessage-ID: <${subject.replace(/[^a-z0-9]/gi, '-')}@postkasten.example>\r\nMIME-Version: 1.0\r\n`;

/** Mails within mails, as deep as asked; the innermost holds the only words. */
export const nestedMail = (depth: number): Buffer => {
  let inner = `${head('Innen')}Content-Type: text/plain; charset=utf-8\r\n\r\nGanz innen liegt ein Widerspruch.\r\n`;
  for (let level = depth; level > 0; level -= 1) {
    const boundary = `ebene-${level}`;
    inner = `${head(`Ebene ${level}`)}Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n--${boundary}\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--${boundary}--\r\n`;
  }
  return Buffer.from(inner);
};

/** A mail with very many tiny attachments. */
export const manyPartsMail = (count: number): Buffer => {
  const parts = Array.from(
    { length: count },
    (_, index) =>
      `--teile\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="zettel-${index}.txt"\r\n\r\n${index}\r\n`,
  );
  return Buffer.from(
    `${head('Viele Anhaenge')}Content-Type: multipart/mixed; boundary="teile"\r\n\r\n${parts.join('')}--teile--\r\n`,
  );
};

/** A mail that lies about everything: unknown charset, broken base64, a boundary that never ends, a path as file name. */
export const lyingMail = (): Buffer =>
  Buffer.from(
    `${head('=?x-unbekannt?B?////?= Anhang')}Content-Type: multipart/mixed; boundary="nie"\r\n\r\n--nie\r\nContent-Type: text/plain; charset=x-unbekannt\r\nContent-Transfer-Encoding: base64\r\n\r\n@@@kein base64@@@\r\n--nie\r\nContent-Type: application/pdf; name="../../etc/brief.pdf"\r\nContent-Disposition: attachment; filename="../../etc/brief.pdf"\r\n\r\n%PDF-1.4 nur der Anfang\r\n`,
  );

/** The head of a Windows program under the name of a PDF; it can do nothing. */
export const programHead = (): Buffer => {
  const bytes = Buffer.alloc(512);
  bytes.write('MZ', 0, 'latin1');
  bytes.writeUInt32LE(0x80, 0x3c);
  bytes.write('This program cannot be run in DOS mode.', 0x4e, 'latin1');
  bytes.write('PE\0\0', 0x80, 'latin1');
  return bytes;
};

/** A ZIP with one file of zeros that grows a thousandfold when it is unpacked. */
export const growingZip = (megabytes: number): Buffer => {
  const content = Buffer.alloc(megabytes * 1024 * 1024);
  const packed = deflateRawSync(content, { level: 9 });
  const name = Buffer.from('scan.pdf');
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(crc32(content), 0);
  sizes.writeUInt32LE(packed.length, 4);
  sizes.writeUInt32LE(content.length, 8);
  const common = Buffer.concat([
    Buffer.from([20, 0, 0, 0, 8, 0, 0, 0, 0x70, 0x5d]),
    sizes,
    Buffer.from([name.length, 0, 0, 0]),
  ]);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, packed]);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
    common,
    Buffer.alloc(14),
    name,
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
};
