import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { StatusReader } from './status.js';

type MakeGauge = (name: string, help: string, labelNames?: string[]) => Gauge;

/** What each source of mail tells of itself. */
const mailGauges = (gauge: MakeGauge) =>
  ({
    wartend: gauge('poststelle_mail_waiting', 'Messages in a mailbox', ['source']),
    heute: gauge('poststelle_mail_accepted_today', 'Mails taken in today', ['source']),
    beiseite: gauge('poststelle_mail_put_aside', 'Messages that a person must look at', ['source']),
    differenz: gauge('poststelle_mail_difference', 'Mails acknowledged or seen but not there', [
      'source',
    ]),
    kontaktSekunden: gauge('poststelle_mail_contact_age_seconds', 'Since the last contact', [
      'source',
    ]),
  }) as const;

/** Prometheus metrics; labels hold stages and states, never anything about a person. */
export const createMetrics = () => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'poststelle_' });
  const registers = [registry];
  const stageSeconds = new Histogram({
    name: 'poststelle_stage_duration_seconds',
    help: 'Duration of one run of a stage',
    labelNames: ['pipeline', 'stage', 'ok'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60],
    registers,
  });
  const httpRequests = new Counter({
    name: 'poststelle_http_requests_total',
    help: 'Answered requests',
    labelNames: ['method', 'status'],
    registers,
  });
  const gauge = (name: string, help: string, labelNames: string[] = []): Gauge =>
    new Gauge({ name, help, labelNames, registers });
  const oldestDue = gauge(
    'poststelle_oldest_due_age_seconds',
    'Age of the oldest due work that nobody has begun',
  );
  const open = gauge('poststelle_open_units', 'Open work by stage', ['pipeline', 'stage']);
  const queued = gauge('poststelle_queue_units', 'Work of each queue by state', ['queue', 'state']);
  const clearing = gauge('poststelle_clearing_open', 'Items in Clearing');
  const unknown = gauge(
    'poststelle_outbound_unknown',
    'Letters of which nobody knows whether they left',
  );
  const failed = gauge('poststelle_outbound_failed', 'Letters that could not be sent');
  const difference = gauge(
    'poststelle_ledger_difference',
    'Accepted items that are nowhere; must be 0',
  );
  const accepted = gauge('poststelle_accepted_total', 'Numbers given in the Posteingangsbuch');
  const folderWaiting = gauge('poststelle_hotfolder_waiting', 'Files in a hot folder', ['station']);
  const folderOldest = gauge(
    'poststelle_hotfolder_oldest_age_seconds',
    'Age of the oldest file that waits in a hot folder',
    ['station'],
  );
  const folderRefused = gauge(
    'poststelle_hotfolder_refused',
    'Files of a hot folder that were not accepted',
    ['station'],
  );
  const mail = mailGauges(gauge);
  const diskFree = gauge('poststelle_disk_free_bytes', 'Free space where originals lie');

  /** The current values in the text format of Prometheus. */
  const render = async (readStatus: StatusReader): Promise<string> => {
    const status = await readStatus();
    open.reset();
    for (const stage of status.stufen)
      open.set({ pipeline: stage.pipeline, stage: stage.stage }, stage.offen);
    for (const {
      name: queue,
      wartend,
      laufend,
      verzoegert,
      gescheitert,
    } of status.warteschlangen) {
      queued.set({ queue, state: 'waiting' }, wartend);
      queued.set({ queue, state: 'active' }, laufend);
      queued.set({ queue, state: 'delayed' }, verzoegert);
      queued.set({ queue, state: 'failed' }, gescheitert);
    }
    for (const one of [folderWaiting, folderOldest, folderRefused]) one.reset();
    for (const { station, wartend, aeltesteSekunden, abgewiesen } of status.scanordner) {
      folderWaiting.set({ station }, wartend);
      folderOldest.set({ station }, aeltesteSekunden ?? 0);
      folderRefused.set({ station }, abgewiesen);
    }
    for (const [figure, one] of Object.entries(mail)) {
      one.reset();
      for (const postfach of status.postfaecher)
        one.set({ source: postfach.quelle }, postfach[figure as keyof typeof mail] ?? 0);
    }
    oldestDue.set(status.aeltesteFaelligSekunden ?? 0);
    clearing.set(status.clearing.anzahl);
    unknown.set(status.postausgang.unklar);
    failed.set(status.postausgang.gescheitert);
    difference.set(status.bilanz.differenz);
    accepted.set(status.bilanz.angenommen);
    if (status.platte.freiBytes !== null) diskFree.set(status.platte.freiBytes);
    return registry.metrics();
  };

  return {
    render,
    observeStage: (facts: {
      pipeline: string;
      stage: string;
      seconds: number;
      ok: boolean;
    }): void =>
      stageSeconds.observe(
        { pipeline: facts.pipeline, stage: facts.stage, ok: String(facts.ok) },
        facts.seconds,
      ),
    countRequest: (method: string, status: number): void =>
      httpRequests.inc({ method, status: String(status) }),
  };
};

export type Metrics = ReturnType<typeof createMetrics>;
