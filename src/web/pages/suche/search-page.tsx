import { useEffect, useState } from 'preact/hooks';
import type { SucheAntwort, SucheTreffer } from '#eakte/eakte.schema.js';
import { api, withQuery } from '#web/api.js';
import { count, formatDate } from '#web/format.js';
import { navigate, setQuery, usePlace } from '#web/router.js';
import { Button } from '#web/ui/button.js';
import { Empty, Failure, Loading } from '#web/ui/feedback.js';
import { TextField } from '#web/ui/field.js';
import { Page, Section } from '#web/ui/page.js';
import { announce } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';

const pageSize = 20;

/** Text with the found words marked: even parts are ordinary, odd ones are found. */
const Found = ({ parts }: { parts: readonly string[] }) => (
  <>
    {parts.map((part, index) =>
      index % 2 === 1 ? <mark key={index}>{part}</mark> : <span key={index}>{part}</span>,
    )}
  </>
);

/** The address of a found document, so that it opens with the found words lit. */
const withWords = (path: string, asked: string): string => withQuery(path, { q: asked });

const Hit = ({ hit, asked }: { hit: SucheTreffer; asked: string }) => {
  if (hit.art === 'vorgang') {
    return (
      <li class="hit">
        <a class="hit__title" href={`/vorgaenge/${hit.id}`}>
          <Found parts={hit.betreff} />
        </a>
        <span class="muted small">
          {hit.geschaeftszeichen} · {hit.organisationseinheit.kuerzel}{' '}
          {hit.organisationseinheit.name}
        </span>
      </li>
    );
  }
  if (hit.art === 'posteingang') {
    return (
      <li class="hit">
        <a class="hit__title" href={withWords(`/posteingang/${hit.id}`, asked)}>
          <Found parts={hit.betreff} />
        </a>
        <span class="muted small">
          {hit.eingangsnummer} · {hit.absender ?? 'Absender unbekannt'} ·{' '}
          {formatDate(hit.eingangsdatum)}
        </span>
      </li>
    );
  }
  return (
    <li class="hit">
      <a class="hit__title" href={withWords(`/dokumente/${hit.id}`, asked)}>
        <Found parts={hit.betreff} />
      </a>
      <span class="muted small">
        {hit.geschaeftszeichen} · {hit.absender ?? 'Absender unbekannt'} · {formatDate(hit.datum)}
      </span>
      <p class="hit__text">
        <Found parts={hit.text} />
      </p>
    </li>
  );
};

const Hits = (props: { title: string; hits: readonly SucheTreffer[]; asked: string }) =>
  props.hits.length === 0 ? null : (
    <Section title={props.title}>
      <ol class="hits">
        {props.hits.map((hit) => (
          <Hit key={hit.id} hit={hit} asked={props.asked} />
        ))}
      </ol>
    </Section>
  );

const atMost = (amount: number): string => (amount >= 1_000 ? 'über 1.000' : String(amount));

const Results = ({ asked, from }: { asked: string; from: number }) => {
  const answer = useLoad(`${asked} ${from}`, (signal) =>
    api.get<SucheAntwort>('/api/suche', { query: { q: asked, ab: from, limit: pageSize }, signal }),
  );
  const { data } = answer;
  const total =
    data === undefined
      ? 0
      : data.anzahl.dokumente + data.anzahl.vorgaenge + data.anzahl.posteingaenge;
  useEffect(() => {
    if (data !== undefined) announce(count(total, 'Treffer', 'Treffer'));
  }, [data, total]);
  if (answer.error !== undefined) return <Failure error={answer.error} onRetry={answer.reload} />;
  if (data === undefined) return <Loading text="Wird gesucht …" />;
  if (total === 0) {
    return (
      <Empty title={`Kein Treffer für „${asked}“.`}>
        Gesucht wird in Geschäftszeichen, Betreff, Beteiligten und im Text aller Dokumente, die Sie
        sehen dürfen.
      </Empty>
    );
  }
  const go = (ab: number) => (): void =>
    navigate(`/suche?q=${encodeURIComponent(asked)}${ab === 0 ? '' : `&ab=${ab}`}`);
  return (
    <>
      {from === 0 ? (
        <>
          <Hits
            title={`Vorgänge (${atMost(data.anzahl.vorgaenge)})`}
            hits={data.vorgaenge}
            asked={asked}
          />
          <Hits
            title={`Eingänge (${atMost(data.anzahl.posteingaenge)})`}
            hits={data.posteingaenge}
            asked={asked}
          />
        </>
      ) : null}
      <Hits
        title={`Dokumente (${atMost(data.anzahl.dokumente)})`}
        hits={data.dokumente}
        asked={asked}
      />
      <div class="button-row">
        {from === 0 ? null : (
          <Button
            label="Vorige Treffer"
            icon="chevron-left"
            onClick={go(Math.max(0, from - pageSize))}
          />
        )}
        {data.anzahl.dokumente > from + pageSize ? (
          <Button label="Weitere Treffer" icon="chevron-right" onClick={go(from + pageSize)} />
        ) : null}
      </div>
    </>
  );
};

/** Full-text search over everything that the person may read, with the found places. */
export const SearchPage = () => {
  const { query } = usePlace();
  const asked = query.get('q') ?? '';
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  const apply = (): void => setQuery({ q: text.trim(), ab: undefined });
  return (
    <Page title="Suche">
      <search class="filters">
        <TextField
          label="Suchbegriffe"
          type="search"
          value={text}
          onInput={setText}
          onEnter={apply}
          hint="Mehrere Wörter müssen alle vorkommen."
        />
        <Button label="Suchen" icon="search" variant="primary" onClick={apply} />
      </search>
      {asked.trim().length < 2 ? (
        <Empty title="Bitte geben Sie mindestens zwei Zeichen ein." />
      ) : (
        <Results asked={asked} from={Number(query.get('ab') ?? 0) || 0} />
      )}
    </Page>
  );
};
