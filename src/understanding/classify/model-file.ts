import { createHash } from 'node:crypto';
import { z } from 'zod';
import { InvalidInput } from '#errors.js';
import { createClassifier, type LetterClassifier, type ModelState } from './classifier.js';
import { featureCount } from './features.js';
import type { LinearHead } from './linear-head.js';
import { type Remembered, type ReplayBuffer, replayCapacity } from './replay-buffer.js';

/** Raised with every change of features or layout: an old file is then refused, and the model is trained anew. */
const format = 4;
const magic = 'PSTMODEL';
const hashLength = 32;

const HeadHeader = z.object({
  classes: z.array(z.string()),
  stride: z.number().int().positive(),
  temperature: z.number(),
  letters: z.number().int().min(0),
  /** Number of buckets that have learned anything; only their rows are stored. */
  rows: z.number().int().min(0).max(featureCount),
});
const Header = z.object({
  format: z.literal(format),
  version: z.string(),
  examples: z.number().int(),
  kind: HeadHeader,
  einheit: HeadHeader,
  replay: z.object({
    offered: z.number().int().min(0),
    items: z.number().int().min(0).max(replayCapacity),
    /** Features of all remembered letters together. */
    features: z.number().int().min(0),
  }),
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
  const { classes, stride, temperature, letters } = head;
  const rows = learnedRows(head);
  const weights = new Float32Array(rows.length * stride);
  rows.forEach((bucket, position) => {
    weights.set(head.weights.subarray(bucket * stride, (bucket + 1) * stride), position * stride);
  });
  const squares = Float32Array.from(rows, (bucket) => head.squares[bucket] ?? 0);
  return {
    header: { classes, stride, temperature, letters, rows: rows.length },
    tables: [head.bias, rows, squares, weights],
  };
};

const packReplay = ({
  items,
  offered,
}: ReplayBuffer): {
  header: z.infer<typeof Header>['replay'];
  tables: (Float32Array | Uint32Array)[];
} => {
  const lengths = Uint32Array.from(items, ({ vector }) => vector.indices.length);
  // An answer that is not known is stored as 0, the first class as 1.
  const kinds = Uint32Array.from(items, ({ kind }) => kind + 1);
  const einheiten = Uint32Array.from(items, ({ einheit }) => einheit + 1);
  const features = lengths.reduce((sum, length) => sum + length, 0);
  const indices = new Uint32Array(features);
  const values = new Float32Array(features);
  let at = 0;
  for (const { vector } of items) {
    indices.set(vector.indices, at);
    values.set(vector.values, at);
    at += vector.indices.length;
  }
  return {
    header: { offered, items: items.length, features },
    tables: [lengths, kinds, einheiten, indices, values],
  };
};

/** The model as bytes: mark, length of the header, header as JSON, tables of 32 bits (little-endian), SHA-256 of all before. */
export const serialiseClassifier = (classifier: LetterClassifier): Buffer => {
  const { version, examples, idf, heads, replay: buffer } = classifier.state();
  const [kind, einheit, replay] = [
    packHead(heads.kind),
    packHead(heads.einheit),
    packReplay(buffer),
  ];
  const header = Buffer.from(
    JSON.stringify({
      format,
      version,
      examples,
      kind: kind.header,
      einheit: einheit.header,
      replay: replay.header,
    }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const tables = [idf, ...kind.tables, ...einheit.tables, ...replay.tables].map(bytesOf);
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
  const { classes, stride, temperature, letters, rows: count } = header;
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
  return { classes, stride, temperature, letters, bias, squares, weights };
};

const unpackReplay = (
  { offered, items: count, features }: z.infer<typeof Header>['replay'],
  next: NextTable,
): ReplayBuffer => {
  const lengths = new Uint32Array(next(count));
  const kinds = new Uint32Array(next(count));
  const einheiten = new Uint32Array(next(count));
  const indices = new Uint32Array(next(features));
  const values = new Float32Array(next(features));
  let at = 0;
  const items = Array.from(lengths, (length, place): Remembered => {
    const vector = {
      indices: indices.slice(at, at + length),
      values: values.slice(at, at + length),
    };
    at += length;
    return { vector, kind: (kinds[place] ?? 0) - 1, einheit: (einheiten[place] ?? 0) - 1 };
  });
  return { items, offered };
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
  const { version, examples, kind, einheit, replay } = parsed.data;
  const next = createTableReader(body, 12 + headerLength);
  const idf = new Float32Array(next(featureCount));
  // The tables are read in the order in which they were written.
  const heads = { kind: unpackHead(kind, next), einheit: unpackHead(einheit, next) };
  const state: ModelState = { version, examples, idf, heads, replay: unpackReplay(replay, next) };
  return createClassifier(state);
};
