import type { Ich, PermissionName } from '#organisation/organisation.schema.js';
import type { IconName } from './ui/icon.js';

export interface MenuEntry {
  href: string;
  text: string;
  icon: IconName;
  permission: PermissionName;
  /** Further beginnings of addresses that belong to this entry. */
  also?: readonly string[];
}

export interface MenuGroup {
  title: string;
  entries: readonly MenuEntry[];
}

const menu: readonly MenuGroup[] = [
  {
    title: 'Posteingang',
    entries: [
      {
        href: '/poststelle/hochladen',
        text: 'Hochladen',
        icon: 'upload',
        permission: 'posteingang:receive',
      },
      {
        href: '/poststelle/stapel',
        text: 'Stapel',
        icon: 'archive',
        permission: 'posteingang:receive',
      },
      { href: '/clearing', text: 'Clearing', icon: 'clearing', permission: 'posteingang:clear' },
      {
        href: '/stichprobe',
        text: 'Stichprobe',
        icon: 'shield',
        permission: 'posteingang:clear',
      },
      {
        href: '/posteingang',
        text: 'Posteingangsbuch',
        icon: 'book',
        permission: 'posteingang:register',
      },
      {
        href: '/verschluss',
        text: 'Verschlossene Post',
        icon: 'key',
        permission: 'verschluss:oeffnen',
        also: ['/vergaben', '/briefwahl'],
      },
      { href: '/postkorb', text: 'Postkorb', icon: 'inbox', permission: 'postkorb:read' },
    ],
  },
  {
    title: 'E-Akte',
    entries: [
      {
        href: '/vorgaenge',
        text: 'Vorgänge',
        icon: 'archive',
        permission: 'vorgang:read',
        also: ['/dokumente'],
      },
      {
        href: '/aktenplan',
        text: 'Aktenplan',
        icon: 'tree',
        permission: 'vorgang:read',
        also: ['/akten'],
      },
      {
        href: '/fristen',
        text: 'Fristen',
        icon: 'calendar',
        permission: 'vorgang:read',
        also: ['/fristenrechner'],
      },
      { href: '/suche', text: 'Suche', icon: 'search', permission: 'vorgang:read' },
    ],
  },
  {
    title: 'Postausgang',
    entries: [
      { href: '/schreiben', text: 'Schreiben', icon: 'letter', permission: 'postausgang:read' },
      { href: '/freigabe', text: 'Zur Freigabe', icon: 'stamp', permission: 'postausgang:release' },
      { href: '/postlauf', text: 'Postlauf', icon: 'outgoing', permission: 'postlauf:fuehren' },
      {
        href: '/versandklaerung',
        text: 'Versandklärung',
        icon: 'help',
        permission: 'postausgang:resolve',
      },
    ],
  },
  {
    title: 'Verwaltung',
    entries: [
      {
        href: '/verwaltung/einheiten',
        text: 'Einheiten',
        icon: 'unit',
        permission: 'organisation:manage',
      },
      {
        href: '/verwaltung/zustaendigkeiten',
        text: 'Zuständigkeiten',
        icon: 'list',
        permission: 'organisation:manage',
      },
      {
        href: '/verwaltung/personen',
        text: 'Personen',
        icon: 'people',
        permission: 'organisation:manage',
      },
      {
        href: '/verwaltung/vorlagen',
        text: 'Vorlagen',
        icon: 'paragraph',
        permission: 'vorlagen:manage',
      },
      {
        href: '/verwaltung/handhabungsregeln',
        text: 'Handhabungsregeln',
        icon: 'scales',
        permission: 'organisation:manage',
      },
      { href: '/modell', text: 'Modell', icon: 'gauge', permission: 'modell:read' },
      {
        href: '/auswertung',
        text: 'Auswertung',
        icon: 'table',
        permission: 'auswertung:read',
      },
      { href: '/porto', text: 'Porto', icon: 'table', permission: 'auswertung:read' },
      { href: '/betrieb', text: 'Betrieb', icon: 'gauge', permission: 'betrieb:read' },
      { href: '/revision', text: 'Revision', icon: 'shield', permission: 'audit:read' },
    ],
  },
];

/** The menu of a person: only what they may open. */
export const menuOf = (ich: Ich): MenuGroup[] =>
  menu
    .map((group) => ({
      ...group,
      entries: group.entries.filter((entry) => ich.permissions.includes(entry.permission)),
    }))
    .filter((group) => group.entries.length > 0);

/** Whether the search would find anything for this person. */
export const maySearch = (ich: Ich): boolean =>
  ich.permissions.includes('vorgang:read') || ich.permissions.includes('posteingang:register');

/** Where a person begins the day. */
export const startOf = (ich: Ich): string => {
  if (ich.rollen.some((held) => held.rolle === 'poststelle')) return '/poststelle/hochladen';
  const first = ['/postkorb', '/freigabe', '/versandklaerung', '/revision', '/verwaltung/personen'];
  const allowed = new Set(menuOf(ich).flatMap((group) => group.entries.map((entry) => entry.href)));
  return first.find((href) => allowed.has(href)) ?? [...allowed][0] ?? '/konto';
};

/** Whether a menu entry is where the person is now. */
export const isCurrent = (entry: MenuEntry, path: string): boolean =>
  [entry.href, ...(entry.also ?? [])].some(
    (start) => path === start || path.startsWith(`${start}/`),
  );
