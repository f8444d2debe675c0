import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '#infrastructure/project-root.js';
import { fixtureLetters, fixtureMails, fixtureSeed } from './fixture-plan.js';
import { hostileFiles } from './hostile/hostile-files.js';
import type { GeneratedLetter } from './letter.js';
import { generateLetters } from './letters.js';
import { generateMails } from './mails.js';
import { createMunicipality, type Municipality } from './municipality.js';
import { type RenderedLetter, renderLetter } from './render.js';

interface Row {
  file: string;
  kind: string;
  made: string;
  purpose: string;
}

const folder = join(projectRoot(), 'fixtures');

const save = (file: string, bytes: Buffer | string): Promise<void> =>
  writeFile(join(folder, file), bytes);

const extensionOf = (fileName: string): string => fileName.slice(fileName.lastIndexOf('.'));

const findLetter = (
  letters: readonly GeneratedLetter[],
  matches: (letter: GeneratedLetter) => boolean,
): GeneratedLetter => {
  const letter = letters.find(matches);
  if (letter === undefined)
    throw new RangeError('No sample letter fits a planned fixture; change the plan or the seed');
  return letter;
};

const writeLetters = async (
  municipality: Municipality,
): Promise<{ rows: Row[]; truth: Record<string, object>; rendered: RenderedLetter[] }> => {
  const letters = generateLetters({ seed: fixtureSeed, count: 400, municipality });
  const rows: Row[] = [];
  const truth: Record<string, object> = {};
  const rendered: RenderedLetter[] = [];
  for (const { name, degradation, form, purpose, matches } of fixtureLetters) {
    const result = await renderLetter(findLetter(letters, matches), {
      seed: fixtureSeed,
      degradation,
      form,
    });
    const file = `letters/${name}${extensionOf(result.fileName)}`;
    await save(file, result.bytes);
    rows.push({ file, kind: result.truth.kind, made: `renderLetter, ${degradation}`, purpose });
    truth[file] = {
      ...result.truth,
      mediaType: result.mediaType,
      pages: result.pages,
      pageTexts: result.pageTexts,
    };
    rendered.push(result);
  }
  return { rows, truth, rendered };
};

const writeMails = async (
  municipality: Municipality,
): Promise<{ rows: Row[]; truth: Record<string, object> }> => {
  const mails = await generateMails({ seed: fixtureSeed, count: 60, municipality });
  const rows: Row[] = [];
  const truth: Record<string, object> = {};
  for (const { name, purpose, matches } of fixtureMails) {
    const mail = mails.find((candidate) => matches(candidate.truth));
    if (mail === undefined)
      throw new RangeError('No sample mail fits a planned fixture; change the plan or the seed');
    const file = `emails/${name}.eml`;
    await save(file, mail.eml);
    rows.push({ file, kind: mail.truth.kind, made: `generateMails, ${mail.truth.form}`, purpose });
    truth[file] = mail.truth;
  }
  return { rows, truth };
};

const writeHostile = async (rendered: readonly RenderedLetter[]): Promise<Row[]> => {
  const soundPdf = rendered.find(({ truth }) => truth.degradation === 'born-digital')?.bytes;
  const soundJpeg = rendered.find(({ mediaType }) => mediaType === 'image/jpeg')?.bytes;
  if (soundPdf === undefined || soundJpeg === undefined)
    throw new RangeError('The plan needs a born-digital PDF and a photograph');
  const files = hostileFiles({ soundPdf, soundJpeg });
  for (const { fileName, bytes } of files) await save(`hostile/${fileName}`, bytes);
  return files.map(({ fileName, made, purpose }) => ({
    file: `hostile/${fileName}`,
    kind: 'hostile',
    made,
    purpose,
  }));
};

const readme = (rows: readonly Row[]): string => {
  const table = rows.map(
    ({ file, kind, made, purpose }) => `| ${file} | ${kind} | ${made} | ${purpose} |`,
  );
  return [
    '# Fixtures',
    '',
    'Every file here was made by this project with `npm run fixtures` (`src/sample/write-fixtures.ts`): invented people, an',
    'invented city, texts of our own, licence as the project. Nothing comes from elsewhere. `truth.json` says for each letter',
    'and mail what is true about it: kind, office, Geschäftszeichen, sender, date, amounts, the text of each page.',
    'Change the plan in `src/sample/fixture-plan.ts`, not the files.',
    '',
    '| file | kind | how made | purpose |',
    '|---|---|---|---|',
    ...table,
    '| truth.json | truth | this script | what recognition, extraction and matching have to find |',
    '',
  ].join('\n');
};

const main = async (): Promise<void> => {
  for (const part of ['letters', 'emails', 'hostile']) {
    await rm(join(folder, part), { recursive: true, force: true });
    await mkdir(join(folder, part), { recursive: true });
  }
  const municipality = createMunicipality({ seed: fixtureSeed });
  const letters = await writeLetters(municipality);
  const mails = await writeMails(municipality);
  const hostile = await writeHostile(letters.rendered);
  const rows = [...letters.rows, ...mails.rows, ...hostile];
  await save('truth.json', `${JSON.stringify({ ...letters.truth, ...mails.truth }, null, 1)}\n`);
  await save('README.md', readme(rows));
  console.log(`${rows.length} fixtures written to ${folder}`);
};

await main();
