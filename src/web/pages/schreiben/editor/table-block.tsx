import type { Block } from '#postausgang/postausgang.schema.js';
import { Button } from '#web/ui/button.js';
import { CheckField } from '#web/ui/field.js';

type TableBlock = Extract<Block, { art: 'tabelle' }>;

const HeadCell = (props: {
  block: TableBlock;
  index: number;
  onChange: (block: TableBlock) => void;
}) => {
  const { block, index, onChange } = props;
  const isRight = block.ausrichtung[index] === 'rechts';
  const align = (): void => {
    const filled = block.spalten.map((_, at) => block.ausrichtung[at] ?? 'links');
    onChange({ ...block, ausrichtung: filled.with(index, isRight ? 'links' : 'rechts') });
  };
  return (
    <th scope="col">
      <input
        class="plain-input plain-input--strong"
        aria-label={`Überschrift der Spalte ${index + 1}`}
        value={block.spalten[index] ?? ''}
        maxLength={100}
        onInput={(event) =>
          onChange({ ...block, spalten: block.spalten.with(index, event.currentTarget.value) })
        }
      />
      <span class="table-block__tools">
        <Button
          label={isRight ? 'rechtsbündig' : 'linksbündig'}
          spoken={`Spalte ${index + 1} ist ${isRight ? 'rechtsbündig' : 'linksbündig'}, umschalten`}
          small
          variant="tertiary"
          onClick={align}
        />
        <Button
          label={`Spalte ${index + 1} löschen`}
          icon="delete"
          iconOnly
          small
          variant="tertiary"
          disabled={block.spalten.length === 1}
          onClick={() =>
            onChange({
              ...block,
              spalten: block.spalten.toSpliced(index, 1),
              ausrichtung: block.ausrichtung.toSpliced(index, 1),
              zeilen: block.zeilen.map((row) => row.toSpliced(index, 1)),
            })
          }
        />
      </span>
    </th>
  );
};

const withCell = (block: TableBlock, row: number, column: number, value: string): TableBlock => ({
  ...block,
  zeilen: block.zeilen.map((cells, at) =>
    at === row
      ? block.spalten.map((_, index) => (index === column ? value : (cells[index] ?? '')))
      : cells,
  ),
});

const withColumn = (block: TableBlock): TableBlock => ({
  ...block,
  spalten: [...block.spalten, ''],
  ausrichtung: [...block.spalten.map((_, at) => block.ausrichtung[at] ?? 'links'), 'links'],
  zeilen: block.zeilen.map((row) => [...row, '']),
});

const Row = (props: { block: TableBlock; row: number; onChange: (block: TableBlock) => void }) => {
  const { block, row, onChange } = props;
  return (
    <tr>
      {block.spalten.map((name, column) => (
        <td key={column}>
          <input
            class={
              block.ausrichtung[column] === 'rechts'
                ? 'plain-input plain-input--right'
                : 'plain-input'
            }
            aria-label={`${name}, Zeile ${row + 1}`}
            value={block.zeilen[row]?.[column] ?? ''}
            maxLength={1_000}
            onInput={(event) => onChange(withCell(block, row, column, event.currentTarget.value))}
          />
        </td>
      ))}
      <td class="table-block__end">
        <Button
          label={`Zeile ${row + 1} löschen`}
          icon="delete"
          iconOnly
          small
          variant="tertiary"
          onClick={() => onChange({ ...block, zeilen: block.zeilen.toSpliced(row, 1) })}
        />
      </td>
    </tr>
  );
};

/** A table of plain cells. */
export const TableEditor = (props: {
  block: TableBlock;
  onChange: (block: TableBlock) => void;
}) => {
  const { block, onChange } = props;
  const addRow = (): void =>
    onChange({ ...block, zeilen: [...block.zeilen, block.spalten.map(() => '')] });
  return (
    <div class="table-block">
      <table>
        <thead>
          <tr>
            {block.spalten.map((_, index) => (
              <HeadCell key={index} block={block} index={index} onChange={onChange} />
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {block.zeilen.map((_, row) => (
            <Row key={row} block={block} row={row} onChange={onChange} />
          ))}
        </tbody>
      </table>
      <div class="button-row">
        <Button label="Zeile hinzufügen" icon="plus" small variant="tertiary" onClick={addRow} />
        <Button
          label="Spalte hinzufügen"
          icon="plus"
          small
          variant="tertiary"
          disabled={block.spalten.length >= 8}
          onClick={() => onChange(withColumn(block))}
        />
        <CheckField
          label="Letzte Zeile ist die Summe"
          checked={block.summenzeile}
          onChange={(summenzeile) => onChange({ ...block, summenzeile })}
        />
      </div>
    </div>
  );
};
