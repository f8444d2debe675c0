import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { samplePassword } from '#demo/seed.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { LetterTruth } from '#sample/index.js';
import { openVisitor, signIn } from '#test/support/browser.js';
import { startInstance } from '#test/support/instance.js';
import { fillClearing } from './clearing-world.js';
import { flagOf, quantile, report, round } from './flags.js';

/*
 * npm run bench:clearing -- [--items 40] [--seed platz-1] [--picture file.png] [--json]
 * A clerk at the Clearing station: Chromium with real keys, letters of the sample city that name no Geschäftszeichen.
 * The first half is decided with the pauses of a person, the second half as fast as the machine goes.
 *
 * The person is a keystroke-level model (Card, Moran, Newell 1980): a key 0.28 s, a mental step 1.35 s before each
 * answer and before the confirmation; reading 25 words of letterhead and subject at 240 words a minute, 6.25 s.
 */

const keyMs = 280;
const mentalMs = 1_350;
/** How often the bench looks whether the next item stands; the time itself is taken in the page. */
const lookMs = 10;
const readingMs = (25 / 240) * 60_000;

const wanted = Number(flagOf('items', '40'));
const seed = flagOf('seed', 'platz-1');
const picture = flagOf('picture', '');

const instance = await startInstance();
const { db } = instance.running.app;
const client = await instance.signInAs('poststelle');
const truths = await fillClearing(instance, client, { count: wanted, seed });
const clerk = instance.city.personen.find((one) =>
  one.roles.some((held) => held.role === 'poststelle'),
);
const visitor = await openVisitor(instance.running.url);
const { page } = visitor;
await page.setViewportSize({ width: 1_366, height: 768 });
await signIn(page, clerk?.login ?? '', samplePassword);

/** Runs in the browser: the time from the deciding key until the next item stands with the image of its page. */
const stopwatch = `
  window.__ms = [];
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.target.closest('input:not([type=radio])')) return;
    const from = performance.now();
    const before = document.querySelector('h1')?.textContent;
    const look = () => {
      const heading = document.querySelector('h1')?.textContent;
      const shown = document.querySelector('.sheet image');
      const copy = new Image();
      copy.src = shown?.getAttribute('href') ?? '';
      const isEnd = document.querySelector('.empty') !== null;
      if (isEnd || (heading !== before && shown !== null && copy.complete && copy.naturalWidth > 0)) {
        requestAnimationFrame(() => window.__ms.push(performance.now() - from));
      } else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, true);`;

/** What the person does at the keys; without pauses only the keys remain. */
const createPerson = (slow: boolean) => {
  let modelMs = 0;
  const spend = async (ms: number): Promise<void> => {
    modelMs += ms;
    if (slow) await pause(ms);
  };
  return {
    read: () => spend(readingMs),
    press: async (key: string): Promise<void> => {
      await spend(mentalMs + keyMs);
      await page.keyboard.press(key);
    },
    type: async (text: string): Promise<void> => {
      for (const letter of text) {
        await spend(keyMs);
        await page.keyboard.type(letter);
      }
    },
    spentMs: () => modelMs,
  };
};
type Person = ReturnType<typeof createPerson>;

/** The kinds that the machine proposed for an item, in their order on the screen. */
const kindsOf = async (id: string): Promise<string[]> => {
  const [found] = await asSystem(db, (tx) =>
    rows(
      tx,
      sql<{
        kinds: string[];
      }>`select array(select jsonb_path_query(kandidaten, '$[*].wert') #>> '{}') as kinds
        from entscheidung where posteingang_id = ${id} and art = 'dokumentart' and jsonb_array_length(kandidaten) > 0
        order by at desc limit 1`,
    ),
  );
  return found?.kinds ?? [];
};

const askedNow = async (
  target: Page,
): Promise<{ title: string; choices: string[] } | undefined> => {
  const asked = target.locator('.question--asked');
  if ((await asked.count()) === 0) return undefined;
  return {
    title: (await asked.getAttribute('aria-label')) ?? '',
    choices: await asked.locator('.choice__name').allTextContents(),
  };
};

const searchUnit = async (person: Person, kuerzel: string): Promise<void> => {
  await person.press('e');
  await person.type(kuerzel);
  await page
    .getByRole('option', { name: new RegExp(`^${kuerzel.replaceAll('.', '\\.')} `) })
    .first()
    .waitFor();
  await person.press('Enter');
};

