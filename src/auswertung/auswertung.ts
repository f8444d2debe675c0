import { NotFound } from '#errors.js';
import { type Clock, germanDay } from '#infrastructure/clock.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem, inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import { hasRolle, listEinheiten, type Principal, viewOf } from '#organisation/index.js';
import { listWegZahlen } from '#posteingang/index.js';
import type { Auswertung, AuswertungAbfrage } from './auswertung.schema.js';
import type { Berechnung } from './berechnung.js';
import { berichtOf } from './bericht.js';
import { kennzahlenOf } from './kennzahlen.js';
import {
  dauern,
  fehlleitungen,
  instanteVon,
  luecken,
  offenePostkoerbe,
  offeneSchreiben,
  offenesClearing,
  summenJeAbschnitt,
  summenJeEinheit,
  type Umfang,
  type Wartend,
  zuletztBerechnet,
} from './lesen.repository.js';
import { tabellenOf } from './tabellen.js';
import type { Spanne } from './tag.repository.js';
import { createZahlen, type Einheit, type Rohdaten, type Stand } from './zahlen.js';
import { type Betrachtung, betrachtungOf } from './zeitraum.js';

export interface AuswertungDeps {
  db: Db;
  clock: Clock;
  berechnung: Berechnung;
}

interface Sicht {
  umfang: Umfang;
  /** Units that the person may choose. */
  waehlbar: Einheit[];
  /** The one that was chosen. */
  einheit: Einheit | null;
  alle: Einheit[];
}

const unknownUnit = (): NotFound =>
  new NotFound({
    code: 'einheit-unbekannt',
    message:
      'The Organisationseinheit does not exist, or its figures are not this person’s to read.',
    clerkMessage: 'Für diese Einheit können Sie keine Zahlen sehen.',
  });

/**
 * Whose figures the person reads: Revision and who leads the Poststelle (or a unit above it) those of the house, other
 * heads those of their units. @throws NotFound for a unit beyond that
 */
const sichtOf = async (
  tx: Tx,
  principal: Principal,
  wanted: string | undefined,
): Promise<Sicht> => {
  const alle = await listEinheiten(tx);
  const leads = new Set(principal.leitung);
  const seesAll =
    hasRolle(principal, 'revision') ||
    alle.some(({ id, istPoststelle }) => istPoststelle && leads.has(id));
  const waehlbar = seesAll ? alle : alle.filter(({ id }) => leads.has(id));
  const einheit = waehlbar.find(({ id }) => id === wanted) ?? null;
  if (wanted !== undefined && einheit === null) throw unknownUnit();
  const umfang: Umfang =
    einheit === null && seesAll
      ? { art: 'gesamt' }
      : { art: 'einheiten', ids: (einheit === null ? waehlbar : [einheit]).map(({ id }) => id) };
  return { umfang, waehlbar, einheit, alle };
};

/** What waits now, by the rights that `umfang` stands for; of the tables no person may read all. */
const readStand = async (tx: Tx, umfang: Umfang, jahre: Spanne, at: Date): Promise<Stand> => {
  const isWhole = umfang.art === 'gesamt';
  const concerned = ({ einheitId }: Wartend): boolean =>
    isWhole || (einheitId !== null && umfang.ids.includes(einheitId));
  return {
    at,
    clearing: isWhole ? await offenesClearing(tx) : null,
    postkoerbe: (await offenePostkoerbe(tx)).filter(concerned),
    schreiben: (await offeneSchreiben(tx)).filter(concerned),
    luecken: isWhole ? await luecken(tx, jahre) : null,
  };
};

const readDaily = async (tx: Tx, umfang: Umfang, betrachtung: Betrachtung) => {
  const { zeitraum, vergleich, abschnitte } = betrachtung;
  const took = (spanne: Spanne, kennzahl: string) => dauern(tx, umfang, { kennzahl, ...spanne });
  const decisions = async (spanne: Spanne) =>
    (await took(spanne, 'entscheidung')).find(({ kanal }) => kanal === null);
  return {
    werte: await summenJeAbschnitt(tx, umfang, [...abschnitte, zeitraum, vergleich]),
    jeEinheit: await summenJeEinheit(tx, umfang, zeitraum),
    fehlleitungen: await fehlleitungen(tx, umfang, zeitraum),
    dauern: {
      zeitraum: await took(zeitraum, 'eingetroffen'),
      vergleich: await took(vergleich, 'eingetroffen'),
    },
    entscheidung: { zeitraum: await decisions(zeitraum), vergleich: await decisions(vergleich) },
  };
};

const kurz = ({ id, kuerzel, name }: Einheit) => ({ id, kuerzel, name });

/** Reads what the page shows. Days that were not counted yet are counted first. */
export const createAuswertung = (deps: AuswertungDeps) => {
  const { db, clock, berechnung } = deps;

  return async (principal: Principal, abfrage: AuswertungAbfrage): Promise<Auswertung> => {
    const at = clock.now();
    const heute = germanDay(at);
    const betrachtung = betrachtungOf(abfrage.zeitraum, abfrage.datum ?? heute, heute);
    const { art, zeitraum, vergleich, davor, danach } = betrachtung;
    const view = viewOf(principal);
    const sicht = await inTransaction(db, view, (tx) => sichtOf(tx, principal, abfrage.einheit));
    await berechnung.ensure(vergleich);
    await berechnung.ensure(zeitraum);
    const daily = await inTransaction(db, view, (tx) => readDaily(tx, sicht.umfang, betrachtung));
    const gesamt = sicht.umfang.art === 'gesamt';
    const { alleingaenge, stand, berechnetAt } = await asSystem(db, async (tx) => ({
      alleingaenge: gesamt
        ? {
            zeitraum: await listWegZahlen(tx, await instanteVon(tx, zeitraum)),
            vergleich: await listWegZahlen(tx, await instanteVon(tx, vergleich)),
          }
        : null,
      stand: await readStand(tx, sicht.umfang, zeitraum, at),
      berechnetAt: await zuletztBerechnet(tx, zeitraum),
    }));
    const { alle: einheiten } = sicht;
    const daten: Rohdaten = { betrachtung, gesamt, einheiten, alleingaenge, stand, ...daily };
    const zahlen = createZahlen(daten);
    return {
      stand: (berechnetAt ?? at).toISOString(),
      ...{ art, zeitraum, vergleich, davor, danach },
      umfang: gesamt ? 'gesamt' : 'einheiten',
      einheit: sicht.einheit === null ? null : kurz(sicht.einheit),
      einheiten: sicht.waehlbar.map(kurz),
      kennzahlen: kennzahlenOf(daten, zahlen),
      tabellen: tabellenOf(daten, zahlen),
      bericht: berichtOf(daten, zahlen),
    };
  };
};

export type AuswertungReader = ReturnType<typeof createAuswertung>;
