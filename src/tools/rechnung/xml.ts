/** What a strange XML may cost; real invoices stay far below. */
export interface XmlLimits {
  bytes: number;
  depth: number;
  elements: number;
  attributes: number;
}

/** A whole invoice with its enclosures in base64 fits into these. */
export const defaultXmlLimits: XmlLimits = {
  bytes: 40_000_000,
  depth: 64,
  elements: 300_000,
  attributes: 64,
};

/** Why an XML is not read; none of them quotes the file. */
export type XmlFault = 'malformed' | 'doctype' | 'limit' | 'encoding';

/** Raised for a file that is no well-formed XML or wants more than is allowed. */
export class XmlUnreadable extends Error {
  constructor(readonly fault: XmlFault) {
    super(`xml: ${fault}`);
  }
}

/** An element with resolved namespace; `text` is the text directly within it. */
export interface XmlElement {
  namespace: string;
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  text: string;
}

const fail = (fault: XmlFault = 'malformed'): never => {
  throw new XmlUnreadable(fault);
};

const decoders: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  'utf-16': 'utf-16le',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'iso-8859-1': 'windows-1252',
  'iso-8859-15': 'iso-8859-15',
  'windows-1252': 'windows-1252',
};

const encodingOf = (bytes: Uint8Array): string => {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1];
  return decoders[(declared ?? 'utf-8').toLowerCase()] ?? fail('encoding');
};

/** The text of an XML file by its byte order mark or declaration; UTF-8 unless it says otherwise. */
const decodeXml = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof XmlUnreadable) throw error;
    return fail('encoding');
  }
};

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

const isXmlCharacter = (code: number): boolean =>
  code === 9 ||
  code === 10 ||
  code === 13 ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  (code >= 0x10000 && code <= 0x10ffff);

const entity = (_whole: string, body: string): string => {
  const numeric = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(body);
  if (numeric === null) return named[body] ?? fail();
  const code =
    numeric[1] === undefined ? Number(numeric[2]) : Number.parseInt(numeric[1] ?? '', 16);
  return isXmlCharacter(code) ? String.fromCodePoint(code) : fail();
};

// Without a DTD there are only the five entities of XML itself and characters by number.
const resolve = (text: string): string =>
  text.includes('&') ? text.replace(/&([^;&]{0,12});|&/g, (w, b = '') => entity(w, b)) : text;

