import { describe, expect, it } from 'vitest';
import { attachmentName } from './channels/email.js';
import { bekanntgabeFiktion, uebergaenge, vorher } from './postausgang.js';
import { PostausgangZustand } from './postausgang.schema.js';
import { fillPlaceholders } from './vorlagen.js';

describe('the states of a letter', () => {
  it('lead out of the point of no return only to proof, doubt, or the no of the other side', () => {
    expect([...uebergaenge.committing].sort()).toEqual(['failed', 'queued', 'sent', 'unknown']);
    expect(vorher('committing')).toEqual(['claimed']);
    expect(vorher('unknown')).toEqual(['committing']);
  });

  it('never lead out of a letter that has left or was stopped', () => {
    expect(uebergaenge.sent).toEqual([]);
    expect(uebergaenge.storniert).toEqual([]);
  });

  it('are each reached from somewhere, apart from the draft', () => {
    for (const zustand of PostausgangZustand.options) {
      expect({ zustand, from: vorher(zustand).length }).not.toEqual({ zustand, from: 0 });
    }
  });
});

describe('dates and names', () => {
  it('count the fourth day after the dispatch as that of the notification, also over the year', () => {
    const sent = { kanal: 'druck', tag: '2026-12-29' } as const;
    expect(bekanntgabeFiktion(sent, { land: 'SN' }).tag).toBe('2027-01-02');
    const inPostfach = { kanal: 'portal', tag: '2026-12-29' } as const;
    expect(bekanntgabeFiktion(inPostfach, { land: 'SN' })).toMatchObject({
      tag: '2027-01-01',
      grundlage: '§ 9 Abs. 1 Satz 4 OZG',
    });
  });

  it('give an attachment a name without slashes', () => {
    expect(attachmentName('32-1212/14/7-2026')).toBe('Schreiben_32-1212-14-7-2026.pdf');
  });

  it('leave a place visible whose value nobody knows', () => {
    expect(
      fillPlaceholders('am {letzterEingang}, {x}', { letzterEingang: undefined, x: 'y' }),
    ).toBe('am [letzterEingang], y');
    expect(fillPlaceholders('{constructor}', {})).toBe('[constructor]');
  });
});
