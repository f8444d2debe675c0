import { randomUUID } from 'node:crypto';
import type { FitConnectApi } from '../fitconnect/api.js';
import { ZustelldienstFehler } from '../fitconnect/api.js';
import { readEreignis, statusOf, type Zustellereignis } from '../fitconnect/ereignisse.js';
import {
  checkZielschluessel,
  SchluesselUntauglich,
  sha512,
  summeOf,
  tagOf,
  verschluessele,
} from '../fitconnect/verschluesselung.js';
import { type Autor, zbpDaten, zbpDienst, zbpSchema } from '../fitconnect/zbp.js';
import type { Versandende } from '../versand.repository.js';
import type { Channel, Sendung, Spur, Uebergabe } from './channel.js';
import { attachmentName } from './email.js';

export interface FitConnectChannelDeps {
  api: FitConnectApi;
  destinationId: string;
  /** Name of the service as the user reads it. */
  leistung: string;
  absender: string;
  vertrauensniveau: 1 | 2 | 3 | 4;
  autor: Autor;
  /** The mailbox of who receives the letter; undefined when none is known. */
  postfachOf: (letterId: string) => Promise<string | undefined>;
  now: () => Date;
}

/** A submission as it is kept with the letter: its id, that of its case, and the sum of its tags. */
interface Kennung {
  submissionId: string;
  caseId: string;
  summe: string | undefined;
}

const kennungOf = (spur: Pick<Spur, 'fremdkennung'>): Kennung | undefined => {
  const [submissionId, caseId, summe] = (spur.fremdkennung ?? '').split('/');
  if (!submissionId || !caseId) return undefined;
  return { submissionId, caseId, summe };
};

const ohnePostfach = 'Für die Empfängerin oder den Empfänger ist kein Postfach eingetragen.';
const ende = (
  ergebnis: 'failed' | 'retry' | 'unknown',
  antwort: string,
  fehler: { code: string; text: string },
): Versandende => ({ ergebnis, antwort, fehler });

/** What a fault before the point of no return means: a clear no is final, everything else is tried again. */
const vorAbgabe = (error: unknown): Versandende => {
  if (error instanceof SchluesselUntauglich) {
    const text =
      'Der öffentliche Schlüssel des Postfachs erfüllt die Vorgaben nicht; es wurde nichts versandt.';
    return ende('failed', error.message, { code: 'portal-schluessel', text });
  }
  if (!(error instanceof ZustelldienstFehler)) throw error;
  const final =
    error.status >= 400 && error.status < 500 && ![401, 403, 408, 429].includes(error.status);
  return final
    ? ende('failed', error.message, {
        code: 'portal-abgelehnt',
        text: `Der Zustelldienst hat die Sendung abgelehnt (${error.status}).`,
      })
    : ende('retry', error.message, {
        code: 'portal-nicht-erreichbar',
        text: 'Der Zustelldienst war nicht erreichbar; es wurde nichts versandt.',
      });
};

const mostTries = 3;
const tryAgainMs = 1_000;

interface Vorbereitet extends Kennung {
  encryptedMetadata: string;
  encryptedData: string;
  anlage: { attachmentId: string; jwe: string };
}

/** What a submission holds, with hashes, after the metadata schema 2.1.0. */
const metadatenOf = (given: {
  attachmentId: string;
  name: string;
  daten: string;
  pdf: Buffer;
}): string =>
  JSON.stringify({
    $schema: 'https://schema.fitko.de/fit-connect/metadata/2.1.0/metadata.schema.json',
    contentStructure: {
      data: {
        submissionSchema: { schemaUri: zbpSchema, mimeType: 'application/json' },
        hash: { type: 'sha512', content: sha512(given.daten) },
      },
      attachments: [
        {
          attachmentId: given.attachmentId,
          purpose: 'attachment',
          filename: given.name,
          description: given.name,
          mimeType: 'application/pdf',
          hash: { type: 'sha512', content: sha512(given.pdf) },
        },
      ],
    },
  });

