import { Alert } from '#web/ui/feedback.js';
import { Section } from '#web/ui/page.js';
import type { Detail } from './detail.js';

/** Which pages are worth a new scan and what was done with the pictures before they were read. */
export const ScanNotes = ({ item }: { item: Detail }) => {
  const advice = item.seiten.flatMap(({ hinweis }) => hinweis ?? []);
  const worked = item.seiten.filter(({ seitenarbeit }) => seitenarbeit.length > 0);
  if (worked.length === 0) return null;
  return (
    <Section title="Scan">
      {advice.map((text) => (
        <Alert key={text} tone="warning" title={text} />
      ))}
      <ul class="muted small">
        {worked.map(({ nummer, seitenarbeit }) => (
          <li key={nummer}>
            Seite {nummer}: {seitenarbeit.join(', ')}
          </li>
        ))}
      </ul>
    </Section>
  );
};
