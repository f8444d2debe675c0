import type { ComponentChildren, Ref } from 'preact';
import { Icon, type IconName } from './icon.js';

interface Look {
  variant?: 'primary' | 'secondary' | 'tertiary' | 'danger';
  small?: boolean;
  icon?: IconName;
  /** Shows the icon only; the label is still read out and shown as a tooltip. */
  iconOnly?: boolean;
}

const classOf = ({ variant = 'secondary', small, iconOnly }: Look): string =>
  [
    'kern-btn',
    variant === 'danger' ? 'kern-btn--secondary btn-danger' : `kern-btn--${variant}`,
    small === true ? 'btn-small' : '',
    iconOnly === true ? 'btn-icon' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');

interface ButtonProps extends Look {
  label: string;
  onClick?: () => void;
  type?: 'button' | 'submit';
  disabled?: boolean;
  /** While true the button cannot be pressed again and says that something happens. */
  busy?: boolean;
  pressed?: boolean;
  expanded?: boolean;
  shortcut?: string;
  describedBy?: string;
  buttonRef?: Ref<HTMLButtonElement>;
  /** More exact name for screen readers, beginning with the visible label. */
  spoken?: string;
}

/** A button in the form of KERN. */
export const Button = (props: ButtonProps) => {
  const { label, icon, iconOnly, busy, shortcut } = props;
  const name = props.spoken ?? (iconOnly === true ? label : undefined);
  return (
    <button
      type={props.type ?? 'button'}
      class={classOf(props)}
      ref={props.buttonRef ?? null}
      disabled={props.disabled === true}
      aria-disabled={busy === true ? 'true' : undefined}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-label={name}
      aria-describedby={props.describedBy}
      aria-keyshortcuts={shortcut}
      title={iconOnly === true ? label : undefined}
      onClick={(event) => {
        if (busy === true) event.preventDefault();
        else props.onClick?.();
      }}
    >
      {icon === undefined ? null : <Icon name={busy === true ? 'autorenew' : icon} size="small" />}
      {iconOnly === true ? null : (
        <span class="kern-label">{busy === true ? `${label} …` : label}</span>
      )}
    </button>
  );
};

interface LinkButtonProps extends Look {
  label: string;
  href: string;
  download?: boolean;
  newWindow?: boolean;
}

/** A link that looks like a button. */
export const LinkButton = (props: LinkButtonProps) => (
  <a
    class={classOf(props)}
    href={props.href}
    download={props.download === true ? '' : undefined}
    target={props.newWindow === true ? '_blank' : undefined}
    rel={props.newWindow === true ? 'noopener' : undefined}
    title={props.iconOnly === true ? props.label : undefined}
    aria-label={props.iconOnly === true ? props.label : undefined}
  >
    {props.icon === undefined ? null : <Icon name={props.icon} size="small" />}
    {props.iconOnly === true ? null : (
      <span class="kern-label">
        {props.label}
        {props.newWindow === true ? (
          <span class="kern-sr-only"> (öffnet ein neues Fenster)</span>
        ) : null}
      </span>
    )}
  </a>
);

/** Buttons in a row that breaks where the space is short. */
export const ButtonRow = ({ children, end }: { children: ComponentChildren; end?: boolean }) => (
  <div class={end === true ? 'button-row button-row--end' : 'button-row'}>{children}</div>
);
