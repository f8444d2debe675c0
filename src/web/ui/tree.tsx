import type { ComponentChildren } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { Icon } from './icon.js';

export interface TreeNode {
  id: string;
  parentId: string | null;
  label: ComponentChildren;
}

interface Shown {
  node: TreeNode;
  level: number;
  hasChildren: boolean;
  position: number;
  siblings: number;
}

const childrenOf = (nodes: readonly TreeNode[]): Map<string | null, TreeNode[]> => {
  const known = new Set(nodes.map((node) => node.id));
  const map = new Map<string | null, TreeNode[]>();
  for (const node of nodes) {
    const parent = node.parentId !== null && known.has(node.parentId) ? node.parentId : null;
    const list = map.get(parent);
    if (list === undefined) map.set(parent, [node]);
    else list.push(node);
  }
  return map;
};

const shownOf = (
  map: Map<string | null, TreeNode[]>,
  open: ReadonlySet<string>,
  parent: string | null = null,
  level = 1,
): Shown[] => {
  const nodes = map.get(parent) ?? [];
  return nodes.flatMap((node, index) => {
    const hasChildren = map.has(node.id);
    const line = { node, level, hasChildren, position: index + 1, siblings: nodes.length };
    return hasChildren && open.has(node.id)
      ? [line, ...shownOf(map, open, node.id, level + 1)]
      : [line];
  });
};

const ancestorsOf = (nodes: readonly TreeNode[], id: string | undefined): string[] => {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found: string[] = [];
  let at = id === undefined ? undefined : byId.get(id);
  while (at?.parentId != null && !found.includes(at.parentId)) {
    found.push(at.parentId);
    at = byId.get(at.parentId);
  }
  return found;
};

interface TreeProps {
  label: string;
  nodes: readonly TreeNode[];
  selected: string | undefined;
  onSelect: (id: string) => void;
}

const useTree = (props: TreeProps) => {
  const map = useMemo(() => childrenOf(props.nodes), [props.nodes]);
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(ancestorsOf(props.nodes, props.selected)),
  );
  const lines = shownOf(map, open);
  const [focused, setFocused] = useState(props.selected ?? lines[0]?.node.id);
  const list = useRef<HTMLDivElement>(null);
  const isShown = lines.some((line) => line.node.id === focused);
  return {
    open,
    lines,
    list,
    setFocused,
    /** The one line that the Tab key reaches. */
    reachable: isShown ? focused : lines[0]?.node.id,
    focus: (id: string | null | undefined): void => {
      if (id == null) return;
      setFocused(id);
      list.current?.querySelector<HTMLElement>(`[data-id="${id}"]`)?.focus();
    },
    toggle: (id: string, wanted: boolean): void =>
      setOpen((before) => {
        const after = new Set(before);
        if (wanted) after.add(id);
        else after.delete(id);
        return after;
      }),
  };
};

/** What a key does on a line of the tree. */
const keyAction = (
  key: string,
  at: number,
  tree: ReturnType<typeof useTree>,
  onSelect: (id: string) => void,
): (() => void) | undefined => {
  const { lines, open, focus, toggle } = tree;
  const line = lines[at];
  if (line === undefined) return undefined;
  const { node, hasChildren } = line;
  const isOpen = hasChildren && open.has(node.id);
  const next = (): void => focus(lines[at + 1]?.node.id);
  const actions: Record<string, () => void> = {
    ArrowDown: next,
    ArrowUp: () => focus(lines[at - 1]?.node.id),
    ArrowRight: () => {
      if (isOpen) next();
      else if (hasChildren) toggle(node.id, true);
    },
    ArrowLeft: () => (isOpen ? toggle(node.id, false) : focus(node.parentId)),
    Home: () => focus(lines[0]?.node.id),
    End: () => focus(lines.at(-1)?.node.id),
    Enter: () => onSelect(node.id),
    ' ': () => onSelect(node.id),
  };
  return actions[key];
};

/** A tree after the WAI-ARIA pattern: arrow keys walk, open and close; Enter chooses. */
export const Tree = (props: TreeProps) => {
  const tree = useTree(props);
  return (
    <div class="tree" role="tree" aria-label={props.label} ref={tree.list}>
      {tree.lines.map(({ node, hasChildren, level, position, siblings }, at) => {
        const isOpen = tree.open.has(node.id);
        return (
          <div
            key={node.id}
            data-id={node.id}
            role="treeitem"
            class={`tree__item tree__item--${Math.min(level, 6)}`}
            aria-level={level}
            aria-posinset={position}
            aria-setsize={siblings}
            aria-expanded={hasChildren ? isOpen : undefined}
            aria-selected={node.id === props.selected}
            tabIndex={node.id === tree.reachable ? 0 : -1}
            onKeyDown={(event) => {
              const action = keyAction(event.key, at, tree, props.onSelect);
              if (action === undefined) return;
              event.preventDefault();
              action();
            }}
            onClick={() => {
              tree.setFocused(node.id);
              if (hasChildren) tree.toggle(node.id, !isOpen || node.id !== props.selected);
              props.onSelect(node.id);
            }}
          >
            <span class="tree__marker">
              {hasChildren ? (
                <Icon name={isOpen ? 'arrow-down' : 'chevron-right'} size="small" />
              ) : null}
            </span>
            <span class="tree__label">{node.label}</span>
          </div>
        );
      })}
    </div>
  );
};
