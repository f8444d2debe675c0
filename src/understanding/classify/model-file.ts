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
  stride: z.number().int().positive(),
  temperature: z.number(),
  /** Number of buckets that have learned anything; only their rows are stored. */
  rows: z.number().int().min(0).max(featureCount),
});
const Header = z.object({
  format: z.literal(format),
  version: z.string(),
  examples: z.number().int(),
  kind: HeadHeader,
  einheit: HeadHeader,
});

const bytesOf = (values: Float32Array | Uint32Array): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

const learnedRows = (head: LinearHead): Uint32Array => {
  const rows: number[] = [];
  head.squares.forEach((square, bucket) => {
    if (square > 0) rows.push(bucket);
  });
  return Uint32Array.from(rows);
};

const packHead = (
  head: LinearHead,
): { header: z.infer<typeof HeadHeader>; tables: (Float32Array | Uint32Array)[] } => {
  const { classes, stride, temperature } = head;
  const rows = learnedRows(head);
  const weights = new Float32Array(rows.length * stride);
  rows.forEach((bucket, position) => {
    weights.set(head.weights.subarray(bucket * stride, (bucket + 1) * stride), position * stride);
  });
  const squares = Float32Array.from(rows, (bucket) => head.squares[bucket] ?? 0);
  return {
    header: { classes, stride, temperature, rows: rows.length },
    tables: [head.bias, rows, squares, weights],
  };
};

/** The model as bytes: mark, length of the header, header as JSON, tables of 32 bits (little-endian), SHA-256 of all before. */
export const serialiseClassifier = (classifier: LetterClassifier): Buffer => {
  const { version, examples, idf, heads } = classifier.state();
  const [kind, einheit] = [packHead(heads.kind), packHead(heads.einheit)];
  const header = Buffer.from(
    JSON.stringify({ format, version, examples, kind: kind.header, einheit: einheit.header }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const tables = [idf, ...kind.tables, ...einheit.tables].map(bytesOf);
  const body = Buffer.concat([Buffer.from(magic), length, header, ...tables]);
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
};

const damaged = (): InvalidInput =>
  new InvalidInput({
    code: 'model-damaged',
    message: 'The stored model is damaged or of another format; train it anew.',
    clerkMessage:
      'Das gespeicherte Modell der Zuordnung ist nicht lesbar und muss neu trainiert werden.',
  });

type NextTable = (length: number) => ArrayBuffer;

const createTableReader = (body: Buffer, start: number): NextTable => {
  let at = start;
  return (length) => {
    const end = at + length * 4;
    if (end > body.length) throw damaged();
    // Copied, because the tables need not lie on a multiple of four bytes.
    const copy = new Uint8Array(body.subarray(at, end));
    at = end;
    return copy.buffer;
  };
};

const unpackHead = (header: z.infer<typeof HeadHeader>, next: NextTable): LinearHead => {
  const { classes, stride, temperature, rows: count } = header;
  const bias = new Float32Array(next(stride));
  const rows = new Uint32Array(next(count));
  const packedSquares = new Float32Array(next(count));
  const packed = new Float32Array(next(count * stride));
  const weights = new Float32Array(featureCount * stride);
  const squares = new Float32Array(featureCount);
  rows.forEach((bucket, position) => {
    squares[bucket] = packedSquares[position] ?? 0;
    weights.set(packed.subarray(position * stride, (position + 1) * stride), bucket * stride);
  });
  return { classes, stride, temperature, bias, squares, weights };
};

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
  const { version, examples, kind, einheit } = parsed.data;
  const next = createTableReader(body, 12 + headerLength);
  const idf = new Float32Array(next(featureCount));
  const state: ModelState = {
    version,
    examples,
    idf,
    heads: { kind: unpackHead(kind, next), einheit: unpackHead(einheit, next) },
  };
  return createClassifier(state);
};
