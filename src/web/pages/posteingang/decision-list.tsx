import type { Organisationseinheit } from '#organisation/organisation.schema.js';
import { einheitText, useEinheiten } from '#web/einheiten.js';
import { formatInstant } from '#web/format.js';
import { artText } from '#web/reading-words.js';
import { Confidence } from '#web/ui/feedback.js';
import type { Decision, Detail } from './detail.js';

const kinds: Readonly<Record<Decision['art'], string>> = {
  dokumentart: 'Dokumentart',
  organisationseinheit: 'Zuständige Einheit',
  vorgang: 'Vorgang',
  trennung: 'Trennung des Stapels',
};

/** What was decided, in words: the record keeps ids and codes. */
const shown = (
  decision: Decision,
  item: Detail,
  units: readonly Organisationseinheit[],
): string => {
  const { art, wert } = decision;
  if (wert === null) return art === 'vorgang' ? 'ohne Vorgang' : 'keine Entscheidung';
  if (art === 'dokumentart') return artText(wert);
  if (art === 'organisationseinheit') {
    const unit = units.find((one) => one.id === wert || one.kuerzel === wert);
    if (unit !== undefined) return einheitText(unit);
  }
  const candidate = decision.kandidaten.find((one) => one.wert === wert);
  if (candidate !== undefined) return candidate.anzeige;
  return item.vorgang?.id === wert ? item.vorgang.geschaeftszeichen : wert;
};

/** Every decision with who or which model made it, how sure it was, and why. */
export const DecisionList = ({ item }: { item: Detail }) => {
  const units = useEinheiten();
  const { entscheidungen: decisions } = item;
  if (decisions.length === 0) return <p class="muted">Es wurde noch nichts entschieden.</p>;
  return (
    <ol class="decisions">
      {decisions.map((decision) => (
        <li key={`${decision.art}-${decision.at}`} class="decisions__entry">
          <p class="decisions__head">
            <strong>{kinds[decision.art]}:</strong> {shown(decision, item, units)}{' '}
            {decision.konfidenz === null || decision.person !== null ? null : (
              <Confidence value={decision.konfidenz} />
            )}
          </p>
          <p class="muted small">
            {decision.person ?? (decision.modell === null ? 'Regel' : `Modell ${decision.modell}`)},{' '}
            {formatInstant(decision.at)}
          </p>
          {decision.gruende.length === 0 ? null : (
            <ul class="reasons">
              {decision.gruende.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
};
