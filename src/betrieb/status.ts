import type { Clock } from '#infrastructure/clock.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import {
  clearingLoad,
  databaseVersion,
  ledger,
  mailboxLoads,
  outboundLoad,
  queueLoads,
  stageLoads,
  stationLoads,
} from './betrieb.repository.js';
import type { BetriebMeldung, BetriebStatus, BetriebTeil, Postfach } from './betrieb.schema.js';

export interface BetriebDeps {
  db: Db;
  clock: Clock;
  version: string;
  services: readonly string[];
  databaseKind: 'mitgeliefert' | 'eigener Server';
  queueKind: 'postgres' | 'redis';
  /** Faults of Redis that were found at start, in words. */
  queueFaults: readonly string[];
  storage: { kind: string; freeBytes: () => Promise<number | undefined>; minimumBytes: number };
  isolation: () => { kind: 'bubblewrap' | 'process'; reason: string };
  mail: 'an' | 'aus';
}

/** From this age on due work is a warning to the operator, in seconds. */
const lateAfterSeconds = 300;

const notices = (
  status: Omit<BetriebStatus, 'meldungen'>,
  queueFaults: readonly string[],
): BetriebMeldung[] => {
  const found: BetriebMeldung[] = [];
  const add = (stufe: BetriebMeldung['stufe'], condition: boolean, text: string): void => {
    if (condition) found.push({ stufe, text });
  };
  const { bilanz, postausgang, platte, isolation, aeltesteFaelligSekunden: age } = status;
  add(
    'stoerung',
    bilanz.differenz !== 0,
    `Die Bilanz des Posteingangsbuchs weicht um ${bilanz.differenz} ab. Bitte sofort prüfen.`,
  );
  add(
    'stoerung',
    platte.freiBytes !== null && platte.freiBytes < platte.mindestBytes,
    'Der Speicherplatz ist erschöpft; es wird nichts mehr angenommen.',
  );
  for (const fault of queueFaults) add('warnung', true, fault);
  add(
    'warnung',
    age !== null && age > lateAfterSeconds,
    `Die älteste fällige Arbeit wartet seit ${Math.round((age ?? 0) / 60)} Minuten.`,
  );
  add(
    'warnung',
    postausgang.unklar > 0,
    `Bei ${postausgang.unklar} Schreiben ist ungewiss, ob sie hinausgegangen sind.`,
  );
  add(
    'warnung',
    postausgang.gescheitert > 0,
    `${postausgang.gescheitert} Schreiben konnten nicht versandt werden.`,
  );
  for (const postfach of status.postfaecher)
    for (const { stufe, text } of mailNotices(postfach)) add(stufe, true, text);
  for (const folder of status.scanordner) {
    const late = folder.aeltesteSekunden ?? 0;
    add(
      'warnung',
      late > lateAfterSeconds,
      `Im Scanordner „${folder.station}“ wartet eine Datei seit ${Math.round(late / 60)} Minuten.`,
    );
    add('warnung', folder.stoerung !== '', `Scanordner „${folder.station}“: ${folder.stoerung}`);
    add(
      'warnung',
      folder.geprueftSekunden > lateAfterSeconds,
      `In den Scanordner „${folder.station}“ wurde seit ${Math.round(folder.geprueftSekunden / 60)} Minuten nicht mehr gesehen. Läuft der Dienst keeper?`,
    );
  }
  add(
    'hinweis',
    isolation.modus === 'process',
    `Fremde Dateien werden ohne bubblewrap geöffnet: ${isolation.text}`,
  );
  return found;
};

const nameOf = (quelle: string): string =>
  quelle.startsWith('imap:')
    ? `Postfach „${quelle.slice('imap:'.length)}“`
    : `Annahme vom Mailserver (${quelle.toUpperCase()})`;

const mailNotices = (one: Postfach): BetriebMeldung[] => {
  const found: BetriebMeldung[] = [];
  const add = (stufe: BetriebMeldung['stufe'], condition: boolean, text: string): void => {
    if (condition) found.push({ stufe, text: `${one.name}: ${text}` });
  };
  const late = one.kontaktSekunden ?? 0;
  add(
    'stoerung',
    one.differenz > 0,
    `${one.differenz} E-Mails wurden gesehen oder quittiert und sind nicht angekommen. Bitte sofort prüfen.`,
  );
  add(
    'warnung',
    one.beiseite > 0,
    `${one.beiseite} Nachrichten konnten nicht übernommen werden. Sie liegen im Ordner für Nichtverarbeitetes; bitte ansehen und von dort wegnehmen.`,
  );
  add('warnung', one.stoerung !== '', one.stoerung);
  add(
    'warnung',
    late > lateAfterSeconds,
    `seit ${Math.round(late / 60)} Minuten kein Kontakt. Läuft der Dienst mail?`,
  );
  return found;
};

/** The operator's status, from the database and not from the queue; no personal data in it. */
export const createStatus = (deps: BetriebDeps) => async (): Promise<BetriebStatus> => {
  const started = performance.now();
  const facts = await asSystem(deps.db, async (tx) => ({
    database: await databaseVersion(tx),
    stufen: await stageLoads(tx),
    warteschlangen: await queueLoads(tx),
    clearing: await clearingLoad(tx),
    postausgang: await outboundLoad(tx),
    scanordner: await stationLoads(tx),
    postfaecher: (await mailboxLoads(tx)).map((one) => ({ ...one, name: nameOf(one.quelle) })),
    bilanz: await ledger(tx),
  }));
  const answerMs = Math.round(performance.now() - started);
  const frei = (await deps.storage.freeBytes()) ?? null;
  const ages = facts.stufen.flatMap((stage) => stage.aeltesteFaelligSekunden ?? []);
  const { kind, reason } = deps.isolation();
  const { database, ...loads } = facts;
  const teile: BetriebTeil[] = [
    {
      name: 'Datenbank',
      art: `PostgreSQL ${database} (${deps.databaseKind})`,
      zustand: 'in_ordnung',
      text: '',
      antwortMs: answerMs,
    },
    {
      name: 'Warteschlange',
      art: deps.queueKind === 'redis' ? 'Redis' : 'PostgreSQL',
      zustand: deps.queueFaults.length > 0 ? 'eingeschraenkt' : 'in_ordnung',
      text: deps.queueFaults.join(' '),
      antwortMs: null,
    },
    { name: 'Speicher', art: deps.storage.kind, zustand: 'in_ordnung', text: '', antwortMs: null },
    {
      name: 'Mailrelay',
      art: 'SMTP',
      zustand: deps.mail === 'an' ? 'in_ordnung' : 'aus',
      text: deps.mail === 'an' ? '' : 'outbound.smtpUrl ist nicht gesetzt.',
      antwortMs: null,
    },
  ];
  const status = {
    at: deps.clock.now().toISOString(),
    version: deps.version,
    laufzeitSekunden: Math.round(process.uptime()),
    dienste: [...deps.services],
    teile,
    ...loads,
    aeltesteFaelligSekunden: ages.length === 0 ? null : Math.max(...ages),
    isolation: { modus: kind, text: reason },
    platte: { freiBytes: frei, gesamtBytes: null, mindestBytes: deps.storage.minimumBytes },
  };
  return { ...status, meldungen: notices(status, deps.queueFaults) };
};

export type StatusReader = ReturnType<typeof createStatus>;
