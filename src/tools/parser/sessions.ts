import type { Sandbox } from '../sandbox/isolation.js';
import type { ParserLimits } from './parser.js';
import { pagesOfASession, type Session, startSession } from './session.js';

const keepMs = 4_000;
const mostKept = 3;

/** A session that is in use, with what decides whether it may be used again. */
export interface Lease {
  session: Session;
  /** Whether the child was started for this lease and has the document; else it has that of an earlier one. */
  isFresh: boolean;
  /** Gives it back; it is kept for a moment for more work on the same document, or ended. */
  release(outcome: { sound: boolean; pages: number }): void;
}

interface Kept {
  key: string;
  session: Session;
  pages: number;
  timer: NodeJS.Timeout;
}

/**
 * Children for documents. Each opens one foreign document in its life, so that nothing of one can get into another. With
 * `warm` one child waits with its libraries loaded, and the child of a document waits a moment for its next task.
 */
export const createSessions = (
  sandbox: Sandbox,
  limits: ParserLimits,
  { warm }: { warm: boolean },
) => {
  const kept: Kept[] = [];
  const endings = new Set<Promise<void>>();
  let spare: Promise<Session> | undefined;
  let closed = false;

  const end = (session: Session): void => {
    const ending = session.close().finally(() => endings.delete(ending));
    endings.add(ending);
    // Whoever closes the parser sees the failure; until then it must not count as unhandled.
    ending.catch(() => undefined);
  };

  const prepare = (): void => {
    if (!warm || closed || spare !== undefined) return;
    spare = startSession(sandbox, limits, { warm: true });
    // It is reported to whoever takes the session.
    spare.catch(() => undefined);
  };

  const fresh = async (path: string, pages: boolean): Promise<Session> => {
    const waiting = pages ? spare : undefined;
    if (pages) spare = undefined;
    const session = await (waiting ?? startSession(sandbox, limits, { warm: false }));
    prepare();
    await session.bind(path);
    return session;
  };

  const find = (key: string | undefined): Kept | undefined => {
    const at = kept.findIndex((one) => one.key === key);
    const [found] = at < 0 ? [] : kept.splice(at, 1);
    if (found !== undefined) clearTimeout(found.timer);
    return found;
  };

  const drop = (one: Kept): void => {
    const at = kept.indexOf(one);
    if (at >= 0) kept.splice(at, 1);
    clearTimeout(one.timer);
    end(one.session);
  };

  const keep = (key: string, session: Session, pages: number): void => {
    const one: Kept = { key, session, pages, timer: setTimeout(() => drop(one), keepMs) };
    one.timer.unref();
    kept.push(one);
    const oldest = kept[0];
    if (kept.length > mostKept && oldest !== undefined) drop(oldest);
  };

  return {
    /**
     * A child for a document; `key` names its content, for example by its hash. Without `pages` it gets one that has
     * loaded nothing yet: the libraries for pages cost as much time as those for mails.
     */
    lease: async (path: string, key: string | undefined, pages: boolean): Promise<Lease> => {
      const found = key === undefined ? undefined : find(key);
      const session = found?.session ?? (await fresh(path, pages));
      return {
        session,
        isFresh: found === undefined,
        release: ({ sound, pages }) => {
          const all = (found?.pages ?? 0) + pages;
          if (warm && !closed && sound && key !== undefined && all < pagesOfASession)
            keep(key, session, all);
          else end(session);
        },
      };
    },
    prepare,
    close: async (): Promise<void> => {
      closed = true;
      for (const one of [...kept]) drop(one);
      const waiting = await spare?.catch(() => undefined);
      if (waiting !== undefined) end(waiting);
      await Promise.all(endings);
    },
  };
};
