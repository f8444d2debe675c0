import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import { listEinheiten } from '#organisation/index.js';
import { platzhalter } from '../brief-daten.js';
import type { Brieffassung } from '../briefsatz.js';
import type { Befund, Vorschau } from '../postausgang.schema.js';
import { mittelOf, type PostausgangDeps } from '../postausgang-deps.js';
import { gespeicherteVorlage } from '../vorlagen.js';
import type { DatenOf, Fassungsart } from './fassung.js';
import { findWappen, listInForce } from './fassung.repository.js';
import { letterheadOf } from './fassungen.js';
import {
  type Probeeinheit,
  type Probeumfang,
  probeauftrag,
  showSetting,
  trySetting,
} from './probe.js';
import { befund, pruefeBaustein, pruefeBriefkopf, pruefeVorlage, type Umfeld } from './pruefung.js';
import { requireWappen } from './wappen.js';

/** Data of one kind under a name, stored or not. */
export type Pruefling = {
  [A in Fassungsart]: { art: A; schluessel: string; daten: DatenOf[A] };
}[Fassungsart];

const probeId = '00000000-0000-4000-8000-000000000000';
/** The delivered template that a letterhead and a Textbaustein are tried with. */
const usual = 'anschreiben';

/** The places that texts of templates and Textbausteine may name. */
export const bekanntePlatzhalter = (behoerde: PostausgangDeps['config']['behoerde']): string[] =>
  Object.keys(
    platzhalter({
      behoerde,
      vorgang: undefined,
      letzterEingang: undefined,
      fristTag: '2026-01-01',
    }),
  );

