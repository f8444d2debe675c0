import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { ToolFailed } from '#errors.js';
import { projectRoot } from '#infrastructure/project-root.js';
import type { Block, GeneratedLetter } from '../letter.js';
import type { Random } from '../random.js';
import { letterTemplate } from './letter-template.js';
import type { Overlay } from './overlay.js';
import { signatureSvg } from './signature.js';

let compiler: Promise<NodeCompiler> | undefined;

/** One compiler a process: it costs 100 ms and its font list never changes. */
const getCompiler = (): Promise<NodeCompiler> => {
  compiler ??= (async () => {
    // The package does not export its font files, so that they are found by their place.
    const folder = join(projectRoot(), 'node_modules/@embedpdf/fonts-latin/fonts');
    const names = ['Regular', 'Bold', 'Italic', 'BoldItalic'];
    const fontBlobs = await Promise.all(
      names.map((name) => readFile(join(folder, `NotoSans-${name}.ttf`))),
    );
    return NodeCompiler.create({ fontArgs: [{ fontBlobs }] });
  })();
  return compiler;
};

const withSignature = (block: Block): Block | (Block & { svg: string }) =>
  block.type === 'signature' && block.hand ? { ...block, svg: signatureSvg(block.name) } : block;

/** Sets a letter as PDF with a text layer. The same letter and stream of numbers give the same bytes. */
export const typesetLetter = async (
  letter: GeneratedLetter,
  { random, overlay }: { random: Random; overlay: Overlay },
): Promise<Buffer> => {
  const typst = await getCompiler();
  const organisation = letter.truth.sender.art !== 'citizen';
  const data = {
    ...letter.style,
    title: letter.truth.betreff,
    blocks: letter.blocks.map(withSignature),
    hyphenate: organisation && random.chance(0.6),
    justify: organisation && random.chance(0.35),
    leading: random.pick([0.55, 0.62, 0.65, 0.72]),
    spacing: random.pick([1.0, 1.15, 1.3]),
    headRight: random.chance(0.35),
    dateLeft: random.chance(0.25),
    foldMarks: random.chance(0.6),
    underlineSubject: random.chance(0.15),
    boxedForm: random.chance(0.5),
    stamp: overlay.stamp ?? null,
    faxHeader: overlay.faxHeader ?? null,
    cover: overlay.cover ?? null,
  };
  try {
    return typst.pdf({ mainFileContent: letterTemplate, inputs: { data: JSON.stringify(data) } });
  } catch (cause) {
    throw new ToolFailed({
      code: 'sample-letter-not-set',
      message: 'Typst could not set a sample letter',
      cause,
    });
  } finally {
    typst.evictCache(10);
  }
};
