import { createHash } from 'node:crypto';
import { z } from 'zod';
import { InvalidInput } from '#errors.js';
import { createClassifier, type LetterClassifier, type ModelState } from './classifier.js';
import { featureCount } from './features.js';
import type { LinearHead } from './linear-head.js';

/** Raised with every change of features or layout: an old file is then refused, and the model is trained anew. */
const format = 1;
const magic = 'PSTMODEL';
const hashLength = 32;

const HeadHeader = z.object({
  classes: z.array(z.string()),
  bias: z.array(z.number()),
  temperature: z.number(),
});
const Header = z.object({
  format: z.literal(format),
  version: z.string(),
  examples: z.number().int(),
  kind: HeadHeader,
  einheit: HeadHeader,
});

const bytesOf = (values: Float32Array): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

const headHeader = (head: LinearHead): z.infer<typeof HeadHeader> => ({
  classes: head.classes,
  bias: [...head.bias],
  temperature: head.temperature,
});

/** The model as bytes: mark, length of the header, header as JSON, Float32 tables (little-endian), SHA-256 of all before. */
export const serialiseClassifier = (classifier: LetterClassifier): Buffer => {
  const { version, examples, idf, heads } = classifier.state();
  const header = Buffer.from(
    JSON.stringify({
      format,
      version,
      examples,
      kind: headHeader(heads.kind),
      einheit: headHeader(heads.einheit),
    }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const tables = [
    idf,
    ...[heads.kind, heads.einheit].flatMap((head) => [head.squares, ...head.weights]),
  ];
  const body = Buffer.concat([Buffer.from(magic), length, header, ...tables.map(bytesOf)]);
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
};

const damaged = (): InvalidInput =>
  new InvalidInput({
    code: 'model-damaged',
    message: 'The stored model is damaged or of another format; train it anew.',
    clerkMessage:
      'Das gespeicherte Modell der Zuordnung ist nicht lesbar und muss neu trainiert werden.',
  });

/** Reads what `serialiseClassifier` wrote; throws `InvalidInput` for anything else. */
export const deserialiseClassifier = (bytes: Buffer): LetterClassifier => {
  const body = bytes.subarray(0, Math.max(0, bytes.length - hashLength));
  const hash = createHash('sha256').update(body).digest();
  if (
    body.length < 16 ||
    !hash.equals(bytes.subarray(body.length)) ||
    body.toString('latin1', 0, 8) !== magic
  ) {
    throw damaged();
  }
  const headerLength = body.readUInt32LE(8);
  const parsed = Header.safeParse(JSON.parse(body.toString('utf8', 12, 12 + headerLength)));
  if (!parsed.success) throw damaged();
  let at = 12 + headerLength;
  const nextTable = (): Float32Array => {
    const end = at + featureCount * 4;
    if (end > body.length) throw damaged();
    // Copied, because the tables need not lie on a multiple of four bytes.
    const copy = new Uint8Array(body.subarray(at, end));
    at = end;
    return new Float32Array(copy.buffer);
  };
  const readHead = (header: z.infer<typeof HeadHeader>): LinearHead => {
    const squares = nextTable();
    return {
      classes: header.classes,
      weights: header.classes.map(nextTable),
      bias: Float32Array.from(header.bias),
      squares,
      temperature: header.temperature,
    };
  };
  const { version, examples, kind, einheit } = parsed.data;
  const idf = nextTable();
  const state: ModelState = {
    version,
    examples,
    idf,
    heads: { kind: readHead(kind), einheit: readHead(einheit) },
  };
  return createClassifier(state);
};
