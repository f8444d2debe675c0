import type { Block, BlockArt } from '#postausgang/postausgang.schema.js';
import { Button } from '#web/ui/button.js';
import { TextArea, TextField } from '#web/ui/field.js';
import type { IconName } from '#web/ui/icon.js';
import { blockNames, emptyBlock, type KeyedBlock, keyed } from './draft.js';
import { ListEditor } from './list-block.js';
import { RichText } from './rich-text.js';
import { TableEditor } from './table-block.js';

const icons: Readonly<Record<BlockArt, IconName>> = {
  absatz: 'paragraph',
  ueberschrift: 'heading',
  liste: 'list',
  tabelle: 'table',
  rechtsbehelfsbelehrung: 'scales',
};

const focusSoon = (id: string): void => {
  window.setTimeout(() => document.getElementById(id)?.focus());
};

const fieldId = (key: number): string => `baustein-${key}`;

interface BodyProps {
  entry: KeyedBlock;
  name: string;
  onChange: (block: Block) => void;
  onSplit: (first: Block, second: Block) => void;
}

const Body = ({ entry, name, onChange, onSplit }: BodyProps) => {
  const { block } = entry;
  const id = fieldId(entry.key);
  switch (block.art) {
    case 'absatz':
      return (
        <RichText
          id={id}
          label={name}
          runs={block.laeufe}
          onChange={(laeufe) => onChange({ ...block, laeufe })}
          onSplit={(before, after) =>
            onSplit({ art: 'absatz', laeufe: before }, { art: 'absatz', laeufe: after })
          }
        />
      );
    case 'ueberschrift':
      return (
        <TextField
          id={id}
          label={name}
          hideLabel
          value={block.text}
          maxLength={200}
          onInput={(text) => onChange({ ...block, text })}
        />
      );
    case 'liste':
      return <ListEditor block={block} onChange={onChange} />;
    case 'tabelle':
      return <TableEditor block={block} onChange={onChange} />;
    case 'rechtsbehelfsbelehrung':
      return (
        <TextArea
          id={id}
          label={name}
          hideLabel
          rows={4}
          value={block.text}
          maxLength={4_000}
          onInput={(text) => onChange({ ...block, text })}
        />
      );
  }
};

/** The typed blocks of a letter: written, moved, removed and added. */
export const BlockEditor = (props: {
  blocks: readonly KeyedBlock[];
  allowed: readonly BlockArt[];
  required: readonly BlockArt[];
  onChange: (blocks: readonly KeyedBlock[]) => void;
}) => {
  const { blocks, onChange } = props;
  const replace = (index: number, ...entries: KeyedBlock[]): void =>
    onChange(blocks.toSpliced(index, 1, ...entries));
  const move = (index: number, step: 1 | -1): void => {
    const entry = blocks[index];
    if (entry !== undefined) onChange(blocks.toSpliced(index, 1).toSpliced(index + step, 0, entry));
  };
  const add = (art: BlockArt): void => {
    const entry = keyed(emptyBlock(art));
    onChange([...blocks, entry]);
    focusSoon(fieldId(entry.key));
  };
  const isKept = (entry: KeyedBlock): boolean =>
    props.required.includes(entry.block.art) &&
    blocks.filter((other) => other.block.art === entry.block.art).length === 1;
  return (
    <div class="blocks">
      {blocks.map((entry, index) => {
        const name = `${blockNames[entry.block.art]} ${index + 1}`;
        return (
          <section key={entry.key} class="block-entry" aria-label={name}>
            <div class="block-entry__head">
              <span class="block-entry__name">{blockNames[entry.block.art]}</span>
              <Button
                label={`${name} nach oben`}
                icon="arrow-up"
                iconOnly
                small
                variant="tertiary"
                disabled={index === 0}
                onClick={() => move(index, -1)}
              />
              <Button
                label={`${name} nach unten`}
                icon="arrow-down"
                iconOnly
                small
                variant="tertiary"
                disabled={index === blocks.length - 1}
                onClick={() => move(index, 1)}
              />
              <Button
                label={`${name} löschen`}
                icon="delete"
                iconOnly
                small
                variant="tertiary"
                disabled={isKept(entry)}
                onClick={() => replace(index)}
              />
            </div>
            <Body
              entry={entry}
              name={name}
              onChange={(block) => replace(index, { ...entry, block })}
              onSplit={(first, second) => {
                const next = keyed(second);
                replace(index, { ...entry, block: first }, next);
                focusSoon(fieldId(next.key));
              }}
            />
          </section>
        );
      })}
      <div class="blocks__add">
        <span class="muted small">Baustein hinzufügen:</span>
        {props.allowed.map((art) => (
          <Button
            key={art}
            label={blockNames[art]}
            spoken={`${blockNames[art]} hinzufügen`}
            icon={icons[art]}
            small
            onClick={() => add(art)}
          />
        ))}
      </div>
    </div>
  );
};
