import type { Block, BlockArt, Lauf } from '#postausgang/postausgang.schema.js';

// What the server refuses in a text: control characters and marks that turn the direction of writing.
const refused = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

const clean = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(refused, '');
const textOf = (node: Node): string => clean(node.textContent ?? '').trim();

const isBold = (element: HTMLElement): boolean =>
  /^(B|STRONG)$/.test(element.nodeName) || /^(bold|[6-9]00)$/.test(element.style.fontWeight);
const isItalic = (element: HTMLElement): boolean =>
  /^(I|EM)$/.test(element.nodeName) || element.style.fontStyle === 'italic';

const runsOf = (node: Node, style: { fett?: boolean; kursiv?: boolean } = {}): Lauf[] => {
  if (node.nodeType === Node.TEXT_NODE) {
    const text = clean(node.textContent ?? '');
    return text === '' ? [] : [{ text, ...style }];
  }
  if (node.nodeName === 'BR') return [{ text: '\n', ...style }];
  if (!(node instanceof HTMLElement)) return [];
  const own = {
    ...style,
    ...(isBold(node) ? { fett: true } : {}),
    ...(isItalic(node) ? { kursiv: true } : {}),
  };
  return [...node.childNodes].flatMap((child) => runsOf(child, own));
};

const paragraph = (node: Node): Block[] => {
  const laeufe = runsOf(node).slice(0, 200);
  return laeufe.some((run) => run.text.trim() !== '') ? [{ art: 'absatz', laeufe }] : [];
};

const tableOf = (table: Element): Block[] => {
  const rows = [...table.querySelectorAll('tr')]
    .map((row) => [...row.querySelectorAll('th, td')].slice(0, 8).map(textOf))
    .filter((row) => row.length > 0);
  const [head = [], ...zeilen] = rows;
  if (head.length === 0) return [];
  const spalten = head.map((cell) => cell.slice(0, 100));
  return [{ art: 'tabelle', spalten, ausrichtung: [], zeilen, summenzeile: false }];
};

/** Word writes the points of a list as paragraphs, their sign in a span of its own. */
const wordPoint = (node: HTMLElement): string | undefined => {
  if (!/^MsoList/.test(node.className)) return undefined;
  for (const sign of node.querySelectorAll('[style*="mso-list"]')) sign.remove();
  return textOf(node).replace(/^(?:[·•§o–-]|\d+[.)])\s+/, '');
};

const listOf = (points: readonly string[], nummeriert: boolean): Block[] => {
  const punkte = points.filter((point) => point !== '').map((point) => point.slice(0, 2_000));
  return punkte.length === 0 ? [] : [{ art: 'liste', nummeriert, punkte: punkte.slice(0, 100) }];
};

const isBlock = /^(?:P|DIV|UL|OL|TABLE|H[1-6]|BLOCKQUOTE|SECTION|ARTICLE)$/;

const blocksIn = (root: Element): Block[] => {
  const found: Block[] = [];
  for (const node of root.children) {
    if (!(node instanceof HTMLElement)) continue;
    const point = wordPoint(node);
    const last = found.at(-1);
    if (point !== undefined) {
      if (last?.art === 'liste') last.punkte.push(point);
      else found.push(...listOf([point], false));
    } else if (/^H[1-6]$/.test(node.nodeName)) {
      if (textOf(node) !== '')
        found.push({ art: 'ueberschrift', text: textOf(node).slice(0, 200) });
    } else if (node.nodeName === 'UL' || node.nodeName === 'OL') {
      found.push(...listOf([...node.querySelectorAll('li')].map(textOf), node.nodeName === 'OL'));
    } else if (node.nodeName === 'TABLE') found.push(...tableOf(node));
    else if ([...node.children].some((child) => isBlock.test(child.nodeName)))
      found.push(...blocksIn(node));
    else found.push(...paragraph(node));
  }
  return found;
};

const plain = (text: string): Block => ({ art: 'absatz', laeufe: [{ text }] });

/** A block that the template does not know, as paragraphs. */
const asParagraphs = (block: Block): Block[] => {
  switch (block.art) {
    case 'ueberschrift':
      return [{ art: 'absatz', laeufe: [{ text: block.text, fett: true }] }];
    case 'liste':
      return block.punkte.map((point) => plain(`– ${point}`));
    case 'tabelle':
      return [block.spalten, ...block.zeilen].map((row) => plain(row.join(', ')));
    default:
      return [];
  }
};

/**
 * What was copied elsewhere, as the blocks that a template allows: words with their weight, never markup. The parsed
 * page is inert: nothing in it runs or is fetched. Without blocks of its own there is nothing to divide.
 */
export const blocksOfHtml = (html: string, allowed: readonly BlockArt[]): Block[] => {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const hidden of body.querySelectorAll('style, script, title, meta, link')) hidden.remove();
  return blocksIn(body).flatMap((block) =>
    allowed.includes(block.art) ? [block] : asParagraphs(block),
  );
};

/** Paragraphs of a plain text: an empty line ends one. */
export const blocksOfText = (text: string): Block[] =>
  text
    .replaceAll('\r', '')
    .split(/\n\s*\n/)
    .map((part) => part.trim().replaceAll(/[^\P{Cc}\n\t]/gu, ''))
    .filter((part) => part !== '')
    .map(plain);
