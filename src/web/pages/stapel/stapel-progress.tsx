import type { StapelZeile } from '#posteingang/stapel/stapel.schema.js';
import { count, formatNumber } from '#web/format.js';

const parts = ({ briefe }: StapelZeile): string =>
  [
    [briefe.zugeordnet, 'zugeordnet'],
    [briefe.clearing, 'im Clearing'],
    [briefe.inBearbeitung, 'in Arbeit'],
    [briefe.abgewiesen, 'abgewiesen'],
    [briefe.abgegeben, 'abgegeben'],
  ]
    .filter(([amount]) => amount !== 0)
    .map(([amount, text]) => `${amount} ${text}`)
    .join(', ');

/** How far a Stapel is, by pages and by letters, in one line. */
export const StapelProgress = ({ stapel }: { stapel: StapelZeile }) => {
  const { gesamt, gelesen } = stapel.seiten;
  return (
    <span class="item-state">
      {gesamt === 0 ? null : (
        <span class="progress-line">
          <progress
            max={gesamt}
            value={gelesen}
            aria-label={`Gelesene Seiten von Stapel ${stapel.nummer}`}
          />
          {formatNumber(gelesen)} von {count(gesamt, 'Seite', 'Seiten')} gelesen
        </span>
      )}
      <span class="muted">
        {count(stapel.briefe.gesamt, 'Brief', 'Briefe')}
        {stapel.briefe.gesamt === 0 ? '' : `: ${parts(stapel)}`}
      </span>
    </span>
  );
};
