import { join } from 'node:path';
import type { Config } from '#config/schema.js';
import type { Clock } from '#infrastructure/clock.js';
import type { Db } from '#infrastructure/database/pool.js';
import type { Log } from '#infrastructure/log.js';
import { projectRoot } from '#infrastructure/project-root.js';
import { createSmtp } from '#infrastructure/smtp.js';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import type { Typesetter } from '#tools/typst/typesetter.js';
import { type Briefsatz, createBriefsatz } from './briefsatz.js';
import type { Channel } from './channels/channel.js';
import { createEmailChannel } from './channels/email.js';
import { createPrintChannel } from './channels/print.js';
import { loadLetterheads } from './letterhead.js';
import type { MessageIds } from './own-message-id.js';
import { loadVorlagen, type Vorlagen } from './vorlagen.js';

/** What the way out is given. */
export interface PostausgangDeps {
  db: Db;
  blobs: Pick<BlobStore, 'read' | 'write' | 'open'>;
  config: Config;
  clock: Clock;
  log: Log;
  typesetter: Typesetter;
  messageIds: MessageIds;
  /** Wakes the workers of these queues after a commit; losing the call delays work, never loses it. */
  afterCommit: (queues: readonly string[]) => void;
  /** How long one attempt at sending may take before it is given up, in seconds; default 60. */
  dispatchLeaseSeconds?: number;
}

/** What its stages and routes share: the templates, the typesetting and the open channels. */
export interface Postausgangsmittel {
  vorlagen: Vorlagen;
  briefsatz: Briefsatz;
  channels: readonly Channel[];
  /** How long one attempt at sending may take before it is given up, in seconds. */
  dispatchLeaseSeconds: number;
}

const silenceMs = 20_000;
const smtpTotalMs = 45_000;
/** Longer than the longest exchange with a relay. */
const dispatchLeaseSeconds = 60;

const openChannels = ({ config }: Pick<PostausgangDeps, 'config'>): Channel[] => {
  const { outbound, behoerde, dataDir } = config;
  const print = createPrintChannel({ folder: outbound.printFolder ?? join(dataDir, 'druck') });
  if (outbound.smtpUrl === undefined) return [print];
  const smtp = createSmtp({
    url: outbound.smtpUrl,
    timeoutMs: silenceMs,
    totalTimeoutMs: smtpTotalMs,
  });
  const absender = { name: behoerde.name, address: outbound.mailFrom };
  return [createEmailChannel({ smtp, absender }), print];
};

const createMittel = (deps: PostausgangDeps): Postausgangsmittel => {
  const folder = join(projectRoot(), 'config');
  const vorlagen = loadVorlagen(join(folder, 'templates'));
  const letterheads = loadLetterheads(join(folder, 'letterheads'));
  const { typesetter, config } = deps;
  return {
    vorlagen,
    briefsatz: createBriefsatz({
      typesetter,
      vorlagen,
      letterheads,
      behoerde: config.behoerde,
    }),
    channels: openChannels(deps),
    dispatchLeaseSeconds: deps.dispatchLeaseSeconds ?? dispatchLeaseSeconds,
  };
};

const known = new WeakMap<PostausgangDeps, Postausgangsmittel>();

/**
 * Reads templates and letterheads and opens the channels of the configuration, once for the same `deps`.
 * @throws ConfigInvalid for a faulty template or letterhead.
 */
export const mittelOf = (deps: PostausgangDeps): Postausgangsmittel => {
  const mittel = known.get(deps) ?? createMittel(deps);
  known.set(deps, mittel);
  return mittel;
};
