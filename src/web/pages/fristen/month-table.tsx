import type { FristZeile } from '#fristen/fristen.schema.js';
import { formatDate } from '#web/format.js';
import { Button } from '#web/ui/button.js';
import { belongsTo } from './words.js';

const day = 86_400_000;
const monthName = new Intl.DateTimeFormat('de-DE', {
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});
const weekdays = [
  'Montag',
  'Dienstag',
  'Mittwoch',
  'Donnerstag',
  'Freitag',
  'Sonnabend',
  'Sonntag',
];

const isoOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const startOf = (month: string): number => Date.parse(`${month}-01T00:00:00Z`);

/** The month that lies so many months later, `YYYY-MM`. */
export const monthPlus = (month: string, months: number): string => {
  const date = new Date(startOf(month));
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 7);
};

/** First and last day of a month. */
export const monthRange = (month: string): { von: string; bis: string } => ({
  von: `${month}-01`,
  bis: isoOf(startOf(monthPlus(month, 1)) - day),
});

/** The weeks of a month from Monday; days of the months beside it are null. */
const weeksOf = (month: string): (string | null)[][] => {
  const first = startOf(month);
  const monday = first - ((new Date(first).getUTCDay() + 6) % 7) * day;
  const weeks: (string | null)[][] = [];
  for (let week = monday; isoOf(week) <= monthRange(month).bis; week += 7 * day) {
    weeks.push(
      Array.from({ length: 7 }, (_, index) => {
        const iso = isoOf(week + index * day);
        return iso.startsWith(month) ? iso : null;
      }),
    );
  }
  return weeks;
};

const DayCell = (props: { iso: string | null; today: string; fristen: readonly FristZeile[] }) => {
  const { iso } = props;
  if (iso === null) return <td class="month__day month__day--other" />;
  const due = props.fristen.filter((one) => one.ende === iso);
  return (
    <td
      class={iso === props.today ? 'month__day month__day--today' : 'month__day'}
      aria-current={iso === props.today ? 'date' : undefined}
    >
      <span class="month__number">
        <span class="kern-sr-only">{formatDate(iso)}</span>
        <span aria-hidden="true">{Number(iso.slice(8))}</span>
        {iso === props.today ? <span class="small"> heute</span> : null}
      </span>
      {due.length === 0 ? null : (
        <ul class="month__list">
          {due.map((one) => (
            <li key={one.id}>
              <a href={`/fristen/${one.id}`}>
                {belongsTo(one)?.text ?? ''} {one.bezeichnung}
              </a>
              {one.zustand === 'vorgeschlagen' ? (
                <span class="muted small"> (Vorschlag)</span>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </td>
  );
};

/** A month as a table: one column for each weekday, in each day the Fristen that end on it. */
export const MonthTable = (props: {
  month: string;
  today: string;
  fristen: readonly FristZeile[];
  onMonth: (month: string) => void;
}) => {
  const { month } = props;
  const title = monthName.format(new Date(startOf(month)));
  return (
    <>
      <div class="button-row month__head">
        <Button
          label="Voriger Monat"
          icon="chevron-left"
          small
          onClick={() => props.onMonth(monthPlus(month, -1))}
        />
        <h2 class="section__title" aria-live="polite">
          {title}
        </h2>
        <Button
          label="Nächster Monat"
          icon="chevron-right"
          small
          onClick={() => props.onMonth(monthPlus(month, 1))}
        />
      </div>
      <section
        class="kern-table-responsive table-box"
        aria-label={`Fristen im ${title}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
        tabIndex={0}
      >
        <table class="month">
          <caption class="kern-sr-only">Fristen im {title}, nach letztem Tag</caption>
          <thead>
            <tr>
              {weekdays.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(month).map((week, index) => (
              <tr key={week.find((iso) => iso !== null) ?? index}>
                {week.map((iso, at) => (
                  <DayCell
                    key={weekdays[at] ?? ''}
                    iso={iso}
                    today={props.today}
                    fristen={props.fristen}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
};
