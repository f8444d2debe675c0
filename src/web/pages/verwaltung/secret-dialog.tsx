import { useState } from 'preact/hooks';
import { Button } from '#web/ui/button.js';
import { Dialog } from '#web/ui/dialog.js';
import { Alert } from '#web/ui/feedback.js';
import { TextField } from '#web/ui/field.js';

/** Shows a secret once. */
export const SecretDialog = (props: {
  title: string;
  label: string;
  secret: string;
  explanation: string;
  onClose: () => void;
}) => {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard?.writeText(props.secret).then(
      () => setCopied(true),
      // Without the right to the clipboard the text can still be selected.
      () => undefined,
    );
  };
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      footer={<Button label="Notiert, schließen" variant="primary" onClick={props.onClose} />}
    >
      <Alert tone="warning" title="Wird nur dieses eine Mal angezeigt." />
      <p>{props.explanation}</p>
      <TextField label={props.label} value={props.secret} onInput={() => undefined} />
      <div>
        <Button
          label={copied ? 'Kopiert' : 'Kopieren'}
          icon={copied ? 'check' : 'content-copy'}
          small
          onClick={copy}
        />
      </div>
    </Dialog>
  );
};
