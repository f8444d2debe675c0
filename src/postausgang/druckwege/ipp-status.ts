import { type Ipp, operation } from '#infrastructure/ipp/client.js';
import { tag, wordsOf } from '#infrastructure/ipp/message.js';
import type { Meldung, Status } from '../channels/channel.js';
import type { Druckspur } from './druckweg.js';
import { type Ippauftrag, readJob } from './ipp-auftrag.js';
import { abbruchText, grundText, jobState } from './ipp-worte.js';

const meldung = (
  job: Ippauftrag,
  given: Pick<Meldung, 'art' | 'text'> & { schluessel?: string },
): Meldung => ({
  schluessel: '',
  roh: JSON.stringify({ job: job.id, state: job.state, reasons: job.reasons }),
  ...given,
});

const hinweiseOf = async (ipp: Ipp, job: Ippauftrag, signal: AbortSignal): Promise<Meldung[]> => {
  const answer = await ipp({
    operation: operation.getPrinterAttributes,
    attributes: [
      { name: 'requested-attributes', tag: tag.keyword, values: ['printer-state-reasons'] },
    ],
    signal,
  });
  return wordsOf(answer.printer, 'printer-state-reasons').flatMap((reason) => {
    const text = grundText(reason);
    return text === undefined
      ? []
      : [meldung(job, { art: 'hinweis', schluessel: reason, text: `${text}.` })];
  });
};

const ended = (job: Ippauftrag, art: Meldung['art'], text: string): Status => ({
  meldungen: [meldung(job, { art, text })],
  endgueltig: true,
});

/** What the printer says of the job of a letter, until it is printed or ended. @throws DependencyDown */
export const ippStatus = async (
  ipp: Ipp,
  spur: Druckspur,
  signal: AbortSignal,
): Promise<Status> => {
  const job = await readJob(ipp, spur, signal);
  if (job === undefined)
    return {
      meldungen: [
        {
          art: 'hinweis',
          schluessel: 'vergessen',
          text: 'Der Drucker kennt den Auftrag nicht mehr; ob er gedruckt ist, sagt er nicht.',
          roh: '',
        },
      ],
      endgueltig: true,
    };
  switch (job.state) {
    case jobState.completed:
      return ended(job, 'gedruckt', `Der Drucker hat den Auftrag ${job.id} gedruckt.`);
    case jobState.canceled:
      return ended(job, 'storniert', `Der Druck wurde abgebrochen: ${abbruchText(job.reasons)}.`);
    case jobState.aborted:
      return ended(
        job,
        'abgelehnt',
        `Der Drucker hat den Auftrag abgebrochen: ${abbruchText(job.reasons)}.`,
      );
    default: {
      const text = `Der Drucker hat den Auftrag ${job.id} angenommen.`;
      const hinweise = await hinweiseOf(ipp, job, signal);
      return {
        meldungen: [meldung(job, { art: 'angenommen', text }), ...hinweise],
        endgueltig: false,
      };
    }
  }
};
