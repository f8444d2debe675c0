import type { Config } from '#config/schema.js';
import type { Log } from '#infrastructure/log.js';
import { loadSmimeSettings } from '#tools/mail/smime-settings.js';
import { createOcrPool } from '#tools/ocr/create-ocr-pool.js';
import { createOfficeConverter } from '#tools/office/create-office-converter.js';
import { createPageScaler } from '#tools/page-image/create-page-scaler.js';
import { createParser } from '#tools/parser/create-parser.js';
import { createMailCoverRenderer } from '#tools/typst/mail-cover.js';
import { createOfficeRenderer } from '#tools/typst/office-blatt.js';
import { createRechnungRenderer } from '#tools/typst/rechnung-blatt.js';
import { createTypesetter } from '#tools/typst/typesetter.js';

/** What opens, reads and sets documents, each in processes of its own. */
export const createTools = ({ config, log, warm }: { config: Config; log: Log; warm: boolean }) => {
  const { isolation, memoryMegabytes: memoryMb, maxPages, timeoutSeconds } = config.parser;
  const timeMs = timeoutSeconds * 1_000;
  const parser = createParser({
    isolation,
    log,
    warm,
    smime: loadSmimeSettings(config.smime),
    limits: { memoryMb, maxPages, wallClockMs: timeMs, pageMs: timeMs },
  });
  const ocr = createOcrPool({
    processes: config.ocr.processes,
    timeoutMs: config.ocr.pageTimeoutSeconds * 1_000,
    wanted: config.ocr,
    isolation: config.parser.isolation,
    log,
  });
  const scaler = createPageScaler({ isolation: config.parser.isolation });
  const { typesetters } = config.outbound;
  const typesetter = createTypesetter({
    ...{ log, memoryMegabytes: 600, timeoutMs: 20_000 },
    ...(typesetters === undefined ? {} : { processes: typesetters }),
  });
  const renderMailCover = createMailCoverRenderer({ typesetter });
  const renderRechnung = createRechnungRenderer({ typesetter });
  const renderOffice = createOfficeRenderer({ typesetter });
  const office = createOfficeConverter({
    wanted: config.parser.office,
    isolation,
    limits: { memoryMb, seconds: timeoutSeconds },
  });
  return { parser, ocr, scaler, typesetter, renderMailCover, renderRechnung, renderOffice, office };
};
