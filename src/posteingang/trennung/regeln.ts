import type { Config } from '#config/schema.js';
import { readBlattCode } from './blatt-code.js';
import type { Trennregeln } from './plan.js';

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '');

/** The sheets that cut here: those signed with our key, and the foreign ones of the settings. */
export const createTrennregeln = (
  config: Pick<Config, 'trennung'>,
  schluessel: Buffer,
): Trennregeln => ({
  readCode: (text) => readBlattCode(schluessel, text),
  fremdeWerte: listOf(config.trennung.fremdeWerte),
  patchCodes: listOf(config.trennung.patchCodes),
});
