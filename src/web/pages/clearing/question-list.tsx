import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Organisationseinheit } from '#organisation/organisation.schema.js';
import { einheitText } from '#web/einheiten.js';
import { useCan } from '#web/session.js';
import { Button } from '#web/ui/button.js';
import { Combobox } from '#web/ui/combobox.js';
import { Confidence } from '#web/ui/feedback.js';
import { type FoundVorgang, findVorgaenge } from '../vorgang/find-vorgang.js';
import { PlanVorgangDialog } from '../vorgang/plan-vorgang-dialog.js';
import { ChoiceList } from './choice-list.js';
import { type QuestionKey, settledFrom } from './questions.js';
import type { Assignment } from './use-assignment.js';

const titles: Readonly<Record<QuestionKey, string>> = {
  einheit: 'Zuständige Einheit',
  vorgang: 'Vorgang',
  art: 'Art des Schreibens',
};
const letters: Readonly<Record<QuestionKey, string>> = { einheit: 'E', vorgang: 'V', art: 'A' };

const UnitSearch = (props: { units: readonly Organisationseinheit[]; assignment: Assignment }) => (
  <Combobox
    id="einheit-suche"
    label="Andere Einheit suchen"
    hideLabel
    placeholder="Andere Einheit suchen (E)"
    minLength={1}
    find={(text) =>
      Promise.resolve(
        props.units
          .filter((unit) =>
            `${einheitText(unit)} ${unit.zustaendigkeit}`
              .toLowerCase()
              .includes(text.toLowerCase()),
          )
          .slice(0, 12)
          .map((unit) => ({
            id: unit.id,
            text: einheitText(unit),
            detail: unit.zustaendigkeit.slice(0, 110),
          })),
      )
    }
    onChoose={(choice) => props.assignment.add('einheit', { id: choice.id, text: choice.text })}
  />
);

const VorgangSearch = ({ assignment }: { assignment: Assignment }) => {
  const can = useCan();
  return (
    <Combobox
      id="vorgang-suche"
      label="Vorgang suchen"
      hideLabel
      placeholder="Vorgang suchen: Geschäftszeichen, Betreff, Name (V)"
      find={(text, signal) =>
        findVorgaenge(text, { signal, mayRead: can('vorgang:read'), mayClear: true })
      }
      noResult="Kein Vorgang gefunden, den Sie sehen dürfen"
      onChoose={(choice) =>
        assignment.add('vorgang', {
          id: choice.id,
          text: choice.text,
          einheitId: (choice as FoundVorgang).einheitId,
        })
      }
    />
  );
};

const KindField = ({ assignment }: { assignment: Assignment }) => {
  const [text, setText] = useState('');
  return (
    <div class="kern-form-input">
      <label class="kern-sr-only" for="art-eingabe">
        Andere Art des Schreibens
      </label>
      <input
        id="art-eingabe"
        class="kern-form-input__input"
        type="text"
        autoComplete="off"
        maxLength={100}
        value={text}
        placeholder="Andere Art (A), mit Enter übernehmen"
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          const art = text.trim();
          if (event.key !== 'Enter' || art === '') return;
          event.preventDefault();
          event.stopPropagation();
          assignment.add('art', { id: art, text: art });
          setText('');
        }}
      />
    </div>
  );
};

/** A question that is answered already, in one line; still changeable. */
const Settled = (props: { name: QuestionKey; assignment: Assignment; onOpen: () => void }) => {
  const { name, assignment } = props;
  const value = assignment.chosen[name];
  const choice = assignment.choices[name].find((one) => one.id === value);
  const sure = choice?.konfidenz !== undefined && choice.konfidenz >= settledFrom;
  return (
    <div class="question question--settled">
      <span class="question__name">{titles[name]}</span>
      <span class="question__value" title={choice?.text}>
        {choice?.text ?? 'Ohne Angabe'}
      </span>
      {sure && choice.konfidenz !== undefined ? <Confidence value={choice.konfidenz} /> : <span />}
      <Button
        label="Ändern"
        spoken={`Ändern: ${titles[name]}`}
        icon="edit"
        iconOnly
        small
        variant="tertiary"
        shortcut={letters[name].toLowerCase()}
        onClick={props.onOpen}
      />
    </div>
  );
};

