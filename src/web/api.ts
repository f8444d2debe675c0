/** A failed request as the server described it; `message` is German and meant for the screen. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  constructor(facts: { status: number; code: string; message: string; requestId?: string }) {
    super(facts.message);
    this.name = 'ApiError';
    this.status = facts.status;
    this.code = facts.code;
    this.requestId = facts.requestId;
  }
}

type Query = Readonly<Record<string, string | number | boolean | undefined | null>>;

export interface RequestOptions {
  query?: Query;
  signal?: AbortSignal;
  headers?: Readonly<Record<string, string>>;
}

let onSignedOut: () => void = () => undefined;

/** Names what happens when the server no longer knows who asks. */
export const whenSignedOut = (listener: () => void): void => {
  onSignedOut = listener;
};

/** An address with its query; empty and missing values are left out. */
export const withQuery = (path: string, query: Query = {}): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  if (text === '') return path;
  return `${path}${path.includes('?') ? '&' : '?'}${text}`;
};

const unreachable =
  'Der Server ist gerade nicht erreichbar. Bitte prüfen Sie die Verbindung und versuchen Sie es erneut.';

/** What a failed answer says, whatever form it has. */
export const errorOf = (status: number, text: string): ApiError => {
  let body: { code?: unknown; message?: unknown; requestId?: unknown } = {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) body = parsed;
  } catch {
    // Not ours: an answer of a proxy in front of the server.
  }
  return new ApiError({
    status,
    code: typeof body.code === 'string' ? body.code : `http-${status}`,
    message:
      typeof body.message === 'string'
        ? body.message
        : `Der Server antwortet mit Fehler ${status}.`,
    ...(typeof body.requestId === 'string' ? { requestId: body.requestId } : {}),
  });
};

/** Tells the application about a 401, except where signing in itself was refused. */
export const noticeStatus = (status: number, path: string): void => {
  if (status === 401 && !path.startsWith('/api/anmeldung')) onSignedOut();
};

const request = async <T>(
  method: string,
  path: string,
  options: RequestOptions & { body?: unknown },
): Promise<T> => {
  const address = withQuery(path, options.query);
  let response: Response;
  let text: string;
  try {
    response = await fetch(address, {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    text = await response.text();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError({ status: 0, code: 'unreachable', message: unreachable });
  }
  if (!response.ok) {
    noticeStatus(response.status, path);
    throw errorOf(response.status, text);
  }
  // The server's answers were made from the same schemas as these types.
  return (text === '' ? undefined : JSON.parse(text)) as T;
};

/** The server's API. Every method throws ApiError, or AbortError where the signal was used. */
export const api = {
  get: <T>(path: string, options: RequestOptions = {}): Promise<T> => request('GET', path, options),
  post: <T = undefined>(path: string, body?: unknown, options: RequestOptions = {}): Promise<T> =>
    request('POST', path, { ...options, body }),
  put: <T = undefined>(path: string, body?: unknown, options: RequestOptions = {}): Promise<T> =>
    request('PUT', path, { ...options, body }),
  patch: <T = undefined>(path: string, body?: unknown, options: RequestOptions = {}): Promise<T> =>
    request('PATCH', path, { ...options, body }),
  delete: <T = undefined>(path: string, options: RequestOptions = {}): Promise<T> =>
    request('DELETE', path, options),
};

/** The sentence for the screen, whatever was thrown. */
export const messageOf = (error: unknown): string =>
  error instanceof ApiError
    ? error.message
    : 'Es ist ein unerwarteter Fehler in der Anwendung aufgetreten. Bitte laden Sie die Seite neu.';

/** Whether a request was given up on purpose. */
export const isAbort = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError';
