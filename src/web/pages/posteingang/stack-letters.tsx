import type { z } from 'zod';
import type { PosteingangZeile, RegisterSeite } from '#posteingang/posteingang.schema.js';
import { api } from '#web/api.js';
import { Alert, Failure, Loading } from '#web/ui/feedback.js';
import { useLoad } from '#web/use-load.js';
import { ItemState } from './item-state.js';

const Letter = ({ line }: { line: PosteingangZeile }) => (
  <li>
    <a href={`/posteingang/${line.id}`}>Eingang {line.eingangsnummer}</a>{' '}
    <ItemState item={line} compact />{' '}
    {line.organisationseinheit === null ? null : (
      <span class="muted">{line.organisationseinheit.kuerzel}</span>
    )}
  </li>
);

/** The letters into which an item was divided, as far as the person may see their lines in the Posteingangsbuch. */
export const StackLetters = ({ id }: { id: string }) => {
  const letters = useLoad(`briefe-${id}`, (signal) =>
    api.get<z.infer<typeof RegisterSeite>>(`/api/posteingaenge?ausEingang=${id}&limit=200`, {
      signal,
    }),
  );
  if (letters.error !== undefined)
    return <Failure error={letters.error} onRetry={letters.reload} />;
  if (letters.data === undefined) return <Loading />;
  const { zeilen, weiter } = letters.data;
  if (zeilen.length === 0) return <p class="muted">Keine Briefe, die Sie sehen dürfen.</p>;
  return (
    <>
      <ul class="plain-list">
        {zeilen.toReversed().map((line) => (
          <Letter key={line.id} line={line} />
        ))}
      </ul>
      {weiter === null ? null : (
        <p class="muted">Gezeigt sind die letzten 200; alle stehen im Posteingangsbuch.</p>
      )}
    </>
  );
};

/** Why somebody who may read incoming items cannot open this divided one, or not all of it. */
export const DividedNotice = (props: { opens: boolean; isEmptied: boolean }) => {
  if (props.opens)
    return (
      <Alert
        tone="info"
        title="Seiten von Briefen, die nicht mehr bei der Poststelle sind, werden hier nicht gezeigt."
      >
        <p>Auch die Datei des ganzen Stapels lässt sich deshalb nicht mehr öffnen.</p>
      </Alert>
    );
  if (props.isEmptied)
    return (
      <Alert tone="info" title="Die Seiten dieses Eingangs liegen jetzt in anderen Eingängen." />
    );
  return (
    <Alert
      tone="info"
      title="Dieser Stapel wurde in Briefe geteilt, und keiner davon ist noch bei der Poststelle."
    >
      <p>
        Den Inhalt eines Briefs sieht dann nur die zuständige Einheit; deshalb lässt sich auch der
        Stapel nicht mehr öffnen. Gibt eine Einheit einen Brief zurück, sind dessen Seiten hier
        wieder zu sehen.
      </p>
    </Alert>
  );
};
