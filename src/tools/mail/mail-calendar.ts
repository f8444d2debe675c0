import ICAL from 'ical.js';
import { cleanLine, cleanText } from './mail-names.js';

const longestSource = 1_000_000;
const mostEntries = 20;

const german = new Intl.DateTimeFormat('de-DE', {
  dateStyle: 'full',
  timeStyle: 'short',
  timeZone: 'Europe/Berlin',
});

const when = (time: ICAL.Time | null | undefined): string => {
  if (time === null || time === undefined) return '';
  if (time.isDate) {
    const { year, month, day } = time;
    return `${String(day).padStart(2, '0')}.${String(month).padStart(2, '0')}.${year} (ganztägig)`;
  }
  return `${german.format(time.toJSDate())} Uhr`;
};

const person = (property: ICAL.Property | null): string => {
  if (property === null) return '';
  const name = cleanLine(String(property.getFirstParameter('cn') ?? ''));
  const address = cleanLine(String(property.getFirstValue() ?? '')).replace(/^mailto:/i, '');
  return name === '' || name === address ? address : `${name} <${address}>`;
};

const methods: Readonly<Record<string, string>> = {
  REQUEST: 'Einladung',
  CANCEL: 'Absage',
  REPLY: 'Antwort auf eine Einladung',
  COUNTER: 'Gegenvorschlag',
};

const linesOf = (facts: readonly (readonly [label: string, value: string])[]): string[] =>
  facts.filter(([, value]) => value !== '').map(([label, value]) => `${label}: ${value}`);

const textOfEvent = (component: ICAL.Component, title: string): string => {
  const event = new ICAL.Event(component);
  const facts = linesOf([
    ['Betreff', cleanLine(event.summary ?? '')],
    ['Beginn', when(event.startDate)],
    ['Ende', when(event.endDate)],
    ['Ort', cleanLine(event.location ?? '')],
    ['Organisator', person(component.getFirstProperty('organizer'))],
    ['Wiederholung', event.isRecurring() ? 'ja' : ''],
  ]);
  const description = cleanText(event.description ?? '').slice(0, 20_000);
  return [title, ...facts, ...(description === '' ? [] : ['', description])].join('\n');
};

/** Events of an iCalendar text (RFC 5545) in plain German; empty where there are none that can be read. */
export const textOfCalendar = (source: string): string => {
  try {
    const jcal: unknown = ICAL.parse(source.slice(0, longestSource));
    const calendar = new ICAL.Component(jcal as ConstructorParameters<typeof ICAL.Component>[0]);
    ICAL.TimezoneService.reset();
    for (const zone of calendar.getAllSubcomponents('vtimezone'))
      ICAL.TimezoneService.register(zone);
    const method = String(calendar.getFirstPropertyValue('method') ?? '').toUpperCase();
    const title = `Termin${methods[method] === undefined ? '' : ` (${methods[method]})`}`;
    return calendar
      .getAllSubcomponents('vevent')
      .slice(0, mostEntries)
      .map((event) => textOfEvent(event, title))
      .join('\n\n');
  } catch {
    return '';
  }
};

const cardLabels: Readonly<Record<string, string>> = {
  fn: 'Name',
  org: 'Organisation',
  title: 'Funktion',
  tel: 'Telefon',
  email: 'E-Mail',
  adr: 'Anschrift',
  url: 'Internet',
  note: 'Notiz',
};

const textOfValue = (property: ICAL.Property): string =>
  cleanLine(
    [property.getFirstValue()]
      .flat(3)
      .map((value) => String(value ?? ''))
      .filter((value) => value !== '')
      .join(', '),
  );

/** Cards of a vCard text (RFC 6350) in plain German; empty where there are none that can be read. */
export const textOfCards = (source: string): string => {
  try {
    const parsed = ICAL.parse(source.slice(0, longestSource)) as unknown[];
    const cards = (typeof parsed[0] === 'string' ? [parsed] : parsed) as ConstructorParameters<
      typeof ICAL.Component
    >[0][];
    return cards
      .slice(0, mostEntries)
      .map((card) => {
        const facts = new ICAL.Component(card)
          .getAllProperties()
          .map((property) => [cardLabels[property.name] ?? '', textOfValue(property)] as const)
          .filter(([label]) => label !== '');
        return ['Visitenkarte', ...linesOf(facts)].join('\n');
      })
      .join('\n\n');
  } catch {
    return '';
  }
};
