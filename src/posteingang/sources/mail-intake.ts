import { isIP } from 'node:net';
import { PassThrough, type Readable } from 'node:stream';
import { type Actor, system } from '#audit/index.js';
import { InvalidInput } from '#errors.js';
import { germanDay } from '#infrastructure/clock.js';
import { lane } from '#pipeline/store.js';
import { type Accepted, mailScope } from '../receive.js';
import { sealedName, sealedType } from '../verschluss/annahme.js';
import type { Verschlussauftrag } from '../verschluss/siegel.js';
import { createIntake, type IntakeDeps } from './intake.js';
import type { Zustellung } from './zustellung.repository.js';

/** The deliveries of one mail to the addresses of one unit (null: to addresses without one). */
export interface MailGroup {
  einheit: string | null;
  zustellungen: readonly Zustellung[];
  /** Set where a handling rule keeps the mail of this address closed. */
  verschluss?: Verschlussauftrag | undefined;
}

/** Who brings a mail; without it nobody but the machine. */
export interface MailBy {
  actor: Actor;
  receivedBy: string | null;
  requestId?: string;
}

const longest = { address: 320, helo: 255, messageId: 998 } as const;

/** An address of the other side as the database can keep it. */
export const storedIp = (raw: string | undefined): string | null => {
  const address = (raw ?? '').replace(/^IPv6:/i, '').replace(/%.*$/, '');
  return isIP(address) === 0 ? null : address;
};

const bounded = (one: Zustellung): Zustellung => ({
  ...one,
  umschlagVon: one.umschlagVon.slice(0, longest.address),
  umschlagAn: one.umschlagAn.map((address) => address.slice(0, longest.address)),
  helo: one.helo?.slice(0, longest.helo) ?? null,
  messageId: one.messageId?.slice(0, longest.messageId) ?? null,
});

/** What leads to the taking of a mail beside its groups. */
interface Mail {
  maxBytes: number;
  by?: MailBy;
}

/** The delivery of a closed mail: nothing of its header, and of a bid not even who has sent it. */
const closed = (one: Zustellung, { klasse }: Verschlussauftrag): Zustellung => ({
  ...one,
  messageId: null,
  umschlagVon: klasse === 'vergabe' ? '' : one.umschlagVon,
});

/** Makes copies of a stream, all before its first byte, that end with an error where it does. */
const fork = (stream: Readable) => (): PassThrough => {
  stream.setMaxListeners(0);
  const copy = new PassThrough();
  copy.on('error', () => undefined);
  stream.once('error', (error) => copy.destroy(error));
  return stream.pipe(copy);
};

/** A mail that cannot be taken at all is refused as one; the source decides by the kind of failure. */
const throwFirstRefusal = (results: readonly PromiseSettledResult<unknown>[]): void => {
  for (const result of results)
    if (result.status === 'rejected' && result.reason instanceof InvalidInput) throw result.reason;
};

const emptyMail = (): InvalidInput =>
  new InvalidInput({
    code: 'file-empty',
    httpStatus: 422,
    message: 'The mail has no bytes.',
    clerkMessage: 'Die E-Mail ist leer.',
  });

/**
 * What all sources of mail share. Whatever a mail server hands over is mail: nothing is refused by its content.
 * The bytes are stored once; each unit that was addressed gets an item of its own, and the same bytes for the same
 * unit stay one item however often they come.
 */
