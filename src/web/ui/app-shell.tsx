import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isCurrent, maySearch, menuOf } from '#web/navigation.js';
import { FristCount } from '#web/pages/fristen/frist-count.js';
import { PostkorbProvider, usePostkorb } from '#web/pages/postkorb/postkorb.js';
import { navigate, usePlace } from '#web/router.js';
import { useSession } from '#web/session.js';
import { rolleText } from '#web/words.js';
import { Button } from './button.js';
import { Icon } from './icon.js';

const QuickSearch = () => {
  const [text, setText] = useState('');
  return (
    <search class="quick-search">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim().length >= 2) navigate(`/suche?q=${encodeURIComponent(text.trim())}`);
        }}
      >
        <label class="kern-sr-only" for="quick-search">
          Vorgänge, Dokumente und Eingänge suchen
        </label>
        <input
          id="quick-search"
          class="quick-search__input"
          type="search"
          value={text}
          placeholder="Suchen: Geschäftszeichen, Name, Text …"
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="quick-search__button">
          <Icon name="search" size="small" />
          <span class="kern-sr-only">Suchen</span>
        </button>
      </form>
    </search>
  );
};

const Account = () => {
  const { ich, signOut } = useSession();
  const details = useRef<HTMLDetailsElement>(null);
  const { path } = usePlace();
  useEffect(() => {
    details.current?.removeAttribute('open');
  }, [path]);
  const roles = [...new Set(ich.rollen.map((held) => rolleText(held.rolle)))].join(', ');
  return (
    <details
      class="account"
      ref={details}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        details.current?.removeAttribute('open');
        details.current?.querySelector('summary')?.focus();
      }}
    >
      <summary class="account__summary">
        <Icon name="account-circle" size="small" />
        <span class="account__name">{ich.name}</span>
        <Icon name="arrow-down" size="small" />
      </summary>
      <div class="account__menu">
        <p class="account__who">
          <strong>{ich.name}</strong>
          <span class="muted small">{ich.login}</span>
          <span class="muted small">{roles === '' ? 'Keine Rolle' : roles}</span>
        </p>
        <ul>
          <li>
            <a href="/konto">Kennwort ändern</a>
          </li>
          <li>
            <a href="/konto/tokens">API-Tokens</a>
          </li>
          <li>
            <a href="/api-doku">Schnittstelle (API)</a>
          </li>
        </ul>
        <Button label="Abmelden" icon="logout" small onClick={signOut} />
      </div>
    </details>
  );
};

const Unread = () => {
  const unread = usePostkorb().data?.ungelesen ?? 0;
  if (unread === 0) return null;
  return (
    <span class="count count--new">
      {unread}
      <span class="kern-sr-only"> ungelesen</span>
    </span>
  );
};

const Menu = ({ open }: { open: boolean }) => {
  const { ich } = useSession();
  const { path } = usePlace();
  return (
    <nav id="menu" class={open ? 'menu menu--open' : 'menu'} aria-label="Hauptmenü">
      {menuOf(ich).map((group) => (
        <div key={group.title} class="menu__group">
          <h2 class="menu__title">{group.title}</h2>
          <ul>
            {group.entries.map((entry) => (
              <li key={entry.href}>
                <a
                  class="menu__link"
                  href={entry.href}
                  aria-current={isCurrent(entry, path) ? 'page' : undefined}
                >
                  <Icon name={entry.icon} size="small" />
                  {entry.text}
                  {entry.href === '/postkorb' ? <Unread /> : null}
                  {entry.href === '/fristen' ? <FristCount /> : null}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
};

/** Header, menu and main part around the pages of a signed-in person. */
export const AppShell = ({ children }: { children: ComponentChildren }) => {
  const { ich } = useSession();
  const [open, setOpen] = useState(false);
  const { path } = usePlace();
  useEffect(() => setOpen(false), [path]);
  return (
    <PostkorbProvider>
      <div class="shell">
        <a class="skip-link" href="#inhalt">
          Zum Inhalt springen
        </a>
        <header class="top">
          <button
            type="button"
            class="top__menu"
            aria-expanded={open}
            aria-controls="menu"
            onClick={() => setOpen(!open)}
          >
            <Icon name="dehaze" size="small" />
            Menü
          </button>
          <a class="top__brand" href="/">
            <Icon name="letter" />
            Poststelle
          </a>
          {maySearch(ich) ? <QuickSearch /> : <span class="top__space" />}
          <Account />
        </header>
        <Menu open={open} />
        <main class="main" id="inhalt" tabIndex={-1}>
          {children}
        </main>
      </div>
    </PostkorbProvider>
  );
};