const answer = async (person: Person, id: string, truth: LetterTruth): Promise<void> => {
  for (let questions = 0; questions < 4; questions += 1) {
    const asked = await askedNow(page);
    if (asked === undefined) return;
    const at =
      asked.title === 'Zuständige Einheit'
        ? asked.choices.findIndex((text) => text.startsWith(`${truth.organisationseinheit} `))
        : asked.title === 'Vorgang'
          ? asked.choices.findIndex((text) =>
              truth.geschaeftszeichen === undefined
                ? text.startsWith('Ohne Vorgang')
                : text.startsWith(truth.geschaeftszeichen),
            )
          : (await kindsOf(id)).indexOf(truth.kind);
    if (asked.title === 'Zuständige Einheit' && at < 0)
      await searchUnit(person, truth.organisationseinheit);
    else if (asked.title === 'Vorgang' && at < 0)
      await person.press(String(asked.choices.findIndex((text) => text.startsWith('Ohne')) + 1));
    else await person.press(String(Math.max(0, at) + 1));
  }
};

/** The unit that stands chosen, whether asked or settled. */
const chosenUnit = async (): Promise<string> => {
  const radio = page.locator('input[name=einheit]:checked');
  const text =
    (await radio.count()) > 0
      ? await radio.locator('xpath=..').locator('.choice__name').textContent()
      : await page.locator('.question--settled .question__value').first().textContent();
  return text ?? '';
};

let keys = 0;

const decideOne = async (person: Person): Promise<void> => {
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const truth = truths.get(id);
  if (truth === undefined) throw new Error('an item in Clearing is none of the sample letters');
  await person.read();
  await answer(person, id, truth);
  if (!(await chosenUnit()).startsWith(`${truth.organisationseinheit} `))
    await searchUnit(person, truth.organisationseinheit);
  const decided = keys;
  await person.press('Enter');
  keys += 1;
  // Asked by the debugger: the page's own policy rightly lets no text become a script.
  while ((await page.evaluate<number>('window.__ms.length')) <= decided) await pause(lookMs);
};

/** Decides so many items; how long it took, by the clock and by the model of the person. */
const work = async (count: number, slow: boolean) => {
  const person = createPerson(slow);
  const from = performance.now();
  let done = 0;
  while (done < count && new URL(page.url()).pathname !== '/clearing') {
    if (done === 1 && slow && picture !== '') await page.screenshot({ path: picture });
    await decideOne(person);
    done += 1;
  }
  return {
    done,
    seconds: (performance.now() - from) / 1_000,
    modelSeconds: person.spentMs() / 1_000,
  };
};

await page.goto('/clearing');
await page.getByRole('link', { name: 'Ältesten bearbeiten' }).click();
await page.locator('.sheet image').waitFor();
await page.evaluate(stopwatch);
const half = Math.floor(wanted / 2);
const person = await work(half, true);
const machine = await work(wanted - half, false);
const shown = await page.evaluate<number[]>('window.__ms');

const right = await asSystem(db, async (tx) => {
  const found = await rows(
    tx,
    sql<{ id: string; kuerzel: string }>`select p.id, o.kuerzel from posteingang p
      join clearing_entscheidung e on e.posteingang_id = p.id join organisationseinheit o on o.id = p.organisationseinheit_id`,
  );
  return found.filter(({ id, kuerzel }) => truths.get(id)?.organisationseinheit === kuerzel).length;
});
const perHour = (done: number, seconds: number): number => round((done / seconds) * 3_600, 0);
report(`Clearing station, ${wanted} items by keyboard`, {
  items: person.done + machine.done,
  toTheRightUnit: right,
  perHourWithPerson: perHour(person.done, person.seconds),
  secondsPerItemWithPerson: round(person.seconds / person.done, 2),
  ofThatThePerson: round(person.modelSeconds / person.done, 2),
  perHourMachineAlone: perHour(machine.done, machine.seconds),
  perHourMachineAndModel: perHour(machine.done, machine.seconds + machine.modelSeconds),
  nextShownMsP50: round(quantile(shown, 0.5) ?? 0, 0),
  nextShownMsP95: round(quantile(shown, 0.95) ?? 0, 0),
  nextShownMsP50WithPerson: round(quantile(shown.slice(0, person.done), 0.5) ?? 0, 0),
  nextShownMsP95WithPerson: round(quantile(shown.slice(0, person.done), 0.95) ?? 0, 0),
  complaintsOfTheBrowser: visitor.complaints.length,
});
await visitor.close();
client.close();
await instance.stop();
process.exit(0);
