import type { MailBlock, MailSpan } from './mail-block.js';
import { type MailElement, type MailNode, wordsOf } from './tree.js';

// About fifty pages; nobody reads more of them.
const mostCharacters = 150_000;
/** What a line costs even if it is short, in characters. */
const lineCost = 75;
const cellCost = 10;
const mostColumns = 10;
const mostRows = 500;
const longestCell = 3_000;
const deepestIndent = 6;

type Look = Omit<MailSpan, 'text'>;
interface Place {
  einzug: number;
  zitat: boolean;
  look: Look;
}

const headings: Readonly<Record<string, number>> = { h1: 1, h2: 2, h3: 3, h4: 3, h5: 3, h6: 3 };
const bold = new Set(['b', 'strong', 'th', 'dt']);
const italic = new Set(['i', 'em', 'cite', 'address']);
const ofBlocks = new Set(
  'p div center address h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre hr table caption colgroup col thead tbody tfoot tr td th'.split(
    ' ',
  ),
);

const isElement = (node: MailNode): node is MailElement => typeof node !== 'string';

const holds = (node: MailElement, tags: ReadonlySet<string>): boolean =>
  node.children.some((child) => isElement(child) && (tags.has(child.tag) || holds(child, tags)));

const lookOf = ({ tag, attribs }: MailElement, look: Look): Look => {
  const style = attribs['style'] ?? '';
  return {
    ...look,
    ...(bold.has(tag) || /font-weight:(?:bold|bolder|[6-9]00)/.test(style) ? { fett: true } : {}),
    ...(italic.has(tag) || /font-style:(?:italic|oblique)/.test(style) ? { kursiv: true } : {}),
  };
};

/** The text of inline elements; pictures leave their words. */
const spansOf = (nodes: readonly MailNode[], look: Look): MailSpan[] =>
  nodes.flatMap((node): MailSpan[] => {
    if (!isElement(node)) return [{ text: node.replaceAll(/\s+/g, ' '), ...look }];
    if (node.tag === 'br') return [{ text: '\n', ...look }];
    if (node.tag === 'img') {
      const alt = node.attribs['alt'] ?? '';
      return [{ text: alt === '' ? '[Bild]' : `[Bild: ${alt}]`, ...look }];
    }
    return spansOf(node.children, lookOf(node, look));
  });

const sameLook = (one: MailSpan, other: MailSpan): boolean =>
  one.fett === other.fett && one.kursiv === other.kursiv;

const longestSpan = 10_000;
const mostSpans = 1_000;

const pieces = (text: string): string[] =>
  Array.from({ length: Math.ceil(text.length / longestSpan) }, (_, part) =>
    text.slice(part * longestSpan, (part + 1) * longestSpan),
  );

/** Runs of one look in one piece, blanks as a browser shows them, nothing at the ends. */
const tidy = (spans: readonly MailSpan[]): MailSpan[] => {
  const runs: { look: MailSpan; texts: string[] }[] = [];
  let blank = true;
  for (const span of spans) {
    const text = blank ? span.text.replace(/^ +/, '') : span.text;
    if (text === '') continue;
    blank = /\s$/.test(text);
    const last = runs.at(-1);
    if (last !== undefined && sameLook(last.look, span)) last.texts.push(text);
    else runs.push({ look: span, texts: [text] });
  }
  const texts = runs.map((run) =>
    run.texts
      .join('')
      .replaceAll(/ *\n */g, '\n')
      .replaceAll(/\n{3,}/g, '\n\n'),
  );
  return runs.flatMap(({ look }, index) => {
    const start = index === 0 ? texts[index]?.trimStart() : texts[index];
    const text = (index === runs.length - 1 ? start?.trimEnd() : start) ?? '';
    return pieces(text).map((piece) => ({ ...look, text: piece }));
  });
};

const childrenWith = (node: MailElement, tags: ReadonlySet<string>): MailElement[] =>
  node.children.filter(isElement).filter(({ tag }) => tags.has(tag));

const rowGroups = new Set(['thead', 'tbody', 'tfoot']);
const cells = new Set(['td', 'th']);

const rowsOf = (table: MailElement): MailElement[][] =>
  [table, ...childrenWith(table, rowGroups)]
    .flatMap((group) => childrenWith(group, new Set(['tr'])))
    .map((row) => childrenWith(row, cells));

/** A table of figures and words; most tables in mails only place things and are read cell by cell. */
const dataTable = (table: MailElement): MailElement[][] | undefined => {
  if (holds(table, new Set(['table', 'ul', 'ol', 'blockquote', 'pre']))) return undefined;
  const rows = rowsOf(table).filter((row) => row.some((cell) => wordsOf([cell]).trim() !== ''));
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const isShort = (cell: MailElement): boolean => wordsOf([cell]).length <= longestCell;
  if (rows.length < 2 || rows.length > mostRows || columns < 2 || columns > mostColumns)
    return undefined;
  return rows.every((row) => row.every(isShort)) ? rows : undefined;
};

interface Writer {
  blocks: MailBlock[];
  /** False when the limit is reached; the rest is left out. */
  add: (block: MailBlock) => void;
  cut: () => boolean;
}

