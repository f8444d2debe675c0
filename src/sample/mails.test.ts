import { simpleParser } from 'mailparser';
import { beforeAll, describe, expect, it } from 'vitest';
import { createMunicipality, type GeneratedMail, generateMails } from './index.js';

const municipality = createMunicipality({ seed: 'test' });
let mails: GeneratedMail[] = [];

beforeAll(async () => {
  mails = await generateMails({ seed: 'parse', count: 32, municipality });
});

describe('sample mails read by a foreign parser', () => {
  it('have the subject, sender and attachments that their truth names', async () => {
    for (const { truth, eml } of mails) {
      const parsed = await simpleParser(eml);
      expect(parsed.subject).toBe(truth.subject);
      expect(parsed.messageId).toBe(truth.messageId);
      expect(parsed.from?.value[0]).toMatchObject({ name: truth.sender.name, address: truth.from });
      const files = parsed.attachments.filter(({ related }) => !related);
      expect(
        files.map(({ filename, contentType, size }) => ({
          fileName: filename,
          mediaType: contentType,
          bytes: size,
        })),
      ).toEqual(
        truth.attachments.map(({ fileName, mediaType, bytes }) => ({ fileName, mediaType, bytes })),
      );
    }
  });

  it('carry the facts in their text unless the letter is attached', async () => {
    for (const { truth, eml } of mails.filter(
      ({ truth: { letterIsAttached } }) => !letterIsAttached,
    )) {
      const { text = '', subject = '' } = await simpleParser(eml);
      const words = `${subject}\n${text}`.replace(/\s+/g, ' ');
      for (const fact of [
        truth.geschaeftszeichenPrinted,
        truth.fremdesZeichen,
        ...truth.betraege,
      ]) {
        if (fact !== undefined) expect(words).toContain(fact);
      }
    }
  });

  it('come in every form', () => {
    expect(new Set(mails.map(({ truth }) => truth.form))).toEqual(
      new Set(['plain', 'old', 'html', 'logo', 'attachment', 'reply', 'forward']),
    );
  });

  it('have each their own Message-ID', () => {
    expect(new Set(mails.map(({ truth }) => truth.messageId)).size).toBe(mails.length);
  });
});
