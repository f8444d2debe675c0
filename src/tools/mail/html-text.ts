import { Parser } from 'htmlparser2';

/** What stands in these is not read; they end with their own closing tag and nothing else. */
const hidden = /^(?:script|style|head|title|template|noscript|svg|object|textarea)$/;
const paragraph = /^(?:p|blockquote|pre|ul|ol|table|h[1-6])$/;
const block = /^(?:div|tr|li|dt|dd|section|article|header|footer|hr|center|form|body)$/;
const mostHtml = 20_000_000;
const tagStart = /^<(\/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})/;

/** The end of a tag; a `>` in a quoted value is none, unless the quote is never closed. */
const endOfTag = (html: string, from: number): number => {
  let at = from;
  for (;;) {
    const close = html.indexOf('>', at);
    if (close < 0) return html.length;
    const quote = /["']/.exec(html.slice(at, close));
    if (quote === null || !/=\s*$/.test(html.slice(at, at + quote.index))) return close + 1;
    const end = html.indexOf(quote[0], at + quote.index + 1);
    if (end < 0) return close + 1;
    at = end + 1;
  }
};

const breakFor = (name: string, closing: boolean): string => {
  if (name === 'br') return '\n';
  if (name === 'li') return closing ? '\n' : '\n- ';
  if ((name === 'td' || name === 'th') && closing) return '\t';
  if (paragraph.test(name)) return '\n\n';
  return block.test(name) ? '\n' : '';
};

/** Pieces of text, still with entities, and line breaks in their place; looks at each character once. */
const piecesOf = (html: string): string[] => {
  const out: string[] = [];
  const lower = html.toLowerCase();
  let kept = 0;
  let from = 0;
  const addText = (end: number): void => {
    const text = html.slice(from, end);
    out.push(kept > 0 ? text : text.replace(/[ \t\r\n\f]+/g, ' '));
  };
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', from)) {
    const match = tagStart.exec(html.slice(at, at + 64));
    const isMark = html[at + 1] === '!' || html[at + 1] === '?';
    if (match === null && !isMark) {
      addText(at);
      out.push('&lt;');
      from = at + 1;
      continue;
    }
    addText(at);
    if (html.startsWith('<!--', at)) {
      const end = html.indexOf('-->', at + 4);
      from = end < 0 ? html.length : end + 3;
      continue;
    }
    const name = (match?.[2] ?? '').toLowerCase();
    const closing = match?.[1] === '/';
    from = endOfTag(html, at + (match?.[0].length ?? 2));
    if (!closing && hidden.test(name)) {
      const end = lower.indexOf(`</${name}`, from);
      from = end < 0 ? html.length : endOfTag(html, end + name.length + 2);
      continue;
    }
    if (name === 'pre') kept = closing ? Math.max(0, kept - 1) : kept + 1;
    out.push(breakFor(name, closing));
  }
  addText(html.length);
  return out;
};

const decodeEntities = (text: string): string => {
  const out: string[] = [];
  const parser = new Parser({ ontext: (piece) => out.push(piece) }, { decodeEntities: true });
  parser.end(text);
  return out.join('');
};

/**
 * The words of an HTML body in reading order: blocks on lines of their own, cells apart, scripts, styles and comments
 * left out. Linear in the length of the input, however deep its elements lie in each other; never throws.
 */
export const htmlToText = (html: string): string =>
  decodeEntities(piecesOf(html.slice(0, mostHtml)).join(''))
    .replace(/\u00a0/g, ' ')
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
