import { Icon } from '#web/ui/icon.js';
import { type Detail, decisionOf } from '../posteingang/detail.js';

/** Why the machine did not decide: its reason in full, and what spoke for its best answer. */
export const WhyNot = ({ item }: { item: Detail }) => {
  const reasons = [
    ...(decisionOf(item, 'organisationseinheit')?.gruende ?? []),
    ...(decisionOf(item, 'vorgang')?.gruende ?? []),
  ];
  return (
    <div class="why-not">
      <p class="why-not__reason small">
        <Icon name="warning" size="small" />
        <span>{item.clearing?.text ?? 'Dieser Eingang wartet auf eine Entscheidung.'}</span>
      </p>
      {reasons.length === 0 ? null : (
        <details class="why-not__more">
          <summary class="small">Was die Maschine gelesen hat</summary>
          <ul class="plain-list small">
            {[...new Set(reasons)].map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
};
