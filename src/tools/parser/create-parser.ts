import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  defaultParserLimits,
  type ParsedMail,
  type ParsedPage,
  type Parser,
  type ParserLimits,
  type ParserOptions,
} from './parser.js';
import { inspectResultSchema, openedMailSchema, unpackedSchema } from './result-schema.js';
import { type Build, createTaskRunner, parsed, plainFile } from './run-task.js';

export type {
  InspectResult,
  ParsedMail,
  ParsedPage,
  Parser,
  ParserLimits,
  ParserOptions,
  ToolLog,
  UnpackedPart,
} from './parser.js';

type Runner = ReturnType<typeof createTaskRunner>;

const createSplitPages =
  (runner: Runner, limits: ParserLimits): Parser['splitPages'] =>
  async ({ path, mediaType, outDir, pages: range, readCodes = true, signal }) => {
    const pages: ParsedPage[] = [];
    const names: string[] = [];
    await runner.call({
      read: [path],
      write: outDir,
      signal,
      pages: range === undefined ? 20 : range.to - range.from + 1,
      build: ({ read, write }) => ({
        task: 'splitPages',
        input: read[0],
        out: write,
        mediaType,
        ...(range === undefined ? {} : { pages: range }),
        readCodes,
        limits,
      }),
      onPage: ({ image, archiveImage, ocrImage, ocrDpi, text, ...page }) => {
        names.push(...[image, archiveImage, ocrImage].filter((name) => name !== undefined));
        pages.push({
          ...page,
          imagePath: join(outDir, image),
          imageMediaType: 'image/jpeg',
          archiveImagePath: archiveImage === undefined ? undefined : join(outDir, archiveImage),
          ocrImagePath: ocrImage === undefined ? undefined : join(outDir, ocrImage),
          ocrDpi,
          text,
        });
      },
    });
    for (const name of names) await plainFile(outDir, name);
    return { pages };
  };

/** Creates the parser; tries the wanted isolation once, which takes about a tenth of a second. */
export const createParser = (options: ParserOptions): Parser => {
  const limits: ParserLimits = { ...defaultParserLimits, ...options.limits };
  const runner = createTaskRunner(options, limits);
  return {
    isolation: () => runner.isolation,
    inspect: async ({ path, mediaType, signal }) => {
      const build: Build = ({ read }) => ({ task: 'inspect', input: read[0], mediaType, limits });
      return parsed(inspectResultSchema, await runner.call({ read: [path], build, signal }));
    },
    openMail: async ({ path, outDir, signal }) => {
      await mkdir(outDir, { recursive: true });
      const build: Build = ({ read, write }) => ({
        task: 'openMail',
        input: read[0],
        out: write,
        limits,
      });
      const answer = await runner.call({ read: [path], write: outDir, build, signal });
      const { attachments, ...mail } = parsed(openedMailSchema, answer);
      const saved: ParsedMail['attachments'] = [];
      for (const { file, ...attachment } of attachments) {
        saved.push({ ...attachment, path: await plainFile(outDir, file) });
      }
      return { ...mail, attachments: saved };
    },
    unpack: async ({ path, mediaType, outDir, signal }) => {
      const build: Build = ({ read, write }) => ({
        task: 'unpack',
        input: read[0],
        out: write,
        mediaType,
        limits,
      });
      const answer = await runner.call({ read: [path], write: outDir, build, signal });
      const parts = [];
      for (const { file, ...part } of parsed(unpackedSchema, answer).files)
        parts.push({ ...part, path: await plainFile(outDir, file) });
      return parts;
    },
    splitPages: createSplitPages(runner, limits),
  };
};

/** A folder for the output of one call; the caller removes it. */
export const createOutputFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'poststelle-'));
