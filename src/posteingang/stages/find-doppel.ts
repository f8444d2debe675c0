import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { comparePages, fingerprintOf, type LetterFacts } from '#understanding/index.js';
import {
  type Candidate,
  getFacts,
  linkDoppel,
  listCandidates,
  type PageKeys,
  saveKeys,
} from '../doppel/doppel.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { toPageText } from '../reading.js';
import { listPages, type ReadPage } from '../seiten.repository.js';

/** First pages of so many parts are compared; a mail may have hundreds. */
const mostPages = 5;

/** The pages on which a letter begins: the first of the item and of each of its parts. */
const beginnings = (pages: readonly ReadPage[]): ReadPage[] =>
  pages
    .filter((page) => !page.leer && page.text !== null)
    .filter((page, at) => at === 0 || (page.bestandteil > 0 && page.bestandteilSeite === 1))
    .slice(0, mostPages);

interface Link {
  candidate: Candidate;
  sicherheit: number;
  gruende: string[];
}

const bestLink = async (
  tx: Tx,
  own: { id: string; page: ReadPage; keys: PageKeys; facts: LetterFacts },
): Promise<Link | undefined> => {
  const links: Link[] = [];
  for (const candidate of await listCandidates(tx, own.id, own.keys)) {
    const other = (await listPages(tx, candidate.posteingangId)).find(
      ({ nummer }) => nummer === candidate.seite,
    );
    if (other === undefined) continue;
    const { name, datum, geschaeftszeichen } = candidate;
    const likeness = comparePages(
      { text: toPageText(own.page), facts: own.facts },
      { text: toPageText(other), facts: { name, datum, geschaeftszeichen } },
    );
    const { same, sicherheit, gruende } = likeness;
    if (same) links.push({ candidate, sicherheit, gruende });
  }
  return links.sort((a, b) => b.sicherheit - a.sicherheit)[0];
};

/** Finds the same letter that came before, by fax, mail or post, by what its first pages say, and links the two. */
export const findDoppel = ({ db }: Pick<PosteingangDeps, 'db'>): Stage => ({
  name: 'findDoppel',
  queue: 'light',
  run: async ({ itemId }) => {
    const { keys, links } = await asSystem(db, async (tx) => {
      const facts = await getFacts(tx, itemId);
      const found: Link[] = [];
      const all: PageKeys[] = [];
      for (const page of beginnings(await listPages(tx, itemId))) {
        const print = fingerprintOf(toPageText(page));
        if (print === null) continue;
        const own = { seite: page.nummer, bands: print.bands, marks: print.marks };
        all.push(own);
        const link = await bestLink(tx, { id: itemId, page, keys: own, facts });
        if (link !== undefined) found.push(link);
      }
      return { keys: all, links: found };
    });
    const [best] = links.sort((a, b) => b.sicherheit - a.sicherheit);
    return {
      write: async (tx) => {
        await saveKeys(tx, itemId, keys);
        if (best === undefined) return;
        const { candidate, sicherheit, gruende } = best;
        const [later, earlier] = candidate.isEarlier
          ? [itemId, candidate.posteingangId]
          : [candidate.posteingangId, itemId];
        await linkDoppel(tx, { posteingangId: later, originalId: earlier, sicherheit, gruende });
      },
    };
  },
});
