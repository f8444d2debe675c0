import { NotFound } from '#errors.js';
import { asSystem, inTransaction } from '#infrastructure/database/transaction.js';
import { type Principal, viewOf } from '#organisation/index.js';
import { teilePorto } from './aufteilung.js';
import { listDateien, listLaeufe, listNachdrucke, listUmschlaege } from './lauf.repository.js';
import { blaetterOf, type Umschlag } from './laufplan.js';
import { type Gezaehlt, zaehle } from './laufzahlen.js';
import { gebietOf } from './porto.js';
import { type Caller, createPostlauf } from './postlauf.js';
import type { Laufvorschau } from './postlauf.schema.js';
import type { PostlaufDeps } from './postlauf-deps.js';

const noSuchRun = (): NotFound =>
  new NotFound({
    code: 'postlauf-unknown',
    message: 'The run does not exist or is not visible.',
    clerkMessage: 'Diesen Postlauf gibt es nicht.',
  });

/** An envelope of a plan in the shape of its figures. */
const gezaehltOf = (one: Umschlag): Gezaehlt => {
  const { land = '', plz = '' } = one.briefe[0]?.empfaenger ?? {};
  const parts = teilePorto(one.porto.cent, one.briefe);
  return {
    ...one,
    produkt: one.porto.bezeichnung,
    cent: one.porto.cent,
    gesichert: one.porto.gesichert,
    plz,
    land: gebietOf(land) === 'inland' ? '' : land,
    briefe: one.briefe.map(({ kostenstelle, seiten }, at) => ({
      kostenstelle,
      blaetter: blaetterOf(seiten),
      cent: parts[at] ?? 0,
    })),
  };
};

const iso = (at: Date): string => at.toISOString();

/** What people read about runs, in the view of each. */
export const createReading = (deps: PostlaufDeps) => {
  const postlauf = createPostlauf(deps);

  const readVorschau = async (caller: Caller): Promise<Laufvorschau> => {
    const { waiting, plan } = await postlauf.vorschau(caller);
    const byLetter = new Map(waiting.map((one) => [one.id, one]));
    const oldest = waiting.map(({ freigegebenAt }) => freigegebenAt.getTime());
    const { sammeln, zeiten } = deps.config.postlauf;
    return {
      sammelt: sammeln,
      zeiten,
      zahlen: zaehle(plan.umschlaege.map(gezaehltOf)),
      dateien: plan.umschlaege.at(-1)?.datei ?? 0,
      ausgenommen: plan.ausgenommen.map(({ id, grund }) => ({
        id,
        grund,
        empfaengerName: byLetter.get(id)?.empfaenger.name ?? '',
        einheit: byLetter.get(id)?.einheit ?? '',
      })),
      aeltestesSeit: oldest.length === 0 ? null : iso(new Date(Math.min(...oldest))),
    };
  };

  const readLauf = (principal: Principal, id: string) =>
    inTransaction(deps.db, viewOf(principal), async (tx) => {
      const [lauf] = await listLaeufe(tx, id);
      if (lauf === undefined) throw noSuchRun();
      // The run is the mailroom's as a whole, also with letters that were stopped since and that it no longer reads.
      const umschlaege = await asSystem(deps.db, (all) => listUmschlaege(all, { laufId: id }));
      const dateien = await listDateien(tx, id);
      const nachdrucke = await listNachdrucke(tx, id);
      return { lauf, umschlaege, dateien, nachdrucke };
    });

  const readDetail = async (principal: Principal, id: string): Promise<unknown> => {
    const { lauf, umschlaege, dateien, nachdrucke } = await readLauf(principal, id);
    return {
      ...lauf,
      zahlen: zaehle(umschlaege),
      dateien: dateien.map((one) => ({
        ...one,
        nachweise: one.nachweise.map((told) => ({ ...told, at: iso(new Date(told.at)) })),
      })),
      pza: umschlaege.filter(({ versandart }) => versandart === 'pza').length,
      nachdrucke,
    };
  };

  return { postlauf, readVorschau, readLauf, readDetail };
};
