import {
  BriefdienstFehler,
  type Druckauftragsstand,
  type LetterXpress,
} from '../briefdienst/letterxpress.js';
import type { Befund } from '../postausgang.schema.js';
import type { Versandende } from '../versand.repository.js';
import type { Channel, Kosten, Meldung, Sendung, Spur, Status, Uebergabe } from './channel.js';

export interface BriefdienstChannelDeps {
  dienst: LetterXpress;
  /** What the contract says a letter costs; undefined where nobody has entered it. */
  preis?: { centErstesBlatt: number; centWeiteresBlatt: number; stand: string } | undefined;
}

const mostBytes = 50_000_000;
const mostSheets = 90;

/** The same for every attempt at the same letter, so that an earlier one is found. */
const nameOf = (id: string): string => `poststelle-${id}.pdf`;
const sheetsOf = ({ seitenzahl }: Sendung): number => Math.ceil(seitenzahl / 2);

const fault = (code: string, text: string): Befund => ({
  stufe: 'fehler',
  code,
  text,
  seite: null,
});

const checkSendung = (sendung: Sendung): Befund[] => [
  ...(sheetsOf(sendung) > mostSheets
    ? [fault('zu-viele-blaetter', `Der Briefdienst nimmt höchstens ${mostSheets} Blatt.`)]
    : []),
  ...(sendung.pdf.length > mostBytes
    ? [fault('datei-zu-gross', 'Der Briefdienst nimmt höchstens 50 MB.')]
    : []),
];

const ende = (
  ergebnis: 'failed' | 'retry' | 'unknown',
  antwort: string,
  fehler: { code: string; text: string },
): Versandende => ({ ergebnis, antwort, fehler });

const unreachable = (antwort: string): Versandende =>
  ende('retry', antwort, {
    code: 'briefdienst-nicht-erreichbar',
    text: 'Der Briefdienst war nicht erreichbar; es wurde nichts beauftragt.',
  });

/** Id of the job, kept in front of the name by which it is found while it has none. */
const idOf = ({ fremdkennung }: Pick<Spur, 'fremdkennung'>): string | undefined =>
  fremdkennung?.startsWith('auftrag:') === true ? fremdkennung.slice('auftrag:'.length) : undefined;

const accepted = (dienst: LetterXpress, job: Druckauftragsstand, how: string): Versandende => {
  if (dienst.test) {
    return ende('failed', job.id, {
      code: 'briefdienst-testbetrieb',
      text: `Der Briefdienst ist im Testbetrieb: der Auftrag ${job.id} wird nicht gedruckt.`,
    });
  }
  const kennung = `auftrag:${job.id}`;
  const nachweis = { art: 'gegenseite' as const, text: `${how} (Auftrag ${job.id}).` };
  return { ergebnis: 'sent', antwort: kennung, fremdkennung: kennung, nachweis };
};

/**
 * The service reads the address from the window and prints whatever it finds there. Where it read another postal code,
 * the job is taken back; undefined when it is right or cannot be taken back any more.
 */
const takeBackIfMisread = async (
  dienst: LetterXpress,
  given: { job: Druckauftragsstand; sendung: Sendung; signal: AbortSignal },
): Promise<Versandende | undefined> => {
  const { job, sendung, signal } = given;
  const read = (job.items ?? []).map((item) => item.address ?? '').join(' ');
  const { plz } = sendung.empfaenger;
  if (read.trim() === '' || plz === '' || read.includes(plz)) return undefined;
  const gone = await dienst.loesche(job.id, signal).then(
    () => true,
    // Without an answer it may still be printed: then it counts as ordered.
    () => false,
  );
  if (!gone) return undefined;
  const text =
    'Der Briefdienst hat im Anschriftfenster eine andere Postleitzahl gelesen; der Auftrag wurde gelöscht.';
  return ende('failed', job.id, { code: 'anschrift-falsch-gelesen', text });
};

/** Orders the letter; without an answer the service is asked for a job of its name. */
const order = async (
  { dienst }: BriefdienstChannelDeps,
  sendung: Sendung,
  signal: AbortSignal,
): Promise<Versandende> => {
  const name = nameOf(sendung.id);
  const ausland = sendung.empfaenger.land !== '';
  try {
    const job = await dienst.beauftrage({ name, pdf: sendung.pdf, duplex: true, ausland }, signal);
    const misread = await takeBackIfMisread(dienst, { job, sendung, signal });
    return misread ?? accepted(dienst, job, 'Der Briefdienst hat den Auftrag angenommen');
  } catch (error) {
    if (!(error instanceof BriefdienstFehler)) throw error;
    if (error.status === 429) return unreachable(error.message);
    if (!error.mayHaveArrived) {
      if (error.status === 0) return unreachable(error.message);
      const text = `Der Briefdienst hat den Auftrag abgelehnt (${error.status}).`;
      return ende('failed', error.message, { code: 'briefdienst-abgelehnt', text });
    }
    const found = await dienst.finde(name, signal).catch(() => undefined);
    if (found !== undefined) return accepted(dienst, found, 'Der Briefdienst führt den Auftrag');
    const text =
      'Es ist ungewiss, ob der Briefdienst den Auftrag bekommen hat. Er wird weiter danach gefragt.';
    return ende('unknown', error.message, { code: 'versand-ungewiss', text });
  }
};

