import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { type Actor, system } from '#audit/index.js';
import { InvalidInput } from '#errors.js';
import { germanDay } from '#infrastructure/clock.js';
import { lane } from '#pipeline/store.js';
import { type Accepted, mailScope } from '../receive.js';
import { createIntake, type IntakeDeps } from './intake.js';
import type { Zustellung } from './zustellung.repository.js';

/** The deliveries of one mail to the addresses of one unit (null: to addresses without one). */
export interface MailGroup {
  einheit: string | null;
  zustellungen: readonly Zustellung[];
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
  const { requireSpace } = createIntake(deps);

  /** Resolves when all is durable and committed; one result a group, in their order. @throws as `BlobStore.stage` */
  const takeIn = async (
    stream: Readable,
    mail: { maxBytes: number; groups: () => readonly MailGroup[]; by?: MailBy },
  ): Promise<PromiseSettledResult<Accepted>[]> => {
    const staged = await blobs.stage(stream, { maxBytes: mail.maxBytes });
    try {
      if (staged.size === 0) throw emptyMail();
      await staged.commit();
      const day = germanDay(clock.now());
      return await Promise.allSettled(
        mail.groups().map(({ einheit, zustellungen }) =>
          receiver.accept({
            kanal: 'email',
            idempotencyScope: `${mailScope}${einheit ?? ''}`,
            idempotencyKey: `sha256:${staged.sha256}`,
            sha256: staged.sha256,
            size: staged.size,
            mediaType: 'message/rfc822',
            dateiname: `E-Mail vom ${day.split('-').reverse().join('.')}.eml`,
            eingangsdatum: day,
            receivedBy: null,
            actor: system,
            ...mail.by,
            lane: lane.mail,
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

  return { requireSpace, takeIn };
};

export type MailIntake = ReturnType<typeof createMailIntake>;
