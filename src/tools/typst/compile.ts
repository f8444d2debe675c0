import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { loadFonts } from './fonts.js';
import { coverageOf, missingCharacters } from './glyphs.js';
import { Refused, type TypesetRequest } from './protocol.js';

const mostCompilers = 12;
/** Results of layout that no letter has asked for since this many letters are forgotten. */
const cacheAge = 10;

/** ∞ ≤ ≥ of DIN 91379, which templates of letters set in a font that Typst brings along. */
const ofOtherFont: ReadonlySet<number> = new Set([0x221e, 0x2264, 0x2265]);

const stringsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsOf);
};

const diagnosticsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  return `${error.message} ${String(Reflect.get(error, 'code') ?? '')}`;
};

/** Templates refuse data with `panic("code")`; the code is all that leaves the child. */
const refusalOf = (diagnostics: string): string | undefined =>
  /panicked with: \\?"([a-z-]+)\\?"/.exec(diagnostics)?.[1];

/** A compiler's message without anything that it quotes, since that may be part of a letter. */
const faultOf = (diagnostics: string): string =>
  diagnostics
    .replaceAll(/`[^`]*`|\\?"[^"]*\\?"/g, '…')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 300);

/** Raised for faults of a template or of Typst; its message quotes no document content. */
export class TypesetFault extends Error {}

/** A template asks for one more attempt where the first one broke its pages badly; it sees how many there were. */
const mostAttempts = 4;

const attempts = (request: Omit<TypesetRequest, 'id' | 'task'>, compiler: NodeCompiler): Buffer => {
  for (let versuch = 0; versuch < mostAttempts; versuch += 1) {
    try {
      return compiler.pdf(
        {
          mainFileContent: request.template.main,
          inputs: { daten: request.data, versuch: String(versuch) },
        },
        { pdfStandard: request.standard },
      );
    } catch (error) {
      const diagnostics = diagnosticsOf(error);
      const code = refusalOf(diagnostics);
      if (code === 'noch-einmal') continue;
      if (code !== undefined) throw new Refused({ code });
      if (/could not be displayed/.test(diagnostics)) throw new Refused({ code: 'glyph-missing' });
      throw new TypesetFault(faultOf(diagnostics));
    }
  }
  throw new TypesetFault(`the template asked for more than ${mostAttempts} attempts`);
};

/** Compiles templates with data; a template reaches its own files and nothing of the disk. */
export const createCompiler = () => {
  const fonts = loadFonts();
  const covers = coverageOf(fonts[0] as Buffer);
  // Never created: all sources are handed over in memory.
  const workspace = join(tmpdir(), randomUUID());
  const compilers = new Map<string, NodeCompiler>();

  const compilerFor = (template: TypesetRequest['template']): NodeCompiler => {
    const known = compilers.get(template.hash);
    if (known !== undefined) return known;
    if (compilers.size >= mostCompilers) compilers.clear();
    const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs: fonts }] });
    for (const [path, content] of Object.entries(template.files)) {
      compiler.mapShadow(join(workspace, path), content);
    }
    compilers.set(template.hash, compiler);
    return compiler;
  };

  const refuseMissingGlyphs = (data: string): void => {
    const characters = stringsOf(JSON.parse(data)).flatMap((text) =>
      missingCharacters(text, (codePoint) => covers(codePoint) || ofOtherFont.has(codePoint)),
    );
    if (characters.length > 0) {
      throw new Refused({ code: 'glyph-missing', characters: [...new Set(characters)] });
    }
  };

  /**
   * The typeset PDF; the same request gives the same bytes.
   * @throws Refused when the data cannot be set, TypesetFault when the template is wrong.
   */
  const compile = (request: Omit<TypesetRequest, 'id' | 'task'>): Buffer => {
    refuseMissingGlyphs(request.data);
    const compiler = compilerFor(request.template);
    try {
      return attempts(request, compiler);
    } finally {
      // Typst's cache is global and grows without bound, after failures too.
      compiler.evictCache(cacheAge);
    }
  };

  return { compile };
};
