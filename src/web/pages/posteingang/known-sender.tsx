import type { AbsenderAuskunft } from '#posteingang/korrespondenten/korrespondent.schema.js';
import { api } from '#web/api.js';
import { Confidence } from '#web/ui/feedback.js';
import { Section } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';

const earlier = (count: number): string =>
  count === 1 ? '1 früherer Eingang' : `${count} frühere Eingänge`;

/** Who the sender is known as, why, and in which Vorgänge; nothing for a new one. */
export const KnownSender = ({ id }: { id: string }) => {
  const { data } = useLoad(`absender-${id}`, (signal) =>
    api.get<AbsenderAuskunft>(`/api/posteingaenge/${id}/absender`, { signal }),
  );
  const bekannt = data?.bekannt ?? null;
  if (bekannt === null) return null;
  return (
    <Section title="Bekannter Absender">
      <p>
        <strong>{bekannt.name}</strong>
        {bekannt.anschrift === null ? '' : `, ${bekannt.anschrift}`}{' '}
        <Confidence value={bekannt.sicherheit} />
      </p>
      <p class="muted small">
        {[
          ...bekannt.gruende,
          ...(bekannt.fruehereEingaenge === 0 ? [] : [earlier(bekannt.fruehereEingaenge)]),
        ].join(' · ')}
      </p>
      {bekannt.vorgaenge.length === 0 ? null : (
        <ul>
          {bekannt.vorgaenge.map((vorgang) => (
            <li key={vorgang.id}>
              <a href={`/vorgaenge/${vorgang.id}`}>{vorgang.geschaeftszeichen}</a> {vorgang.betreff}
              {vorgang.offen ? '' : ' (abgeschlossen)'}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
};
