import { type Empfang, findEmpfang } from '#eakte/index.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Brief } from './brief.repository.js';

const same = (a: string, b: string): boolean =>
  a.trim().toLocaleLowerCase('de') === b.trim().toLocaleLowerCase('de');

/**
 * Wishes and consent of who receives the letter; undefined when nobody of the Vorgang does. A letter whose recipient
 * was changed to another name by hand is no longer for the Beteiligter that it was begun for: nobody's consent may be
 * used for somebody else. Consent to e-mail and a certificate count only for the very address that they were given for.
 */
export const empfangDesBriefs = async (
  tx: Tx,
  brief: Pick<Brief, 'beteiligterId' | 'empfaenger'>,
): Promise<Empfang | undefined> => {
  const { beteiligterId, empfaenger } = brief;
  if (beteiligterId === null) return undefined;
  const empfang = await findEmpfang(tx, beteiligterId);
  if (empfang === undefined || !same(empfang.name, empfaenger.name)) return undefined;
  const address = empfaenger.email ?? '';
  const sameAddress = empfang.email !== null && same(empfang.email, address);
  return {
    ...empfang,
    zertifikatPem: sameAddress ? empfang.zertifikatPem : null,
    einwilligungen: empfang.einwilligungen.filter(
      ({ umfang, adresse }) => umfang !== 'email' || (adresse !== null && same(adresse, address)),
    ),
  };
};
