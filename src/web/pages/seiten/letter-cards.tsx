import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { withQuery } from '#web/api.js';
import { Button } from '#web/ui/button.js';
import { Dialog } from '#web/ui/dialog.js';
import { Section } from '#web/ui/page.js';
import { areShortcutsOn } from '#web/ui/shortcuts.js';
import { deeds } from './deeds.js';
import type { Letter, SheetPage } from './order.js';
import { Miniature, PageCard, useDropPlace } from './page-card.js';
import type { Arranging } from './use-arranging.js';

const largeWidth = 960;

/** A page large enough to be read, for the decision to which letter it belongs. */
const LargePage = ({ page, onClose }: { page: SheetPage; onClose: () => void }) => (
  <Dialog title={`Seite ${page.stapelSeite}`} wide onClose={onClose}>
    {page.bild === null ? (
      <p>Zu dieser Seite gibt es hier kein Bild.</p>
    ) : (
      <div class="order__large">
        <img
          src={withQuery(page.bild, { breite: largeWidth })}
          alt={`Seite ${page.stapelSeite} des gescannten Stapels`}
          style={{ transform: `rotate(${page.drehung}deg)` }}
        />
      </div>
    )}
  </Dialog>
);

const LetterCard = (props: {
  letter: Letter;
  at: number;
  arranging: Arranging;
  onLook: () => void;
}) => {
  const { letter, at, arranging } = props;
  const end = { letter: at, page: letter.pages.length };
  const { over, handlers } = useDropPlace(end, arranging);
  return (
    <Section title={letter.title} card>
      {letter.note === null ? null : <p class="muted">{letter.note}</p>}
      <fieldset
        class={over ? 'order order--over' : 'order'}
        aria-label={`Seiten von ${letter.title}`}
        {...handlers}
      >
        {letter.pages.map((page, index) => (
          <PageCard
            key={page.stapelSeite}
            page={page}
            at={{ letter: at, page: index }}
            changeable={letter.changeable}
            arranging={arranging}
            onLook={props.onLook}
          />
        ))}
      </fieldset>
    </Section>
  );
};

/** The buttons for the chosen page; those of a letter that must stay say why instead of failing later. */
const Actions = ({ arranging, onLook }: { arranging: Arranging; onLook: () => void }) => {
  const letter = arranging.now.letters[arranging.place.letter];
  const page = letter?.pages[arranging.place.page];
  return (
    <fieldset class="order-actions" aria-label={`Mit Seite ${page?.stapelSeite ?? ''}`}>
      {deeds.map(({ key, label }) => (
        <Button
          key={key}
          label={key === 'x' && page?.ausgeschlossen === true ? 'Wieder aufnehmen' : label}
          small
          shortcut={key}
          disabled={letter?.changeable !== true}
          onClick={() => arranging.act(key)}
        />
      ))}
      <Button label="Groß ansehen" small shortcut="g" onClick={onLook} />
      <Button
        label="Schritt zurück"
        icon="undo"
        small
        shortcut="z"
        disabled={!arranging.canStepBack}
        onClick={arranging.stepBack}
      />
    </fieldset>
  );
};

const Sheets = ({ arranging }: { arranging: Arranging }) => (
  <Section title="Trenn- und Deckblätter" card>
    <p class="muted">Sie gehören zu keinem Brief und bleiben im gescannten Stapel sichtbar.</p>
    <ul class="plain-list order">
      {arranging.now.sheets.map((sheet) => (
        <li key={sheet.stapelSeite} class="order__sheet">
          <Miniature bild={sheet.bild} drehung={sheet.drehung} />
          <span class="small">
            Seite {sheet.stapelSeite}: {sheet.grund}
          </span>
          <Button
            label="In den Brief davor"
            spoken={`In den Brief davor: Seite ${sheet.stapelSeite}`}
            small
            variant="tertiary"
            onClick={() => arranging.recover(sheet.stapelSeite)}
          />
        </li>
      ))}
    </ul>
  </Section>
);

const keysOf = (
  arranging: Arranging,
  look: () => void,
): Readonly<Record<string, (() => void) | undefined>> => ({
  ...Object.fromEntries(deeds.map(({ key }) => [key, () => arranging.act(key)])),
  g: look,
  z: arranging.stepBack,
  ArrowLeft: () => arranging.walk(-1),
  ArrowRight: () => arranging.walk(1),
});

/** The letters with their pages, the actions above them, all by keyboard and by drag. */
export const LetterCards = ({ arranging }: { arranging: Arranging }) => {
  const [large, setLarge] = useState<SheetPage>();
  const frame = useRef<HTMLDivElement>(null);
  const follow = useRef(false);
  const { now, place } = arranging;
  const look = (): void => setLarge(now.letters[place.letter]?.pages[place.page]);
  useLayoutEffect(() => {
    if (!follow.current) return;
    follow.current = false;
    // A page that changes its letter is drawn anew; the focus goes with it, before the next key comes.
    frame.current?.querySelector<HTMLElement>('.order__page[aria-pressed="true"]')?.focus();
  }, [now, place]);
  return (
    <>
      <div class="order-bar">
        <Actions arranging={arranging} onLook={look} />
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons inside, gathered in one place */}
      <div
        ref={frame}
        class="order-letters"
        onKeyDown={(event) => {
          const deed = keysOf(arranging, look)[event.key];
          const modified = event.ctrlKey || event.metaKey || event.altKey;
          // Letters may be turned off; arrows stay.
          if (deed === undefined || modified || (event.key.length === 1 && !areShortcutsOn()))
            return;
          event.preventDefault();
          follow.current = true;
          deed();
        }}
      >
        {now.letters.map((letter, at) => (
          <LetterCard
            key={`${letter.id ?? 'neu'}-${letter.pages[0]?.stapelSeite}`}
            letter={letter}
            at={at}
            arranging={arranging}
            onLook={look}
          />
        ))}
      </div>
      {now.sheets.length === 0 ? null : <Sheets arranging={arranging} />}
      {large === undefined ? null : <LargePage page={large} onClose={() => setLarge(undefined)} />}
    </>
  );
};

/** How the keys work, for who opens it. */
export const KeyHelp = () => (
  <details class="disclosure">
    <summary>Tastatur und Maus</summary>
    <ul>
      <li>Pfeil links und rechts: eine Seite wählen</li>
      {deeds.map(({ key, label }) => (
        <li key={key}>
          <kbd>{key}</kbd> {label}
        </li>
      ))}
      <li>
        <kbd>g</kbd> oder Doppelklick: Seite groß ansehen
      </li>
      <li>
        <kbd>z</kbd> Schritt zurück
      </li>
      <li>Mit der Maus: eine Seite auf eine andere Seite oder in einen anderen Brief ziehen</li>
    </ul>
  </details>
);
