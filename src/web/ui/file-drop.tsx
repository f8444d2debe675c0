import { useId, useRef, useState } from 'preact/hooks';
import { Button } from './button.js';
import { Icon } from './icon.js';

/** A place to drop files, and a button for everybody who does not drag. */
export const FileDrop = (props: {
  label: string;
  hint: string;
  button: string;
  onFiles: (files: readonly File[]) => void;
  disabled?: boolean;
}) => {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const hintId = useId();
  const take = (list: FileList | null | undefined): void => {
    const files = [...(list ?? [])];
    if (files.length > 0) props.onFiles(files);
  };
  return (
    <section
      class={over ? 'file-drop file-drop--over' : 'file-drop'}
      aria-label={props.label}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (props.disabled !== true) take(event.dataTransfer?.files);
      }}
    >
      <Icon name="upload" size="large" />
      <div class="file-drop__text">
        <p class="file-drop__label">{props.label}</p>
        <p class="muted small" id={hintId}>
          {props.hint}
        </p>
      </div>
      <input
        ref={input}
        class="kern-sr-only"
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      <Button
        label={props.button}
        variant="primary"
        icon="plus"
        describedBy={hintId}
        disabled={props.disabled === true}
        onClick={() => input.current?.click()}
      />
    </section>
  );
};