const nameForm = /^[\p{L}_][\p{L}\p{N}_.\-·]*(?::[\p{L}_][\p{L}\p{N}_.\-·]*)?$/u;
const attributeForm = /\s+([^\s=<>"']+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;

interface Open {
  tag: string;
  element: XmlElement;
  scope: ReadonlyMap<string, string>;
}

const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

const splitName = (tag: string): [prefix: string, name: string] => {
  const at = tag.indexOf(':');
  return at < 0 ? ['', tag] : [tag.slice(0, at), tag.slice(at + 1)];
};

const readAttributes = (source: string, limits: XmlLimits): Map<string, string> => {
  const found = new Map<string, string>();
  attributeForm.lastIndex = 0;
  let end = 0;
  for (let hit = attributeForm.exec(source); hit !== null; hit = attributeForm.exec(source)) {
    const name = hit[1] ?? '';
    if (found.has(name) || !nameForm.test(name)) fail();
    found.set(name, resolve(hit[2] ?? hit[3] ?? ''));
    if (found.size > limits.attributes) fail('limit');
    end = attributeForm.lastIndex;
  }
  if (source.slice(end).trim() !== '') fail();
  return found;
};

/** Namespaces and plain attributes of a start tag; prefixed attributes are of no use to us. */
const openElement = (
  inner: string,
  scope: ReadonlyMap<string, string>,
  limits: XmlLimits,
): Open => {
  const tag = /^[^\s/>]+/.exec(inner)?.[0] ?? '';
  if (!nameForm.test(tag)) fail();
  const raw = readAttributes(inner.slice(tag.length), limits);
  const attributes: Record<string, string> = Object.create(null) as Record<string, string>;
  let own = scope;
  for (const [name, value] of raw) {
    const [prefix, local] = splitName(name);
    if (prefix === '' && local !== 'xmlns') attributes[local] = value;
    if (prefix !== 'xmlns' && name !== 'xmlns') continue;
    own = new Map([...own, [name === 'xmlns' ? '' : local, value]]);
  }
  const [prefix, name] = splitName(tag);
  const namespace = own.get(prefix) ?? (prefix === '' ? '' : fail());
  return { tag, scope: own, element: { namespace, name, attributes, children: [], text: '' } };
};

/** The end of a start tag; a quoted attribute value may hold a `>`. */
const endOfTag = (text: string, from: number): number => {
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const one = text[at] ?? '';
    if (quote !== '') {
      if (one === quote) quote = '';
    } else if (one === '"' || one === "'") quote = one;
    else if (one === '>') return at;
    else if (one === '<') return fail();
  }
  return fail();
};

const after = (text: string, mark: string, from: number): number => {
  const at = text.indexOf(mark, from);
  return at < 0 ? fail() : at + mark.length;
};

/** Builds the tree as the tags come, without recursion. */
const createBuilder = (limits: XmlLimits) => {
  const open: Open[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  const start = (inner: string): void => {
    const closed = inner.endsWith('/');
    const scope = open.at(-1)?.scope ?? new Map([['xml', xmlNamespace]]);
    const next = openElement(closed ? inner.slice(0, -1) : inner, scope, limits);
    elements += 1;
    if (elements > limits.elements || open.length >= limits.depth) fail('limit');
    const parent = open.at(-1)?.element;
    if (parent === undefined && root !== undefined) fail();
    if (parent === undefined) root = next.element;
    else parent.children.push(next.element);
    if (!closed) open.push(next);
  };
  const end = (tag: string): void => {
    if (open.pop()?.tag !== tag.trimEnd()) fail();
  };
  const text = (value: string): void => {
    const parent = open.at(-1)?.element;
    if (parent !== undefined) parent.text += value;
    else if (value.trim() !== '') fail();
  };
  const finish = (): XmlElement => (root === undefined || open.length > 0 ? fail() : root);
  return { start, end, text, finish };
};

/** Takes what begins with `<` at `at`; returns where the next thing begins. */
const takeMarkup = (
  source: string,
  at: number,
  build: ReturnType<typeof createBuilder>,
): number => {
  if (source.startsWith('<!--', at)) return after(source, '-->', at + 4);
  if (source.startsWith('<?', at)) return after(source, '?>', at + 2);
  if (source.startsWith('<![CDATA[', at)) {
    const end = after(source, ']]>', at + 9);
    build.text(source.slice(at + 9, end - 3));
    return end;
  }
  if (source.startsWith('<!', at)) return fail('doctype');
  if (source.startsWith('</', at)) {
    const end = after(source, '>', at);
    build.end(source.slice(at + 2, end - 1));
    return end;
  }
  const end = endOfTag(source, at + 1);
  build.start(source.slice(at + 1, end));
  return end + 1;
};

/**
 * Reads XML 1.0 with namespaces, without DTD: a document type is refused, so that there are no entities of its own
 * and nothing is ever fetched. Prefixed attributes are left out. Throws `XmlUnreadable`.
 */
export const readXml = (bytes: Uint8Array, limits: XmlLimits = defaultXmlLimits): XmlElement => {
  if (bytes.length > limits.bytes) fail('limit');
  const source = decodeXml(bytes);
  const build = createBuilder(limits);
  let at = 0;
  while (at < source.length) {
    if (source[at] === '<') {
      at = takeMarkup(source, at, build);
      continue;
    }
    const next = source.indexOf('<', at);
    const end = next < 0 ? source.length : next;
    build.text(resolve(source.slice(at, end)));
    at = end;
  }
  return build.finish();
};
