import { Parser } from 'htmlparser2';

const hidden = new Set([
  'script',
  'style',
  'head',
  'title',
  'template',
  'noscript',
  'svg',
  'object',
]);
const paragraphs = new Set([
  'p',
  'blockquote',
  'pre',
  'ul',
  'ol',
  'table',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
]);
const blocks = new Set([
  'div',
  'tr',
  'li',
  'dt',
  'dd',
  'section',
  'article',
  'header',
  'footer',
  'hr',
  'center',
  'form',
  'body',
]);
const mostText = 4_000_000;

/**
 * The words of an HTML body in reading order: blocks on lines of their own, cells apart, scripts, styles and comments
 * left out. Linear in the length of the input; never throws.
 */
export const htmlToText = (html: string): string => {
  const out: string[] = [];
  let length = 0;
  let skipped = 0;
  let kept = 0;
  const add = (text: string): void => {
    if (length > mostText) return;
    length += text.length;
    out.push(text);
  };
  const breakFor = (name: string): void => {
    if (paragraphs.has(name)) add('\n\n');
    else if (blocks.has(name)) add('\n');
  };
  const parser = new Parser(
    {
      onopentagname: (name) => {
        if (hidden.has(name)) skipped += 1;
        if (skipped > 0) return;
        if (name === 'pre') kept += 1;
        if (name === 'br') add('\n');
        else if (name === 'li') add('\n- ');
        else breakFor(name);
      },
      onclosetag: (name) => {
        if (hidden.has(name) && skipped > 0) skipped -= 1;
        else if (skipped > 0) return;
        else if (name === 'td' || name === 'th') add('\t');
        else breakFor(name);
        if (name === 'pre' && kept > 0) kept -= 1;
      },
      ontext: (text) => {
        if (skipped === 0) add(kept > 0 ? text : text.replace(/[ \t\r\n\f]+/g, ' '));
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.write(html);
  parser.end();
  return out
    .join('')
    .replace(/\u00a0/g, ' ')
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
};
