import { join } from 'node:path';
import type { Config } from '#config/schema.js';
import { type Clock, germanDay } from '#infrastructure/clock.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Log } from '#infrastructure/log.js';
import { projectRoot } from '#infrastructure/project-root.js';
import { createSmtp } from '#infrastructure/smtp.js';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import { loadMailschutz } from '#tools/mail-out/mailschutz.js';
import type { Typesetter } from '#tools/typst/typesetter.js';
import { openAnbindungen } from './anbindungen.js';
import { getBrief } from './brief.repository.js';
import { empfangDesBriefs } from './briefempfang.js';
import { type Briefsatz, createBriefsatz } from './briefsatz.js';
import type { Channel } from './channels/channel.js';
import { createEmailChannel } from './channels/email.js';
import { createPrintChannel } from './channels/print.js';
import type { Druckweg } from './druckwege/druckweg.js';
import { openDruckwege } from './druckwege/open-druckwege.js';
import { loadLetterheads } from './letterhead.js';
import type { MessageIds } from './own-message-id.js';
import type { Versandkanal } from './postausgang.schema.js';
import { loadPorto } from './postlauf/porto.js';
import type { Portotabelle } from './postlauf/porto.schema.js';
import { loadVorlagen, type Vorlagen } from './vorlagen.js';
import { readAuslieferung } from './vorlagenverwaltung/ausgeliefert.js';
import { once, storeAuslieferung } from './vorlagenverwaltung/bestand.js';
import { createFassungen, type Fassungen } from './vorlagenverwaltung/fassungen.js';

/** What the way out is given. */
export interface PostausgangDeps {
  db: Db;
  blobs: Pick<BlobStore, 'read' | 'write' | 'open' | 'withLocalFiles'>;
  config: Config;
  clock: Clock;
  log: Log;
  typesetter: Typesetter;
  messageIds: MessageIds;
  /** Wakes the workers of these queues after a commit; losing the call delays work, never loses it. */
  afterCommit: (queues: readonly string[]) => void;
  /** How long one attempt at sending may take before it is given up, in seconds; default 60. */
  dispatchLeaseSeconds?: number;
  /** The same for a print file of a postal run; default 900. */
  postlaufLeaseSeconds?: number;
}

/** What its stages and routes share: the templates, the typesetting and the open channels. */
export interface Postausgangsmittel {
  vorlagen: Vorlagen;
  /** The versions of templates and letterheads. */
  fassungen: Fassungen;
  briefsatz: Briefsatz;
  /** Resolves as soon as what is delivered is stored as versions; to be awaited before they are read. */
  bestandBereit: () => Promise<void>;
  channels: readonly Channel[];
  /** Ways to paper, for single letters and for runs. */
  druckwege: readonly Druckweg[];
  /** Prices of the postal service. */
  porto: Portotabelle;
  /** How long one attempt at sending may take before it is given up, in seconds. */
  dispatchLeaseSeconds: number;
  /** Whether a released letter waits in `queued` until a postal run takes it. */
  wartetAufPostlauf: (letter: { kanal: Versandkanal | null }) => boolean;
}

/** The channel of a kind; undefined when it is not set up. */
export const channelOf = (
  mittel: Pick<Postausgangsmittel, 'channels'>,
  kanal: Versandkanal | null,
): Channel | undefined => mittel.channels.find((one) => one.kanal === kanal);

const silenceMs = 20_000;
const smtpTotalMs = 45_000;
/** Longer than the longest exchange with a relay. */
const dispatchLeaseSeconds = 60;

const paper: ReadonlySet<Versandkanal | null> = new Set(['druck', 'ipp', 'sftp']);

const openChannels = (
  deps: Pick<PostausgangDeps, 'db' | 'config' | 'messageIds' | 'clock'>,
  druckwege: readonly Druckweg[],
): Channel[] => {
  const { config, messageIds } = deps;
  const { outbound, behoerde } = config;
  const others = [...druckwege.map(createPrintChannel), ...openAnbindungen(deps)];
  if (outbound.smtpUrl === undefined) return others;
  const smtp = createSmtp({
    url: outbound.smtpUrl,
    timeoutMs: silenceMs,
    totalTimeoutMs: smtpTotalMs,
    requireTls: outbound.requireTls,
    finish: loadMailschutz(deps),
  });
  const absender = { name: behoerde.name, address: outbound.mailFrom };
  const { rueckadresseOf } = messageIds;
  const reportSuccess = outbound.zustellberichte;
  const zertifikatOf = (id: string) =>
    asSystem(deps.db, async (tx) => {
      const empfang = await empfangDesBriefs(tx, await getBrief(tx, id));
      return empfang?.zertifikatPem ?? undefined;
    });
  const email = { smtp, absender, rueckadresseOf, zertifikatOf, reportSuccess };
  return [createEmailChannel(email), ...others];
};

const createMittel = (deps: PostausgangDeps): Postausgangsmittel => {
  const folder = join(projectRoot(), 'config');
  const vorlagen = loadVorlagen(join(folder, 'templates'));
  const letterheads = loadLetterheads(join(folder, 'letterheads'));
  const { typesetter, config, db, clock } = deps;
  const auslieferung = readAuslieferung(folder);
  const druckwege = openDruckwege(config, clock);
  return {
    vorlagen,
    fassungen: createFassungen({ vorlagen, letterheads }),
    bestandBereit: once(() => storeAuslieferung(db, auslieferung, germanDay(clock.now()))),
    briefsatz: createBriefsatz({
      typesetter,
      vorlagen,
      letterheads,
      behoerde: config.behoerde,
    }),
    channels: openChannels(deps, druckwege),
    druckwege,
    porto: loadPorto(config.postlauf.portoDatei),
    dispatchLeaseSeconds: deps.dispatchLeaseSeconds ?? dispatchLeaseSeconds,
    wartetAufPostlauf: ({ kanal }) => config.postlauf.sammeln && paper.has(kanal),
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
