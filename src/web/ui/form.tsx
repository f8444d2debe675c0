import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, messageOf } from '#web/api.js';
import { Alert } from './feedback.js';

/** Faults by the id of their field; the order is that of the form. */
export type Faults = Readonly<Record<string, string>>;

/** What went wrong, in one place at the top, with links to the fields; takes the focus when it appears. */
export const ErrorSummary = ({ faults, error }: { faults: Faults; error: unknown }) => {
  const box = useRef<HTMLDivElement>(null);
  const entries = Object.entries(faults);
  const shown = entries.length > 0 || error !== undefined;
  useEffect(() => {
    if (shown) box.current?.focus();
  }, [shown, faults, error]);
  if (!shown) return null;
  const title =
    entries.length === 0
      ? messageOf(error)
      : entries.length === 1
        ? 'Eine Angabe fehlt oder ist ungültig.'
        : `${entries.length} Angaben fehlen oder sind ungültig.`;
  return (
    <div class="error-summary" ref={box} tabIndex={-1} role="alert">
      <Alert tone="danger" title={title}>
        {entries.length > 0 ? (
          <ul class="plain-list">
            {entries.map(([id, text]) => (
              <li key={id}>
                <a
                  class="kern-link"
                  href={`#${id}`}
                  onClick={(event) => {
                    event.preventDefault();
                    document.getElementById(id)?.focus();
                  }}
                >
                  {text}
                </a>
              </li>
            ))}
          </ul>
        ) : null}
        {error instanceof ApiError && error.requestId !== undefined && entries.length === 0 ? (
          <p class="muted small">
            Kennung für die Systembetreuung: <code>{error.requestId}</code>
          </p>
        ) : null}
      </Alert>
    </div>
  );
};

/** A form on its way: what is wrong with it, whether it is being sent, and how to send it. */
export interface Submission {
  faults: Faults;
  error: unknown;
  busy: boolean;
  run: () => void;
}

/** Checks, sends once and keeps the faults; `submit` throws what the server refused. */
export const useSubmit = (options: {
  check?: () => Faults;
  submit: () => Promise<void>;
}): Submission => {
  const [faults, setFaults] = useState<Faults>({});
  const [error, setError] = useState<unknown>(undefined);
  const [busy, setBusy] = useState(false);
  const run = (): void => {
    if (busy) return;
    const found = options.check?.() ?? {};
    setFaults(found);
    setError(undefined);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    options
      .submit()
      .catch((thrown: unknown) => setError(thrown))
      .finally(() => setBusy(false));
  };
  return { faults, error, busy, run };
};

/** A form that the browser does not check and that sends on Enter. */
export const Form = (props: {
  onSubmit: () => void;
  children: ComponentChildren;
  label?: string;
}) => (
  <form
    class="form"
    noValidate
    aria-label={props.label}
    onSubmit={(event) => {
      event.preventDefault();
      props.onSubmit();
    }}
  >
    {props.children}
  </form>
);
