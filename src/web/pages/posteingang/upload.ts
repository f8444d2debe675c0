import type { z } from 'zod';
import type { EmpfangsAntwort, EmpfangsErgebnis } from '#posteingang/posteingang.schema.js';
import type { Blattseiten } from '#posteingang/stapel/stapel.schema.js';
import { ApiError, errorOf, noticeStatus } from '#web/api.js';

const address = '/api/posteingaenge';

/** Where a file belongs: the Stapel into which it is scanned, or the closed envelope in which it lay. */
export interface UploadTarget {
  stapelId?: string;
  seiten?: Blattseiten;
  /** What stands on the envelope, as the API wants it. */
  umschlag?: string;
}

/** A key that makes sending the same file again harmless; works without a secure context. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

const resultIn = (text: string): EmpfangsErgebnis | undefined => {
  try {
    const answer = JSON.parse(text) as Partial<z.infer<typeof EmpfangsAntwort>>;
    return answer.ergebnisse?.[0];
  } catch {
    return undefined;
  }
};

/** Sends one file and promises what became of it. Rejects with ApiError; `key` makes a repeat safe. */
export const uploadFile = (options: {
  file: File;
  key: string;
  target?: UploadTarget | undefined;
  onProgress: (share: number) => void;
}): Promise<EmpfangsErgebnis> =>
  new Promise((resolve, reject) => {
    const { file, key, target, onProgress } = options;
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append('dateien', file, file.name);
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      // A refused file is an answer too: it comes with its reason beside the error.
      const result = resultIn(request.responseText);
      if (result !== undefined) resolve(result);
      else {
        noticeStatus(request.status, address);
        reject(errorOf(request.status, request.responseText));
      }
    });
    request.addEventListener('error', () =>
      reject(
        new ApiError({
          status: 0,
          code: 'unreachable',
          message:
            'Die Verbindung ist abgebrochen. Erneutes Senden legt keinen zweiten Eingang an.',
        }),
      ),
    );
    request.open('POST', address);
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Idempotency-Key', key);
    if (target?.stapelId !== undefined)
      request.setRequestHeader('Poststelle-Stapel', target.stapelId);
    if (target?.umschlag !== undefined)
      request.setRequestHeader('Poststelle-Umschlag', target.umschlag);
    if (target?.seiten !== undefined) request.setRequestHeader('Poststelle-Seiten', target.seiten);
    request.send(form);
  });
