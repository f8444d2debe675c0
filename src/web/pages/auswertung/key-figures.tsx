import type { Kennzahl } from '#auswertung/auswertung.schema.js';
import { formatCell } from './figures-format.js';

/** "davor 12 (+3)": signs and words, no colour, because more is not always better. */
const before = ({ wert, vorher, art }: Kennzahl): string | undefined => {
  if (vorher === null) return undefined;
  const told = `davor ${formatCell(vorher, art)}`;
  if (wert === null || wert === vorher) return told;
  const sign = wert > vorher ? '+' : '−';
  if (art === 'anteil') {
    const points = Math.abs(wert - vorher) * 100;
    return `${told} (${sign}${points.toFixed(1).replace('.', ',')} Punkte)`;
  }
  return `${told} (${sign}${formatCell(Math.abs(wert - vorher), art)})`;
};

/** The figures at the top, each beside that of the period before. */
export const KeyFigures = ({ figures }: { figures: readonly Kennzahl[] }) => (
  <dl class="figures">
    {figures.map((figure) => {
      const compared = before(figure);
      return (
        <div key={figure.schluessel} class={figure.warnung ? 'figure figure--bad' : 'figure'}>
          <dt>{figure.titel}</dt>
          <dd class="figure__value">{formatCell(figure.wert, figure.art)}</dd>
          {compared === undefined ? null : <dd class="small">{compared}</dd>}
          <dd class="figure__note muted small">{figure.hinweis}</dd>
        </div>
      );
    })}
  </dl>
);