const Asked = (props: {
  name: QuestionKey;
  assignment: Assignment;
  children: ComponentChildren;
}) => {
  const { name, assignment } = props;
  const isAsked = assignment.asked === name;
  return (
    <section class={isAsked ? 'question question--asked' : 'question'} aria-label={titles[name]}>
      <div class="question__head">
        <h2 class="question__title">{titles[name]}</h2>
        <span class="muted small">{isAsked ? 'Zahl wählt' : `${letters[name]} zum Ändern`}</span>
      </div>
      <ChoiceList
        legend={titles[name]}
        name={name}
        choices={assignment.choices[name]}
        value={assignment.chosen[name]}
        numbered={isAsked}
        onChange={(id) => assignment.choose(name, id)}
        none="Kein Vorschlag. Bitte suchen Sie."
      />
      {props.children}
    </section>
  );
};

const NewVorgang = ({ assignment }: { assignment: Assignment }) => (
  <div>
    <Button
      label="Neuer Vorgang, andere Akte"
      icon="plus"
      small
      variant="tertiary"
      onClick={() => assignment.setPlanning(true)}
    />
    {assignment.planning ? (
      <PlanVorgangDialog
        betreff={assignment.data.betreff}
        onClose={() => assignment.setPlanning(false)}
        onPlan={assignment.planVorgang}
      />
    ) : null}
  </div>
);

const searchIds: Readonly<Record<QuestionKey, string>> = {
  einheit: 'einheit-suche',
  vorgang: 'vorgang-suche',
  art: 'art-eingabe',
};

const keys: readonly QuestionKey[] = ['einheit', 'vorgang', 'art'];
const chosenRadio = (key: QuestionKey): string => `input[name="${key}"]:checked`;

/** What the clerk is asked: uncertain answers with their candidates, certain ones in a line each. */
export const QuestionList = (props: {
  assignment: Assignment;
  units: readonly Organisationseinheit[];
  /** The question whose search somebody asked for by its key; each time a new object. */
  wanted: { key: QuestionKey } | undefined;
}) => {
  const { assignment, units, wanted } = props;
  const [opened, setOpened] = useState<readonly QuestionKey[]>([]);
  const focusNext = useRef<string | undefined>(undefined);
  const open = (key: QuestionKey): void => {
    assignment.ask(key);
    setOpened((before) => [...before.filter((one) => one !== key), key]);
    focusNext.current = `#${searchIds[key]}`;
  };
  // From a field back to where the numbers and Enter act.
  const withFocus: Assignment = {
    ...assignment,
    add: (key, candidate) => {
      assignment.add(key, candidate);
      focusNext.current = chosenRadio(key);
    },
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = event.target instanceof HTMLElement ? event.target : undefined;
    const key = keys.find((one) => searchIds[one] === target?.id);
    if (event.key !== 'Escape' || event.defaultPrevented || key === undefined) return;
    assignment.ask(key);
    document.querySelector<HTMLElement>(chosenRadio(key))?.focus();
  };
  // Before the next key: who presses E and types at once types into the field.
  useLayoutEffect(() => {
    if (wanted !== undefined) open(wanted.key);
  }, [wanted]);
  useLayoutEffect(() => {
    if (focusNext.current === undefined) return;
    const target = document.querySelector<HTMLElement>(focusNext.current);
    if (target === null) return;
    target.focus();
    focusNext.current = undefined;
  });
  const shown = (key: QuestionKey): boolean =>
    assignment.open.includes(key) || opened.includes(key);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape leads from the fields inside back to the choices
    <div class="questions" onKeyDown={onKeyDown}>
      {keys.map((key) =>
        shown(key) ? (
          <Asked key={key} name={key} assignment={assignment}>
            {key === 'einheit' ? <UnitSearch units={units} assignment={withFocus} /> : null}
            {key === 'vorgang' ? <VorgangSearch assignment={withFocus} /> : null}
            {key === 'vorgang' ? <NewVorgang assignment={assignment} /> : null}
            {key === 'art' ? <KindField assignment={withFocus} /> : null}
          </Asked>
        ) : (
          <Settled key={key} name={key} assignment={assignment} onOpen={() => open(key)} />
        ),
      )}
    </div>
  );
};
