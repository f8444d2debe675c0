import sanitizeHtml from 'sanitize-html';
import { allowedAttributes, allowedTags, safeAttributes, withoutContent } from './allowed.js';
import { type Blocked, createCounter, schemeOf } from './blocked.js';
import { linksAsText, type MailLink } from './links.js';
import { pictureAddress } from './pictures.js';
import { htmlOf, type MailNode, treeOf } from './tree.js';

/** HTML of a mail that can be shown, and what is missing in it. */
export interface SafeHtml {
  /** A fragment of HTML with allow-listed elements only; it loads nothing but the pictures that were named. */
  html: string;
  /** The same as a tree, for other renderings. */
  nodes: MailNode[];
  blocked: Blocked;
  /** At most a hundred, in the order of the mail. */
  links: MailLink[];
  /** The HTML was longer than a megabyte and the rest is not shown, or too deep to be shown at all. */
  cut: boolean;
}

export interface SafeHtmlOptions {
  /** Where the picture with a Content-ID (without angle brackets) is found. */
  inlineImages: ReadonlyMap<string, string>;
}

const longestHtml = 1_000_000;
/** Elements deeper than this lose their frame, not their text. */
const deepest = 120;
/** Nobody writes such HTML; reading it would take time that grows with the square of its length. */
const hopelesslyDeep = 1_000;
const mostLinks = 100;
// Marks that turn the direction of text could make a link or a name look like another one.
const direction = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const pictureSchemes = (options: SafeHtmlOptions): string[] => [
  ...new Set(['data', ...[...options.inlineImages.values()].map(schemeOf)]),
];

type Transformer = sanitizeHtml.Transformer;

const transformer =
  (options: SafeHtmlOptions, counter: ReturnType<typeof createCounter>): Transformer =>
  (tagName, attribs) => {
    if (tagName === 'a') {
      const href = attribs['href'];
      if (href !== undefined) counter.blocked.links += 1;
      return { tagName, attribs: href === undefined ? {} : { href } };
    }
    if (tagName !== 'img' && tagName !== 'image')
      return { tagName, attribs: safeAttributes(attribs) };
    const alt = (attribs['alt'] ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, 300);
    const src = pictureAddress(attribs['src'] ?? '', options.inlineImages);
    if (src !== undefined)
      return { tagName: 'img', attribs: { ...safeAttributes(attribs), alt, src } };
    // A missing picture leaves its words; a pixel nobody should see leaves nothing.
    if (counter.picture(attribs) === 'pixel') return { tagName: 'img', attribs: {} };
    return { tagName: 'img', attribs: { alt: alt === '' ? 'Bild' : alt } };
  };

/** Pictures that were left out become words, in the tree that is sanitised already. */
const withoutMissingPictures = (nodes: readonly MailNode[]): MailNode[] =>
  nodes.flatMap((node): MailNode[] => {
    if (typeof node === 'string') return [node.replaceAll(direction, '')];
    if (node.tag !== 'img') return [{ ...node, children: withoutMissingPictures(node.children) }];
    if (node.attribs['src'] !== undefined) return [node];
    const alt = node.attribs['alt'];
    if (alt === undefined) return [];
    return [{ tag: 'small', attribs: {}, children: [`[nicht geladen: ${alt}]`] }];
  });

class HopelesslyDeep extends Error {}

/** Ends the reading of HTML that only nests. */
const createDepthGuard = () => {
  let depth = 0;
  return {
    down: (): void => {
      depth += 1;
      if (depth > hopelesslyDeep) throw new HopelesslyDeep();
    },
    up: (): void => {
      depth = Math.max(0, depth - 1);
    },
  };
};

const sanitised = (
  html: string,
  options: SafeHtmlOptions,
  counter: ReturnType<typeof createCounter>,
): string => {
  const guard = createDepthGuard();
  return sanitizeHtml(html, {
    allowedTags,
    allowedAttributes: {
      '*': allowedAttributes,
      a: ['href'],
      img: ['src', 'alt', 'width', 'height'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: pictureSchemes(options) },
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    nonTextTags: withoutContent,
    nestingLimit: deepest,
    parseStyleAttributes: false,
    onOpenTag: (tag, attribs) => {
      guard.down();
      counter.element(tag, attribs);
    },
    onCloseTag: guard.up,
    transformTags: { '*': transformer(options, counter) },
  });
};

const orNothing = (read: () => string): { clean: string; tooDeep: boolean } => {
  try {
    return { clean: read(), tooDeep: false };
  } catch (error) {
    if (error instanceof HopelesslyDeep) return { clean: '', tooDeep: true };
    throw error;
  }
};

/**
 * Makes the HTML of a mail safe to show: allow-listed elements, attributes and styles only, no scripts, no
 * forms, no vector graphics, nothing that is loaded from elsewhere, links as text with their true address. What
 * was left out is counted. The result is read again and written anew from its tree, so that no clever nesting
 * survives. Pure; time grows with the length of the input, of which at most a megabyte is read.
 */
export const safeHtml = (html: string, options: SafeHtmlOptions): SafeHtml => {
  const counter = createCounter();
  const shown = html.slice(0, longestHtml);
  counter.styleSheets(shown);
  const { clean, tooDeep } = orNothing(() => sanitised(shown, options, counter));
  const { nodes, links } = linksAsText(withoutMissingPictures(treeOf(clean)), mostLinks);
  return {
    html: htmlOf(nodes),
    nodes,
    blocked: counter.blocked,
    links,
    cut: tooDeep || html.length > longestHtml,
  };
};
