import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Ich, PermissionName } from '#organisation/organisation.schema.js';

/** Who is signed in, and how to ask the server again. */
export interface Session {
  ich: Ich;
  refresh: () => void;
  signOut: () => void;
}

/** Holds the session below the sign-in. */
export const SessionContext = createContext<Session | undefined>(undefined);

/** The session; only used by pages that are shown to signed-in people. */
export const useSession = (): Session => {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('useSession needs a signed-in person');
  return session;
};

/** Whether the person may do something; the server decides again. */
export const useCan = (): ((permission: PermissionName) => boolean) => {
  const { ich } = useSession();
  return (permission) => ich.permissions.includes(permission);
};
