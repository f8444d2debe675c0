import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { icalOf, type Kalendereintrag } from './ical.js';

const entry: Kalendereintrag = {
  id: '0b0f4b1e-6d0f-4c39-9c1b-1d2f3a4b5c6d',
  ende: '2026-12-31',
  zeichen: '32.1-3212/1/7-2026',
  art: 'gesetzlich',
  grundlage:
    '§ 70 Abs. 1 Satz 1 VwGO, § 41 Abs. 2 Satz 1 VwVfG; ein Komma, ein Strichpunkt und viele Wörter',
  bestaetigt: true,
  createdAt: new Date('2026-11-23T10:00:00Z'),
};
const options = { name: 'Fristen 32.1', vorwarnungTage: 7, host: 'post.example' };

const eventsOf = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');

describe('the calendar', () => {
  it('is read by another program as it was meant', () => {
    const [event] = eventsOf(icalOf([entry], options));
    expect(event?.getFirstPropertyValue('dtstart')?.toString()).toBe('2026-12-31');
    expect(event?.getFirstPropertyValue('dtend')?.toString()).toBe('2027-01-01');
    expect(event?.getFirstPropertyValue('summary')).toBe('Fristende 32.1-3212/1/7-2026');
    expect(event?.getFirstPropertyValue('description')).toBe(
      `gesetzliche Frist, ${entry.grundlage}`,
    );
    expect(event?.getFirstPropertyValue('status')).toBe('CONFIRMED');
    expect(
      event?.getFirstSubcomponent('valarm')?.getFirstPropertyValue('trigger')?.toString(),
    ).toBe('-P7D');
  });

  it('has lines of at most 75 octets that end as RFC 5545 wants', () => {
    const lines = icalOf([entry, { ...entry, bestaetigt: false }], options).split('\r\n');
    expect(lines.at(-1)).toBe('');
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(lines.join('').includes('\n')).toBe(false);
  });

  it('is valid without entries, and without a warning where none is set', () => {
    expect(eventsOf(icalOf([], options))).toEqual([]);
    const [event] = eventsOf(icalOf([entry], { ...options, vorwarnungTage: 0 }));
    expect(event?.getFirstSubcomponent('valarm')).toBeNull();
  });
});
