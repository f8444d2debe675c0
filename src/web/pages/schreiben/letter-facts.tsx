import type { PostausgangDetail } from '#postausgang/postausgang.schema.js';
import { formatDate, formatInstant } from '#web/format.js';
import { Badge } from '#web/ui/feedback.js';
import { Facts } from '#web/ui/page.js';
import { postausgangZustaende, versandkanaele } from '#web/words.js';

const address = (letter: PostausgangDetail): string => {
  const { strasse, plz, ort, land } = letter.empfaenger;
  return [strasse, `${plz} ${ort}`.trim(), land].filter((part) => part !== '').join(', ');
};

const rueckmeldungen = {
  unzustellbar: { text: 'Unzustellbar', tone: 'danger' },
  verzoegert: { text: 'Zustellung verzögert', tone: 'warning' },
  zurueck: { text: 'Unzustellbar zurück', tone: 'danger' },
} as const;

/** Recipient, way and state of a letter. */
export const LetterFacts = ({ letter }: { letter: PostausgangDetail }) => (
  <Facts
    entries={[
      ['Zustand', <Badge key="zustand" {...postausgangZustaende[letter.zustand]} />],
      ['Empfänger', letter.empfaenger.name],
      ['Anschrift', address(letter)],
      ['E-Mail', letter.empfaenger.email],
      ['Versandweg', letter.kanal === null ? null : versandkanaele[letter.kanal]],
      ['Grund des Versandwegs', letter.kanalGrund],
      ['Vorlage', letter.vorlageTitel],
      ['Verfasst von', letter.verfasser.name],
      ['Freigegeben von', letter.freigegebenVon],
      [
        'Freigegeben am',
        letter.freigegebenAt === null ? null : formatInstant(letter.freigegebenAt),
      ],
      ['Versandt am', letter.sentAt === null ? null : formatInstant(letter.sentAt)],
      [
        'Nächster Versuch',
        letter.naechsterVersuchAt === null ? null : formatInstant(letter.naechsterVersuchAt),
      ],
      [
        'Gilt als bekannt gegeben am',
        letter.bekanntgabeDatum === null ? null : formatDate(letter.bekanntgabeDatum),
      ],
      [
        'Rückmeldung',
        letter.rueckmeldung === null ? null : (
          <span key="rueckmeldung">
            <Badge {...rueckmeldungen[letter.rueckmeldung.art]} /> {letter.rueckmeldung.grund}{' '}
            {letter.rueckmeldung.posteingangId === null ? null : (
              <a href={`/posteingang/${letter.rueckmeldung.posteingangId}`}>Eingang öffnen</a>
            )}
          </span>
        ),
      ],
      [
        'Geschrieben anstelle von',
        letter.vorgaengerId === null ? null : (
          <a key="vorgaenger" href={`/schreiben/${letter.vorgaengerId}`}>
            früherem Schreiben
          </a>
        ),
      ],
      [
        'Neu geschrieben',
        letter.nachfolgerId === null ? null : (
          <a key="nachfolger" href={`/schreiben/${letter.nachfolgerId}`}>
            Neues Schreiben öffnen
          </a>
        ),
      ],
      ['Kennung der E-Mail', letter.messageId],
      [
        'Dokument in der Akte',
        letter.dokumentId === null ? null : (
          <a key="dokument" href={`/dokumente/${letter.dokumentId}`}>
            Dokument öffnen
          </a>
        ),
      ],
    ]}
  />
);

/** What happened to a letter, oldest first, by whom. */
export const History = ({ letter }: { letter: PostausgangDetail }) => (
  <ol class="history">
    {letter.verlauf.map((entry) => (
      <li key={`${entry.at}-${entry.ereignis}`}>
        <span>{entry.text}</span>
        <span class="muted small">
          {formatInstant(entry.at)} · {entry.person ?? 'Poststelle'}
        </span>
      </li>
    ))}
  </ol>
);

const results: Readonly<Record<string, string>> = {
  sent: 'versandt',
  unknown: 'ungeklärt',
  failed: 'gescheitert',
  retry: 'wird wiederholt',
};

/** The attempts at sending and the evidence that was found. */
export const Evidence = ({ letter }: { letter: PostausgangDetail }) => {
  if (letter.versuche.length === 0 && letter.nachweise.length === 0) {
    return <p class="muted">Noch kein Versandversuch.</p>;
  }
  return (
    <ul class="history">
      {letter.versuche.map((attempt) => (
        <li key={`versuch-${attempt.attempt}`}>
          <span>
            Versuch {attempt.attempt}, {versandkanaele[attempt.kanal]}:{' '}
            {attempt.ergebnis === null ? 'läuft' : (results[attempt.ergebnis] ?? attempt.ergebnis)}
          </span>
          <span class="muted small">{formatInstant(attempt.startedAt)}</span>
        </li>
      ))}
      {letter.nachweise.map((proof) => (
        <li key={`nachweis-${proof.at}-${proof.art}`}>
          <span>{proof.text}</span>
          <span class="muted small">{formatInstant(proof.at)}</span>
        </li>
      ))}
    </ul>
  );
};
