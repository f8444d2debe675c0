/** How one look at the machine ended: fit, works with a drawback, or Poststelle cannot work like this. */
export type Verdict = 'ok' | 'warn' | 'fail';

/** What one check found, in German, for the person who operates Poststelle. */
export interface Finding {
  /** What was looked at, e.g. `Datenbank`. */
  check: string;
  verdict: Verdict;
  text: string;
  /** What to do about it; never absent for `fail`. */
  action?: string;
}

/** One look; it may find several things. */
export type Check = () => Promise<readonly Finding[]>;

/** A finding that needs no attention. */
export const ok = (check: string, text: string): Finding => ({ check, verdict: 'ok', text });

/** A drawback: Poststelle works, and this should be put right. */
export const warn = (check: string, text: string, action: string): Finding => ({
  check,
  verdict: 'warn',
  text,
  action,
});

/** A fault: Poststelle does not start, or loses what it must not lose. */
export const fail = (check: string, text: string, action: string): Finding => ({
  check,
  verdict: 'fail',
  text,
  action,
});

/** The first line of what an error says; the messages of servers and drivers hold no letter content. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  const text = error instanceof Error ? error.message : String(error);
  return (text.trim() || 'unbekannter Fehler').split('\n')[0] ?? '';
};

const checkTimeoutMs = 30_000;

/** Runs a check so that its own failure or silence is a finding too. */
export const examine = async (check: string, look: Check): Promise<readonly Finding[]> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Finding[]>((resolve) => {
    const silent = fail(
      check,
      `keine Antwort innerhalb von ${checkTimeoutMs / 1000} Sekunden`,
      'Netz und Gegenstelle prüfen, dann die Prüfung wiederholen.',
    );
    timer = setTimeout(() => resolve([silent]), checkTimeoutMs);
  });
  try {
    return await Promise.race([look(), late]);
  } catch (error) {
    return [fail(check, reasonOf(error), 'Die Ursache beheben und die Prüfung wiederholen.')];
  } finally {
    clearTimeout(timer);
  }
};
