import { DependencyDown } from '#errors.js';
import { type Ipp, operation } from '#infrastructure/ipp/client.js';
import {
  type IppAttribute,
  type IppResponse,
  numbersOf,
  tag,
  wordsOf,
} from '#infrastructure/ipp/message.js';
import type { Uebergabe } from '../channels/channel.js';
import type { Versandende } from '../versand.repository.js';
import { type Druckauftrag, type Druckspur, type Druckweg, pdfOf } from './druckweg.js';
import { findIppEvidence, ippName, readJob } from './ipp-auftrag.js';
import { ippStatus } from './ipp-status.js';

/** How the printer is to print; what is not set is left to the printer. */
export interface Druckoptionen {
  media?: string | undefined;
  tray?: string | undefined;
  colour?: 'farbe' | 'schwarzweiss' | undefined;
  /** False prints everything on one side. */
  duplex: boolean;
}

export interface IppWegDeps {
  ipp: Ipp;
  optionen: Druckoptionen;
}

const isOk = (answer: IppResponse): boolean => answer.status < 0x0100;
const hex = (status: number): string => `0x${status.toString(16).padStart(4, '0')}`;

const attribute = (name: string, kind: IppAttribute['tag'], value: string | number | boolean) => ({
  name,
  tag: kind,
  values: [value],
});
const requester = attribute('requesting-user-name', tag.name, 'Poststelle');

const jobTemplate = (auftrag: Druckauftrag, optionen: Druckoptionen): IppAttribute[] => {
  const { media, tray, colour } = optionen;
  const sides = auftrag.duplex && optionen.duplex ? 'two-sided-long-edge' : 'one-sided';
  return [
    attribute('sides', tag.keyword, sides),
    ...(media === undefined ? [] : [attribute('media', tag.keyword, media)]),
    ...(tray === undefined ? [] : [attribute('media-source', tag.keyword, tray)]),
    ...(colour === undefined
      ? []
      : [attribute('print-color-mode', tag.keyword, colour === 'farbe' ? 'color' : 'monochrome')]),
  ];
};

const later = (text: string, antwort: string): Versandende => ({
  ergebnis: 'retry',
  antwort,
  fehler: { code: 'drucker-nicht-bereit', text },
});

const refused = (answer: IppResponse): Versandende => ({
  ergebnis: 'failed',
  antwort: hex(answer.status),
  fehler: {
    code: 'drucker-lehnt-ab',
    text: `Der Drucker lehnt den Auftrag ab (IPP-Status ${hex(answer.status)}). Bitte druckwege.ipp… und den Drucker prüfen.`,
  },
});

/** An answer with an error: the printer's own trouble passes, a faulty request does not. */
const endeOf = (answer: IppResponse): Versandende =>
  answer.status >= 0x0500
    ? later('Der Drucker nimmt gerade keine Aufträge an.', hex(answer.status))
    : refused(answer);

const accepted = (auftrag: Druckauftrag, job: string): Versandende => ({
  ergebnis: 'sent',
  antwort: `job ${job}`,
  fremdkennung: job,
  nachweis: {
    art: 'spool',
    text: `Der Drucker hat den Auftrag ${job} vollständig angenommen (${pdfOf(auftrag).bytes.length} Byte, SHA-256 ${auftrag.sha256}).`,
  },
});

interface Faehigkeiten {
  /** Whether a job can be made before its pages are sent, so that it has a number at the point of no return. */
  createsJobs: boolean;
}

/** What the printer can do, or why it cannot print now. */
const lookAt = async (ipp: Ipp, signal: AbortSignal): Promise<Faehigkeiten | Versandende> => {
  const answer = await ipp({
    operation: operation.getPrinterAttributes,
    attributes: [
      requester,
      {
        name: 'requested-attributes',
        tag: tag.keyword,
        values: [
          'operations-supported',
          'document-format-supported',
          'printer-is-accepting-jobs',
          'printer-state-reasons',
        ],
      },
    ],
    signal,
  });
  if (!isOk(answer)) return endeOf(answer);
  const { printer } = answer;
  if (printer.get('printer-is-accepting-jobs')?.[0] === false)
    return later('Der Drucker nimmt gerade keine Aufträge an.', 'not accepting jobs');
  if (!wordsOf(printer, 'document-format-supported').includes('application/pdf'))
    return {
      ergebnis: 'failed',
      antwort: 'no application/pdf',
      fehler: {
        code: 'drucker-ohne-pdf',
        text: 'Der Drucker kann PDF nicht selbst drucken. Bitte eine Druckwarteschlange (CUPS) dazwischen einrichten.',
      },
    };
  const can = numbersOf(printer, 'operations-supported');
  return {
    createsJobs: can.includes(operation.createJob) && can.includes(operation.sendDocument),
  };
};

const jobHead = (auftrag: Druckauftrag): IppAttribute[] => [
  requester,
  attribute('job-name', tag.name, ippName(auftrag)),
];
const pdfFormat = attribute('document-format', tag.mimeType, 'application/pdf');

