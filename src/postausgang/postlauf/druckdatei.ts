import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#config/schema.js';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import type { BundleJob } from '#tools/print-bundle/bundle.js';
import { type Printed, writeBundle } from '#tools/print-bundle/bundler.js';
import type { MarkLayout } from '#tools/print-bundle/marks.js';
import type { Laufkopf, Laufumschlag } from './lauf.repository.js';

/** The marks of an installation. */
export const markenOf = (config: Config['postlauf']): MarkLayout => ({
  kind: config.marken,
  left: config.markenLinks,
  top: config.markenOben,
  pitch: config.markenAbstand,
  length: config.markenLaenge,
  stroke: config.markenStaerke,
  roles: config.omrRollen,
});

/** Fifteen digits: year, number of the run, number of the envelope. */
export const umschlagCode = (lauf: string, umschlag: number): string => {
  const [jahr = '', nummer = ''] = lauf.split('-');
  return `${jahr}${nummer.padStart(5, '0')}${String(umschlag).padStart(6, '0')}`;
};

/** Enough for 2,000 letters of many pages; the process ends with its file. */
const limits = { memoryMegabytes: 1_536, timeoutMs: 900_000 };

/** Name of a print file without its ending, the same on every attempt. */
export const druckdateiName = (lauf: string, datei: number): string =>
  `postlauf_${lauf}_datei_${String(datei).padStart(2, '0')}`;

/**
 * Puts the letters of envelopes into one print file with the marks of their run and stores it; equal envelopes give equal
 * bytes, so that a second attempt hands over the same file.
 * @throws ToolFailed
 */
export const setzeDruckdatei = async (
  deps: { blobs: Pick<BlobStore, 'withLocalFiles' | 'write'>; dataDir: string },
  auftrag: {
    lauf: Laufkopf;
    titel: string;
    umschlaege: readonly Laufumschlag[];
    signal: AbortSignal;
    /** Only this sheet of the envelope. */
    blatt?: number;
  },
): Promise<Printed> => {
  const { lauf, umschlaege, titel, signal } = auftrag;
  const hashes = [
    ...new Set(umschlaege.flatMap(({ briefe }) => briefe.map((one) => one.renditionSha256))),
  ];
  const parent = join(deps.dataDir, 'postlauf');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'satz-'));
  try {
    const target = join(folder, 'druck.pdf');
    const printed = await deps.blobs.withLocalFiles(hashes, (paths) => {
      const job: BundleJob = {
        title: titel,
        createdAt: lauf.createdAt.toISOString(),
        layout: lauf.marken as MarkLayout,
        ...(auftrag.blatt === undefined ? {} : { onlySheet: auftrag.blatt }),
        envelopes: umschlaege.map((one) => ({
          code: umschlagCode(lauf.nummer, one.nummer),
          firstSheet: one.erstesBlatt,
          letters: one.briefe.map(({ renditionSha256, seiten }) => ({
            path: paths.get(renditionSha256) ?? '',
            pages: seiten,
          })),
        })),
      };
      return writeBundle(job, { target, signal, limits });
    });
    await deps.blobs.write(createReadStream(target));
    return printed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
