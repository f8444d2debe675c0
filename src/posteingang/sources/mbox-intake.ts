import type { Readable } from 'node:stream';
import { InvalidInput } from '#errors.js';
import { germanDay } from '#infrastructure/clock.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Accepted } from '../receive.js';
import { savePostfach } from './imap.repository.js';
import { createIntake, type FileFacts, type IntakeDeps } from './intake.js';
import { createMailIntake, type MailGroup } from './mail-intake.js';
import { isMboxName, splitMbox } from './mbox.js';
import { addToTagesstand } from './zustellung.repository.js';

/** What became of the messages of one mbox file. */
export interface MboxTally {
  gezaehlt: number;
  angenommen: number;
  doppelt: number;
  abgewiesen: number;
}

/** A file that was taken in; an mbox stands for its messages, with the first item as its own. */
export type FileAccepted = Accepted & { nachrichten?: MboxTally };

const quelle = 'mbox';

const noMessageTaken = (): InvalidInput =>
  new InvalidInput({
    code: 'mbox-leer',
    httpStatus: 422,
    message: 'No message of the mbox could be taken in.',
    clerkMessage: 'Aus der Postfachdatei (MBOX) konnte keine Nachricht übernommen werden.',
  });

/**
 * What uploads and the hot folder share: a file is one item, and an mbox file (by its name) an item for each of its
 * messages. When it breaks off in the middle, what was taken in stays, and the next attempt recognises it.
 */
export const createFileIntake = (deps: IntakeDeps) => {
  const { clock, db } = deps;
  const intake = createIntake(deps);
  const mailIntake = createMailIntake(deps);

  const groupOf = (facts: FileFacts, umschlagVon: string): MailGroup => ({
    einheit: null,
    zustellungen: [
      {
        quelle,
        postfach: facts.dateiname,
        einheit: null,
        umschlagVon,
        umschlagAn: [],
        clientIp: null,
        helo: null,
        empfangenAm: clock.now(),
      },
    ],
  });

  /** Undefined: the message itself is bad, and noted as refused. */
  const takeMessage = async (
    raw: Readable,
    facts: FileFacts,
    umschlagVon: string,
  ): Promise<Accepted | undefined> => {
    const { actor, receivedBy, requestId } = facts;
    const by = { actor, receivedBy, ...(requestId === undefined ? {} : { requestId }) };
    try {
      const groups = () => [groupOf(facts, umschlagVon)];
      const [result] = await mailIntake.takeIn(raw, { maxBytes: intake.maxBytes, groups, by });
      if (result?.status === 'fulfilled') return result.value;
      throw result?.reason;
    } catch (error) {
      if (!(error instanceof InvalidInput) || error.code === 'upload-aborted') throw error;
      await intake.noteRefusal(error, facts);
      return undefined;
    }
  };

  /** Written before the last answer, so that the operator sees counted and arrived messages side by side. */
  const noteCount = (tally: MboxTally): Promise<void> =>
    asSystem(db, async (tx) => {
      const tag = germanDay(clock.now());
      const { gezaehlt, abgewiesen } = tally;
      const quittiert = gezaehlt - abgewiesen;
      await addToTagesstand(tx, { quelle, tag, quittiert, abgelehnt: abgewiesen });
      await savePostfach(tx, { quelle, zustand: 'verbunden', stoerung: '', kontakt: false });
    });

  const takeMbox = async (stream: Readable, facts: FileFacts): Promise<FileAccepted> => {
    const nachrichten: MboxTally = { gezaehlt: 0, angenommen: 0, doppelt: 0, abgewiesen: 0 };
    let first: Accepted | undefined;
    for await (const { umschlagVon, raw } of splitMbox(stream)) {
      nachrichten.gezaehlt += 1;
      const taken = await takeMessage(raw, facts, umschlagVon);
      if (taken === undefined) nachrichten.abgewiesen += 1;
      else if (taken.outcome === 'accepted') nachrichten.angenommen += 1;
      else nachrichten.doppelt += 1;
      // The file counts as new when one of its messages is.
      if (first === undefined || (first.outcome === 'duplicate' && taken?.outcome === 'accepted'))
        first = taken ?? first;
    }
    await noteCount(nachrichten);
    if (first === undefined) throw noMessageTaken();
    return { ...first, nachrichten };
  };

  return {
    ...intake,
    /** As `takeIn` of the intake, and for an mbox all its messages. @throws InvalidInput for a bad file */
    takeIn: (stream: Readable, facts: FileFacts): Promise<FileAccepted> =>
      facts.verschluss === undefined && isMboxName(facts.dateiname)
        ? takeMbox(stream, facts)
        : intake.takeIn(stream, facts),
  };
};
