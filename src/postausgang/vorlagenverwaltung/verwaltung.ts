import { appendAudit } from '#audit/index.js';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#errors.js';
import { germanDay } from '#infrastructure/clock.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import { actorOf, type Principal } from '#organisation/index.js';
import { mittelOf, type PostausgangDeps } from '../postausgang-deps.js';
import { toWappen, wappenName } from './ausgeliefert.js';
import { type Eintrag, fromYaml } from './austausch.js';
import type { Fassung, Fassungsart } from './fassung.js';
import {
  discardFassung,
  endFassung,
  findFassung,
  insertFassung,
  insertWappen,
  listFassungen,
  lockFassung,
  releaseFassung,
  setBefunde,
} from './fassung.repository.js';
import type { createPruefstand, Pruefling } from './pruefstand.js';
import { vergleiche } from './vergleich.js';
import type {
  FassungDetail,
  FassungErlaubt,
  FassungKurz,
  FassungNeu,
} from './verwaltung.schema.js';
import { requireWappen } from './wappen.js';

/** Who asks. */
export interface Pfleger {
  principal: Principal;
  requestId: string;
}

const unknown = (): NotFound =>
  new NotFound({
    code: 'fassung-unbekannt',
    message: 'There is no such version.',
    clerkMessage: 'Diese Fassung gibt es nicht.',
  });

const outdated = (): Conflict =>
  new Conflict({
    code: 'fassung-veraltet',
    message: 'The version has another state, or a newer one was saved.',
    clerkMessage:
      'Inzwischen wurde eine neuere Fassung gespeichert oder der Zustand geändert. Bitte laden Sie die Ansicht neu.',
  });

const ownVersion = (): Forbidden =>
  new Forbidden({
    code: 'fassung-eigene',
    message: 'A version is released by somebody else than its author.',
    clerkMessage:
      'Sie haben diese Fassung selbst verfasst. Bitte lassen Sie sie von einer anderen Person mit dem Recht „Vorlagen pflegen“ freigeben.',
  });

const badDay = (clerkMessage: string): InvalidInput =>
  new InvalidInput({
    code: 'geltung-unzulaessig',
    httpStatus: 422,
    message: 'The days of validity are refused.',
    clerkMessage,
  });

/** Where a letter is written with a Textbaustein, its clerk is the second person. */
const maySelfRelease = (art: Fassungsart): boolean => art === 'baustein';

const isOpen = ({ zustand }: Fassung): boolean => zustand === 'entwurf' || zustand === 'geprueft';

/** What the person may do with a version. */
export const erlaubtAn = (fassung: Fassung, personId: string): FassungErlaubt => {
  const own = fassung.authorId === personId && !maySelfRelease(fassung.art);
  const geprueft = fassung.zustand === 'geprueft';
  return {
    pruefen: isOpen(fassung),
    freigeben: geprueft && !own,
    verwerfen: isOpen(fassung),
    beenden: fassung.zustand === 'freigegeben' && fassung.schluessel !== 'standard',
    wartetAufZweite: geprueft && own,
  };
};

/** A line of the history. */
export const toKurz = (fassung: Fassung): FassungKurz => {
  const { id, art, schluessel, nummer, zustand, herkunft, grund, author } = fassung;
  const { freigegebenVon, giltAb, giltBis } = fassung;
  return {
    ...{ id, art, schluessel, nummer, zustand, herkunft, grund, author },
    ...{ freigegebenVon, giltAb, giltBis },
    titel: fassung.daten.titel || schluessel,
    createdAt: fassung.createdAt.toISOString(),
    freigegebenAt: fassung.freigegebenAt?.toISOString() ?? null,
  };
};

