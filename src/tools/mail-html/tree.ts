import { Parser } from 'htmlparser2';

/** An element of sanitised HTML with its children. */
export interface MailElement {
  tag: string;
  attribs: Readonly<Record<string, string>>;
  children: MailNode[];
}
export type MailNode = string | MailElement;

/** Reads sanitised HTML, whose depth is bounded already, into a tree. */
export const treeOf = (html: string): MailNode[] => {
  const root: MailElement = { tag: '', attribs: {}, children: [] };
  const open: MailElement[] = [root];
  const parser = new Parser({
    onopentag: (tag, attribs) => {
      const element: MailElement = { tag, attribs, children: [] };
      open.at(-1)?.children.push(element);
      open.push(element);
    },
    ontext: (text) => {
      const children = open.at(-1)?.children ?? [];
      const last = children.at(-1);
      // The parser hands out text in pieces, in hostile mails letter by letter.
      if (typeof last === 'string') children[children.length - 1] = last + text;
      else children.push(text);
    },
    onclosetag: () => {
      if (open.length > 1) open.pop();
    },
  });
  parser.write(html);
  parser.end();
  return root.children;
};

/** The words of a tree without any marks. */
export const wordsOf = (nodes: readonly MailNode[]): string =>
  nodes.map((node) => (typeof node === 'string' ? node : wordsOf(node.children))).join('');

const empty = new Set(['br', 'hr', 'img', 'col']);

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** Writes a tree as HTML; text and values can never become marks. */
export const htmlOf = (nodes: readonly MailNode[]): string =>
  nodes
    .map((node) => {
      if (typeof node === 'string') return escaped(node);
      const attributes = Object.entries(node.attribs)
        .map(([name, value]) => ` ${name}="${escaped(value)}"`)
        .join('');
      const start = `<${node.tag}${attributes}>`;
      return empty.has(node.tag) ? start : `${start}${htmlOf(node.children)}</${node.tag}>`;
    })
    .join('');
