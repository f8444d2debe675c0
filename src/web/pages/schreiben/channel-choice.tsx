import type { KanalentscheidungListe } from '#postausgang/kanalwahl.schema.js';
import { api } from '#web/api.js';
import { formatInstant } from '#web/format.js';
import { Failure } from '#web/ui/feedback.js';
import { useLoad } from '#web/use-load.js';
import { versandkanaele } from '#web/words.js';

/** Why a letter goes the way it goes, and why not another one. `version` changes when the letter does. */
export const ChannelChoice = (props: { letterId: string; version: string }) => {
  const path = `/api/postausgaenge/${props.letterId}/kanalentscheidungen`;
  const loaded = useLoad(`${path}?${props.version}`, (signal) =>
    api.get<KanalentscheidungListe>(path, { signal }),
  );
  if (loaded.data === undefined) {
    return loaded.error === undefined ? null : (
      <Failure error={loaded.error} onRetry={loaded.reload} />
    );
  }
  const { entscheidungen } = loaded.data;
  if (entscheidungen.length === 0) {
    return <p class="muted">Der Weg wird nach der Freigabe gewählt.</p>;
  }
  return (
    <ul class="plain-list">
      {entscheidungen.map((one) => (
        <li key={one.at}>
          <span class="muted small">
            {formatInstant(one.at)}
            {one.anlass === 'rueckfall' ? ', nachdem ein Weg gescheitert war' : ''}
          </span>
          <p>{one.grund}</p>
          <details>
            <summary>Alle Wege, die erwogen wurden</summary>
            <ul>
              {one.erwogen.map((way) => (
                <li key={way.kanal}>
                  <strong>{versandkanaele[way.kanal]}</strong>
                  {way.moeglich ? ' (möglich): ' : ' (nicht möglich): '}
                  {way.grund}
                </li>
              ))}
            </ul>
          </details>
        </li>
      ))}
    </ul>
  );
};
