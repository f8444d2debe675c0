import type { ComponentChildren } from 'preact';
import { ApiError, messageOf } from '#web/api.js';
import type { Tone } from '#web/words.js';
import { Button } from './button.js';
import { Icon, type IconName } from './icon.js';

type AlertTone = Exclude<Tone, 'neutral'>;

/** A notice within the page, with an optional explanation below its heading line. */
export const Alert = (props: {
  tone: AlertTone;
  title: string;
  children?: ComponentChildren;
  /** Read out at once when it appears. */
  live?: boolean;
}) => (
  <div
    class={`kern-alert kern-alert--${props.tone}`}
    role={props.live === true ? (props.tone === 'danger' ? 'alert' : 'status') : undefined}
  >
    <div class="kern-alert__header">
      <Icon name={props.tone} />
      <span class="kern-title">{props.title}</span>
    </div>
    {props.children === undefined || props.children === null ? null : (
      <div class="kern-alert__body">{props.children}</div>
    )}
  </div>
);

/** What the server said about a failed request, with the number that the operators can look up. */
export const Failure = ({ error, onRetry }: { error: unknown; onRetry?: () => void }) => (
  <Alert tone="danger" title={messageOf(error)} live>
    {error instanceof ApiError && error.requestId !== undefined ? (
      <p class="muted small">
        Kennung für die Systembetreuung: <code>{error.requestId}</code>
      </p>
    ) : null}
    {onRetry === undefined ? null : (
      <div>
        <Button label="Erneut versuchen" icon="autorenew" small onClick={onRetry} />
      </div>
    )}
  </Alert>
);

const toneIcons: Readonly<Record<Tone, IconName | undefined>> = {
  neutral: undefined,
  info: 'info',
  success: 'success',
  warning: 'warning',
  danger: 'danger',
};

/** A state in words with a colour and an icon beside it. */
export const Badge = ({ tone, text }: { tone: Tone; text: string }) => {
  const icon = toneIcons[tone];
  return (
    <span class={`kern-badge kern-badge--small kern-badge--${tone}`}>
      {icon === undefined ? null : <Icon name={icon} size="small" />}
      <span class="kern-label">{text}</span>
    </span>
  );
};

/** Shown while something is loaded for the first time. */
export const Loading = ({ text = 'Wird geladen …' }: { text?: string }) => (
  <p class="loading" role="status">
    <span class="spinner" aria-hidden="true" />
    {text}
  </p>
);

/** Shown where a list has no entries, with what that means. */
export const Empty = ({ title, children }: { title: string; children?: ComponentChildren }) => (
  <div class="empty">
    <p class="empty__title">{title}</p>
    {children === undefined ? null : <div class="muted">{children}</div>}
  </div>
);

/** How sure the machine is, in words and percent and as a bar. */
export const Confidence = ({ value }: { value: number }) => {
  const word = value >= 0.9 ? 'sicher' : value >= 0.6 ? 'wahrscheinlich' : 'unsicher';
  return (
    <span class="confidence">
      <svg class="confidence__bar" viewBox="0 0 40 6" aria-hidden="true">
        <rect class="confidence__track" width="40" height="6" rx="3" />
        <rect class="confidence__fill" width={Math.max(2, 40 * value)} height="6" rx="3" />
      </svg>
      {Math.round(value * 100)} % <span class="kern-sr-only">({word})</span>
    </span>
  );
};
