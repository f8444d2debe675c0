import type { Block, BlockArt } from '#postausgang/postausgang.schema.js';
import { Button } from '#web/ui/button.js';
import { TextArea, TextField } from '#web/ui/field.js';
import type { IconName } from '#web/ui/icon.js';
import { AmountTableEditor, PaymentEditor } from './amount-block.js';
import { blockNames, emptyBlock, isEmptyBlock, type KeyedBlock, keyed } from './draft.js';
import { ListEditor } from './list-block.js';
import { blocksOfHtml, blocksOfText } from './paste.js';
import { RichText } from './rich-text.js';
import { TableEditor } from './table-block.js';

const icons: Readonly<Record<BlockArt, IconName>> = {
  absatz: 'paragraph',
  ueberschrift: 'heading',
  liste: 'list',
  tabelle: 'table',
  betragstabelle: 'table',
  zahlung: 'code',
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
  onPasteBlocks: (html: string, text: string) => boolean;
}

const Body = ({ entry, name, onChange, onSplit, onPasteBlocks }: BodyProps) => {
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
          onPasteBlocks={onPasteBlocks}
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
    case 'betragstabelle':
      return <AmountTableEditor block={block} onChange={onChange} />;
    case 'zahlung':
      return <PaymentEditor block={block} onChange={onChange} />;
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
  allowed: readonly BlockArt[];
  onMove: (step: 1 | -1) => void;
  onReplace: (...entries: KeyedBlock[]) => void;
}) => {
  const { entry, name, onReplace } = props;
  const tool = (label: string, icon: IconName, disabled: boolean, onClick: () => void) => (
    <Button {...{ label, icon, disabled, onClick }} iconOnly small variant="tertiary" />
  );
  return (
    <section
      class="block-entry"
      aria-label={name}
      data-baustein={entry.key}
      onKeyDown={(event) => {
        const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (!event.altKey || step === undefined) return;
        event.preventDefault();
        if (step === -1 ? props.isFirst : props.isLast) return;
        const { activeElement } = document;
        props.onMove(step === -1 ? -1 : 1);
        // The browser forgets the focus of what moves.
        window.setTimeout(() => activeElement instanceof HTMLElement && activeElement.focus());
      }}
    >
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
        onPasteBlocks={(html, text) => {
          const rich = blocksOfHtml(html, props.allowed);
          const found = rich.length > 0 ? rich : blocksOfText(text);
          if (found.length === 0 || (found.length === 1 && found[0]?.art === 'absatz'))
            return false;
          onReplace(...(isEmptyBlock(entry.block) ? [] : [entry]), ...found.map(keyed));
          return true;
        }}
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
  onModule,
}: {
  allowed: readonly BlockArt[];
  onModule: (() => void) | undefined;
  onAdd: (art: BlockArt) => void;
}) => (
  <div class="blocks__add">
    {onModule === undefined ? null : (
      <Button label="Textbaustein" icon="search" small shortcut="Control+K" onClick={onModule} />
    )}
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
  /** Looks for a Textbaustein; a template is written without. */
  onModule?: () => void;
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
          allowed={props.allowed}
          onMove={(step) => move(index, step)}
          onReplace={(...entries) => onChange(blocks.toSpliced(index, 1, ...entries))}
        />
      ))}
      <AddButtons allowed={props.allowed} onAdd={add} onModule={props.onModule} />
    </div>
  );
};
