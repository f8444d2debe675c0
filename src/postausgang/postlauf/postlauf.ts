import { appendAudit, system } from '#audit/index.js';
import { Conflict, InvalidInput, NotFound } from '#errors.js';
import { germanDay } from '#infrastructure/clock.js';
import { asSystem, inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import { actorOf, type Principal, viewOf } from '#organisation/index.js';
import { queueName } from '#pipeline/stage.js';
import { dissolveDatei, lockDatei, requeueDatei, resolveDatei } from './datei.repository.js';
import { markenOf, setzeDruckdatei } from './druckdatei.js';
import {
  countGeaenderte,
  discardLauf,
  finishLauf,
  insertNachdruck,
  type Laufkopf,
  listUmschlaege,
  lockLauf,
  releaseLauf,
} from './lauf.repository.js';
import { insertLauf } from './lauf-speichern.repository.js';
import { type Laufbrief, type Laufplan, planLauf } from './laufplan.js';
import { kostenstellenOf, laufregelnOf } from './laufregeln.js';
import type { LaufKlaerung, LaufZeile, Nachdruck } from './postlauf.schema.js';
import type { PostlaufDeps } from './postlauf-deps.js';
import { tellLetters } from './uebergabe.js';
import { listWartende, type Wartender } from './wartend.repository.js';

export interface Caller {
  principal: Principal;
  requestId: string;
}

const noSuchRun = (): NotFound =>
  new NotFound({
    code: 'postlauf-unknown',
    message: 'The run or its print file or envelope does not exist.',
    clerkMessage: 'Diesen Postlauf, diese Datei oder diesen Umschlag gibt es nicht.',
  });

const wrongState = (clerkMessage: string): Conflict =>
  new Conflict({
    code: 'postlauf-changed',
    message: 'The run or its print file is in another state than the request expects.',
    clerkMessage,
  });

/** What is calculated from what waits; nothing is written by it. */
const calculate = (deps: PostlaufDeps, waiting: readonly Wartender[]): Laufplan => {
  const { postlauf } = deps.config;
  const centres = kostenstellenOf(postlauf.kostenstellen);
  const briefe = waiting.map(
    (one): Laufbrief => ({
      ...one,
      verwaltungsakt: deps.istVerwaltungsakt(one),
      kostenstelle: centres.get(one.einheit) ?? one.einheit,
    }),
  );
  const tag = germanDay(deps.clock.now());
  return planLauf(briefe, { regeln: laufregelnOf(postlauf, deps.porto), tag });
};

/** Runs: what waits, making one, releasing it, and what people decide about its print files. */
export const createPostlauf = (deps: PostlaufDeps) => {
  const { db } = deps;

  const record = (
    tx: Tx,
    event: {
      id: string;
      action: string;
      caller: Caller | undefined;
      detail?: Record<string, string | number>;
    },
  ): Promise<void> =>
    appendAudit(tx, [
      {
        actor: event.caller === undefined ? system : actorOf(event.caller.principal),
        action: `postlauf.${event.action}`,
        objectType: 'postlauf',
        objectId: event.id,
        ...(event.caller === undefined ? {} : { requestId: event.caller.requestId }),
        ...(event.detail === undefined ? {} : { detail: event.detail }),
      },
    ]);

  const inView = <T>(caller: Caller | undefined, work: (tx: Tx) => Promise<T>): Promise<T> =>
    caller === undefined ? asSystem(db, work) : inTransaction(db, viewOf(caller.principal), work);

  /** What waits and the run that would come of it. Changes nothing. */
  const vorschau = async (caller: Caller) => {
    const waiting = await inView(caller, (tx) => listWartende(tx, { lock: false }));
    return { waiting, plan: calculate(deps, waiting) };
  };

  /**
   * Freezes what waits as a run; its letters leave only when somebody releases it.
   * @returns undefined when nothing waits that a run could take.
   */
  const berechne = (caller: Caller | undefined): Promise<string | undefined> =>
    // Numbers and files of a run are written by nobody as a person, so this looks as the system, after the permission.
    asSystem(db, async (tx) => {
      const waiting = await listWartende(tx, { lock: true });
      const plan = calculate(deps, waiting);
      if (plan.umschlaege.length === 0) return undefined;
      const id = await insertLauf(tx, {
        tag: germanDay(deps.clock.now()),
        weg: deps.config.postlauf.weg,
        marken: markenOf(deps.config.postlauf),
        angelegtVon: caller?.principal.personId ?? null,
        umschlaege: plan.umschlaege,
        herkunft: new Map(waiting.map((one) => [one.id, one])),
      });
      const detail = { umschlaege: plan.umschlaege.length };
      await record(tx, { id, action: 'berechnet', caller, detail });
      return id;
    });

  const lockIn = async (tx: Tx, id: string, zustand: LaufZeile['zustand']): Promise<Laufkopf> => {
    const lauf = await lockLauf(tx, id);
    if (lauf === undefined) throw noSuchRun();
    if (lauf.zustand !== zustand) {
      throw wrongState('Der Postlauf wurde inzwischen geändert. Bitte laden Sie die Ansicht neu.');
    }
    return lauf;
  };

  /** Lets a calculated run leave. @throws NotFound, Conflict when letters of it have changed meanwhile. */
  const gibFrei = async (caller: Caller | undefined, id: string): Promise<void> => {
    // As the system, after the permission: the mailroom does not see letters that were stopped, and they count here.
    await asSystem(db, async (tx) => {
      await lockIn(tx, id, 'berechnet');
      const changes = await countGeaenderte(tx, id);
      if (changes > 0) {
        throw wrongState(
          `${changes} Schreiben dieses Postlaufs wurden inzwischen zurückgeholt oder geändert. Bitte verwerfen Sie ihn und berechnen Sie ihn neu.`,
        );
      }
      await releaseLauf(tx, id, caller?.principal.personId ?? null);
      await record(tx, { id, action: 'freigegeben', caller });
    });
  };

  /** Gives up a calculated run; its letters wait for the next one. @throws NotFound, Conflict */
  const verwirf = async (caller: Caller, id: string): Promise<void> => {
    await inView(caller, async (tx) => {
      await lockIn(tx, id, 'berechnet');
      await discardLauf(tx, id);
      await record(tx, { id, action: 'verworfen', caller });
    });
  };

  /** Locks a file of a released run in this state. */
  const lockFile = async (
    tx: Tx,
    key: { laufId: string; nummer: number },
    zustand: 'unknown' | 'failed',
  ) => {
    const lauf = await lockIn(tx, key.laufId, 'freigegeben');
    const datei = await lockDatei(tx, key);
    if (datei === undefined) throw noSuchRun();
    if (datei.zustand !== zustand) {
      throw wrongState(
        'Die Druckdatei wurde inzwischen geändert. Bitte laden Sie die Ansicht neu.',
      );
    }
    return { lauf, datei };
  };

  /** Settles an uncertain print file by what a person found out. @throws NotFound, Conflict */
  const klaere = async (
    caller: Caller,
    key: { laufId: string; nummer: number },
    finding: LaufKlaerung,
  ): Promise<void> => {
    const sent = finding.ergebnis === 'rausgegangen';
    const found = sent ? 'Ist rausgegangen' : 'Ist nicht rausgegangen';
    const text = `${found}: ${finding.begruendung} (${caller.principal.name})`;
    // The letters go on in their pipeline, which is the system's; the permission was asked before.
    await asSystem(db, async (tx) => {
      const { lauf, datei } = await lockFile(tx, key, 'unknown');
      const letters = await resolveDatei(tx, datei, { sent, text });
      const told = { action: 'resolved', lauf: lauf.nummer, datei: key.nummer, sent };
      await tellLetters(tx, letters, told);
      await finishLauf(tx, key.laufId);
      const detail = { datei: key.nummer, ergebnis: finding.ergebnis };
      await record(tx, { id: key.laufId, action: 'geklaert', caller, detail });
    });
    deps.afterCommit([queueName('postausgang', 'light')]);
  };

  /** Hands a failed print file over once more. @throws NotFound, Conflict */
  const nochmal = (caller: Caller, key: { laufId: string; nummer: number }): Promise<void> =>
    inView(caller, async (tx) => {
      const { datei } = await lockFile(tx, key, 'failed');
      await requeueDatei(tx, datei.id);
      const detail = { datei: key.nummer };
      await record(tx, { id: key.laufId, action: 'nochmal', caller, detail });
    });

  /** Gives the letters of a failed print file to the next run. @throws NotFound, Conflict */
  const loeseAuf = (
    caller: Caller,
    key: { laufId: string; nummer: number },
    begruendung: string,
  ): Promise<void> =>
    asSystem(db, async (tx) => {
      const { lauf, datei } = await lockFile(tx, key, 'failed');
      const letters = await dissolveDatei(tx, datei.id);
      const told = { action: 'aus-postlauf', lauf: lauf.nummer, datei: key.nummer, sent: false };
      await tellLetters(tx, letters, told);
      await finishLauf(tx, key.laufId);
      const detail = { datei: key.nummer, begruendung };
      await record(tx, { id: key.laufId, action: 'aufgeloest', caller, detail });
    });

  /**
   * The sheets of one envelope once more, for the printer of the mailroom: noted with its reason, and no dispatch.
   * @throws NotFound, Conflict, InvalidInput for a sheet that the envelope has not
   */
  const druckeNach = async (
    caller: Caller,
    key: { laufId: string; nummer: number },
    wish: Nachdruck & { signal: AbortSignal },
  ): Promise<Buffer> => {
    const { lauf, umschlaege } = await inView(caller, async (tx) => {
      const head = await lockLauf(tx, key.laufId);
      const found = await listUmschlaege(tx, key);
      const [one] = found;
      if (head === undefined || one === undefined) throw noSuchRun();
      if (head.zustand === 'berechnet' || head.zustand === 'verworfen') {
        throw wrongState('Dieser Postlauf ist nicht gedruckt worden.');
      }
      if (wish.blatt !== undefined && wish.blatt > one.blaetter) {
        throw new InvalidInput({
          code: 'blatt-unbekannt',
          message: `The envelope has ${one.blaetter} sheets, not ${wish.blatt}.`,
          clerkMessage: `Der Umschlag hat nur ${one.blaetter} Blatt.`,
        });
      }
      const { grund, blatt } = wish;
      const { personId } = caller.principal;
      await insertNachdruck(tx, { umschlagId: one.id, blatt, grund, personId });
      const detail = { umschlag: key.nummer, ...(blatt === undefined ? {} : { blatt }) };
      await record(tx, { id: key.laufId, action: 'nachgedruckt', caller, detail });
      return { lauf: head, umschlaege: found };
    });
    const { blobs, config } = deps;
    const titel = `Postlauf ${lauf.nummer}, Umschlag ${key.nummer}, Nachdruck`;
    const parts = { blobs, dataDir: config.dataDir };
    const printed = await setzeDruckdatei(parts, {
      lauf,
      titel,
      umschlaege,
      signal: wish.signal,
      ...(wish.blatt === undefined ? {} : { blatt: wish.blatt }),
    });
    return deps.blobs.read(printed.sha256);
  };

  return { vorschau, berechne, gibFrei, verwirf, klaere, nochmal, loeseAuf, druckeNach };
};

/** What the mailroom does with runs. */
export type Postlauf = ReturnType<typeof createPostlauf>;
