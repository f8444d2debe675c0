import { useEffect, useRef, useState } from 'preact/hooks';
import type { Seitenordnung } from '#posteingang/trennung/seitenordnung.schema.js';
import { api } from '#web/api.js';
import { Button, ButtonRow } from '#web/ui/button.js';
import { Alert, Failure, Loading } from '#web/ui/feedback.js';
import { Page, Section } from '#web/ui/page.js';
import { announce } from '#web/ui/toast.js';
import { miniatureOf } from '#web/ui/viewer/page-image.js';
import { type Loaded, useLoad } from '#web/use-load.js';
import {
  type Letter,
  lettersOf,
  mergeWithPrevious,
  movePage,
  type Place,
  type SheetPage,
  splitBefore,
  stepPage,
  toggleExcluded,
  turnPage,
  wishOf,
} from './order.js';

interface Arranging {
  letters: readonly Letter[];
  place: Place;
  select: (place: Place) => void;
  change: (letters: Letter[], place?: Place) => void;
}

/** What each key does with the chosen page. */
const keys: Readonly<Record<string, (now: Arranging) => void>> = {
  t: ({ letters, place, change }) =>
    change(splitBefore(letters, place), { letter: place.letter + 1, page: 0 }),
  v: ({ letters, place, change }) => {
    const before = letters[place.letter - 1];
    if (before === undefined) return;
    const page = before.pages.length + place.page;
    change(mergeWithPrevious(letters, place.letter), { letter: place.letter - 1, page });
  },
  d: ({ letters, place, change }) => change(turnPage(letters, place)),
  x: ({ letters, place, change }) => change(toggleExcluded(letters, place)),
  ',': ({ letters, place, change }) => {
    const stepped = stepPage(letters, place, -1);
    change(stepped.letters, stepped.place);
  },
  '.': ({ letters, place, change }) => {
    const stepped = stepPage(letters, place, 1);
    change(stepped.letters, stepped.place);
  },
  ArrowLeft: (now) => now.select(neighbour(now, -1)),
  ArrowRight: (now) => now.select(neighbour(now, 1)),
};

const neighbour = ({ letters, place }: Arranging, step: -1 | 1): Place => {
  const all = letters.flatMap((letter, at) =>
    letter.pages.map((_page, page) => ({ letter: at, page })),
  );
  const at = all.findIndex((one) => one.letter === place.letter && one.page === place.page);
  return all[at + step] ?? place;
};

const Sheet = (props: { page: SheetPage; at: Place; now: Arranging }) => {
  const { page, at, now } = props;
  const button = useRef<HTMLButtonElement>(null);
  const chosen = now.place.letter === at.letter && now.place.page === at.page;
  useEffect(() => {
    if (chosen && document.activeElement?.classList.contains('order__page') === true)
      button.current?.focus();
  }, [chosen]);
  const notes = [page.leer ? 'leer' : '', page.ausgeschlossen ? 'ausgeschlossen' : ''];
  const name = [`Seite ${page.stapelSeite}`, ...notes.filter((note) => note !== '')].join(', ');
  return (
    <button
      type="button"
      class={page.ausgeschlossen ? 'order__page order__page--out' : 'order__page'}
      ref={button}
      draggable
      aria-pressed={chosen}
      tabIndex={chosen ? 0 : -1}
      onClick={() => now.select(at)}
      onDragStart={(event) => event.dataTransfer?.setData('text/plain', JSON.stringify(at))}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const from: unknown = JSON.parse(event.dataTransfer?.getData('text/plain') || 'null');
        if (isPlace(from)) now.change(movePage(now.letters, from, at));
      }}
    >
      {page.bild === null ? (
        <span class="order__none" />
      ) : (
        <img
          src={miniatureOf(page.bild)}
          alt=""
          loading="lazy"
          style={{ transform: `rotate(${page.drehung}deg)` }}
        />
      )}
      <span class="small">{name}</span>
    </button>
  );
};

const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' && value !== null && 'letter' in value && 'page' in value;

