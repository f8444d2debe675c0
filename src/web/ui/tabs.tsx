import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';

interface Tab {
  key: string;
  label: string;
  count?: number | undefined;
}

/** Tabs after the pattern of the WAI-ARIA Authoring Practices; arrow keys, Home and End choose. */
export const Tabs = (props: {
  label: string;
  tabs: readonly Tab[];
  active: string;
  onChange: (key: string) => void;
  children: ComponentChildren;
}) => {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const choose = (index: number): void => {
    const tab = props.tabs[(index + props.tabs.length) % props.tabs.length];
    if (tab === undefined) return;
    props.onChange(tab.key);
    list.current?.querySelector<HTMLElement>(`[data-key="${tab.key}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = props.tabs.findIndex((tab) => tab.key === props.active);
    const targets: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: props.tabs.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    choose(target);
  };
  return (
    <div class="tabs">
      <div class="tabs__list" role="tablist" aria-label={props.label} ref={list}>
        {props.tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            class="tabs__tab"
            data-key={tab.key}
            id={`${id}-${tab.key}`}
            aria-selected={tab.key === props.active}
            aria-controls={tab.key === props.active ? `${id}-panel` : undefined}
            tabIndex={tab.key === props.active ? 0 : -1}
            onClick={() => props.onChange(tab.key)}
            onKeyDown={onKeyDown}
          >
            {tab.label}
            {tab.count === undefined ? null : <span class="count">{tab.count}</span>}
          </button>
        ))}
      </div>
      <div
        class="tabs__panel"
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${props.active}`}
      >
        {props.children}
      </div>
    </div>
  );
};
