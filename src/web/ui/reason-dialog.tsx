import { useState } from 'preact/hooks';
import { Alert } from './feedback.js';
import { TextArea } from './field.js';
import { useSubmit } from './form.js';
import { FormDialog } from './form-dialog.js';

const shortestReason = 10;

/** Something with consequences that needs a reason for the protocol. */
export interface Deed {
  title: string;
  text: string;
  submit: string;
  /** It cannot be taken back. */
  danger?: boolean;
  send: (grund: string) => Promise<void>;
}

/** Asks for the reason and does it. */
export const ReasonDialog = (props: { deed: Deed; onDone: () => void; onClose: () => void }) => {
  const { deed } = props;
  const [grund, setGrund] = useState('');
  const form = useSubmit({
    check: (): Record<string, string> =>
      grund.trim().length < shortestReason
        ? { grund: 'Bitte einen Grund angeben (mindestens zehn Zeichen).' }
        : {},
    submit: () => deed.send(grund.trim()).then(props.onDone),
  });
  return (
    <FormDialog
      title={deed.title}
      form={form}
      submit={deed.submit}
      danger={deed.danger === true}
      intro={<Alert tone="warning" title={deed.text} />}
      onClose={props.onClose}
    >
      <TextArea
        id="grund"
        label="Grund"
        hint="Steht im Protokoll. Bitte keine personenbezogenen Angaben."
        rows={3}
        maxLength={500}
        value={grund}
        error={form.faults['grund']}
        onInput={setGrund}
      />
    </FormDialog>
  );
};
