import { schemeOf } from './blocked.js';
import { type MailNode, wordsOf } from './tree.js';

/** A link of a mail: what it says and where it leads. */
export interface MailLink {
  text: string;
  address: string;
  /** Its text names another host than the one it leads to. */
  misleading: boolean;
}

const longestAddress = 300;
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The true address of a link, without credentials that only pretend another host; undefined for what is no such address. */
export const trueAddress = (href: string): string | undefined => {
  const bare = href.replace(unseen, '').trim();
  const scheme = schemeOf(bare);
  if (scheme === 'mailto' || scheme === 'tel') return bare.slice(0, longestAddress);
  if (scheme !== 'http' && scheme !== 'https') return undefined;
  if (!URL.canParse(bare)) return undefined;
  const url = new URL(bare);
  url.username = '';
  url.password = '';
  return url.href.length > longestAddress ? `${url.href.slice(0, longestAddress)}…` : url.href;
};

const hostOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, '') : '';

const named = /^(?:https?:\/\/)?((?:[\p{L}\p{N}-]{1,63}\.){1,6}[\p{L}]{2,24})(?=[/:?#]|$)/iu;

/** Whether the words of a link claim a host that is not its own. */
export const isMisleading = (text: string, address: string): boolean => {
  const claimed = named.exec(text.trim().slice(0, 400))?.[1];
  const host = hostOf(address);
  if (claimed === undefined || host === '') return false;
  const written = hostOf(`http://${claimed}`);
  return written !== '' && written !== host && !host.endsWith(`.${written}`);
};

const same = (text: string, address: string): boolean => {
  const plain = (value: string): string =>
    value
      .trim()
      .replace(/^(?:https?:\/\/|mailto:|tel:)/i, '')
      .replace(/\/$/, '')
      .toLowerCase();
  return plain(text) === plain(address);
};

/** Replaces links by their text and their true address, and lists them. */
export const linksAsText = (
  nodes: readonly MailNode[],
  most: number,
): { nodes: MailNode[]; links: MailLink[] } => {
  const links: MailLink[] = [];
  const walk = (list: readonly MailNode[]): MailNode[] =>
    list.flatMap((node): MailNode[] => {
      if (typeof node === 'string') return [node];
      const children = walk(node.children);
      if (node.tag !== 'a') return [{ ...node, children }];
      const address = trueAddress(node.attribs['href'] ?? '');
      if (address === undefined) return children;
      const text = wordsOf(node.children).replaceAll(/\s+/g, ' ').trim().slice(0, longestAddress);
      if (links.length < most)
        links.push({ text, address, misleading: isMisleading(text, address) });
      const link = { tag: 'u', attribs: {}, children };
      if (same(text, address)) return [link];
      return [link, { tag: 'small', attribs: {}, children: [` [${address}]`] }];
    });
  return { nodes: walk(nodes), links };
};
