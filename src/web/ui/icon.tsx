/** Line drawings beside those that KERN brings; 24 × 24, drawn for this application. */
const drawings = {
  archive: 'M4 5h16v4H4zM6 9v10h12V9M10 13h4',
  book: 'M5 4h12a2 2 0 0 1 2 2v14H7a2 2 0 0 1-2-2zM5 18a2 2 0 0 1 2-2h12M9 8h6',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M8 14h.01M12 14h.01M16 14h.01',
  clearing: 'M12 4v3M6 7h12M6 7l-3 7h6zM18 7l-3 7h6zM12 7v12M8 20h8',
  code: 'm8 8-4 4 4 4M16 8l4 4-4 4M14 5l-4 14',
  dot: 'M12 12h.01',
  fit: 'M3 12h18M6 9l-3 3 3 3M18 9l3 3-3 3M4 5h16M4 19h16',
  gauge: 'M4 17a8 8 0 1 1 16 0M12 17l4-5M8 20h8',
  grip: 'M8 6h8M8 12h8M8 18h8',
  heading: 'M6 5v14M18 5v14M6 12h12',
  incoming: 'M12 4v10M8 10l4 4 4-4M5 19h14',
  inbox: 'M4 13 6 5h12l2 8v6H4zM4 13h5l1 3h4l1-3h5',
  key: 'M14 10a4 4 0 1 0-4 4l1-1h2v-2h2l5-5V4h-2z',
  keyboard: 'M3 7h18v10H3zM7 10h.01M10.500 10h.01M14 10h.01M17 10h.01M8 14h8',
  letter: 'M4 6h16v12H4zM4 6l8 7 8-7',
  list: 'M9 6h11M9 12h11M9 18h11M5 6h.01M5 12h.01M5 18h.01',
  minus: 'M5 12h14',
  outgoing: 'M12 15V5M8 9l4-4 4 4M5 19h14',
  page: 'M7 3h7l4 4v14H7zM14 3v4h4',
  paragraph: 'M4 6h16M4 10h16M4 14h16M4 18h9',
  pause: 'M8 5v14M16 5v14',
  people:
    'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M3 19a6 6 0 0 1 12 0M16 5.500a3 3 0 0 1 0 5.500M17 14a6 6 0 0 1 4 5',
  plus: 'M12 5v14M5 12h14',
  rotate: 'M20 5v5h-5M20 10a8 8 0 1 0 0 5',
  scales: 'M12 3v18M5 7h14M5 7l-2 6h4zM19 7l-2 6h4z',
  shield: 'M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 12l2 2 4-4',
  stamp: 'M9 4h6l-1 7h4v4H6v-4h4zM5 19h14',
  table: 'M4 5h16v14H4zM4 10h16M4 14.500h16M10 5v14',
  tree: 'M5 4h6v4H5zM13 10h6v4h-6zM13 17h6v4h-6zM8 8v11h5M8 12h5',
  undo: 'M9 7 5 11l4 4M5 11h9a5 5 0 0 1 0 10h-3',
  unit: 'M9 3h6v5H9zM3 16h6v5H3zM15 16h6v5h-6zM12 8v4M6 16v-4h12v4',
  upload: 'M12 16V4M7 9l5-5 5 5M4 16v4h16v-4',
} as const;

/** Names of KERN's own icons that are used here. */
type KernIcon =
  | 'account-circle'
  | 'add'
  | 'arrow-back'
  | 'arrow-down'
  | 'arrow-forward'
  | 'arrow-up'
  | 'autorenew'
  | 'check'
  | 'chevron-left'
  | 'chevron-right'
  | 'close'
  | 'content-copy'
  | 'danger'
  | 'dehaze'
  | 'delete'
  | 'download'
  | 'edit'
  | 'help'
  | 'info'
  | 'logout'
  | 'open-in-new'
  | 'search'
  | 'success'
  | 'warning';

export type IconName = keyof typeof drawings | KernIcon;

const isDrawing = (name: IconName): name is keyof typeof drawings => name in drawings;

/** A decorative icon; the words beside it (or `kern-sr-only`) carry the meaning. */
export const Icon = ({ name, size }: { name: IconName; size?: 'small' | 'large' }) => {
  if (!isDrawing(name)) {
    const sized = size === undefined ? '' : ` kern-icon--${size}`;
    return <span class={`kern-icon kern-icon--${name}${sized}`} aria-hidden="true" />;
  }
  return (
    <svg class={`line-icon line-icon--${size ?? 'default'}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={drawings[name]} />
    </svg>
  );
};
