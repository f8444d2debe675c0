import { Conflict, InvalidInput, NotFound } from '#errors.js';
import type { Db } from '#infrastructure/database/pool.js';
import { inTransaction } from '#infrastructure/database/transaction.js';
import { type Principal, sichtbarerStapel, viewOf } from '#organisation/index.js';
import { findStapel, maySeeStapel, type StapelHead } from './stapel.repository.js';
import { Blattseiten } from './stapel.schema.js';

/** Where an uploaded or scanned file goes. */
export interface ScanTarget {
  stapel: StapelHead;
  seiten: Blattseiten | undefined;
}

/** The answer to a Stapel that does not exist or that the reader may not see. */
export const noSuchStapel = (): NotFound =>
  new NotFound({
    code: 'stapel-unbekannt',
    message: 'There is no such Stapel, or the person may not see it.',
    clerkMessage: 'Diesen Stapel gibt es nicht.',
  });

/** The answer to scanning into a Stapel that was closed. */
export const stapelClosed = (nummer: number): Conflict =>
  new Conflict({
    code: 'stapel-abgeschlossen',
    message: 'The Stapel is closed; create a new one.',
    clerkMessage: `Stapel ${nummer} ist abgeschlossen. Bitte legen Sie einen neuen Stapel an.`,
  });

const wrongSides = (message: string): InvalidInput =>
  new InvalidInput({
    code: 'blattseiten-angabe',
    httpStatus: 422,
    message:
      'Poststelle-Seiten must be vorderseiten or rueckseiten, for a separately scanned Stapel only.',
    clerkMessage: message,
  });

/** Checks what a sender says about the Stapel. @throws NotFound, Conflict, InvalidInput */
export const targetOf = (
  stapel: StapelHead | undefined,
  seiten: string | undefined,
): ScanTarget => {
  if (stapel === undefined) throw noSuchStapel();
  if (!stapel.offen) throw stapelClosed(stapel.nummer);
  if (stapel.seitenmodus !== 'getrennt') {
    if (seiten === undefined || seiten === '') return { stapel, seiten: undefined };
    throw wrongSides('Dieser Stapel hat keine getrennt gescannten Vorder- und Rückseiten.');
  }
  const sides = Blattseiten.safeParse(seiten);
  if (!sides.success)
    throw wrongSides('Bitte angeben, ob die Datei die Vorderseiten oder die Rückseiten enthält.');
  return { stapel, seiten: sides.data };
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Finds the Stapel that an upload names; undefined when it names none. */
export const createStapelLookup =
  (deps: { db: Db }) =>
  async (
    principal: Principal,
    named: { id: string | undefined; seiten: string | undefined },
  ): Promise<ScanTarget | undefined> => {
    const { id } = named;
    if (id === undefined || id === '') return undefined;
    if (!uuid.test(id)) throw noSuchStapel();
    return inTransaction(deps.db, viewOf(principal), async (tx) => {
      const visible = await maySeeStapel(tx, sichtbarerStapel(principal), id);
      return targetOf(visible ? await findStapel(tx, id) : undefined, named.seiten);
    });
  };

/** What an acceptance notes of the Stapel. */
export const stapelFacts = (
  target: ScanTarget | undefined,
): { stapelId?: string; seiten?: Blattseiten } => ({
  ...(target === undefined ? {} : { stapelId: target.stapel.id }),
  ...(target?.seiten === undefined ? {} : { seiten: target.seiten }),
});
