import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  defaultParserLimits,
  type ParsedMail,
  type ParsedPage,
  type Parser,
  type ParserLimits,
  type ParserOptions,
} from './parser.js';
import type { ArchivePage } from './protocol.js';
import { archiveResultSchema, inspectResultSchema, openedMailSchema } from './result-schema.js';
import { type Build, createTaskRunner, parsed, plainFile } from './run-task.js';

export type {
  ArchiveSource,
  InspectResult,
  ParsedMail,
  ParsedPage,
  Parser,
  ParserLimits,
  ParserOptions,
  ToolLog,
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
      onPage: ({ image, ocrImage, ocrDpi, text, ...page }) => {
        names.push(image, ...(ocrImage === undefined ? [] : [ocrImage]));
        pages.push({
          ...page,
          imagePath: join(outDir, image),
          imageMediaType: 'image/jpeg',
          ocrImagePath: ocrImage === undefined ? undefined : join(outDir, ocrImage),
          ocrDpi,
          text,
        });
      },
    });
    for (const name of names) await plainFile(outDir, name);
    return { pages };
  };

const createArchiveCopy =
  (runner: Runner, limits: ParserLimits): Parser['renderArchiveCopy'] =>
  async ({ pages, outPath, title, signal }) => {
    const outDir = await mkdtemp(join(dirname(outPath), '.archive-'));
    try {
      const inputs = [...new Set(pages.map(({ path }) => path))];
      const tasks: ArchivePage[] = pages.map(({ path, turn = 0, ...page }) => ({
        ...page,
        turn,
        input: inputs.indexOf(path),
      }));
      const answer = await runner.call({
        read: inputs,
        write: outDir,
        signal,
        pages: pages.length,
        build: ({ read, write }) => ({
          task: 'renderArchiveCopy',
          inputs: read,
          out: write,
          pages: tasks,
          title,
          limits,
        }),
      });
      const { file, ...counts } = parsed(archiveResultSchema, answer);
      await rename(await plainFile(outDir, file), outPath);
      return counts;
    } finally {
      await rm(outDir, { recursive: true, force: true });
    }
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
    splitPages: createSplitPages(runner, limits),
    renderArchiveCopy: createArchiveCopy(runner, limits),
  };
};

/** A folder for the output of one call; the caller removes it. */
export const createOutputFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'poststelle-'));
