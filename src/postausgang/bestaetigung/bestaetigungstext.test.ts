import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigSchema } from '#config/schema.js';
import { createBestaetigungstext } from './bestaetigungstext.js';

const facts = { eingangsnummer: '2026-000123', eingangsdatum: '2026-11-23' };

const textWith = (content: string | Buffer): string => {
  const textFile = join(mkdtempSync(join(tmpdir(), 'poststelle-text-')), 'text.txt');
  writeFileSync(textFile, content);
  return createBestaetigungstext(ConfigSchema.parse({ eingangsbestaetigung: { textFile } }))(facts);
};

describe('the text of an acknowledgement', () => {
  it('says when and under which number the mail came, and that this says nothing of a Frist', () => {
    const behoerde = { name: 'Stadt Lohwerda', email: 'rathaus@lohwerda.example' };
    const text = createBestaetigungstext(ConfigSchema.parse({ behoerde }))(facts);
    expect(text).toContain('am 23. November 2026 bei uns eingegangen');
    expect(text).toContain('Eingangsnummer 2026-000123.');
    expect(text).toContain('ob eine Frist eingehalten ist');
    expect(text).toContain('Bitte antworten Sie nicht darauf.');
    expect(text).toContain('E-Mail: rathaus@lohwerda.example');
    expect(text).not.toMatch(/[{}]|[^\r]\n/);
  });

  it('may be that of the operator', () => {
    expect(textWith('Nr. {eingangsnummer} vom {datum}\n')).toBe(
      'Nr. 2026-000123 vom 23. November 2026\r\n',
    );
  });

  it.each([
    ['without the number', 'Danke.'],
    ['with an unknown placeholder', '{eingangsnummer} {betreff}'],
    ['in another encoding', Buffer.from('{eingangsnummer} gr\xfc\xdfe', 'latin1')],
  ])('is refused at the start %s', (_name, content) => {
    expect(() => textWith(content)).toThrow(/eingangsbestaetigung\.textFile/);
  });
});

describe('the settings', () => {
  it('need a relay where an address is switched on', () => {
    const eingangsbestaetigung = { addresses: 'post@stadt.example, *@kultur.stadt.example' };
    expect(ConfigSchema.safeParse({ eingangsbestaetigung }).success).toBe(false);
    const outbound = { smtpUrl: 'smtp://relay.stadt.example:25' };
    const config = ConfigSchema.parse({ eingangsbestaetigung, outbound });
    expect(config.eingangsbestaetigung.addresses).toEqual([
      'post@stadt.example',
      '*@kultur.stadt.example',
    ]);
  });

  it('name what is no address', () => {
    const eingangsbestaetigung = { addresses: 'post@stadt.example, rathaus' };
    expect(() => ConfigSchema.parse({ eingangsbestaetigung })).toThrow(/rathaus/);
  });
});
