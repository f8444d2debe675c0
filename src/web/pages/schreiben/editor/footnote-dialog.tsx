import { useState } from 'preact/hooks';
import { Button } from '#web/ui/button.js';
import { Dialog } from '#web/ui/dialog.js';
import { TextArea } from '#web/ui/field.js';

/** Asks for the text of a footnote; an empty one removes it. */
export const FootnoteDialog = (props: {
  text: string;
  onSave: (text: string) => void;
  onClose: () => void;
}) => {
  const [text, setText] = useState(props.text);
  return (
    <Dialog
      title="Fußnote"
      onClose={props.onClose}
      footer={
        <>
          <Button label="Abbrechen" variant="secondary" onClick={props.onClose} />
          <Button label="Übernehmen" variant="primary" onClick={() => props.onSave(text.trim())} />
        </>
      }
    >
      <TextArea
        label="Text der Fußnote"
        hint="Ohne Text wird die Fußnote entfernt."
        rows={3}
        maxLength={2_000}
        value={text}
        onInput={setText}
      />
    </Dialog>
  );
};