/** Checks versions before they are released, and shows what letters of them look like. */
export const createPruefstand = (deps: PostausgangDeps) => {
  const { db, config } = deps;
  const { vorlagen, fassungen, briefsatz } = mittelOf(deps);
  const saetze = vorlagen.list().map(({ name }) => name);

  const umfeldOn = async (tx: Tx, tag: string): Promise<Umfeld> => ({
    saetze,
    platzhalter: bekanntePlatzhalter(config.behoerde),
    einheiten: (await listEinheiten(tx)).map(({ kuerzel }) => kuerzel),
    vorlagen: (await fassungen.list(tx, tag)).map(({ vorlage }) => vorlage),
    koepfe: (await listInForce(tx, 'briefkopf', tag)).map(({ schluessel, daten }) => ({
      schluessel,
      einheiten: daten.einheiten,
    })),
  });

  /** The unit that is asked for or that the letterhead holds for; of several the one with the longest name. */
  const einheitFor = async (
    tx: Tx,
    wanted: { kuerzel: string | undefined; of: readonly string[] },
  ): Promise<Probeeinheit> => {
    const all = await listEinheiten(tx);
    const fitting = all.filter(({ kuerzel }) =>
      wanted.kuerzel === undefined
        ? wanted.of.length === 0 || wanted.of.includes(kuerzel)
        : kuerzel === wanted.kuerzel,
    );
    const longest = fitting.toSorted((a, b) => b.name.length - a.name.length)[0] ?? all[0];
    if (longest === undefined)
      return { id: probeId, kuerzel: '10', name: '', email: null, telefon: null };
    const { id, kuerzel, name, email, telefon } = longest;
    return { id, kuerzel, name, email, telefon };
  };

  /** The versions of a letter in which the data would stand. */
  const fassungFor = async (
    tx: Tx,
    one: Pruefling,
    wanted: { kuerzel: string; tag: string },
  ): Promise<Brieffassung> => {
    const inForce = (vorlage: string) => fassungen.forNew(tx, { vorlage, ...wanted });
    if (one.art === 'vorlage') {
      const { daten } = await fassungen.getBriefkopf(tx, wanted.kuerzel, wanted.tag);
      const vorlage = gespeicherteVorlage(one.schluessel, one.daten);
      return { vorlage, letterhead: await letterheadOf(tx, daten) };
    }
    if (one.art === 'briefkopf') {
      return { vorlage: vorlagen.get(usual), letterhead: await letterheadOf(tx, one.daten) };
    }
    const found = await inForce(one.daten.vorlagen[0] ?? usual);
    // Its own text alone, in a letter that allows all that it holds.
    const bloecke = [
      ...new Set([...found.vorlage.bloecke, ...one.daten.bloecke.map(({ art }) => art)]),
    ];
    const inhalt = { ...found.vorlage.inhalt, bloecke: one.daten.bloecke };
    const vorlage = {
      ...found.vorlage,
      bloecke,
      pflichtbloecke: [],
      verwaltungsakt: false,
      betreff: 'Probe',
      inhalt,
    };
    return { ...found, vorlage };
  };

  const auftragFor = (
    one: Pruefling,
    wanted: { umfang: Probeumfang; kuerzel: string | undefined; tag: string; mitKennung: boolean },
  ) =>
    asSystem(db, async (tx) => {
      const of = one.art === 'briefkopf' ? one.daten.einheiten : [];
      const einheit = await einheitFor(tx, { kuerzel: wanted.kuerzel, of });
      const { tag, umfang } = wanted;
      const fassung = await fassungFor(tx, one, { kuerzel: einheit.kuerzel, tag });
      return probeauftrag({
        ...{ fassung, umfang, einheit, tag, behoerde: config.behoerde },
        ...(wanted.mitKennung ? { code: deps.messageIds.briefcodes.of(probeId) } : {}),
      });
    });

  const pruefeDaten = (one: Pruefling, umfeld: Umfeld): Befund[] => {
    if (one.art === 'vorlage') return pruefeVorlage(one.daten, one.schluessel, umfeld);
    if (one.art === 'briefkopf') return pruefeBriefkopf(one.daten, one.schluessel, umfeld);
    return pruefeBaustein(one.daten, umfeld);
  };

  const pruefeWappen = async (tx: Tx, one: Pruefling): Promise<Befund[]> => {
    if (one.art !== 'briefkopf' || one.daten.wappen === '') return [];
    const [sha256 = '', kind] = one.daten.wappen.split('.');
    const stored = await findWappen(tx, sha256);
    if (stored !== undefined) {
      requireWappen(stored.bytes, kind === 'png' ? 'png' : 'svg');
      return [];
    }
    return [
      befund(
        'fehler',
        'wappen-fehlt',
        'Die Bilddatei des Wappens ist nicht gespeichert.',
        'Laden Sie sie noch einmal hoch.',
      ),
    ];
  };

  /** All findings; the trial is made only where the data themselves are in order. */
  const pruefe = async (one: Pruefling, tag: string): Promise<Befund[]> => {
    const found = await asSystem(db, async (tx) => [
      ...pruefeDaten(one, await umfeldOn(tx, tag)),
      ...(await pruefeWappen(tx, one)),
    ]);
    if (found.some(({ stufe }) => stufe === 'fehler')) return found;
    const umfaenge: Probeumfang[] = one.art === 'baustein' ? ['ueblich'] : ['ueblich', 'laengste'];
    for (const umfang of umfaenge) {
      const auftrag = await auftragFor(one, { umfang, kuerzel: undefined, tag, mitKennung: true });
      found.push(...(await trySetting(briefsatz, auftrag, umfang)));
    }
    return found;
  };

  /** @throws InvalidInput for what cannot be set, NotFound for an unknown Typst source. */
  const zeige = async (
    one: Pruefling,
    wanted: { umfang: Probeumfang; einheit: string | undefined; breite: number; tag: string },
  ): Promise<Vorschau> => {
    const { umfang, einheit: kuerzel, tag } = wanted;
    const auftrag = await auftragFor(one, { umfang, kuerzel, tag, mitKennung: false });
    return showSetting(briefsatz, auftrag, wanted.breite);
  };

  return { pruefe, zeige, saetze };
};
