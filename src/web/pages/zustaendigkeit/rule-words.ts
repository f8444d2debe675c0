import type { Zustaendigkeitsregel } from '#posteingang/zustaendigkeit/zustaendigkeit.schema.js';
import { formatDate } from '#web/format.js';

const numbersOf = (rule: Zustaendigkeitsregel): string => {
  const { hausnummerVon: from, hausnummerBis: to, hausnummern } = rule;
  const range =
    from === null && to === null
      ? ''
      : to === null
        ? `ab Nr. ${from ?? 1}`
        : `Nr. ${from ?? 1} bis ${to}`;
  return [range, hausnummern === 'alle' ? '' : `${hausnummern} Nummern`]
    .filter((part) => part !== '')
    .join(', ');
};

/** By what a letter belongs to a rule, each condition in words. */
export const conditionsOf = (rule: Zustaendigkeitsregel): string[] =>
  [
    rule.stichworte.length === 0 ? '' : `nennt ${rule.stichworte.join(' oder ')}`,
    rule.dokumentart === null ? '' : `Art ${rule.dokumentart}`,
    rule.buchstabeVon === null ? '' : `Name ${rule.buchstabeVon} bis ${rule.buchstabeBis ?? ''}`,
    rule.strasse === null
      ? ''
      : [rule.strasse, numbersOf(rule)].filter((part) => part !== '').join(', '),
  ].filter((part) => part !== '');

/** From when to when a rule applies. */
export const validityText = ({ giltAb, giltBis }: Zustaendigkeitsregel): string =>
  giltBis === null
    ? `ab ${formatDate(giltAb)}`
    : `${formatDate(giltAb)} bis ${formatDate(giltBis)}`;