/** Encrypts a letter for the mailbox and announces it; nothing of it has left the house then but its announcement. */
const bereiteVor = async (
  deps: FitConnectChannelDeps,
  sendung: Sendung,
  given: { mailboxUuid: string; signal: AbortSignal },
): Promise<Vorbereitet> => {
  const { api, destinationId, leistung } = deps;
  const ziel = await api.ziel(destinationId, given.signal);
  if (ziel.status !== 'active') {
    throw new ZustelldienstFehler('the destination is not active', {
      status: 503,
      mayHaveArrived: false,
    });
  }
  const kid = ziel.encryptionKid;
  const jwk = await api.schluessel(destinationId, kid, given.signal);
  checkZielschluessel(jwk, { kid, now: deps.now() });
  const name = attachmentName(sendung.geschaeftszeichen);
  const daten = await zbpDaten(
    {
      mailboxUuid: given.mailboxUuid,
      vertrauensniveau: deps.vertrauensniveau,
      absender: deps.absender,
      titel: sendung.betreff,
      text: `Sie haben ein Schreiben bekommen. Unser Zeichen: ${sendung.geschaeftszeichen}. Es liegt als PDF-Datei bei.`,
      leistung,
      zeichen: sendung.geschaeftszeichen,
      anlagen: [{ name, bytes: sendung.pdf }],
    },
    { autor: deps.autor, now: deps.now() },
  );
  const attachmentId = randomUUID();
  const metadata = metadatenOf({ attachmentId, name, daten, pdf: sendung.pdf });
  const wrap = (bytes: Uint8Array, cty: string) => verschluessele(bytes, { jwk, kid, cty });
  const encryptedMetadata = await wrap(Buffer.from(metadata), 'application/json');
  const encryptedData = await wrap(Buffer.from(daten), 'application/json');
  const jwe = await wrap(sendung.pdf, 'application/pdf');
  const ids = await api.kuendigeAn(
    {
      destinationId,
      announcedAttachments: [attachmentId],
      publicService: { identifier: zbpDienst, name: leistung },
    },
    given.signal,
  );
  const summe = summeOf({
    metadata: tagOf(encryptedMetadata),
    data: tagOf(encryptedData),
    attachments: { [attachmentId]: tagOf(jwe) },
  });
  return { ...ids, summe, encryptedMetadata, encryptedData, anlage: { attachmentId, jwe } };
};

/** Reads the events of a submission; one whose signature does not hold is a fault of all. */
const ereignisseOf = async (
  deps: FitConnectChannelDeps,
  kennung: Kennung,
  signal: AbortSignal,
): Promise<Zustellereignis[]> => {
  const { api, destinationId } = deps;
  const sets = await api.ereignisse(kennung.caseId, signal);
  let dienst: ReturnType<FitConnectApi['dienstschluessel']> | undefined;
  const keys = {
    dienst: () => (dienst ??= api.dienstschluessel(signal)),
    ziel: (kid: string) => api.schluessel(destinationId, kid, signal),
  };
  const { submissionId, caseId } = kennung;
  const read: (Zustellereignis | undefined)[] = [];
  for (const set of sets) {
    read.push(await readEreignis(set, { submissionId, caseId, destinationId, keys }));
  }
  return read.filter((one) => one !== undefined);
};

const isAbgegeben = (ereignisse: readonly Zustellereignis[]): boolean =>
  ereignisse.some((one) => one.art !== 'create-submission');

const gesendet = (kennung: string, text: string): Versandende => ({
  ergebnis: 'sent',
  antwort: kennung,
  fremdkennung: kennung,
  nachweis: { art: 'gegenseite', text },
});

/**
 * Submits what was announced. A submission can be submitted only once, so a request without an answer is followed by
 * the question whether it arrived, and repeated under the same id where it did not.
 */
