import type { Tx } from '#infrastructure/database/transaction.js';
import type { Brieffassung } from '../briefsatz.js';
import type { Letterhead } from '../letterhead.js';
import {
  type Briefvorlage,
  gespeicherteVorlage,
  noSuchTemplate,
  type Vorlagen,
} from '../vorlagen.js';
import type { Fassung } from './fassung.js';
import { findFassung, findInForce, findWappen, listInForce } from './fassung.repository.js';
import type { BriefkopfDaten } from './vorlagendaten.schema.js';

/** A template that holds, with its version. */
export interface GeltendeVorlage {
  fassungId: string;
  vorlage: Briefvorlage;
}

/** What a letter knows about the versions it was written with. */
export interface Briefherkunft {
  vorlage: string;
  vorlageDaten: unknown;
  briefkopfFassungId: string | null;
}

/** A letterhead with its coat of arms as the template reads it. */
export const letterheadOf = async (tx: Tx, daten: BriefkopfDaten): Promise<Letterhead> => {
  if (daten.wappen === '') return { ...daten, files: {} };
  const wappen = await findWappen(tx, daten.wappen.replace(/\.(svg|png)$/, ''));
  if (wappen === undefined) throw new Error('the coat of arms of a letterhead is not stored');
  return { ...daten, files: { [`wappen/${daten.wappen}`]: wappen.bytes } };
};

const isBriefkopf = (one: Fassung | undefined): one is Fassung<'briefkopf'> =>
  one?.art === 'briefkopf';

/**
 * Finds versions: the one in force for a new letter, the one that it was written with for any other. The rows are
 * asked each time, so that every process sees a release at once; a version that a letter names never changes.
 */
export const createFassungen = (deps: {
  vorlagen: Vorlagen;
  letterheads: (kuerzel: string) => Letterhead;
}) => {
  /** What letters may be begun with on the day. */
  const list = async (tx: Tx, tag: string): Promise<GeltendeVorlage[]> =>
    (await listInForce(tx, 'vorlage', tag)).map(({ id, schluessel, daten }) => ({
      fassungId: id,
      vorlage: gespeicherteVorlage(schluessel, daten),
    }));

  /** @throws NotFound where no version of the name holds on the day. */
  const getVorlage = async (tx: Tx, name: string, tag: string): Promise<GeltendeVorlage> => {
    const found = await findInForce(tx, { art: 'vorlage', schluessel: name, tag });
    if (found === undefined) throw noSuchTemplate(name);
    return { fassungId: found.id, vorlage: gespeicherteVorlage(name, found.daten) };
  };

  /** The letterhead of a unit on the day: its own, or the one for all. */
  const getBriefkopf = async (
    tx: Tx,
    kuerzel: string,
    tag: string,
  ): Promise<Fassung<'briefkopf'>> => {
    const all = await listInForce(tx, 'briefkopf', tag);
    const found =
      all.find(({ daten }) => daten.einheiten.includes(kuerzel)) ??
      all.find(({ schluessel }) => schluessel === 'standard');
    if (found === undefined) throw new Error('no letterhead holds for all units');
    return found;
  };

  /** What a letter is set with: the versions that it was written with, whatever holds now. */
  const of = async (tx: Tx, brief: Briefherkunft, kuerzel: string): Promise<Brieffassung> => {
    const vorlage = deps.vorlagen.find(brief);
    if (vorlage === undefined) throw noSuchTemplate(brief.vorlage);
    const kopf =
      brief.briefkopfFassungId === null
        ? undefined
        : await findFassung(tx, brief.briefkopfFassungId);
    const letterhead = isBriefkopf(kopf)
      ? await letterheadOf(tx, kopf.daten)
      : deps.letterheads(kuerzel);
    return { vorlage, letterhead };
  };

  /** What a letter that is begun on the day would be set with. */
  const forNew = async (
    tx: Tx,
    begin: { vorlage: string; kuerzel: string; tag: string },
  ): Promise<Brieffassung> => {
    const { vorlage } = await getVorlage(tx, begin.vorlage, begin.tag);
    const { daten } = await getBriefkopf(tx, begin.kuerzel, begin.tag);
    return { vorlage, letterhead: await letterheadOf(tx, daten) };
  };

  return { list, getVorlage, getBriefkopf, of, forNew };
};

/** Finds versions of templates and letterheads. */
export type Fassungen = ReturnType<typeof createFassungen>;
