import { useState } from 'preact/hooks';
import type { DoppelListe } from '#posteingang/doppel/doppel.schema.js';
import { api } from '#web/api.js';
import { formatDate } from '#web/format.js';
import { Button } from '#web/ui/button.js';
import { Failure } from '#web/ui/feedback.js';
import { Section } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';
import { kanalText } from '#web/words.js';

type Doppel = DoppelListe['doppel'][number];

const title = ({ istOriginal }: Doppel): string =>
  istOriginal ? 'Doppel von' : 'Später noch einmal eingegangen:';

/** The other items that are the same letter, each with a button that separates the two. */
export const DoppelPanel = ({ id }: { id: string }) => {
  const { data, reload } = useLoad(`doppel-${id}`, (signal) =>
    api.get<DoppelListe>(`/api/posteingaenge/${id}/doppel`, { signal }),
  );
  const [failure, setFailure] = useState<Error>();
  const separate = async (other: string): Promise<void> => {
    try {
      await api.post(`/api/posteingaenge/${id}/doppel/${other}/trennen`, {});
      setFailure(undefined);
      reload();
    } catch (error) {
      setFailure(error instanceof Error ? error : new Error(String(error)));
    }
  };
  if (data === undefined || data.doppel.length === 0) return null;
  return (
    <Section title="Gleiches Schreiben">
      <ul>
        {data.doppel.map((one) => (
          <li key={one.id}>
            {title(one)} <a href={`/posteingang/${one.id}`}>{one.eingangsnummer}</a> (
            {kanalText(one.kanal)}, {formatDate(one.eingangsdatum)})
            <p class="muted small">{one.gruende.join(' · ')}</p>
            <Button
              label={`Von ${one.eingangsnummer} trennen`}
              onClick={() => void separate(one.id)}
            />
          </li>
        ))}
      </ul>
      {failure === undefined ? null : <Failure error={failure} />}
    </Section>
  );
};
