import type { ComponentChildren } from 'preact';
import { Button, ButtonRow } from './button.js';
import { Dialog } from './dialog.js';
import { ErrorSummary, Form, type Submission } from './form.js';
import type { IconName } from './icon.js';

/**
 * A dialog around one form: an introduction, what went wrong, the fields, the button that sends and the one that
 * leaves everything as it was.
 */
export const FormDialog = (props: {
  title: string;
  form: Submission;
  /** Label of the button that sends. */
  submit: string;
  icon?: IconName;
  danger?: boolean;
  wide?: boolean;
  intro?: ComponentChildren;
  onClose: () => void;
  children: ComponentChildren;
}) => {
  const { form } = props;
  return (
    <Dialog title={props.title} onClose={props.onClose} wide={props.wide === true}>
      {props.intro}
      <ErrorSummary faults={form.faults} error={form.error} />
      <Form onSubmit={form.run}>
        {props.children}
        <ButtonRow>
          <Button
            label={props.submit}
            type="submit"
            variant={props.danger === true ? 'danger' : 'primary'}
            {...(props.icon === undefined ? {} : { icon: props.icon })}
            busy={form.busy}
          />
          <Button label="Abbrechen" onClick={props.onClose} />
        </ButtonRow>
      </Form>
    </Dialog>
  );
};
