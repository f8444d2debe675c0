import type { EmpfangsErgebnis } from '#posteingang/posteingang.schema.js';
import { ApiError, api, errorOf, noticeStatus } from '#web/api.js';
import type { UploadTarget } from './upload.js';

const address = '/api/uebertragungen';
const partBytes = 8_000_000;
/** Pauses before asking again; the last one repeats. */
const pausesMs = [500, 1_000, 2_000, 5_000, 10_000];
/** Attempts without a byte of progress before the person is asked. */
const mostAttempts = 30;

interface Options {
  file: File;
  key: string;
  target: UploadTarget | undefined;
  onProgress: (share: number) => void;
  /** The connection is away and will be tried again. */
  onPause: (paused: boolean) => void;
}

const encoded = (text: string): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)));

const metadataOf = ({ file, target }: Options): string =>
  Object.entries({
    filename: file.name,
    stapel: target?.stapelId,
    seiten: target?.seiten,
    umschlag: target?.umschlag,
  })
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${encoded(value)}`]))
    .join(',');

/** Under this name the tab remembers the upload, so that choosing the file again after a reload goes on. */
const memoryOf = ({ file, target }: Options): string =>
  `uebertragung:${file.name}:${file.size}:${file.lastModified}:${target?.stapelId ?? ''}:${target?.seiten ?? ''}:${target?.umschlag ?? ''}`;

interface Answered {
  status: number;
  text: string;
  offset: number;
  location: string;
}

/** One request; status 0 when the server cannot be reached. */
const ask = (
  method: string,
  place: string,
  headers: Readonly<Record<string, string>>,
  body?: Blob,
  onProgress?: (bytes: number) => void,
): Promise<Answered> =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const answer = (): void =>
      resolve({
        status: request.status,
        text: request.responseText,
        offset: Number(request.getResponseHeader('Upload-Offset') ?? 'NaN'),
        location: request.getResponseHeader('Location') ?? '',
      });
    request.upload.addEventListener('progress', (event) => onProgress?.(event.loaded));
    for (const end of ['load', 'error', 'abort', 'timeout']) request.addEventListener(end, answer);
    request.open(method, place);
    for (const [name, value] of Object.entries({ 'Tus-Resumable': '1.0.0', ...headers }))
      request.setRequestHeader(name, value);
    request.send(body ?? null);
  });

const isPassing = (status: number): boolean => status === 0 || status === 409 || status >= 500;

const fault = ({ status, text }: Answered): ApiError => {
  noticeStatus(status, address);
  return status === 0
    ? new ApiError({
        status: 0,
        code: 'unreachable',
        message:
          'Die Verbindung ist unterbrochen. „Erneut senden“ setzt die Übertragung an derselben Stelle fort.',
      })
    : errorOf(status, text);
};

const begin = async (options: Options): Promise<string> => {
  const answer = await ask('POST', address, {
    'Upload-Length': String(options.file.size),
    'Upload-Metadata': metadataOf(options),
    'Idempotency-Key': options.key,
  });
  if (answer.status !== 201) throw fault(answer);
  sessionStorage.setItem(memoryOf(options), answer.location);
  return answer.location;
};

/** An upload that this tab began before and that the server still knows. */
const remembered = async (
  options: Options,
): Promise<{ place: string; offset: number } | undefined> => {
  const place = sessionStorage.getItem(memoryOf(options));
  if (place === null) return undefined;
  const answer = await ask('HEAD', place, {});
  return answer.status === 200 ? { place, offset: answer.offset } : undefined;
};

/** Asks where the server stands until it answers. @throws ApiError when it stays away or knows nothing of it */
const askOffset = async (place: string, options: Options): Promise<number> => {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await ask('HEAD', place, {});
    if (answer.status === 200) return answer.offset;
    if (!isPassing(answer.status) || attempt >= mostAttempts) throw fault(answer);
    options.onPause(true);
    const pauseMs = pausesMs[Math.min(attempt, pausesMs.length - 1)];
    await new Promise((resolve) => window.setTimeout(resolve, pauseMs));
  }
};

/**
 * Sends a large file in parts and goes on after a lost connection, by tus 1.0. The answer comes only when the file
 * is in the Posteingangsbuch. Rejects with ApiError.
 */
export const uploadResumable = async (options: Options): Promise<EmpfangsErgebnis> => {
  const { file, onProgress, onPause } = options;
  const known = await remembered(options);
  const place = known?.place ?? (await begin(options));
  let offset = known?.offset ?? 0;
  let fruitless = 0;
  while (offset < file.size) {
    const from = offset;
    const answer = await ask(
      'PATCH',
      place,
      { 'Upload-Offset': String(from), 'Content-Type': 'application/offset+octet-stream' },
      file.slice(from, from + partBytes),
      (bytes) => onProgress((from + bytes) / file.size),
    );
    if (answer.status === 204) offset = answer.offset;
    // A refused file is an answer; it is fetched below with its reason.
    else if (answer.status === 422 || answer.status === 415 || answer.status === 413) break;
    else if (isPassing(answer.status)) {
      offset = await askOffset(place, options);
      onPause(false);
    } else throw fault(answer);
    fruitless = offset > from ? 0 : fruitless + 1;
    if (fruitless > mostAttempts) throw fault(answer);
  }
  const result = await api.get<EmpfangsErgebnis>(place);
  sessionStorage.removeItem(memoryOf(options));
  return result;
};
