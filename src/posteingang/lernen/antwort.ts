import type { PosteingangRouteDeps } from '../posteingang-deps.js';
import type { Gelernt } from './gelernt.schema.js';

/** What an answer has taught, for the answer to its request. The answer stands, even if the model cannot be asked now. */
export const gelerntAus = async (
  deps: Pick<PosteingangRouteDeps, 'models'>,
  folge: number,
): Promise<{ gelernt?: Gelernt }> => {
  const gelernt = await deps.models?.gelernt(folge).catch(() => undefined);
  return gelernt === undefined ? {} : { gelernt };
};
