import { expect, it } from 'vitest';
import { csvText } from '#tools/csv.js';
import { csvOf } from './csv.js';

it('a table opens in a German spreadsheet program: BOM, semicolons, decimal commas, CRLF, units in the head', () => {
  const csv = csvOf({
    spalten: [
      { titel: 'Einheit', art: 'text' },
      { titel: 'Eingetroffen', art: 'anzahl' },
      { titel: 'Berührungsquote', art: 'anteil' },
      { titel: 'Dauer', art: 'sekunden' },
    ],
    zeilen: [
      ['32.1 Bußgeldstelle; "ruhend"', 1200, 0.12345, 61],
      ['63', 0, null, null],
    ],
  });
  expect(csv).toBe(
    '\uFEFF"Einheit";"Eingetroffen";"Berührungsquote (in %)";"Dauer (in Sekunden)"\r\n' +
      '"32.1 Bußgeldstelle; ""ruhend""";1200;12,35;61\r\n"63";0;;\r\n',
  );
});

it.each(['=1+1', '+49', '-2', '@SUM(A1)', '\t=1', '\r=1', '  =1', '\n@x'])(
  'a name that looks like a formula stays a text: %j',
  (name) => {
    expect(csvText(name)).toBe(`"'${name}"`);
  },
);

it('an ordinary name is left as it is', () => {
  expect(csvText('32.1 Bußgeldstelle')).toBe('"32.1 Bußgeldstelle"');
});
