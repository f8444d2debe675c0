/** One Frist as a calendar shows it; nothing personal beyond the Geschäftszeichen. */
export interface Kalendereintrag {
  id: string;
  /** Last day, `YYYY-MM-DD`. */
  ende: string;
  zeichen: string;
  art: 'gesetzt' | 'gesetzlich' | 'rechtsbehelf' | 'manuell';
  grundlage: string;
  bestaetigt: boolean;
  createdAt: Date;
}

const artText: Readonly<Record<Kalendereintrag['art'], string>> = {
  gesetzt: 'vom Absender gesetzte Frist',
  gesetzlich: 'gesetzliche Frist',
  rechtsbehelf: 'Rechtsbehelfsfrist',
  manuell: 'Frist',
};

const escapeText = (text: string): string =>
  text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, '\\n');

/** Lines are at most 75 octets long and never cut within a character (RFC 5545 section 3.1). */
const fold = (line: string): string => {
  const parts: string[] = [];
  let current = '';
  let octets = 0;
  for (const sign of line) {
    const size = Buffer.byteLength(sign);
    if (octets + size > 75) {
      parts.push(current);
      current = ' ';
      octets = 1;
    }
    current += sign;
    octets += size;
  }
  return [...parts, current].join('\r\n');
};

const compactDay = (day: string): string => day.replaceAll('-', '');
const compactInstant = (at: Date): string =>
  at
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d{3}/, '');

const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

const eventOf = (
  one: Kalendereintrag,
  options: { vorwarnungTage: number; host: string },
): string[] => [
  'BEGIN:VEVENT',
  `UID:frist-${one.id}@${options.host}`,
  `DTSTAMP:${compactInstant(one.createdAt)}`,
  `DTSTART;VALUE=DATE:${compactDay(one.ende)}`,
  `DTEND;VALUE=DATE:${compactDay(nextDay(one.ende))}`,
  `SUMMARY:${escapeText(`Fristende ${one.zeichen}${one.bestaetigt ? '' : ' (Vorschlag)'}`)}`,
  `DESCRIPTION:${escapeText(one.grundlage === '' ? artText[one.art] : `${artText[one.art]}, ${one.grundlage}`)}`,
  `STATUS:${one.bestaetigt ? 'CONFIRMED' : 'TENTATIVE'}`,
  'TRANSP:TRANSPARENT',
  'CLASS:CONFIDENTIAL',
  ...(options.vorwarnungTage === 0
    ? []
    : [
        'BEGIN:VALARM',
        'ACTION:DISPLAY',
        `DESCRIPTION:${escapeText(`Fristende ${one.zeichen}`)}`,
        `TRIGGER:-P${options.vorwarnungTage}D`,
        'END:VALARM',
      ]),
  'END:VEVENT',
];

/** A calendar by RFC 5545 of whole-day events on the last days, with the warning before. */
export const icalOf = (
  entries: readonly Kalendereintrag[],
  options: { name: string; vorwarnungTage: number; host: string },
): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Poststelle//Fristen//DE',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escapeText(options.name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    ...entries.flatMap((one) => eventOf(one, options)),
    'END:VCALENDAR',
  ]
    .map((line) => `${fold(line)}\r\n`)
    .join('');
