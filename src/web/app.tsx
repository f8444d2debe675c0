import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Ich } from '#organisation/organisation.schema.js';
import { ApiError, api, whenSignedOut } from './api.js';
import { startOf } from './navigation.js';
import { ExpiredDialog } from './pages/anmeldung/expired-dialog.js';
import { ForcedPasswordPage } from './pages/anmeldung/forced-password-page.js';
import { SetupPage } from './pages/anmeldung/setup-page.js';
import { SignInPage } from './pages/anmeldung/sign-in-page.js';
import { matchPath, navigate, usePlace } from './router.js';
import { routes } from './routes.js';
import { SessionContext } from './session.js';
import { AppShell } from './ui/app-shell.js';
import { Failure, Loading } from './ui/feedback.js';
import { Page } from './ui/page.js';
import { notify, Toasts } from './ui/toast.js';

type State =
  | { kind: 'asking' }
  | { kind: 'signed-out' }
  | { kind: 'failed'; error: unknown }
  /** When the session has expired the page stays as it is, with its unsaved work, below a dialog. */
  | { kind: 'signed-in'; ich: Ich; expired: boolean };

const NotFoundPage = () => (
  <Page title="Seite nicht gefunden">
    <p>
      Diese Seite gibt es nicht, oder Ihre Rolle sieht sie nicht vor. <a href="/">Zur Startseite</a>
    </p>
  </Page>
);

const Routed = ({ ich }: { ich: Ich }) => {
  const { path } = usePlace();
  useEffect(() => {
    if (path === '/' || path === '/anmeldung') navigate(startOf(ich), { replace: true });
  }, [path, ich]);
  if (path === '/' || path === '/anmeldung') return <Loading />;
  for (const route of routes) {
    const params = matchPath(route.path, path);
    if (params === undefined) continue;
    if (route.permission !== undefined && !ich.permissions.includes(route.permission)) break;
    return <route.page key={path} params={params} />;
  }
  return <NotFoundPage />;
};

const useSignIn = (): { state: State; ask: () => void; signOut: () => void } => {
  const [state, setState] = useState<State>({ kind: 'asking' });
  const ask = useCallback(() => {
    api.get<Ich>('/api/ich').then(
      (ich) => setState({ kind: 'signed-in', ich, expired: false }),
      (error: unknown) => {
        if (error instanceof ApiError && error.status === 401) return;
        setState({ kind: 'failed', error });
      },
    );
  }, []);
  useEffect(() => {
    whenSignedOut(() =>
      setState((before) =>
        before.kind === 'signed-in' ? { ...before, expired: true } : { kind: 'signed-out' },
      ),
    );
    ask();
  }, [ask]);
  const signOut = useCallback(() => {
    api.post('/api/abmeldung').then(
      () => {
        setState({ kind: 'signed-out' });
        navigate('/anmeldung');
      },
      () => notify('danger', 'Das Abmelden ist nicht gelungen. Bitte versuchen Sie es erneut.'),
    );
  }, []);
  return { state, ask, signOut };
};

/** The whole application: sign-in, forced change of the password, then the pages. */
export const App = () => {
  const { state, ask, signOut } = useSignIn();
  const { path } = usePlace();
  const content = () => {
    if (path === '/einrichtung') return <SetupPage />;
    if (state.kind === 'asking') return <Loading />;
    if (state.kind === 'failed') return <Failure error={state.error} onRetry={ask} />;
    if (state.kind === 'signed-out') return <SignInPage onSignedIn={ask} />;
    const session = { ich: state.ich, refresh: ask, signOut };
    return (
      <SessionContext.Provider value={session}>
        {state.ich.mustChangePassword ? (
          <ForcedPasswordPage />
        ) : (
          <AppShell>
            <Routed ich={state.ich} />
          </AppShell>
        )}
        {state.expired ? <ExpiredDialog ich={state.ich} onSignedIn={ask} /> : null}
      </SessionContext.Provider>
    );
  };
  return (
    <>
      {content()}
      <Toasts />
    </>
  );
};
