import { ansichtOf, groupsOf, textOf } from '#understanding/index.js';
import type { StoredField } from './inhalt.repository.js';
import type { StoredRechnung } from './rechnung.repository.js';

const source = 'Rechnungsdatensatz';

const field = (name: string, wert: string | null | undefined, rohwert = wert): StoredField[] =>
  wert === null || wert === undefined || wert === ''
    ? []
    : [
        {
          name,
          position: 0,
          wert: wert.slice(0, 300),
          rohwert: (rohwert ?? wert).slice(0, 300),
          konfidenz: 1,
          seite: null,
          box: null,
          begruendung: source,
        },
      ];

/** What the Posteingangsbuch shows as the subject of an invoice. */
export const betreffOf = ({ begriffe }: StoredRechnung): string =>
  ansichtOf(begriffe).titel.slice(0, 300);

/** The fields of an invoice: certain, because they were read from data and not from a picture. */
const fieldsOfRechnung = (rechnung: StoredRechnung): StoredField[] => {
  const { begriffe } = rechnung;
  const view = ansichtOf(begriffe);
  const payable = view.summen.find(({ name }) => name === 'Zahlbetrag')?.wert;
  const accounts = groupsOf(begriffe, 'BG-16').flatMap((one) => [...groupsOf(one, 'BG-17')]);
  return [
    ...field('rechnungsnummer', rechnung.rechnungsnummer),
    ...field('betrag', payable, rechnung.zahlbetrag),
    ...field('faelligAm', textOf(begriffe, 'BT-9')),
    ...field('leitwegId', rechnung.leitwegId),
    ...field('iban', textOf(accounts[0], 'BT-84')),
  ];
};

/** Fields about who wrote it and when, for an invoice that came by itself. */
const headFields = (rechnung: StoredRechnung): StoredField[] => [
  ...field('absenderOrganisation', rechnung.verkaeufer),
  ...field('betreff', betreffOf(rechnung)),
  ...field('datumDesSchreibens', rechnung.rechnungsdatum),
];

/** The fields of an item with those of its invoice in place of what was read from the page. */
export const withRechnung = (
  fields: readonly StoredField[],
  rechnung: StoredRechnung,
  withHead: boolean,
): StoredField[] => {
  const own = [...(withHead ? headFields(rechnung) : []), ...fieldsOfRechnung(rechnung)];
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...fields.filter(({ name }) => !names.has(name))];
};