export const createMailIntake = (deps: IntakeDeps) => {
  const { blobs, clock, receiver } = deps;
  const { requireSpace, verschluss } = createIntake(deps);

  const basicsOf = (mail: Mail, day: string) => ({
    kanal: 'email' as const,
    eingangsdatum: day,
    receivedBy: null,
    actor: system,
    ...mail.by,
    lane: lane.mail,
  });

  const takeInOpen = async (
    stream: Readable,
    mail: Mail,
    groups: readonly MailGroup[],
  ): Promise<PromiseSettledResult<Accepted>[]> => {
    const staged = await blobs.stage(stream, { maxBytes: mail.maxBytes });
    try {
      if (staged.size === 0) throw emptyMail();
      await staged.commit();
      const day = germanDay(clock.now());
      return await Promise.allSettled(
        groups.map(({ einheit, zustellungen }) =>
          receiver.accept({
            ...basicsOf(mail, day),
            idempotencyScope: `${mailScope}${einheit ?? ''}`,
            idempotencyKey: `sha256:${staged.sha256}`,
            sha256: staged.sha256,
            size: staged.size,
            mediaType: 'message/rfc822',
            dateiname: `E-Mail vom ${day.split('-').reverse().join('.')}.eml`,
            fairnessKey: `${mailScope}${einheit ?? ''}`,
            zustellungen: zustellungen.map(bounded),
          }),
        ),
      );
    } catch (error) {
      await staged.discard();
      throw error;
    }
  };

  const takeInSealed = async (
    stream: Readable,
    mail: Mail,
    { einheit, zustellungen, verschluss: auftrag }: MailGroup & { verschluss: Verschlussauftrag },
  ): Promise<Accepted> => {
    const day = germanDay(clock.now());
    const file = { dateiname: `E-Mail vom ${day.split('-').reverse().join('.')}.eml` };
    const { staged, siegel, size } = await verschluss.seal(stream, auftrag, { ...file, ...mail });
    try {
      if (size === 0) throw emptyMail();
      await staged.commit();
      const scope = `${mailScope}${einheit ?? ''}:verschlossen:${zustellungen[0]?.postfach ?? ''}`;
      const accepted = await receiver.accept({
        ...basicsOf(mail, day),
        idempotencyScope: scope,
        idempotencyKey: `siegel:${siegel.abdruck}`,
        sha256: staged.sha256,
        size: staged.size,
        mediaType: sealedType,
        dateiname: sealedName,
        fairnessKey: `${mailScope}${einheit ?? ''}`,
        zustand: 'verschlossen',
        siegel,
        zustellungen: zustellungen.map((one) => closed(bounded(one), auftrag)),
      });
      // The ciphertext of a repetition is of no use: nobody has its key.
      if (accepted.outcome === 'duplicate') await blobs.remove(staged.sha256);
      return accepted;
    } catch (error) {
      await staged.discard();
      throw error;
    }
  };

  /**
   * Resolves when all is durable and committed; one result a group, in their order. Groups that stay closed get bytes of
   * their own, encrypted before the first of them is written. @throws as `BlobStore.stage`
   */
  const takeIn = async (
    stream: Readable,
    mail: Mail & { groups: () => readonly MailGroup[] },
  ): Promise<PromiseSettledResult<Accepted>[]> => {
    const groups = mail.groups();
    const open = groups.filter(({ verschluss: auftrag }) => auftrag === undefined);
    if (open.length === groups.length) return takeInOpen(stream, mail, groups);
    const closedGroups = groups.flatMap(({ verschluss: auftrag, ...group }) =>
      auftrag === undefined ? [] : [{ ...group, verschluss: auftrag }],
    );
    const copyOf = fork(stream);
    const opened = open.length === 0 ? Promise.resolve([]) : takeInOpen(copyOf(), mail, open);
    // Whoever awaits it below sees the failure.
    opened.catch(() => undefined);
    const sealed = await Promise.allSettled(
      closedGroups.map((group) => takeInSealed(copyOf(), mail, group)),
    );
    const openly = await opened;
    if (open.length === 0) throwFirstRefusal(sealed);
    return groups.flatMap(({ verschluss: auftrag }) => {
      const result = auftrag === undefined ? openly.shift() : sealed.shift();
      return result === undefined ? [] : [result];
    });
  };

  return { requireSpace, takeIn };
};

export type MailIntake = ReturnType<typeof createMailIntake>;