const Actions = ({ now }: { now: Arranging }) => (
  <ButtonRow>
    {(
      [
        ['Hier trennen', 't'],
        ['Mit vorigem Brief verbinden', 'v'],
        ['Drehen', 'd'],
        ['Ausschließen', 'x'],
        ['Nach vorn', ','],
        ['Nach hinten', '.'],
      ] as const
    ).map(([label, key]) => (
      <Button
        key={key}
        label={`${label} (${key})`}
        small
        shortcut={key}
        onClick={() => keys[key]?.(now)}
      />
    ))}
  </ButtonRow>
);

const Letters = ({ now }: { now: Arranging }) => (
  // biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons inside, gathered in one place
  <div
    onKeyDown={(event) => {
      const deed = keys[event.key];
      if (deed === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      deed(now);
    }}
  >
    {now.letters.map((letter, at) => (
      <Section key={`${letter.id ?? 'neu'}-${letter.pages[0]?.stapelSeite}`} title={letter.title}>
        {letter.changeable ? null : <p class="muted">Nicht im Clearing, daher nicht änderbar.</p>}
        <div class="order">
          {letter.pages.map((page, index) => (
            <Sheet key={page.stapelSeite} page={page} at={{ letter: at, page: index }} now={now} />
          ))}
        </div>
      </Section>
    ))}
  </div>
);

const Arrange = ({ id, loaded }: { id: string; loaded: Loaded<Seitenordnung> }) => {
  const order = loaded.data;
  const [letters, setLetters] = useState<readonly Letter[]>([]);
  const [place, select] = useState<Place>({ letter: 0, page: 0 });
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (order !== undefined) setLetters(lettersOf(order));
  }, [order]);
  if (order === undefined) return null;
  const base = `/api/posteingaenge/${id}/seitenordnung`;
  const send = async (work: () => Promise<Seitenordnung>, done: string): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      loaded.set(await work());
      select({ letter: 0, page: 0 });
      announce(done);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const change = (next: Letter[], to?: Place): void => {
    setLetters(next);
    if (to !== undefined) select(to);
  };
  const now: Arranging = { letters, place, select, change };
  return (
    <>
      {error === undefined ? null : <Failure error={error} />}
      <Actions now={now} />
      <Letters now={now} />
      {order.trennseiten.length === 0 ? null : (
        <Alert
          tone="info"
          title={`Trennblätter, zu keinem Brief gehörig: ${order.trennseiten
            .map((sheet) => `Seite ${sheet.stapelSeite} (${sheet.grund})`)
            .join(', ')}`}
        />
      )}
      <ButtonRow>
        <Button
          label="Übernehmen"
          variant="primary"
          busy={busy}
          onClick={() =>
            void send(
              () => api.put<Seitenordnung>(base, wishOf(order, letters)),
              'Seiten geordnet; die geänderten Briefe werden neu gelesen.',
            )
          }
        />
        <Button label="Verwerfen" onClick={() => setLetters(lettersOf(order))} />
        <Button
          label="Letzte Änderung zurücknehmen"
          icon="undo"
          disabled={!order.rueckgaengig}
          busy={busy}
          onClick={() =>
            void send(
              () => api.post<Seitenordnung>(`${base}/rueckgaengig`, { version: order.version }),
              'Letzte Änderung zurückgenommen.',
            )
          }
        />
      </ButtonRow>
    </>
  );
};

/** Seiten ordnen: where letters of a stack begin and end, by keyboard and by drag. */
export const OrderPage = ({ params }: { params: Readonly<Record<string, string>> }) => {
  const id = params['id'] ?? '';
  const loaded = useLoad(id, (signal) =>
    api.get<Seitenordnung>(`/api/posteingaenge/${id}/seitenordnung`, { signal }),
  );
  return (
    <Page
      title="Seiten ordnen"
      trail={[
        { text: 'Clearing', href: '/clearing' },
        { text: 'Eingang', href: `/posteingang/${id}` },
      ]}
      subtitle="Pfeiltasten wählen eine Seite; der gescannte Stapel bleibt unverändert."
    >
      {loaded.data === undefined ? (
        loaded.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={loaded.error} onRetry={loaded.reload} />
        )
      ) : (
        <Arrange id={id} loaded={loaded} />
      )}
    </Page>
  );
};
