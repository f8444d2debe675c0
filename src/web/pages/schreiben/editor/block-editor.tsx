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

const Entry = (props: {
  entry: KeyedBlock;
  name: string;
  isFirst: boolean;
  isLast: boolean;
  /** The template asks for this block and there is no other of its kind. */
  isKept: boolean;
  onMove: (step: 1 | -1) => void;
  onReplace: (...entries: KeyedBlock[]) => void;
}) => {
  const { entry, name, onReplace } = props;
  const tool = (label: string, icon: IconName, disabled: boolean, onClick: () => void) => (
    <Button {...{ label, icon, disabled, onClick }} iconOnly small variant="tertiary" />
  );
  return (
    <section class="block-entry" aria-label={name}>
      <div class="block-entry__head">
        <span class="block-entry__name">{blockNames[entry.block.art]}</span>
        {tool(`${name} nach oben`, 'arrow-up', props.isFirst, () => props.onMove(-1))}
        {tool(`${name} nach unten`, 'arrow-down', props.isLast, () => props.onMove(1))}
        {tool(`${name} löschen`, 'delete', props.isKept, () => onReplace())}
      </div>
      <Body
        entry={entry}
        name={name}
        onChange={(block) => onReplace({ ...entry, block })}
        onSplit={(first, second) => {
          const next = keyed(second);
          onReplace({ ...entry, block: first }, next);
          focusSoon(fieldId(next.key));
        }}
      />
    </section>
  );
};

const AddButtons = ({
  allowed,
  onAdd,
}: {
  allowed: readonly BlockArt[];
  onAdd: (art: BlockArt) => void;
}) => (
  <div class="blocks__add">
    <span class="muted small">Baustein hinzufügen:</span>
    {allowed.map((art) => (
      <Button
        key={art}
        label={blockNames[art]}
        spoken={`${blockNames[art]} hinzufügen`}
        icon={icons[art]}
        small
        onClick={() => onAdd(art)}
      />
    ))}
  </div>
);

/** The typed blocks of a letter: written, moved, removed and added. */
export const BlockEditor = (props: {
  blocks: readonly KeyedBlock[];
  allowed: readonly BlockArt[];
  required: readonly BlockArt[];
  onChange: (blocks: readonly KeyedBlock[]) => void;
}) => {
  const { blocks, onChange } = props;
  const move = (index: number, step: 1 | -1): void => {
    const entry = blocks[index];
    if (entry !== undefined) onChange(blocks.toSpliced(index, 1).toSpliced(index + step, 0, entry));
  };
  const add = (art: BlockArt): void => {
    const entry = keyed(emptyBlock(art));
    onChange([...blocks, entry]);
    focusSoon(fieldId(entry.key));
  };
  const isKept = ({ block }: KeyedBlock): boolean =>
    props.required.includes(block.art) &&
    blocks.filter((other) => other.block.art === block.art).length === 1;
  return (
    <div class="blocks">
      {blocks.map((entry, index) => (
        <Entry
          key={entry.key}
          entry={entry}
          name={`${blockNames[entry.block.art]} ${index + 1}`}
          isFirst={index === 0}
          isLast={index === blocks.length - 1}
          isKept={isKept(entry)}
          onMove={(step) => move(index, step)}
          onReplace={(...entries) => onChange(blocks.toSpliced(index, 1, ...entries))}
        />
      ))}
      <AddButtons allowed={props.allowed} onAdd={add} />
    </div>
  );
};
