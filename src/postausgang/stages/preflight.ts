import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { getBrief, moveTo, setPruefung } from '../brief.repository.js';
import { recordEreignis } from '../ereignis.js';
import { getKontext } from '../kontext.repository.js';
import type { PostausgangDeps, Postausgangsmittel } from '../postausgang-deps.js';
import { istVersandfaehig } from '../preflight.js';

/** Reads the set letter back and checks it; a faulty one goes back to its author with the findings. */
export const preflight = (deps: PostausgangDeps, mittel: Postausgangsmittel): Stage => ({
  name: 'preflight',
  queue: 'light',
  run: async ({ itemId }) => {
    const { brief, kontext, fassung } = await asSystem(deps.db, async (tx) => {
      const found = await getBrief(tx, itemId);
      const about = await getKontext(tx, found);
      const versions = await mittel.fassungen.of(tx, found, about.einheit.kuerzel);
      return { brief: found, kontext: about, fassung: versions };
    });
    const pdf = await deps.blobs.read(brief.renditionSha256 ?? '');
    const code = deps.messageIds.briefcodes.of(itemId);
    const datum = brief.briefdatum ?? '';
    const auftrag = { vorlage: brief.vorlage, fassung, kontext, brief, datum, code };
    const { kanalWunsch } = brief;
    const pruefung = await mittel.briefsatz.pruefe(auftrag, pdf, { kanalWunsch });
    if (istVersandfaehig(pruefung)) return { write: (tx) => setPruefung(tx, itemId, pruefung) };
    const rueckgabeGrund =
      'Die Prüfung vor dem Versand hat Fehler gefunden. Bitte korrigieren Sie das Schreiben und geben Sie es erneut ab.';
    return {
      write: async (tx) => {
        await moveTo(tx, { id: itemId, to: 'entwurf', rueckgabeGrund, pruefung });
        const fehler = pruefung.filter((one) => one.stufe === 'fehler').length;
        await recordEreignis(tx, { id: itemId, action: 'preflight-failed', detail: { fehler } });
      },
      next: { kind: 'done' },
    };
  },
});
