/**
 * A text on one line a paragraph whose full stops all end sentences: those within addresses, hosts, numbers
 * and German dates ("12. August") become middle dots. Templates are broken into lines wherever it pleases a server.
 */
export const flatSentences = (text: string): string =>
  text
    .replace(/[ \t]*(\r\n|\r|\n)(?!\s*[\r\n])[ \t]*/g, ' ')
    .replace(/\.(?=[^\s"'“”)])/g, '·')
    .replace(/(?<=\d)\.(?= )/g, '·')
    .replace(/\b(z|d|u|bzw|ggf|Nr|Tel|Str|Dr)\.(?= )/gi, '$1·');
