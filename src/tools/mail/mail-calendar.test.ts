import { describe, expect, it } from 'vitest';
import { textOfCalendar, textOfCards } from './mail-calendar.js';

const calendar = (lines: string): string =>
  `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\n${lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;

describe('an invitation', () => {
  it('says what, when, where and who in German time', () => {
    const text = textOfCalendar(
      calendar(
        'SUMMARY:Ortstermin Baugrube\r\nDTSTART:20260714T080000Z\r\nDTEND:20260714T090000Z\r\nLOCATION:Rathaus\\, Zimmer 4\r\nORGANIZER;CN=Erika Muster:mailto:erika@example.org\r\nDESCRIPTION:Bitte Helm\\nmitbringen',
      ),
    );
    expect(text).toContain('Termin (Einladung)\nBetreff: Ortstermin Baugrube');
    expect(text).toMatch(/Beginn: Dienstag, 14\. Juli 2026 um 10:00 Uhr/);
    expect(text).toContain('Ort: Rathaus, Zimmer 4');
    expect(text).toContain('Organisator: Erika Muster <erika@example.org>');
    expect(text).toContain('Bitte Helm\nmitbringen');
  });

  it('for whole days has no time of day', () => {
    const text = textOfCalendar(calendar('SUMMARY:x\r\nDTSTART;VALUE=DATE:20260714'));
    expect(text).toContain('Beginn: 14.07.2026 (ganztägig)');
  });

  it.each(['', 'kein Kalender', 'BEGIN:VCALENDAR', calendar('DTSTART:gestern')])(
    'that is none says nothing and throws nothing: %j',
    (source) => {
      expect(textOfCalendar(source)).not.toContain('Beginn');
    },
  );
});

describe('a card', () => {
  it('says who and how to reach them', () => {
    const text = textOfCards(
      'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Erika Muster\r\nORG:Bauamt\r\nTEL:+49 351 1\r\nEMAIL:erika@example.org\r\nEND:VCARD\r\n',
    );
    expect(text).toBe(
      'Visitenkarte\nName: Erika Muster\nOrganisation: Bauamt\nTelefon: +49 351 1\nE-Mail: erika@example.org',
    );
  });
});