const gibAb = async (
  deps: FitConnectChannelDeps,
  ready: Vorbereitet,
  given: { kennung: string; signal: AbortSignal },
): Promise<Versandende> => {
  const { api } = deps;
  const { kennung, signal } = given;
  const { submissionId, encryptedMetadata, encryptedData } = ready;
  let last = '';
  let mayHaveArrived = false;
  for (let tries = 1; tries <= mostTries; tries += 1) {
    try {
      await api.sendeAb({ submissionId, encryptedMetadata, encryptedData }, signal);
      const text = `Der Zustelldienst hat die Sendung ${submissionId} angenommen.`;
      return gesendet(kennung, text);
    } catch (error) {
      if (!(error instanceof ZustelldienstFehler)) throw error;
      last = error.message;
      mayHaveArrived ||= error.mayHaveArrived;
      const events = await ereignisseOf(deps, ready, signal).catch(() => undefined);
      if (events !== undefined && isAbgegeben(events)) {
        const text = `Der Zustelldienst führt die Sendung ${submissionId} als abgegeben.`;
        return gesendet(kennung, text);
      }
      const refused = error.status >= 400 && error.status < 500;
      if (refused && events !== undefined && !mayHaveArrived) return vorAbgabe(error);
    }
    if (tries < mostTries) await api.pause(tryAgainMs, signal);
  }
  if (!mayHaveArrived) {
    const text = 'Der Zustelldienst war nicht erreichbar; es wurde nichts versandt.';
    return ende('retry', last, { code: 'portal-nicht-erreichbar', text });
  }
  const text =
    'Es ist ungewiss, ob der Zustelldienst die Sendung bekommen hat. Er wird weiter danach gefragt.';
  return ende('unknown', last, { code: 'versand-ungewiss', text });
};

const deliverVia =
  (deps: FitConnectChannelDeps) =>
  async (sendung: Sendung, { commit, signal }: Uebergabe): Promise<Versandende> => {
    const mailboxUuid = await deps.postfachOf(sendung.id);
    if (mailboxUuid === undefined) {
      return ende('failed', '', { code: 'postfach-fehlt', text: ohnePostfach });
    }
    let ready: Vorbereitet;
    try {
      ready = await bereiteVor(deps, sendung, { mailboxUuid, signal });
      const { submissionId, anlage } = ready;
      await deps.api.ladeAnlage({ submissionId, ...anlage }, signal);
    } catch (error) {
      return vorAbgabe(error);
    }
    const kennung = `${ready.submissionId}/${ready.caseId}/${ready.summe ?? ''}`;
    await commit(kennung);
    return gibAb(deps, ready, { kennung, signal });
  };

/**
 * The mailbox of the user account (BundID) over FIT-Connect. The id of the submission is stored before it is submitted,
 * and by it the delivery service tells later whether it has it.
 */
export const createFitConnectChannel = (deps: FitConnectChannelDeps): Channel => ({
  kanal: 'portal',
  profil: 'digital',
  check: async (sendung) =>
    (await deps.postfachOf(sendung.id)) === undefined
      ? [{ stufe: 'fehler', code: 'postfach-fehlt', text: ohnePostfach, seite: null }]
      : [],
  quote: () => ({ cent: 0, preisstand: '', text: 'ohne Porto' }),
  deliver: deliverVia(deps),
  findEvidence: async (spur) => {
    const kennung = kennungOf(spur);
    if (kennung === undefined) return undefined;
    const events = await ereignisseOf(deps, kennung, AbortSignal.timeout(tryAgainMs * 10)).catch(
      (error: unknown) => {
        // Without an answer nothing is certain; it is asked again later.
        if (error instanceof ZustelldienstFehler) return [];
        throw error;
      },
    );
    if (!isAbgegeben(events)) return undefined;
    const text = `Der Zustelldienst führt die Sendung ${kennung.submissionId} als abgegeben.`;
    return { hinausgegangen: true, nachweis: { art: 'abgleich', text } };
  },
  status: async (spur, signal) => {
    const kennung = kennungOf(spur);
    if (kennung === undefined) return { meldungen: [], endgueltig: true };
    return statusOf(await ereignisseOf(deps, kennung, signal), kennung.summe);
  },
  probe: async (signal) => {
    try {
      const { status } = await deps.api.ziel(deps.destinationId, signal);
      const text = `Der Zustelldienst antwortet; das Ziel ist ${status === 'active' ? 'aktiv' : 'nicht aktiv'}.`;
      return { erreichbar: status === 'active', text };
    } catch (error) {
      if (!(error instanceof ZustelldienstFehler)) throw error;
      return { erreichbar: false, text: 'Der Zustelldienst antwortet nicht.' };
    }
  },
});
