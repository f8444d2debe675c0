import { useEffect, useRef, useState } from 'preact/hooks';
import type { Lauf } from '#postausgang/postausgang.schema.js';
import { Button } from '#web/ui/button.js';
import { FootnoteDialog } from './footnote-dialog.js';

const styleOf = (node: Node, root: Node): { fett: boolean; kursiv: boolean } => {
  const style = { fett: false, kursiv: false };
  for (let at = node.parentNode; at !== null && at !== root; at = at.parentNode) {
    if (at.nodeName === 'B' || at.nodeName === 'STRONG') style.fett = true;
    if (at.nodeName === 'I' || at.nodeName === 'EM') style.kursiv = true;
  }
  return style;
};

const runOf = (text: string, style: { fett: boolean; kursiv: boolean }): Lauf => ({
  text,
  ...(style.fett ? { fett: true } : {}),
  ...(style.kursiv ? { kursiv: true } : {}),
});

/** Reads typed runs from what the browser made of the typing; everything else is dropped. */
const read = (root: Node): Lauf[] => {
  const runs: Lauf[] = [];
  const walk = (node: Node): void => {
    for (const child of node.childNodes) {
      const last = runs.at(-1);
      if (child instanceof HTMLElement && child.dataset['fussnote'] !== undefined) {
        const fussnote = child.dataset['fussnote'];
        // A footnote stands behind a word; without one it gets an empty stretch of its own.
        if (last === undefined || last.fussnote !== undefined) runs.push({ text: '', fussnote });
        else last.fussnote = fussnote;
        continue;
      }
      const isBreak = child.nodeName === 'BR';
      if (!isBreak && child.nodeType !== Node.TEXT_NODE) {
        walk(child);
        continue;
      }
      const run = runOf(isBreak ? '\n' : (child.textContent ?? ''), styleOf(child, root));
      if (
        last !== undefined &&
        last.fussnote === undefined &&
        last.fett === run.fett &&
        last.kursiv === run.kursiv
      ) {
        last.text += run.text;
      } else runs.push(run);
    }
  };
  walk(root);
  // A browser ends an editable field with a line break that nobody typed.
  const last = runs.at(-1);
  if (last?.text === '\n') runs.pop();
  return runs.filter((run) => run.text !== '' || run.fussnote !== undefined);
};

/** The sign of a footnote in the field; its text is an attribute, so it is never part of the paragraph. */
const signOf = (fussnote: string): HTMLElement => {
  const sign = document.createElement('sup');
  sign.dataset['fussnote'] = fussnote;
  sign.contentEditable = 'false';
  sign.className = 'footnote-sign';
  sign.title = fussnote;
  sign.textContent = 'Fn';
  return sign;
};

const write = (root: HTMLElement, runs: readonly Lauf[]): void => {
  root.replaceChildren(
    ...runs.flatMap((run) => {
      let node: Node = document.createTextNode(run.text);
      for (const [wanted, tag] of [
        [run.kursiv, 'i'],
        [run.fett, 'b'],
      ] as const) {
        if (wanted !== true) continue;
        const element = document.createElement(tag);
        element.append(node);
        node = element;
      }
      return run.fussnote === undefined ? [node] : [node, signOf(run.fussnote)];
    }),
  );
};

const isSame = (a: readonly Lauf[], b: readonly Lauf[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

const splitAtCaret = (root: HTMLElement): { before: Lauf[]; after: Lauf[] } | undefined => {
  const range = window.getSelection()?.getRangeAt(0);
  if (range === undefined || !root.contains(range.startContainer)) return undefined;
  range.deleteContents();
  const tail = document.createRange();
  tail.selectNodeContents(root);
  tail.setStart(range.endContainer, range.endOffset);
  const holder = document.createElement('div');
  holder.append(tail.extractContents());
  return { before: read(root), after: read(holder) };
};

/** Where the caret stands in the field, or the end of the field. */
const rangeIn = (root: HTMLElement | null): Range | undefined => {
  if (root === null) return undefined;
  const selection = window.getSelection();
  const range =
    selection !== null && selection.rangeCount > 0
      ? selection.getRangeAt(0).cloneRange()
      : document.createRange();
  if (!root.contains(range.commonAncestorContainer)) range.selectNodeContents(root);
  range.collapse(false);
  return range;
};

/** A paragraph with bold, italic and footnotes; Enter ends it and begins the next one. */
export const RichText = (props: {
  label: string;
  id: string;
  runs: readonly Lauf[];
  onChange: (runs: Lauf[]) => void;
  onSplit: (before: Lauf[], after: Lauf[]) => void;
  /** Paragraphs, lists and tables that were copied elsewhere; false: nothing to divide, it is text for this field. */
  onPasteBlocks: (html: string, text: string) => boolean;
}) => {
  const [note, setNote] = useState<{ range: Range; sign: HTMLElement | undefined }>();
  const field = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (field.current !== null && !isSame(read(field.current), props.runs)) {
      write(field.current, props.runs);
    }
  }, [props.runs]);
  const tell = (): void => {
    if (field.current !== null) props.onChange(read(field.current));
  };
  const format = (command: 'bold' | 'italic'): void => {
    field.current?.focus();
    document.execCommand('styleWithCSS', false, 'false');
    document.execCommand(command);
    tell();
  };
  return (
    <div class="rich-text">
      <div class="rich-text__tools">
        <Button
          label="Fett"
          small
          variant="tertiary"
          shortcut="Control+B"
          onClick={() => format('bold')}
        />
        <Button
          label="Kursiv"
          small
          variant="tertiary"
          shortcut="Control+I"
          onClick={() => format('italic')}
        />
        <Button
          label="Fußnote"
          small
          variant="tertiary"
          onClick={() => {
            const range = rangeIn(field.current);
            if (range !== undefined) setNote({ range, sign: undefined });
          }}
        />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a text area cannot hold bold and italic text */}
      <div
        ref={field}
        id={props.id}
        class="rich-text__field"
        contentEditable
        role="textbox"
        tabIndex={0}
        aria-multiline="true"
        aria-label={props.label}
        onInput={tell}
        onClick={(event) => {
          const sign = event.target;
          if (!(sign instanceof HTMLElement) || sign.dataset['fussnote'] === undefined) return;
          setNote({ range: document.createRange(), sign });
        }}
        onPaste={(event) => {
          event.preventDefault();
          const text = event.clipboardData?.getData('text/plain') ?? '';
          if (props.onPasteBlocks(event.clipboardData?.getData('text/html') ?? '', text)) return;
          document.execCommand('insertText', false, text.replaceAll('\r', ''));
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || field.current === null) return;
          event.preventDefault();
          if (event.shiftKey) {
            document.execCommand('insertText', false, '\n');
            return;
          }
          const parts = splitAtCaret(field.current);
          if (parts !== undefined) props.onSplit(parts.before, parts.after);
        }}
      />
      {note === undefined ? null : (
        <FootnoteDialog
          text={note.sign?.dataset['fussnote'] ?? ''}
          onClose={() => setNote(undefined)}
          onSave={(text) => {
            const sign = text === '' ? undefined : signOf(text);
            if (note.sign !== undefined)
              note.sign.replaceWith(...(sign === undefined ? [] : [sign]));
            else if (sign !== undefined) note.range.insertNode(sign);
            setNote(undefined);
            tell();
          }}
        />
      )}
    </div>
  );
};
