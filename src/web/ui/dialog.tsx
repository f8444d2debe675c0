import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Button } from './button.js';

/**
 * A modal dialog. The browser keeps the focus inside; Escape and the cross close it unless it endures, and the
 * focus goes back to where it was.
 */
export const Dialog = (props: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  footer?: ComponentChildren;
  wide?: boolean;
  /** Has no cross, and Escape does not close it: only a choice inside ends it. */
  enduring?: boolean;
}) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      class={props.wide === true ? 'kern-dialog dialog dialog--wide' : 'kern-dialog dialog'}
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        if (props.enduring !== true) props.onClose();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && props.enduring === true) event.preventDefault();
      }}
      onClose={() => {
        // A browser closes a dialog at the second Escape, whatever the page says.
        if (props.enduring === true && dialog.current?.isConnected === true)
          dialog.current.showModal();
      }}
    >
      <header class="kern-dialog__header">
        <h2 class="kern-title" id={titleId}>
          {props.title}
        </h2>
        {props.enduring === true ? null : (
          <Button
            label="Schließen"
            icon="close"
            iconOnly
            variant="tertiary"
            onClick={props.onClose}
          />
        )}
      </header>
      <section class="kern-dialog__body">{props.children}</section>
      {props.footer === undefined ? null : (
        <footer class="kern-dialog__footer">{props.footer}</footer>
      )}
    </dialog>
  );
};

/** Asks before something is done that cannot be taken back. */
export const ConfirmDialog = (props: {
  title: string;
  text: string;
  confirm: string;
  danger?: boolean;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}) => (
  <Dialog
    title={props.title}
    onClose={props.onClose}
    footer={
      <>
        <Button label="Abbrechen" variant="secondary" onClick={props.onClose} />
        <Button
          label={props.confirm}
          variant={props.danger === true ? 'danger' : 'primary'}
          busy={props.busy === true}
          onClick={props.onConfirm}
        />
      </>
    }
  >
    <p>{props.text}</p>
  </Dialog>
);
