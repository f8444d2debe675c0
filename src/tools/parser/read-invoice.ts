import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { cleanFileName } from '../mail/mail-names.js';
import { sniffedBytes, sniffMediaType } from '../media-type.js';
import { readRechnung, takeUnterlagen } from '../rechnung/read-rechnung.js';
import type { readInvoiceSchema } from '../rechnung/rechnung-schema.js';
import { XmlUnreadable } from '../rechnung/xml.js';
import { ChildFailure, type ReadInvoiceTask } from './protocol.js';

type Answer = z.infer<typeof readInvoiceSchema>;

const longestText = 20_000;

/** Cuts texts that nobody wrote by hand; the XML itself keeps them. */
const shortened = (rechnung: Extract<Answer, { outcome: 'rechnung' }>['rechnung']) =>
  JSON.parse(JSON.stringify(rechnung), (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    return value.slice(0, key === 'value' ? longestText : 500);
  }) as typeof rechnung;

/** Reads an invoice out of an XML and writes the files that lie within it to the output folder. */
export const readInvoice = async (task: ReadInvoiceTask): Promise<Answer> => {
  const bytes = await readFile(task.input);
  try {
    const read = readRechnung(bytes);
    if (read.outcome === 'other') return read;
    const found = takeUnterlagen(read.rechnung);
    if (found.length > Math.min(200, task.limits.maxMailParts))
      throw new ChildFailure('limit-exceeded', 'archive-files');
    const unterlagen = [];
    for (const [index, one] of found.entries()) {
      const file = `unterlage-${index}.bin`;
      await writeFile(join(task.out, file), one.bytes);
      const sniffed = sniffMediaType(one.bytes.subarray(0, sniffedBytes), one.fileName)?.mediaType;
      const mediaType = sniffed ?? 'application/octet-stream';
      const fileName = cleanFileName(one.fileName, index, mediaType);
      unterlagen.push({ file, fileName, mediaType, size: one.bytes.length });
    }
    return { outcome: 'rechnung', rechnung: shortened(read.rechnung), unterlagen };
  } catch (error) {
    if (error instanceof XmlUnreadable) return { outcome: 'unreadable', fault: error.fault };
    throw error;
  }
};
