import { useRef } from 'preact/hooks';
import type { Block } from '#postausgang/postausgang.schema.js';
import { Button } from '#web/ui/button.js';
import { CheckField } from '#web/ui/field.js';

type ListBlock = Extract<Block, { art: 'liste' }>;

/** Points of a list; Enter begins the next one, Backspace in an empty one removes it. */
export const ListEditor = (props: { block: ListBlock; onChange: (block: ListBlock) => void }) => {
  const { block, onChange } = props;
  const list = useRef<HTMLOListElement>(null);
  const set = (punkte: string[], focus?: number): void => {
    onChange({ ...block, punkte });
    if (focus === undefined) return;
    window.setTimeout(() => list.current?.querySelectorAll('input')[focus]?.focus());
  };
  const onKeyDown = (event: KeyboardEvent, index: number): void => {
    if (event.key === 'Enter') {
      event.preventDefault();
      set(block.punkte.toSpliced(index + 1, 0, ''), index + 1);
    } else if (event.key === 'Backspace' && block.punkte[index] === '' && block.punkte.length > 1) {
      event.preventDefault();
      set(block.punkte.toSpliced(index, 1), Math.max(0, index - 1));
    }
  };
  return (
    <div class="list-block">
      <CheckField
        label="Nummeriert"
        checked={block.nummeriert}
        onChange={(nummeriert) => onChange({ ...block, nummeriert })}
      />
      <ol
        class={
          block.nummeriert ? 'list-block__points' : 'list-block__points list-block__points--bullets'
        }
        ref={list}
      >
        {block.punkte.map((point, index) => (
          <li key={index}>
            <input
              class="plain-input"
              aria-label={`Punkt ${index + 1}`}
              value={point}
              maxLength={2_000}
              onInput={(event) => set(block.punkte.with(index, event.currentTarget.value))}
              onKeyDown={(event) => onKeyDown(event, index)}
            />
          </li>
        ))}
      </ol>
      <Button
        label="Punkt hinzufügen"
        icon="plus"
        small
        variant="tertiary"
        onClick={() => set([...block.punkte, ''], block.punkte.length)}
      />
    </div>
  );
};
