import type { Config } from '#config/schema.js';
import { readBlattCode } from './blatt-code.js';
import type { Trennregeln } from './plan.js';

/** The sheets that cut here: those signed with our key, and the foreign ones of the settings. */
export const createTrennregeln = (
  config: Pick<Config, 'trennung'>,
  schluessel: Buffer,
): Trennregeln => ({
  readCode: (text) => readBlattCode(schluessel, text),
  fremdeWerte: config.trennung.fremdeWerte,
  patchCodes: config.trennung.patchCodes,
});
