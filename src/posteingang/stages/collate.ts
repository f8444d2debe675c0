import { DependencyDown } from '#errors.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { type Part, saveParts } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import {
  type Haelfte,
  hasHalves,
  listHalves,
  setHalfPages,
  wasShownToAPerson,
} from '../stapel/haelfte.repository.js';
import { findStapel, stapelOfItem } from '../stapel/stapel.repository.js';
import { refuseUnclean } from './check-viruses.js';

type Counted = Haelfte & { seitenzahl: number };

const justArrived = (): DependencyDown =>
  new DependencyDown({
    code: 'haelfte-eben-eingetroffen',
    message: 'The other half arrived while this one was being counted; the stage runs again.',
  });

/** Both halves are the original: the backs of sheets are no enclosure. */
const partOf = (half: Counted, place: Pick<Part, 'position' | 'ersteSeite' | 'schritt'>): Part => ({
  ...place,
  rolle: 'original',
  dateiname: half.dateiname,
  mediaType: half.mediaType,
  sha256: half.sha256,
  size: half.size,
  seitenzahl: half.seitenzahl,
  hinweis: half.seiten === 'vorderseiten' ? 'Vorderseiten' : 'Rückseiten',
});

/**
 * The parts of an item out of its halves. The stack is turned over for the backs, so that they come last sheet first:
 * equal counts interleave; otherwise the backs follow the fronts, in the order of the paper, and no page is lost.
 */
export const collateParts = (halves: readonly Counted[]): Part[] => {
  const [first, second] = halves;
  if (first === undefined) return [];
  if (second === undefined) return [partOf(first, { position: 0, ersteSeite: 1, schritt: 1 })];
  const fronts = first.seitenzahl;
  const backs = second.seitenzahl;
  const even = fronts === backs;
  return [
    partOf(first, { position: 0, ersteSeite: 1, schritt: even ? 2 : 1 }),
    partOf(second, { position: 1, ersteSeite: fronts + backs, schritt: even ? -2 : -1 }),
  ];
};

const mismatch = (halves: readonly Counted[]) => {
  const [first, second] = halves;
  if (second === undefined) {
    const there = first?.seiten === 'rueckseiten' ? 'Rückseiten' : 'Vorderseiten';
    const missing = there === 'Rückseiten' ? 'Vorderseiten' : 'Rückseiten';
    return {
      code: 'blattseiten-fehlen',
      text: `Zu diesen ${there} fehlen die ${missing}; der Stapel wurde ohne sie abgeschlossen. „Erneut versuchen“ übernimmt die vorhandenen Seiten.`,
    };
  }
  return {
    code: 'blattseiten-ungleich',
    text: `${first?.seitenzahl} Vorderseiten und ${second.seitenzahl} Rückseiten passen nicht zusammen; vermutlich wurden zwei Blätter zusammen eingezogen. Bitte den Stapel neu scannen. „Erneut versuchen“ übernimmt die Rückseiten hinter den Vorderseiten.`,
  };
};

/** Brings fronts and backs that were scanned one after the other into one order; any other item passes. */
export const collate = (deps: PosteingangDeps): Stage => {
  const { db, blobs, parser } = deps;

  const count = async (half: Haelfte, signal: AbortSignal): Promise<Counted> => {
    const found = await blobs.withLocalFile(half.sha256, (path) =>
      parser.inspect({ path, key: half.sha256, mediaType: half.mediaType, signal }),
    );
    return { ...half, seitenzahl: found.pageCount ?? 1 };
  };

  const keepCounts = async (tx: Tx, itemId: string, halves: readonly Counted[]): Promise<void> => {
    for (const half of halves) await setHalfPages(tx, itemId, half.seiten, half.seitenzahl);
  };

  return {
    name: 'collate',
    queue: 'heavy',
    appliesTo: hasHalves,
    run: async ({ itemId, signal }) => {
      const { halves, open, known } = await asSystem(db, async (tx) => {
        const stapelId = await stapelOfItem(tx, itemId);
        const found = await listHalves(tx, itemId);
        const stapel =
          stapelId === null || found.length === 0 ? undefined : await findStapel(tx, stapelId);
        return {
          halves: found,
          open: stapel?.offen === true,
          known: await wasShownToAPerson(tx, itemId),
        };
      });
      if (halves.length === 0) return {};
      // The half that came later has not passed the check with the first.
      const unclean = halves.length > 1 ? await refuseUnclean(deps, itemId, signal) : undefined;
      if (unclean !== undefined) return unclean;
      const counted: Counted[] = [];
      for (const half of halves) counted.push(await count(half, signal));
      if (counted.length === 1 && open && !known) {
        return {
          next: { kind: 'wait' },
          write: async (tx) => {
            if ((await listHalves(tx, itemId, { lock: true })).length > 1) throw justArrived();
            await keepCounts(tx, itemId, counted);
          },
        };
      }
      const fits = counted.length === 2 && counted[0]?.seitenzahl === counted[1]?.seitenzahl;
      return {
        ...(fits || known
          ? {}
          : { next: { kind: 'clearing' as const, reason: mismatch(counted) } }),
        write: async (tx) => {
          await keepCounts(tx, itemId, counted);
          await saveParts(tx, itemId, collateParts(counted));
        },
      };
    },
  };
};