const deliverVia =
  (deps: BriefdienstChannelDeps) =>
  async (sendung: Sendung, { commit, signal }: Uebergabe): Promise<Versandende> => {
    const name = nameOf(sendung.id);
    if (sendung.attempt > 1) {
      // An earlier attempt of which somebody said that it did not leave may have arrived after all.
      try {
        const found = await deps.dienst.finde(name, signal);
        if (found !== undefined) {
          await commit(`auftrag:${found.id}`);
          return accepted(deps.dienst, found, 'Der Briefdienst hatte den Auftrag bereits');
        }
      } catch (error) {
        if (!(error instanceof BriefdienstFehler)) throw error;
        return unreachable(error.message);
      }
    }
    await commit(name);
    return order(deps, sendung, signal);
  };

const bedeutung: Readonly<Record<string, Pick<Meldung, 'art' | 'text'>>> = {
  queue: { art: 'angenommen', text: 'Der Auftrag wartet beim Briefdienst auf den Druck.' },
  draft: { art: 'hinweis', text: 'Der Auftrag liegt beim Briefdienst als Entwurf.' },
  hold: { art: 'hinweis', text: 'Der Briefdienst hat den Auftrag angehalten.' },
  done: {
    art: 'eingeliefert',
    text: 'Der Briefdienst hat gedruckt und bei der Post eingeliefert.',
  },
  sent: {
    art: 'eingeliefert',
    text: 'Der Briefdienst hat gedruckt und bei der Post eingeliefert.',
  },
  canceled: { art: 'storniert', text: 'Der Auftrag ist storniert; es wurde nicht gedruckt.' },
};

/** What a job's state means; values that nobody has documented are told as they are. */
export const standOf = (job: Druckauftragsstand): Status => {
  const state = job.status ?? '';
  const item = job.items?.[0];
  const known = bedeutung[state];
  const zugestellt = item?.tracking_status?.startsWith('Zugestellt') === true;
  const meldungen: Meldung[] = [
    {
      art: known?.art ?? 'hinweis',
      schluessel: state,
      text: known?.text ?? 'Der Briefdienst meldet einen unbekannten Stand.',
      roh: state.slice(0, 100),
    },
    ...(zugestellt
      ? [
          {
            art: 'zugestellt' as const,
            schluessel: '',
            text: 'Zugestellt.',
            roh: 'tracking_status',
          },
        ]
      : []),
  ];
  const isTracked = (item?.tracking_code ?? '') !== '';
  return {
    meldungen,
    endgueltig: state === 'canceled' || zugestellt || (state === 'done' && !isTracked),
  };
};

const quoteOf = ({ preis }: BriefdienstChannelDeps, sendung: Sendung): Kosten | undefined => {
  if (preis === undefined) return undefined;
  const more = Math.max(0, sheetsOf(sendung) - 1);
  const cent = preis.centErstesBlatt + more * preis.centWeiteresBlatt;
  return { cent, preisstand: preis.stand, text: 'Druck und Porto nach Vertrag' };
};

/** A letter service that prints and posts (LetterXpress). Jobs are found again by the name of their file. */
export const createBriefdienstChannel = (deps: BriefdienstChannelDeps): Channel => ({
  kanal: 'briefdienst',
  profil: 'din-b',
  check: checkSendung,
  quote: (sendung) => quoteOf(deps, sendung),
  deliver: deliverVia(deps),
  findEvidence: async (spur) => {
    const signal = AbortSignal.timeout(60_000);
    const found = await deps.dienst.finde(nameOf(spur.id), signal).catch((error: unknown) => {
      if (error instanceof BriefdienstFehler) return undefined;
      throw error;
    });
    if (found === undefined) return undefined;
    const text = `Der Briefdienst führt den Auftrag ${found.id} mit der Datei dieses Schreibens.`;
    const nachweis = { art: 'abgleich' as const, text };
    return { hinausgegangen: true, nachweis, fremdkennung: `auftrag:${found.id}` };
  },
  status: async (spur, signal) => {
    const id = idOf(spur);
    return id === undefined
      ? { meldungen: [], endgueltig: true }
      : standOf(await deps.dienst.lies(id, signal));
  },
  cancel: async (spur, signal) => {
    const id = idOf(spur);
    if (id === undefined) return false;
    return deps.dienst.loesche(id, signal).then(
      () => true,
      (error: unknown) => {
        if (error instanceof BriefdienstFehler && error.status >= 400) return false;
        throw error;
      },
    );
  },
  probe: async (signal) => {
    try {
      await deps.dienst.guthaben(signal);
      const mode = deps.dienst.test ? ' Er ist im Testbetrieb: nichts wird gedruckt.' : '';
      return { erreichbar: true, text: `Der Briefdienst antwortet.${mode}` };
    } catch (error) {
      if (!(error instanceof BriefdienstFehler)) throw error;
      return {
        erreichbar: false,
        text: 'Der Briefdienst antwortet nicht oder weist den Zugang ab.',
      };
    }
  },
});
