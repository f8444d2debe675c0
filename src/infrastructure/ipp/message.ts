/** One value of an attribute; what the program does not read (collections, dates, …) stays bytes. */
export type IppValue = string | number | boolean | Buffer | null;

/** The attributes of one group, each with all its values. */
export type IppAttributes = ReadonlyMap<string, readonly IppValue[]>;

/** Tags of values, RFC 8010 §3.5.2. */
export const tag = {
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
  mimeType: 0x49,
} as const;

/** One attribute of a request. */
export interface IppAttribute {
  name: string;
  tag: (typeof tag)[keyof typeof tag];
  values: readonly (string | number | boolean)[];
}

export interface IppRequest {
  operation: number;
  requestId: number;
  operationAttributes: readonly IppAttribute[];
  jobAttributes?: readonly IppAttribute[];
}

export interface IppResponse {
  /** RFC 8011 §4.1.6 and appendix B: below 0x0100 success, 0x04… the request, 0x05… the printer is at fault. */
  status: number;
  operation: IppAttributes;
  /** One map for each job that the answer describes. */
  jobs: readonly IppAttributes[];
  printer: IppAttributes;
  unsupported: IppAttributes;
}

const group = { operation: 0x01, job: 0x02, end: 0x03, printer: 0x04, unsupported: 0x05 } as const;

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);

const bytesOf = (value: string | number | boolean): Buffer => {
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  if (typeof value === 'boolean') return Buffer.from([value ? 1 : 0]);
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

const attributeBytes = ({ name, tag: kind, values }: IppAttribute): Buffer =>
  Buffer.concat(
    values.flatMap((value, index) => {
      // Further values of a set have an empty name.
      const key = Buffer.from(index === 0 ? name : '', 'ascii');
      const bytes = bytesOf(value);
      return [Buffer.from([kind]), u16(key.length), key, u16(bytes.length), bytes];
    }),
  );

/** A request as it goes over the wire, without the bytes of a page; RFC 8010 §3.1. */
export const encodeRequest = (request: IppRequest): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(0x0101, 0);
  head.writeUInt16BE(request.operation, 2);
  head.writeUInt32BE(request.requestId, 4);
  const { operationAttributes, jobAttributes = [] } = request;
  return Buffer.concat([
    head,
    Buffer.from([group.operation]),
    ...operationAttributes.map(attributeBytes),
    ...(jobAttributes.length === 0
      ? []
      : [Buffer.from([group.job]), ...jobAttributes.map(attributeBytes)]),
    Buffer.from([group.end]),
  ]);
};

const outOfBand = 0x20;

const readValue = (kind: number, bytes: Buffer): IppValue => {
  // no-value, unknown and unsupported have no bytes that mean anything.
  if (kind < outOfBand) return null;
  if ((kind === tag.integer || kind === tag.enum) && bytes.length === 4) return bytes.readInt32BE();
  if (kind === tag.boolean) return bytes[0] === 1;
  return kind >= tag.text && kind <= tag.mimeType ? bytes.toString('utf8') : bytes;
};

const tooShort = (): RangeError => new RangeError('the answer of the printer is not whole IPP');

interface Reading {
  bytes: Buffer;
  at: number;
}

const take = (reading: Reading, length: number): Buffer => {
  const end = reading.at + length;
  if (end > reading.bytes.length) throw tooShort();
  const part = reading.bytes.subarray(reading.at, end);
  reading.at = end;
  return part;
};

const readGroups = (reading: Reading): { tag: number; attributes: Map<string, IppValue[]> }[] => {
  const groups: { tag: number; attributes: Map<string, IppValue[]> }[] = [];
  let name = '';
  for (;;) {
    const kind = take(reading, 1)[0] ?? group.end;
    if (kind === group.end) return groups;
    if (kind < 0x10) {
      groups.push({ tag: kind, attributes: new Map() });
      continue;
    }
    const key = take(reading, take(reading, 2).readUInt16BE()).toString('ascii');
    const bytes = take(reading, take(reading, 2).readUInt16BE());
    if (key !== '') name = key;
    const attributes = groups.at(-1)?.attributes;
    if (attributes === undefined) throw tooShort();
    attributes.set(name, [...(attributes.get(name) ?? []), readValue(kind, bytes)]);
  }
};

/** Reads an answer. @throws RangeError when it is cut off or no IPP at all */
export const decodeResponse = (bytes: Buffer): IppResponse => {
  const reading = { bytes, at: 0 };
  const head = take(reading, 8);
  const groups = readGroups(reading);
  const first = (wanted: number): IppAttributes =>
    groups.find((one) => one.tag === wanted)?.attributes ?? new Map();
  return {
    status: head.readUInt16BE(2),
    operation: first(group.operation),
    jobs: groups.filter((one) => one.tag === group.job).map((one) => one.attributes),
    printer: first(group.printer),
    unsupported: first(group.unsupported),
  };
};

/** The words of an attribute. */
export const wordsOf = (attributes: IppAttributes, name: string): string[] =>
  (attributes.get(name) ?? []).filter((value) => typeof value === 'string');

/** The numbers of an attribute. */
export const numbersOf = (attributes: IppAttributes, name: string): number[] =>
  (attributes.get(name) ?? []).filter((value) => typeof value === 'number');
