import { germanDay } from '#infrastructure/clock.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { type Brief, getBrief, lockItem } from './brief.repository.js';
import { empfangDesBriefs } from './briefempfang.js';
import { recordEreignis } from './ereignis.js';
import { type Kanalwahl, type Wahlfakten, type Weg, waehleKanal } from './kanalwahl.js';
import {
  type Gescheitertes,
  insertKanalentscheidung,
  listGescheitertes,
  setRueckfall,
} from './kanalwahl.repository.js';
import type { PostausgangDeps, Postausgangsmittel } from './postausgang-deps.js';
import { sendungOf } from './sendung.js';

/** Ways after whose final failure another one is tried without asking: nothing of the letter has left by them. */
const mitRueckfall = ['portal', 'email', 'briefdienst'] as const;

/** What each channel says about the letter before it is chosen. */
const wegeOf = async (
  deps: PostausgangDeps,
  mittel: Postausgangsmittel,
  brief: Brief,
): Promise<Weg[]> => {
  const versanddatum = germanDay(deps.clock.now());
  const sendung = await sendungOf(deps, brief, { attempt: 0, versanddatum, druckdatei: '' });
  return Promise.all(
    mittel.channels.map(async (channel) => {
      const findings = await channel.check(sendung);
      const fault = findings.find((one) => one.stufe === 'fehler');
      return {
        kanal: channel.kanal,
        kosten: channel.quote(sendung),
        ...(fault === undefined ? {} : { hindernis: fault.text }),
      };
    }),
  );
};

/** Chooses ways for letters: the first, and another after one has failed for good. */
export const createVersandweg = (deps: PostausgangDeps, mittel: Postausgangsmittel) => {
  const waehle = async (
    id: string,
    gescheitert: readonly Gescheitertes[],
  ): Promise<{ brief: Brief; wahl: Kanalwahl }> => {
    const { brief, empfang } = await asSystem(deps.db, async (tx) => {
      const found = await getBrief(tx, id);
      return { brief: found, empfang: await empfangDesBriefs(tx, found) };
    });
    const vorlage = mittel.vorlagen.find(brief);
    const facts: Wahlfakten = {
      erlaubt: vorlage?.kanaele ?? ['druck'],
      verwaltungsakt: vorlage?.verwaltungsakt ?? true,
      // A template that has disappeared asks for the stricter rule.
      rechtsform: vorlage?.rechtsform ?? 'schriftform',
      wunsch: brief.kanalWunsch,
      email: brief.empfaenger.email,
      postanschrift: brief.empfaenger.ort !== '',
      vertraulich: brief.vertraulichkeit > 0,
      bytes: brief.renditionSize ?? 0,
      empfang,
      wege: await wegeOf(deps, mittel, brief),
      gescheitert,
    };
    return { brief, wahl: waehleKanal(facts) };
  };

  /**
   * Puts a letter whose electronic way or letter service refused it for good on the next way that the law and the
   * recipient allow, as a decision of its own. Never touches a letter that is uncertain.
   * @returns whether the letter is to be sent anew.
   */
  const rueckfall = async (id: string): Promise<boolean> => {
    const gescheitert = await asSystem(deps.db, (tx) => listGescheitertes(tx, id));
    const last = gescheitert.find((one) => one.rueckfallErlaubt);
    if (last === undefined || !mitRueckfall.some((one) => one === last.kanal)) return false;
    const { wahl } = await waehle(id, gescheitert);
    const { kanal, grund } = wahl;
    if (kanal === undefined) return false;
    return asSystem(deps.db, async (tx) => {
      await lockItem(tx, id);
      const text = `${last.grund} Darum jetzt: ${grund}`;
      if (!(await setRueckfall(tx, { id, kanal, grund: text, gescheitert: last.kanal })))
        return false;
      await insertKanalentscheidung(tx, {
        id,
        anlass: 'rueckfall',
        wahl: { ...wahl, grund: text },
      });
      await recordEreignis(tx, { id, action: 'fallback', detail: { kanal, vorher: last.kanal } });
      return true;
    });
  };

  return { waehle: (id: string) => waehle(id, []), rueckfall };
};
