/** Elements that stay; they only structure and emphasise text. Everything else goes, most of it without its frame alone. */
export const allowedTags = [
  ...['p', 'div', 'span', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'center', 'address'],
  ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'blockquote', 'pre'],
  ...['table', 'caption', 'colgroup', 'col', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
  ...['b', 'strong', 'i', 'em', 'u', 's', 'strike', 'del', 'ins', 'sub', 'sup', 'small', 'big'],
  ...['tt', 'code', 'kbd', 'samp', 'q', 'cite', 'abbr', 'font', 'a', 'img'],
];

/** Elements that go with all that is in them, because it is no text for people. */
export const withoutContent = [
  ...['script', 'style', 'title', 'textarea', 'option', 'select', 'xmp', 'noscript', 'noembed'],
  ...['noframes', 'template', 'svg', 'math', 'iframe', 'object', 'applet', 'audio', 'video'],
];

const length = /^(?:0|\d{1,3}(?:\.\d{1,3})?(?:px|pt|em|rem|%))$/;
const lengths = /^(?:(?:0|\d{1,2}(?:\.\d{1,3})?(?:px|pt|em|rem)|auto)(?: +|$)){1,4}$/;
const colour =
  /^(?:#[0-9a-f]{3,8}|[a-z]{3,20}|rgba?\( *\d{1,3}%? *, *\d{1,3}%? *, *\d{1,3}%? *(?:, *[\d.]{1,5} *)?\))$/;
const line =
  /^(?:(?:0|\d(?:\.\d{1,2})?(?:px|pt)|thin|medium|thick|none|solid|dashed|dotted|double|#[0-9a-f]{3,8}|[a-z]{3,20}|rgb\( *\d{1,3} *, *\d{1,3} *, *\d{1,3} *\))(?: +|$)){1,3}$/;

/** Properties of an inline style that stay, with the only values they may have; none of them can load or overlay anything. */
const styles: Readonly<Record<string, RegExp>> = {
  color: colour,
  'background-color': colour,
  'font-weight': /^(?:normal|bold|bolder|lighter|[1-9]00)$/,
  'font-style': /^(?:normal|italic|oblique)$/,
  // Smaller letters would hide what is written.
  'font-size':
    /^(?:(?:[6-9]|[1-3]\d)(?:\.\d{1,3})?(?:px|pt)|(?:0\.[6-9]\d?|[12](?:\.\d{1,3})?)r?em|(?:[6-9]\d|1\d\d)%|x-small|small|medium|large|x-large)$/,
  'text-align': /^(?:left|right|center|justify|start|end)$/,
  'text-decoration': /^(?:none|underline|line-through)$/,
  'vertical-align': /^(?:baseline|top|middle|bottom|sub|super|text-top|text-bottom)$/,
  'white-space': /^(?:normal|nowrap|pre|pre-wrap|pre-line)$/,
  'line-height': /^(?:normal|[12](?:\.\d{1,3})?|[89]\d%|[12]\d\d%)$/,
  'border-collapse': /^(?:collapse|separate)$/,
  width: length,
  'max-width': length,
  padding: lengths,
  'padding-left': length,
  'padding-right': length,
  'padding-top': length,
  'padding-bottom': length,
  margin: lengths,
  'margin-left': length,
  'margin-right': length,
  'margin-top': length,
  'margin-bottom': length,
  border: line,
  'border-left': line,
  'border-right': line,
  'border-top': line,
  'border-bottom': line,
};

const mostDeclarations = 60;

/** What of a style attribute may stay; empty for nothing. Comments, escapes and functions other than rgb() never fit. */
export const safeStyle = (style: string): string =>
  style
    .split(';', mostDeclarations)
    .flatMap((declaration) => {
      const colon = declaration.indexOf(':');
      const name = declaration.slice(0, colon).trim().toLowerCase();
      const value = declaration
        .slice(colon + 1)
        .slice(0, 200)
        .replace(/!important/i, '')
        .trim()
        .toLowerCase();
      const allowed = Object.hasOwn(styles, name) ? styles[name] : undefined;
      return allowed?.test(value) ? [`${name}:${value}`] : [];
    })
    .join(';');

const word = /^[a-z]{1,12}$/;
const number = /^\d{1,4}$/;
const share = /^\d{1,4}(?:%|px)?$/;

/** Attributes that stay on any element, with the only values they may have. */
const attributes: Readonly<Record<string, RegExp>> = {
  align: word,
  valign: word,
  dir: /^(?:ltr|rtl|auto)$/,
  lang: /^[a-z]{2,3}(?:-[a-z0-9]{2,8})?$/,
  bgcolor: colour,
  color: colour,
  width: share,
  height: share,
  border: number,
  cellpadding: number,
  cellspacing: number,
  colspan: /^[1-9]\d{0,2}$/,
  rowspan: /^[1-9]\d{0,2}$/,
  size: /^[+-]?[1-7]$/,
  start: number,
};

/** Names of the attributes that may be in the result, beside those that are set here. */
export const allowedAttributes = [...Object.keys(attributes), 'style'];

/** The attributes of an element that may stay, cleaned. */
export const safeAttributes = (
  attribs: Readonly<Record<string, string>>,
): Record<string, string> => {
  const kept: Record<string, string> = {};
  for (const [name, pattern] of Object.entries(attributes)) {
    const value = Object.hasOwn(attribs, name) ? attribs[name]?.trim().toLowerCase() : undefined;
    if (value !== undefined && pattern.test(value)) kept[name] = value;
  }
  const style = Object.hasOwn(attribs, 'style') ? safeStyle(attribs['style'] ?? '') : '';
  if (style !== '') kept['style'] = style;
  return kept;
};
