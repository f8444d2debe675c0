import { describe, expect, it } from 'vitest';
import { createTally, mostDepth, mostFiles, mostMails, outermost } from './enclosure-tally.js';

const zip = 'application/zip';
const mail = 'message/rfc822';

describe('files within files', () => {
  it('are opened down to a depth', () => {
    const tally = createTally();
    expect(tally.refusal(zip, { depth: mostDepth - 1 })).toBeUndefined();
    expect(tally.refusal(zip, { depth: mostDepth })).toContain('Zu tief');
  });

  it('are opened while there are not too many of them', () => {
    const tally = createTally();
    for (let count = 0; count < mostFiles; count += 1) tally.file();
    expect(tally.refusal(zip, outermost)).toBeUndefined();
    tally.file();
    expect(tally.refusal(zip, outermost)).toContain('zu viele');
  });

  it('are counted apart when they are mails: further archives are still opened', () => {
    const tally = createTally();
    for (let count = 0; count < mostMails; count += 1)
      expect(tally.refusal(mail, outermost)).toBeUndefined();
    expect(tally.refusal('application/vnd.ms-outlook', outermost)).toContain('zu viele');
    expect(createTally().refusal(mail, outermost)).toBeUndefined();
  });

  it('are printed together with forwarded ones only while they are not too many', () => {
    const tally = createTally();
    for (let count = 0; count < mostMails; count += 1) expect(tally.mail()).toBe(true);
    expect(tally.mail()).toBe(false);
    expect(tally.refusal(mail, outermost)).toContain('zu viele');
  });
});
