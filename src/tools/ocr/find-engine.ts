import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigInvalid } from '#errors.js';
import { projectRoot } from '#infrastructure/project-root.js';
import type { EngineKind, EngineStart } from './protocol.js';

/**
 * `best_int` comes with the npm packages; `fast` is Debian's data, a third less time but less forgiving where page work
 * has cost a stroke; `auto` takes `best_int` unless one of the languages is there as `fast` only.
 */
export type WantedModel = 'auto' | 'best_int' | 'fast';

/** What the operator asked for. */
export interface WantedEngine {
  engine: EngineKind;
  model: WantedModel;
  /** Names of trained data, the usual language first, e.g. `deu`, `eng`. */
  languages: readonly string[];
  /** Where the program is looked for, instead of the usual folders. */
  programFolders?: readonly string[];
}

/** An engine that is there, as a child starts it and as it is stored with a page. */
export interface FoundEngine {
  start: Omit<EngineStart, 'folder'>;
  /** The trained data, a file for each language; where they lie in one folder, a child reads them there. */
  data: string[];
  /** Name and version. */
  name: string;
  /** Languages and kind of their data. */
  model: string;
  /** What was asked for is not installed, and something else is taken. */
  fellBack: boolean;
}

const systemFolders = [
  '/usr/share/tesseract-ocr/5/tessdata',
  '/usr/share/tesseract-ocr/4.00/tessdata',
  '/usr/share/tessdata',
];
const packagedVersion = '4.0.0_best_int';
const fileIn = (folder: string, language: string): string =>
  join(folder, `${language}.traineddata`);

const packagedFile = (language: string): string => {
  const place = `node_modules/@tesseract.js-data/${language}/${packagedVersion}`;
  return `${fileIn(join(projectRoot(), place), language)}.gz`;
};

/** The quick data of the system, if one folder has all languages. */
const systemData = (languages: readonly string[]): string[] | undefined => {
  const folder = systemFolders.find((one) =>
    languages.every((language) => existsSync(fileIn(one, language))),
  );
  return folder === undefined ? undefined : languages.map((language) => fileIn(folder, language));
};

const packagedData = (languages: readonly string[]): string[] =>
  languages.map((language) => {
    const path = packagedFile(language);
    if (existsSync(path)) return path;
    throw new ConfigInvalid({
      code: 'ocr-language-missing',
      message: `the language data for OCR is missing in node_modules/@tesseract.js-data/${language}; run npm ci, install the Debian package tesseract-ocr-${language}, or change ocr.languages`,
    });
  });

const missingProgram = (what: string): ConfigInvalid =>
  new ConfigInvalid({
    code: 'ocr-engine-missing',
    message: `ocr.engine is set to native, but ${what}; install the Debian packages tesseract-ocr and tesseract-ocr-deu (and those of further languages) or set ocr.engine to tesseract.js`,
  });

const usualFolders = ['/usr/bin', '/usr/local/bin'];

const findProgram = (folders: readonly string[]): { program: string; name: string } => {
  const program = folders
    .map((folder) => join(folder, 'tesseract'))
    .find((path) => existsSync(path));
  if (program === undefined) throw missingProgram('the program tesseract is not installed');
  const said = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  const version = /^tesseract (\d[\w.-]*)/.exec(said.stdout ?? '')?.[1];
  if (version === undefined) throw missingProgram(`${program} does not start`);
  return { program, name: `tesseract ${version}` };
};

const findNative = (wanted: WantedEngine): FoundEngine => {
  const { engine, model, languages, programFolders } = wanted;
  const { program, name } = findProgram(programFolders ?? usualFolders);
  if (model === 'best_int') throw missingProgram('ocr.model best_int is packed for tesseract.js');
  const data = systemData(languages);
  if (data === undefined)
    throw missingProgram(`its data for the languages ${languages.join(', ')} are not installed`);
  const start = { engine, program, packed: false, languages: [...languages] };
  return { start, data, name, model: `${languages.join('+')} fast`, fellBack: false };
};

/**
 * Finds the engine and its language data; `fast` falls back to `best_int` where it is not installed. Throws
 * `ConfigInvalid` where program or data are missing: the packaged engine itself would wait for ever.
 */
export const findEngine = (wanted: WantedEngine): FoundEngine => {
  const { engine, model, languages } = wanted;
  if (engine === 'native') return findNative(wanted);
  const name = 'tesseract.js 7.0.0';
  const spoken = languages.join('+');
  const start = { engine, program: '', languages: [...languages] };
  const fast = model === 'best_int' ? undefined : systemData(languages);
  if (fast !== undefined) {
    const found = { start: { ...start, packed: false }, data: fast };
    return { ...found, name, model: `${spoken} fast`, fellBack: false };
  }
  return {
    start: { ...start, packed: true },
    data: packagedData(languages),
    ...{ name, model: `${spoken} ${packagedVersion}`, fellBack: model === 'fast' },
  };
};
