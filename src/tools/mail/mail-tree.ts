import { type Field, rawOf, readHeader, readStructured, type Structured } from './mail-fields.js';

/** A part of a mail: where its body lies in the bytes of the mail, and what its header says of it. */
export interface MailNode {
  /** The bytes in which the places lie. */
  bytes: Buffer;
  /** Where the header begins. */
  head: number;
  fields: Field[];
  type: Structured;
  disposition: Structured;
  /** Content-Transfer-Encoding in lower case. */
  encoding: string;
  start: number;
  end: number;
  children: MailNode[];
}

/** A mail taken apart; `left` says that some of it was not, because it has too many parts. */
export interface MailTree {
  root: MailNode;
  /** Levels of multiparts within each other. */
  depth: number;
  left: boolean;
}

const longestBoundary = 250;

const startNode = (bytes: Buffer, start: number, end: number, fallback: string): MailNode => {
  const { fields, bodyStart } = readHeader(bytes, start, end);
  const type = readStructured(rawOf(fields, 'content-type'));
  const known = /^[!#-.0-9^-~a-z]+\/[!#-.0-9^-~a-z]+$/.test(type.value);
  const [encoding = ''] = (rawOf(fields, 'content-transfer-encoding') ?? '')
    .trim()
    .toLowerCase()
    .split(/[\s;(]/);
  return {
    bytes,
    head: start,
    fields,
    type: known ? type : { value: fallback, params: type.params },
    disposition: readStructured(rawOf(fields, 'content-disposition')),
    encoding: encoding.replace(/^"|"$/g, ''),
    start: bodyStart,
    end,
    children: [],
  };
};

interface Open {
  node: MailNode;
  boundary: string;
  /** The part that is being read now. */
  part: MailNode | undefined;
  depth: number;
}

/** The end of a part excludes the line end in front of the boundary, which belongs to the boundary. */
const bodyEnd = (bytes: Buffer, lineStart: number, start: number): number => {
  let end = lineStart;
  if (end > start && bytes[end - 1] === 10) end -= 1;
  if (end > start && bytes[end - 1] === 13) end -= 1;
  return Math.max(start, end);
};

const boundaryOf = (node: MailNode): string | undefined => {
  const { boundary } = node.type.params;
  return node.type.value.startsWith('multipart/') && boundary !== undefined && boundary !== ''
    ? boundary.slice(0, longestBoundary).replace(/\s+$/, '')
    : undefined;
};

/**
 * Takes a message apart into its parts (RFC 2046 5.1) in one pass over its bytes, without copying any. Enclosed
 * messages stay leaves. Boundaries of outer levels end inner ones; a missing last boundary ends with the mail.
 */
export const readTree = (
  bytes: Buffer,
  limits: { maxNodes: number; maxDepth: number },
  fallback = 'text/plain',
): MailTree => {
  const root = startNode(bytes, 0, bytes.length, fallback);
  const stack: Open[] = [];
  const tree: MailTree = { root, depth: 1, left: false };
  let nodes = 1;

  const enter = (node: MailNode, depth: number): void => {
    const boundary = boundaryOf(node);
    tree.depth = Math.max(tree.depth, depth);
    if (boundary === undefined || depth > limits.maxDepth) return;
    stack.push({ node, boundary: `--${boundary}`, part: undefined, depth });
  };

  const closeTo = (level: number, lineStart: number): Open | undefined => {
    while (stack.length > level + 1) {
      const inner = stack.pop();
      const end = bodyEnd(bytes, lineStart, inner?.node.start ?? 0);
      if (inner?.part !== undefined) inner.part.end = Math.max(inner.part.start, end);
      if (inner !== undefined) inner.node.end = Math.max(inner.node.start, end);
    }
    const open = stack[level];
    if (open?.part !== undefined) open.part.end = bodyEnd(bytes, lineStart, open.part.start);
    return open;
  };

  enter(root, 1);
  let at = root.start;
  while (at < bytes.length && stack.length > 0) {
    const feed = bytes.indexOf(10, at);
    const lineEnd = feed < 0 ? bytes.length : feed;
    const next = Math.min(lineEnd + 1, bytes.length);
    if (bytes[at] === 45 && bytes[at + 1] === 45 && lineEnd - at < longestBoundary + 10) {
      const line = bytes.toString('latin1', at, lineEnd).replace(/\s+$/, '');
      let level = stack.length - 1;
      while (
        level >= 0 &&
        stack[level]?.boundary !== line &&
        `${stack[level]?.boundary}--` !== line
      )
        level -= 1;
      if (level >= 0) {
        const open = closeTo(level, at);
        if (open === undefined) break;
        open.part = undefined;
        if (line !== open.boundary) {
          open.node.end = next;
          stack.pop();
        } else if (nodes >= limits.maxNodes) tree.left = true;
        else {
          nodes += 1;
          const digest = open.node.type.value === 'multipart/digest';
          const part = startNode(
            bytes,
            next,
            bytes.length,
            digest ? 'message/rfc822' : 'text/plain',
          );
          open.part = part;
          open.node.children.push(part);
          // The header may have run into the next boundary, which is looked at then.
          at = part.start;
          enter(part, open.depth + 1);
          continue;
        }
      }
    }
    at = next;
  }
  closeTo(-1, bytes.length);
  return tree;
};

/** The body of a part as it stands in the mail, still encoded. */
export const bodyOf = (node: MailNode): Buffer => node.bytes.subarray(node.start, node.end);