/** What administrators do with versions. Every step is recorded with its person. */
export const createVerwaltung = (
  deps: PostausgangDeps,
  pruefstand: ReturnType<typeof createPruefstand>,
) => {
  const { db, clock } = deps;
  const { bestandBereit } = mittelOf(deps);
  const today = (): string => germanDay(clock.now());

  const note = (
    tx: Tx,
    by: Pfleger,
    deed: { action: string; id: string; detail?: Record<string, string | number | null> },
  ): Promise<void> =>
    appendAudit(tx, [
      {
        actor: actorOf(by.principal),
        action: `vorlagenfassung.${deed.action}`,
        objectType: 'vorlagenfassung',
        objectId: deed.id,
        requestId: by.requestId,
        ...(deed.detail === undefined ? {} : { detail: deed.detail }),
      },
    ]);

  const get = async (tx: Tx, id: string): Promise<Fassung> => {
    const found = await lockFassung(tx, id);
    if (found === undefined) throw unknown();
    return found;
  };

  /** @throws NotFound */
  const detail = async (principal: Principal, id: string): Promise<FassungDetail> => {
    const { fassung, all } = await asSystem(db, async (tx) => {
      const found = await findFassung(tx, id);
      if (found === undefined) throw unknown();
      return { fassung: found, all: await listFassungen(tx, found.art, found.schluessel) };
    });
    // Who releases has to see what changes for the letters, not for the draft before.
    const earlier = all.filter(({ nummer }) => nummer < fassung.nummer);
    const before =
      earlier.find(({ zustand }) => zustand === 'freigegeben') ??
      all.find((one) => one.id === fassung.basisId) ??
      all.find((one) => one.nummer === fassung.nummer - 1);
    return {
      ...toKurz(fassung),
      daten: fassung.daten,
      befunde: fassung.befunde,
      geprueftAt: fassung.geprueftAt?.toISOString() ?? null,
      neueste: all[0]?.nummer ?? fassung.nummer,
      vergleich: vergleiche(before, fassung.daten),
      erlaubt: erlaubtAn(fassung, principal.personId),
    };
  };

  const add = async (
    tx: Tx,
    by: Pfleger,
    one: Eintrag & { grund: string; herkunft: Fassung['herkunft']; basisId: string | null },
  ): Promise<string> => {
    const id = await insertFassung(tx, { ...one, authorId: by.principal.personId });
    const { art, schluessel, herkunft } = one;
    await note(tx, by, { action: 'created', id, detail: { art, schluessel, herkunft } });
    return id;
  };

  /** Saves changed data as the next version; the one before stays as it is. @throws Conflict */
  const save = async (by: Pfleger, wanted: FassungNeu): Promise<string> => {
    await bestandBereit();
    return asSystem(db, async (tx) => {
      const { nachNummer, ...rest } = wanted;
      const before = await listFassungen(tx, wanted.art, wanted.schluessel);
      const id = await add(tx, by, {
        ...rest,
        herkunft: 'seite',
        basisId: before[0]?.id ?? null,
      });
      // The number is given under a lock, so it tells whether somebody else saved meanwhile.
      if ((await get(tx, id)).nummer !== nachNummer + 1) throw outdated();
      const previous = before[0];
      if (previous !== undefined && isOpen(previous)) await discardFassung(tx, previous.id);
      return id;
    });
  };

  /** Checks a draft and sets it on trial; without faults it may be released. @throws NotFound, Conflict */
  const check = async (by: Pfleger, id: string): Promise<void> => {
    const fassung = await asSystem(db, (tx) => findFassung(tx, id));
    if (fassung === undefined) throw unknown();
    const befunde = await pruefstand.pruefe(fassung as Pruefling, today());
    await asSystem(db, async (tx) => {
      if (!(await setBefunde(tx, id, befunde))) throw outdated();
      const fehler = befunde.filter(({ stufe }) => stufe === 'fehler').length;
      await note(tx, by, { action: 'checked', id, detail: { fehler } });
    });
  };

  /** Puts a checked version in force. @throws NotFound, Forbidden, Conflict, InvalidInput */
  const release = (
    by: Pfleger,
    id: string,
    days: { giltAb: string; giltBis: string | null },
  ): Promise<void> =>
    asSystem(db, async (tx) => {
      const fassung = await get(tx, id);
      const { personId } = by.principal;
      const erlaubt = erlaubtAn(fassung, personId);
      if (erlaubt.wartetAufZweite) throw ownVersion();
      if (!erlaubt.freigeben) throw outdated();
      if (days.giltAb < today()) {
        throw badDay('Eine Fassung kann frühestens ab heute gelten.');
      }
      if (fassung.schluessel === 'standard' && days.giltBis !== null) {
        throw badDay('Der Briefkopf für alle Einheiten gilt ohne Ende, bis ein neuer ihn ablöst.');
      }
      if (!(await releaseFassung(tx, { id, personId, ...days }))) throw outdated();
      await note(tx, by, { action: 'released', id, detail: days });
    });

  /** Puts a draft aside. @throws NotFound, Conflict */
  const discard = (by: Pfleger, id: string): Promise<void> =>
    asSystem(db, async (tx) => {
      await get(tx, id);
      if (!(await discardFassung(tx, id))) throw outdated();
      await note(tx, by, { action: 'discarded', id });
    });

  /** Ends a released version with a day, today at the earliest. @throws NotFound, Conflict, InvalidInput */
  const end = (by: Pfleger, id: string, giltBis: string): Promise<void> =>
    asSystem(db, async (tx) => {
      const fassung = await get(tx, id);
      if (!erlaubtAn(fassung, by.principal.personId).beenden) throw outdated();
      if (giltBis < today()) throw badDay('Eine Fassung kann frühestens heute enden.');
      if (!(await endFassung(tx, id, giltBis))) throw outdated();
      await note(tx, by, { action: 'ended', id, detail: { giltBis } });
    });

  /** Makes the data of an older version a new draft; it is checked and released like any other. @throws NotFound */
  const goBack = (by: Pfleger, id: string, grund: string): Promise<string> =>
    asSystem(db, async (tx) => {
      const old = (await get(tx, id)) as Fassung & Eintrag;
      const [newest] = await listFassungen(tx, old.art, old.schluessel);
      if (newest !== undefined && isOpen(newest)) await discardFassung(tx, newest.id);
      return add(tx, by, {
        ...{ art: old.art, schluessel: old.schluessel, daten: old.daten },
        ...{ grund, herkunft: 'ruecknahme', basisId: newest?.id ?? null },
      } as Parameters<typeof add>[2]);
    });

  /** Reads a file in as drafts, all or none. @throws InvalidInput */
  const readIn = async (
    by: Pfleger,
    wanted: { art: Fassungsart; schluessel?: string | undefined; text: string; grund: string },
  ): Promise<string[]> => {
    const entries = fromYaml(wanted.art, wanted.text, wanted.schluessel);
    await bestandBereit();
    return asSystem(db, async (tx) => {
      const ids: string[] = [];
      for (const one of entries) {
        const [newest] = await listFassungen(tx, one.art, one.schluessel);
        if (newest !== undefined && isOpen(newest)) await discardFassung(tx, newest.id);
        const { grund } = wanted;
        const basisId = newest?.id ?? null;
        ids.push(await add(tx, by, { ...one, grund, herkunft: 'einlesen', basisId }));
      }
      return ids;
    });
  };

  /** Keeps a coat of arms; returns its name in the data of a letterhead. @throws InvalidInput */
  const storeWappen = async (by: Pfleger, kind: 'svg' | 'png', bytes: Buffer): Promise<string> => {
    requireWappen(bytes, kind);
    const wappen = toWappen(bytes, kind);
    await asSystem(db, async (tx) => {
      await insertWappen(tx, wappen);
      await note(tx, by, { action: 'wappen', id: wappen.sha256, detail: { bytes: bytes.length } });
    });
    return wappenName(wappen);
  };

  return { detail, save, check, release, discard, end, goBack, readIn, storeWappen };
};
