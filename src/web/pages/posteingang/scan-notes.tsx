import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Nachscan, NachscanListe } from '#posteingang/nachscan/nachscan.schema.js';
import { api } from '#web/api.js';
import { formatShortInstant } from '#web/format.js';
import { Button } from '#web/ui/button.js';
import { Alert } from '#web/ui/feedback.js';
import { Section } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';
import { pagesText } from '../nachscan/page-numbers.js';
import { RequestDialog } from '../nachscan/request-dialog.js';
import type { Detail } from './detail.js';

const Asked = ({ one }: { one: Nachscan }) => (
  <Alert
    tone={one.erledigtAt === null ? 'info' : 'success'}
    title={
      one.erledigtAt === null
        ? `Neuer Scan von ${pagesText(one.seiten)} erbeten am ${formatShortInstant(one.angefordertAt)}`
        : `Neuer Scan von ${pagesText(one.seiten)} erledigt am ${formatShortInstant(one.erledigtAt)}`
    }
  >
    {one.ersatz === null ? null : (
      <p>
        Er kam an als{' '}
        <a href={`/posteingang/${one.ersatz.id}`}>Eingang {one.ersatz.eingangsnummer}</a>.
      </p>
    )}
  </Alert>
);

const PageWork = ({ pages }: { pages: Detail['seiten'] }) => (
  <details class="disclosure">
    <summary>Bearbeitung der Seitenbilder</summary>
    <p class="muted small">
      So wurden die Bilder vor dem Lesen bearbeitet; das Original ist unverändert.
    </p>
    <ul class="muted small">
      {pages.map(({ nummer, seitenarbeit }) => (
        <li key={nummer}>
          Seite {nummer}: {seitenarbeit.join(', ')}
        </li>
      ))}
    </ul>
  </details>
);

/** Which pages are worth a new scan, whether one was asked for, and what was done with the pictures. */
export const ScanNotes = ({ item }: { item: Detail }) => {
  const [asking, setAsking] = useState(false);
  const scanned = item.seiten.some(({ textQuelle, leer }) => textQuelle === 'ocr' || leer);
  const asked = useLoad(scanned ? `nachscans-${item.id}` : undefined, (signal) =>
    api.get<z.infer<typeof NachscanListe>>(`/api/posteingaenge/${item.id}/nachscans`, { signal }),
  );
  if (!scanned) return null;
  const worked = item.seiten.filter(({ seitenarbeit }) => seitenarbeit.length > 0);
  const advice = item.seiten.flatMap(({ hinweis }) => hinweis ?? []);
  const requests = asked.data?.nachscans ?? [];
  const waits = requests.some(({ erledigtAt }) => erledigtAt === null);
  return (
    <Section
      title="Scan"
      actions={
        <Button
          label="Neu scannen lassen"
          small
          variant="tertiary"
          onClick={() => setAsking(true)}
        />
      }
    >
      {waits ? null : advice.map((text) => <Alert key={text} tone="warning" title={text} />)}
      {requests.map((one) => (
        <Asked key={one.id} one={one} />
      ))}
      {worked.length === 0 ? null : <PageWork pages={worked} />}
      {asking ? (
        <RequestDialog
          item={item}
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false);
            asked.reload();
          }}
        />
      ) : null}
    </Section>
  );
};
