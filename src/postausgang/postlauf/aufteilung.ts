import { blaetterOf } from './laufplan.js';

/**
 * Divides the postage of an envelope among its letters by their sheets; the parts add up to the whole. What is left by
 * rounding goes to the first letters.
 */
export const teilePorto = (cent: number, briefe: readonly { seiten: number }[]): number[] => {
  const sheets = briefe.map(({ seiten }) => blaetterOf(seiten));
  const all = sheets.reduce((sum, one) => sum + one, 0);
  const parts = sheets.map((one) => (all === 0 ? 0 : Math.floor((cent * one) / all)));
  let rest = cent - parts.reduce((sum, one) => sum + one, 0);
  return parts.map((part) => {
    const more = rest > 0 ? 1 : 0;
    rest -= more;
    return part + more;
  });
};