const createWriter = (): Writer => {
  const blocks: MailBlock[] = [];
  let characters = 0;
  let cut = false;
  const lengthOf = (spans: readonly MailSpan[]): number =>
    spans.reduce(
      (sum, { text }) => sum + text.length + lineCost * (text.split('\n').length - 1),
      0,
    );
  const costOf = ({ stuecke, zeilen = [] }: MailBlock): number =>
    lineCost * Math.max(1, zeilen.length) +
    cellCost * zeilen.flat().length +
    lengthOf([...stuecke, ...zeilen.flat(2)]);
  return {
    blocks,
    cut: () => cut,
    add: (block) => {
      const cost = costOf(block);
      if (cut || characters + cost > mostCharacters) {
        cut = true;
        return;
      }
      characters += cost;
      blocks.push(block);
    },
  };
};

const at = ({ einzug, zitat }: Place): Pick<MailBlock, 'einzug' | 'zitat'> => ({
  einzug,
  ...(zitat ? { zitat } : {}),
});

const deeper = (place: Place): Place => ({
  ...place,
  einzug: Math.min(deepestIndent, place.einzug + 1),
});

const writeTable = (writer: Writer, rows: readonly MailElement[][], place: Place): void => {
  const columns = Math.max(...rows.map((row) => row.length));
  const cellOf = (cell: MailElement | undefined): MailSpan[] =>
    cell === undefined
      ? []
      : tidy(spansOf(separated(cell.children), lookOf(cell, place.look))).slice(0, mostSpans);
  writer.add({
    art: 'tabelle',
    ...at(place),
    stuecke: [],
    zeilen: rows.map((row) => Array.from({ length: columns }, (_, index) => cellOf(row[index]))),
  });
};

/** Puts a line break between the paragraphs of a cell. */
const separated = (nodes: readonly MailNode[]): MailNode[] =>
  nodes.flatMap((node): MailNode[] =>
    isElement(node) && ofBlocks.has(node.tag)
      ? [
          { tag: 'br', attribs: {}, children: [] },
          { ...node, children: separated(node.children) },
        ]
      : [node],
  );

const marksOf = (list: MailElement): ((index: number) => string) => {
  const start = Number.parseInt(list.attribs['start'] ?? '1', 10);
  return (index) => (list.tag === 'ol' ? `${start + index}.` : '•');
};

const writeList = (writer: Writer, list: MailElement, place: Place): void => {
  const markOf = marksOf(list);
  const within = deeper(place);
  childrenWith(list, new Set(['li', 'ul', 'ol'])).forEach((entry, index) => {
    if (entry.tag !== 'li') {
      writeList(writer, entry, within);
      return;
    }
    const before = writer.blocks.length;
    writeBlocks(writer, entry.children, within);
    const first = writer.blocks[before];
    // The mark belongs to the first line of the entry, whatever that is.
    if (first?.art === 'absatz')
      Object.assign(first, { art: 'punkt', marke: markOf(index).slice(0, 10) });
  });
};

const writeElement = (writer: Writer, node: MailElement, place: Place): void => {
  const { tag } = node;
  const within = { ...place, look: lookOf(node, place.look) };
  const level = headings[tag];
  if (level !== undefined) {
    const stuecke = tidy(spansOf(node.children, place.look)).slice(0, mostSpans);
    if (stuecke.length > 0) writer.add({ art: 'titel', ebene: level, ...at(place), stuecke });
  } else if (tag === 'ul' || tag === 'ol') writeList(writer, node, place);
  else if (tag === 'blockquote')
    writeBlocks(writer, node.children, { ...deeper(within), zitat: true });
  else if (tag === 'dd') writeBlocks(writer, node.children, deeper(within));
  else if (tag === 'hr') writer.add({ art: 'linie', ...at(place), stuecke: [] });
  else if (tag === 'pre') {
    const texts = pieces(wordsOf(node.children).replace(/^\n/, '').trimEnd());
    if (texts.length > 0)
      writer.add({ art: 'vorformatiert', ...at(place), stuecke: texts.map((text) => ({ text })) });
  } else if (tag === 'table') {
    const rows = dataTable(node);
    if (rows === undefined) writeBlocks(writer, node.children, within);
    else writeTable(writer, rows, place);
  } else writeBlocks(writer, node.children, within);
};

/** Text between blocks becomes paragraphs of its own; the rest follows in its order. */
const writeBlocks = (writer: Writer, nodes: readonly MailNode[], place: Place): void => {
  let inline: MailNode[] = [];
  const flush = (): void => {
    const stuecke = tidy(spansOf(inline, place.look));
    inline = [];
    for (let from = 0; from < stuecke.length; from += mostSpans)
      writer.add({ art: 'absatz', ...at(place), stuecke: stuecke.slice(from, from + mostSpans) });
  };
  for (const node of nodes) {
    const isBlock = isElement(node) && (ofBlocks.has(node.tag) || holds(node, ofBlocks));
    if (!isBlock) inline.push(node);
    else {
      flush();
      writeElement(writer, node, place);
    }
  }
  flush();
};

/**
 * What is printed of a mail's sanitised HTML: headings, paragraphs, entries of lists, quotations and tables of data
 * in reading order; pictures by their words. About fifty pages at most, and whether that was too little.
 */
export const blocksOf = (nodes: readonly MailNode[]): { blocks: MailBlock[]; cut: boolean } => {
  const writer = createWriter();
  writeBlocks(writer, nodes, { einzug: 0, zitat: false, look: {} });
  return { blocks: writer.blocks, cut: writer.cut() };
};
