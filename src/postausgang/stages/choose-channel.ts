import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { type Brief, getBrief, setKanal } from '../brief.repository.js';
import type { Versandkanal } from '../postausgang.schema.js';
import type { PostausgangDeps, Postausgangsmittel } from '../postausgang-deps.js';

/** The chosen way with its reason for the clerk. */
export interface Kanalwahl {
  kanal: Versandkanal;
  grund: string;
}

/** Post unless e-mail is wished for and possible; the first obstacle is the reason. */
export const chooseKanal = (facts: {
  wunsch: Versandkanal | null;
  email: string | null;
  erlaubt: readonly Versandkanal[];
  eingerichtet: readonly Versandkanal[];
}): Kanalwahl => {
  const { wunsch, email, erlaubt, eingerichtet } = facts;
  if (wunsch === 'druck') return { kanal: 'druck', grund: 'Postversand wie gewünscht.' };
  if (!erlaubt.includes('druck') || wunsch === 'email') {
    const obstacle = emailObstacle({ email, erlaubt, eingerichtet });
    if (obstacle === undefined) {
      return {
        kanal: 'email',
        grund: wunsch === 'email' ? 'E-Mail wie gewünscht.' : 'Die Vorlage geht nur per E-Mail.',
      };
    }
    return { kanal: 'druck', grund: `Postversand, weil ${obstacle}.` };
  }
  return { kanal: 'druck', grund: 'Postversand, weil kein anderer Weg gewünscht war.' };
};

const emailObstacle = (facts: {
  email: string | null;
  erlaubt: readonly Versandkanal[];
  eingerichtet: readonly Versandkanal[];
}): string | undefined => {
  if (!facts.erlaubt.includes('email')) return 'die Vorlage E-Mail nicht zulässt';
  if (facts.email === null) return 'der Empfänger keine E-Mail-Adresse hat';
  if (!facts.eingerichtet.includes('email')) return 'kein Mailserver eingerichtet ist';
  return undefined;
};

/** Decides the way out and stores why. */
export const chooseChannel = (deps: PostausgangDeps, mittel: Postausgangsmittel): Stage => {
  const wahlFuer = (brief: Brief): Kanalwahl =>
    chooseKanal({
      wunsch: brief.kanalWunsch,
      email: brief.empfaenger.email,
      erlaubt: mittel.vorlagen.find(brief.vorlage)?.kanaele ?? ['druck'],
      eingerichtet: mittel.channels.map((channel) => channel.kanal),
    });
  return {
    name: 'chooseChannel',
    queue: 'light',
    run: async ({ itemId }) => {
      const brief = await asSystem(deps.db, (tx) => getBrief(tx, itemId));
      const messageId = deps.messageIds.of(itemId);
      return { write: (tx) => setKanal(tx, { id: itemId, ...wahlFuer(brief), messageId }) };
    },
  };
};
