import type { Betragsposition, Block } from '#postausgang/postausgang.schema.js';
import { Button } from '#web/ui/button.js';
import { CheckField, TextField } from '#web/ui/field.js';

type AmountBlock = Extract<Block, { art: 'betragstabelle' }>;
type PaymentBlock = Extract<Block, { art: 'zahlung' }>;

/** An empty line of a table of amounts. */
export const emptyPosition: Betragsposition = {
  bezeichnung: '',
  grundlage: '',
  menge: '',
  betrag: '',
};

const columns: readonly [keyof Betragsposition, string, number][] = [
  ['bezeichnung', 'Bezeichnung', 1_000],
  ['grundlage', 'Tarifstelle', 200],
  ['menge', 'Menge', 14],
  ['betrag', 'Betrag in Euro', 20],
];

/** Lines with amounts; the program works out their sum. */
export const AmountTableEditor = (props: {
  block: AmountBlock;
  onChange: (block: AmountBlock) => void;
}) => {
  const { block, onChange } = props;
  const set = (positionen: Betragsposition[]): void => onChange({ ...block, positionen });
  return (
    <div class="list-block">
      {block.positionen.map((position, index) => (
        <div key={index} class="block-entry__body">
          {columns.map(([key, label, maxLength]) => (
            <TextField
              key={key}
              label={`${label} ${index + 1}`}
              value={position[key]}
              maxLength={maxLength}
              onInput={(value) => set(block.positionen.with(index, { ...position, [key]: value }))}
            />
          ))}
          <Button
            label={`Zeile ${index + 1} löschen`}
            icon="delete"
            small
            variant="tertiary"
            disabled={block.positionen.length === 1}
            onClick={() => set(block.positionen.toSpliced(index, 1))}
          />
        </div>
      ))}
      <Button
        label="Zeile hinzufügen"
        icon="plus"
        small
        variant="tertiary"
        onClick={() => set([...block.positionen, emptyPosition])}
      />
    </div>
  );
};

/** How to pay: amount, reference, day, and the account where it is not that of the letterhead. */
export const PaymentEditor = (props: {
  block: PaymentBlock;
  onChange: (block: PaymentBlock) => void;
}) => {
  const { block, onChange } = props;
  const field = (
    key: 'betrag' | 'kassenzeichen' | 'faellig' | 'empfaenger' | 'iban',
    label: string,
    maxLength: number,
    hint?: string,
  ) => (
    <TextField
      label={label}
      hint={hint}
      value={block[key]}
      maxLength={maxLength}
      onInput={(value) => onChange({ ...block, [key]: value })}
    />
  );
  return (
    <div class="list-block">
      {field('kassenzeichen', 'Kassenzeichen', 35)}
      {field('betrag', 'Betrag in Euro', 20, 'Leer: Summe der Betragstabellen')}
      {field('faellig', 'Fällig', 80, 'Zum Beispiel 23.12.2026')}
      {field('empfaenger', 'Empfänger der Zahlung', 70, 'Leer: Konto des Briefkopfs')}
      {field('iban', 'IBAN', 42, 'Leer: Konto des Briefkopfs')}
      <CheckField
        label="GiroCode drucken"
        checked={block.girocode}
        onChange={(girocode) => onChange({ ...block, girocode })}
      />
    </div>
  );
};
