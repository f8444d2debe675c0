import { formatInstant } from '#web/format.js';
import { artText } from '#web/reading-words.js';
import { Confidence } from '#web/ui/feedback.js';
import type { Decision } from './detail.js';

const kinds: Readonly<Record<Decision['art'], string>> = {
  dokumentart: 'Dokumentart',
  organisationseinheit: 'Zuständige Einheit',
  vorgang: 'Vorgang',
  trennung: 'Trennung des Stapels',
};

const shown = (decision: Decision): string =>
  decision.art === 'dokumentart' && decision.wert !== null
    ? artText(decision.wert)
    : plain(decision);

const plain = (decision: Decision): string =>
  decision.kandidaten.find((candidate) => candidate.wert === decision.wert)?.anzeige ??
  decision.wert ??
  'keine Entscheidung';

/** Every decision with who or which model made it, how sure it was, and why. */
export const DecisionList = ({ decisions }: { decisions: readonly Decision[] }) => {
  if (decisions.length === 0) return <p class="muted">Es wurde noch nichts entschieden.</p>;
  return (
    <ol class="decisions">
      {decisions.map((decision) => (
        <li key={`${decision.art}-${decision.at}`} class="decisions__entry">
          <p class="decisions__head">
            <strong>{kinds[decision.art]}:</strong> {shown(decision)}{' '}
            {decision.konfidenz === null ? null : <Confidence value={decision.konfidenz} />}
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
