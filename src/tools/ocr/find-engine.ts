import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigInvalid } from '#errors.js';
import { projectRoot } from '#infrastructure/project-root.js';
import type { EngineKind, EngineStart, LanguageFolder } from './protocol.js';

/**
 * `best_int` comes with the npm packages; `fast` is Debian's tesseract-ocr-deu, as good after our page work and a
 * third less time; `auto` takes `fast` where it is installed.
 */
export type WantedModel = 'auto' | 'best_int' | 'fast';

/** What the operator asked for. */
export interface WantedEngine {
  engine: EngineKind;
  model: WantedModel;
  /** Where the program is looked for, instead of the usual folders. */
  programFolders?: readonly string[];
}

/** An engine that is there, as a child starts it and as it is stored with a page. */
export interface FoundEngine {
  start: EngineStart;
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
const languages = ['deu'];

const systemData = (): LanguageFolder | undefined => {
  const holdsAll = (folder: string): boolean =>
    languages.every((language) => existsSync(join(folder, `${language}.traineddata`)));
  const folder = systemFolders.find(holdsAll);
  return folder === undefined ? undefined : { folder, packed: false };
};

const packagedData = (): LanguageFolder => {
  const place = `node_modules/@tesseract.js-data/deu/${packagedVersion}`;
  const folder = join(projectRoot(), place);
  if (existsSync(join(folder, 'deu.traineddata.gz'))) return { folder, packed: true };
  throw new ConfigInvalid({
    code: 'ocr-language-missing',
    message: `the language data for OCR is missing in ${place}; run npm ci`,
  });
};

const missingProgram = (what: string): ConfigInvalid =>
  new ConfigInvalid({
    code: 'ocr-engine-missing',
    message: `ocr.engine is set to native, but ${what}; install the Debian packages tesseract-ocr and tesseract-ocr-deu or set ocr.engine to tesseract.js`,
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

const findNative = ({ engine, model, programFolders }: WantedEngine): FoundEngine => {
  const { program, name } = findProgram(programFolders ?? usualFolders);
  if (model === 'best_int') throw missingProgram('ocr.model best_int is packed for tesseract.js');
  const data = systemData();
  if (data === undefined) throw missingProgram('its German language data is not installed');
  const start = { ...data, engine, program, languages };
  return { start, name, model: 'deu fast', fellBack: false };
};

/**
 * Finds the engine and its language data; `fast` falls back to `best_int` where it is not installed. Throws
 * `ConfigInvalid` where program or data are missing: the packaged engine itself would wait for ever.
 */
export const findEngine = (wanted: WantedEngine): FoundEngine => {
  const { engine, model } = wanted;
  if (engine === 'native') return findNative(wanted);
  const name = 'tesseract.js 7.0.0';
  const fast = model === 'best_int' ? undefined : systemData();
  const start = { engine, program: '', languages };
  if (fast !== undefined) {
    return { start: { ...start, ...fast }, name, model: 'deu fast', fellBack: false };
  }
  return {
    start: { ...start, ...packagedData() },
    ...{ name, model: `deu ${packagedVersion}`, fellBack: model === 'fast' },
  };
};