/** A job first, then its pages: an interruption leaves a number that the printer can be asked for. */
const createThenSend = async (
  deps: IppWegDeps,
  auftrag: Druckauftrag,
  { commit, signal }: Uebergabe,
): Promise<Versandende> => {
  const { ipp } = deps;
  const created = await ipp({
    operation: operation.createJob,
    attributes: jobHead(auftrag),
    jobAttributes: jobTemplate(auftrag, deps.optionen),
    signal,
  });
  const job = created.jobs[0] === undefined ? undefined : numbersOf(created.jobs[0], 'job-id')[0];
  if (!isOk(created) || job === undefined) return endeOf(created);
  const jobId = attribute('job-id', tag.integer, job);
  try {
    await commit(String(job));
  } catch (error) {
    // Without pages it prints nothing; a printer that cannot be told so now ends the job by itself.
    await ipp({ operation: operation.cancelJob, attributes: [jobId, requester] }).catch(
      () => undefined,
    );
    throw error;
  }
  const sent = await ipp({
    operation: operation.sendDocument,
    attributes: [jobId, requester, pdfFormat, attribute('last-document', tag.boolean, true)],
    data: pdfOf(auftrag).bytes,
    signal,
  });
  if (isOk(sent)) return accepted(auftrag, String(job));
  // What the printer did with the job is asked of the job itself.
  throw new DependencyDown({
    code: 'printer-refused-pages',
    message: `The printer answered ${hex(sent.status)} to the pages of a job.`,
  });
};

/** Job and pages at once, for printers that know no other way. */
const printAtOnce = async (
  deps: IppWegDeps,
  auftrag: Druckauftrag,
  { commit, signal }: Uebergabe,
): Promise<Versandende> => {
  await commit();
  const answer = await deps.ipp({
    operation: operation.printJob,
    attributes: [...jobHead(auftrag), pdfFormat],
    jobAttributes: jobTemplate(auftrag, deps.optionen),
    data: pdfOf(auftrag).bytes,
    signal,
  });
  const job = answer.jobs[0] === undefined ? undefined : numbersOf(answer.jobs[0], 'job-id')[0];
  return isOk(answer) ? accepted(auftrag, String(job ?? '')) : endeOf(answer);
};

const validate = async (
  deps: IppWegDeps,
  auftrag: Druckauftrag,
  signal: AbortSignal,
): Promise<Versandende | undefined> => {
  const answer = await deps.ipp({
    operation: operation.validateJob,
    attributes: [...jobHead(auftrag), pdfFormat],
    jobAttributes: jobTemplate(auftrag, deps.optionen),
    signal,
  });
  return isOk(answer) ? undefined : endeOf(answer);
};

/**
 * A printer or print queue that speaks IPP. The pages follow after the point of no return; where the printer makes
 * jobs before their pages come (most do), an interrupted handing over is decided by asking for the job.
 */
export const createIppWeg = (deps: IppWegDeps): Druckweg => ({
  art: 'ipp',
  deliver: async (auftrag, uebergabe) => {
    let committed = false;
    const commit = async (fremdkennung?: string): Promise<void> => {
      // Also when it rejects: what the caller throws is not a fault of the printer.
      committed = true;
      await uebergabe.commit(fremdkennung);
    };
    try {
      const seen = await lookAt(deps.ipp, uebergabe.signal);
      if ('ergebnis' in seen) return seen;
      const fault = await validate(deps, auftrag, uebergabe.signal);
      if (fault !== undefined) return fault;
      const hand = seen.createsJobs ? createThenSend : printAtOnce;
      return await hand(deps, auftrag, { ...uebergabe, commit });
    } catch (error) {
      if (committed || !(error instanceof DependencyDown)) throw error;
      return later('Der Drucker ist nicht erreichbar; es wurde nichts übergeben.', error.code);
    }
  },
  findEvidence: (spur) => findIppEvidence(deps.ipp, spur),
  status: (spur, signal) => ippStatus(deps.ipp, spur, signal),
  cancel: async (spur: Druckspur, signal) => {
    const job = await readJob(deps.ipp, spur, signal);
    if (job === undefined) return false;
    const jobId = attribute('job-id', tag.integer, job.id);
    const answer = await deps.ipp({
      operation: operation.cancelJob,
      attributes: [jobId, requester],
      signal,
    });
    return isOk(answer) && !job.everProcessed;
  },
  probe: async (signal) => {
    try {
      const seen = await lookAt(deps.ipp, signal);
      if ('ergebnis' in seen)
        return { erreichbar: false, text: seen.fehler?.text ?? 'Der Drucker ist nicht bereit.' };
      return { erreichbar: true, text: 'Der Drucker nimmt Aufträge an.' };
    } catch (error) {
      const why = error instanceof Error ? error.message : '';
      return { erreichbar: false, text: `Der Drucker ist nicht erreichbar: ${why}` };
    }
  },
});
