import type { Clock } from '#infrastructure/clock.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import {
  acknowledgementLoad,
  clearingLoad,
  databaseVersion,
  knownKuerzel,
  ledger,
  mailboxLoads,
  outboundLoad,
  quarantineLoad,
  queueLoads,
  stageLoads,
  stationLoads,
  throttledClasses,
} from './betrieb.repository.js';
import type { BetriebStatus, BetriebTeil, Postfach } from './betrieb.schema.js';
import { type Empfang, unknownUnitText } from './empfang.js';
import { noticesOf } from './meldungen.js';

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
  /** End of the certificate that signs mails, and from how many days before on to warn; undefined without one. */
  mailsignatur?: { bis: Date; warnTage: number } | undefined;
  /** The services outside that letters may leave by; off where nothing is said. */
  anbindungen?: { portal: 'an' | 'aus'; briefdienst: 'an' | 'testbetrieb' | 'aus' };
  /** Addresses and mailboxes with the units that the settings give them. */
  empfang: readonly Empfang[];
  virenpruefung: { enabled: boolean; required: boolean; answers: () => Promise<boolean> };
}

const nameOf = (quelle: string): string =>
  quelle === 'mbox'
    ? 'Postfachdateien (MBOX)'
    : quelle.startsWith('imap:')
      ? `Postfach „${quelle.slice('imap:'.length)}“`
      : `Annahme vom Mailserver (${quelle.toUpperCase()})`;

/** The sources of mail; where the settings name an unknown unit, that is said beside what disturbs the source. */
const mailboxes = async (tx: Tx, empfang: readonly Empfang[]): Promise<Postfach[]> => {
  const named = empfang.map(({ einheit }) => einheit);
  const known = await knownKuerzel(tx, named);
  return (await mailboxLoads(tx)).map((one) => {
    const wrong = unknownUnitText(empfang, { quelle: one.quelle, known });
    const stoerung = [one.stoerung, wrong].filter((text) => text !== '').join(' ');
    return { ...one, name: nameOf(one.quelle), stoerung };
  });
};

const dayMs = 86_400_000;

/** The mail relay, and how long the certificate still signs that mails carry. */
const relayPart = ({ mail, mailsignatur, clock }: BetriebDeps): BetriebTeil => {
  const facts = { name: 'Mailrelay', art: 'SMTP', antwortMs: null };
  if (mail === 'aus')
    return { ...facts, zustand: 'aus', text: 'outbound.smtpUrl ist nicht gesetzt.' };
  if (mailsignatur === undefined) return { ...facts, zustand: 'in_ordnung', text: '' };
  const { bis, warnTage } = mailsignatur;
  const left = bis.getTime() - clock.now().getTime();
  const shown = new Intl.DateTimeFormat('de-DE', { timeZone: 'Europe/Berlin' }).format(bis);
  if (left >= warnTage * dayMs)
    return {
      ...facts,
      zustand: 'in_ordnung',
      text: `Signiert mit S/MIME, Zertifikat bis ${shown}.`,
    };
  const text =
    left > 0
      ? `Das S/MIME-Zertifikat läuft am ${shown} ab. Bitte ein neues einspielen (outbound.smimeCertFile).`
      : `Das S/MIME-Zertifikat ist am ${shown} abgelaufen; E-Mails gehen unsigniert hinaus.`;
  return { ...facts, zustand: 'eingeschraenkt', text };
};

const unerprobt =
  'Nur gegen einen nachgebauten Dienst erprobt: bitte vor dem ersten Einsatz mit der Gegenseite prüfen.';

/** The services outside that print letters or put them into mailboxes. */
const anbindungParts = ({ anbindungen }: BetriebDeps): BetriebTeil[] => {
  const { portal, briefdienst } = anbindungen ?? { portal: 'aus', briefdienst: 'aus' };
  const test =
    'Testbetrieb: der Briefdienst druckt nichts, Schreiben gehen danach auf einem anderen Weg.';
  return [
    {
      ...{ name: 'Bürgerpostfach', art: 'FIT-Connect', antwortMs: null },
      zustand: portal === 'aus' ? 'aus' : 'in_ordnung',
      text: portal === 'aus' ? 'portal.url ist nicht gesetzt.' : unerprobt,
    },
    {
      ...{ name: 'Briefdienst', art: 'LetterXpress', antwortMs: null },
      zustand:
        briefdienst === 'aus' ? 'aus' : briefdienst === 'an' ? 'in_ordnung' : 'eingeschraenkt',
      text:
        briefdienst === 'aus'
          ? 'briefdienst.username ist nicht gesetzt.'
          : briefdienst === 'an'
            ? unerprobt
            : `${test} ${unerprobt}`,
    },
  ];
};

/** The check for viruses: set up, answering, and what happens while it does not. */
const virusPart = async (check: BetriebDeps['virenpruefung']): Promise<BetriebTeil> => {
  const name = 'Virenprüfung';
  const art = 'clamd';
  if (!check.enabled)
    return {
      ...{ name, art, zustand: 'aus', antwortMs: null },
      text: 'virus.clamd ist nicht gesetzt; jeder Eingang heißt „ungeprüft“.',
    };
  const startedAt = performance.now();
  if (await check.answers())
    return {
      ...{ name, art, zustand: 'in_ordnung' },
      text: check.required ? 'Ungeprüft wird nichts geöffnet.' : '',
      antwortMs: Math.round(performance.now() - startedAt),
    };
  return {
    ...{ name, art, antwortMs: null },
    zustand: check.required ? 'gestoert' : 'eingeschraenkt',
    text: check.required
      ? 'clamd antwortet nicht; neue Eingänge warten ungeöffnet.'
      : 'clamd antwortet nicht; neue Eingänge gehen ungeprüft weiter.',
  };
};

/** The operator's status, from the database and not from the queue; no personal data in it. */
export const createStatus = (deps: BetriebDeps) => async (): Promise<BetriebStatus> => {
  const started = performance.now();
  const facts = await asSystem(deps.db, async (tx) => ({
    database: await databaseVersion(tx),
    stufen: await stageLoads(tx),
    warteschlangen: await queueLoads(tx),
    clearing: await clearingLoad(tx),
    quarantaene: await quarantineLoad(tx),
    gedrosselt: await throttledClasses(tx),
    postausgang: await outboundLoad(tx),
    eingangsbestaetigungen: await acknowledgementLoad(tx),
    scanordner: await stationLoads(tx),
    postfaecher: await mailboxes(tx, deps.empfang),
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
    relayPart(deps),
    ...anbindungParts(deps),
    await virusPart(deps.virenpruefung),
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
  return { ...status, meldungen: noticesOf(status, deps.queueFaults) };
};

export type StatusReader = ReturnType<typeof createStatus>;
