import { useEffect, useState } from 'preact/hooks';

/** Where the browser stands. */
export interface Place {
  path: string;
  query: URLSearchParams;
}

type Guard = () => boolean;

const listeners = new Set<() => void>();
const guards = new Set<Guard>();
let navigations = 0;

const tell = (): void => {
  for (const listener of listeners) listener();
};

const here = (): Place => ({
  path: window.location.pathname.replace(/(.)\/+$/, '$1'),
  query: new URLSearchParams(window.location.search),
});

const mayLeave = (): boolean => [...guards].every((guard) => guard());

/** Goes to an address of this application, unless a page with unsaved work keeps the person there. */
export const navigate = (to: string, options: { replace?: boolean } = {}): void => {
  if (!mayLeave()) return;
  const from = window.location.pathname;
  if (options.replace === true) window.history.replaceState(null, '', to);
  else window.history.pushState(null, '', to);
  if (from !== window.location.pathname) {
    navigations += 1;
    window.scrollTo(0, 0);
  }
  tell();
};

/** Changes the query of the present page, e.g. a filter, without a new entry in the history. */
export const setQuery = (changes: Readonly<Record<string, string | undefined>>): void => {
  const { path, query } = here();
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  window.history.replaceState(null, '', text === '' ? path : `${path}?${text}`);
  tell();
};

/** How often the page was changed since loading; 0 means that nothing may take the focus yet. */
export const navigationCount = (): number => navigations;

/** The present place; the component is drawn again when it changes. */
export const usePlace = (): Place => {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const update = (): void => setPlace(here());
    listeners.add(update);
    return () => {
      listeners.delete(update);
    };
  }, []);
  return place;
};

/** The parameters of a path like `/clearing/:id`, or undefined where it does not fit. */
export const matchPath = (pattern: string, path: string): Record<string, string> | undefined => {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return params;
};

/** Asks before unsaved work would be lost, whichever way the person leaves the page. */
export const useLeaveGuard = (hasUnsavedWork: boolean): void => {
  useEffect(() => {
    if (!hasUnsavedWork) return undefined;
    const guard: Guard = () =>
      window.confirm('Es gibt nicht gespeicherte Änderungen. Seite trotzdem verlassen?');
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    guards.add(guard);
    window.addEventListener('beforeunload', warn);
    return () => {
      guards.delete(guard);
      window.removeEventListener('beforeunload', warn);
    };
  }, [hasUnsavedWork]);
};

const isOurs = (link: HTMLAnchorElement): boolean =>
  link.origin === window.location.origin &&
  !link.pathname.startsWith('/api/') &&
  link.target === '' &&
  !link.hasAttribute('download') &&
  !(link.hash !== '' && link.pathname === window.location.pathname);

/** Turns clicks on plain links within the application into navigations. */
export const startRouter = (): void => {
  window.addEventListener('popstate', () => {
    navigations += 1;
    tell();
  });
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!(link instanceof HTMLAnchorElement) || !isOurs(link)) return;
    event.preventDefault();
    navigate(link.pathname + link.search + link.hash);
  });
};
