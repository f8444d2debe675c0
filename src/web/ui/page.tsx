import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { navigationCount } from '#web/router.js';

/** The frame of every page: its heading, which takes the focus after a change of page, and its title. */
export const Page = (props: {
  title: string;
  /** Above the heading: where this page belongs. */
  trail?: readonly { text: string; href: string }[];
  subtitle?: ComponentChildren;
  actions?: ComponentChildren;
  /** Uses the whole height of the window, e.g. for a viewer beside a form. */
  workspace?: boolean;
  children: ComponentChildren;
}) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${props.title} – Poststelle`;
  }, [props.title]);
  useEffect(() => {
    if (navigationCount() > 0) heading.current?.focus();
  }, []);
  return (
    <div class={props.workspace === true ? 'page page--workspace' : 'page'}>
      <div class="page__head">
        <div class="page__titles">
          {props.trail === undefined ? null : <Trail steps={props.trail} />}
          <h1 class="page__title" tabIndex={-1} ref={heading}>
            {props.title}
          </h1>
          {props.subtitle === undefined ? null : <div class="page__subtitle">{props.subtitle}</div>}
        </div>
        {props.actions === undefined ? null : <div class="page__actions">{props.actions}</div>}
      </div>
      {props.children}
    </div>
  );
};

const Trail = ({ steps }: { steps: readonly { text: string; href: string }[] }) => (
  <nav aria-label="Pfad" class="trail">
    <ol>
      {steps.map((step) => (
        <li key={step.href}>
          <a href={step.href}>{step.text}</a>
        </li>
      ))}
    </ol>
  </nav>
);

/** A titled part of a page. */
export const Section = (props: {
  title: string;
  actions?: ComponentChildren;
  children: ComponentChildren;
  card?: boolean;
}) => (
  <section class={props.card === true ? 'section section--card' : 'section'}>
    <div class="section__head">
      <h2 class="section__title">{props.title}</h2>
      {props.actions}
    </div>
    {props.children}
  </section>
);

/** Names and values; entries without value are left out unless `keepEmpty` is set. */
export const Facts = (props: {
  entries: readonly (readonly [string, ComponentChildren])[];
  keepEmpty?: boolean;
}) => (
  <dl class="facts">
    {props.entries
      .filter(
        ([, value]) =>
          props.keepEmpty === true || (value !== null && value !== undefined && value !== ''),
      )
      .map(([name, value]) => (
        <div key={name} class="facts__entry">
          <dt>{name}</dt>
          <dd>{value === null || value === '' ? '–' : value}</dd>
        </div>
      ))}
  </dl>
);

/** The scrolling part beside a viewer. */
export const Side = ({ label, children }: { label: string; children: ComponentChildren }) => (
  <section
    class="workspace__side"
    aria-label={label}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
    tabIndex={0}
  >
    {children}
  </section>
);
