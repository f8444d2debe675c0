import type { FristZeile } from '#fristen/fristen.schema.js';
import { Badge } from '#web/ui/feedback.js';
import { ergebnisse, fristStufen, fristZustaende } from './words.js';

/** Where a Frist stands: its state, how near it is, and what the examination says. */
export const FristState = ({
  frist,
}: {
  frist: Pick<FristZeile, 'zustand' | 'stufe' | 'ergebnis'>;
}) => {
  const near = frist.stufe === null ? undefined : fristStufen[frist.stufe];
  return (
    <span class="badges">
      <Badge {...fristZustaende[frist.zustand]} />
      {near === undefined ? null : <Badge {...near} />}
      {frist.ergebnis === null ? null : <Badge {...ergebnisse[frist.ergebnis]} />}
    </span>
  );
};
