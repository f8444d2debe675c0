import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { EmpfangsErgebnis } from '#posteingang/posteingang.schema.js';
import { newKey, type UploadTarget, uploadFile } from './upload.js';
import { uploadResumable } from './upload-resumable.js';

/** One chosen file on its way to the server. */
export interface Upload {
  key: string;
  file: File;
  state: 'waiting' | 'sending' | 'answered' | 'failed';
  /** 0 to 1 */
  progress: number;
  target?: UploadTarget | undefined;
  /** The connection is away; the upload goes on by itself. */
  paused?: boolean;
  result?: EmpfangsErgebnis;
  error?: unknown;
}

/** So many files are sent at the same time. */
const lanes = 3;
/** From this size on a file is sent in parts, so that a lost connection costs little. */
const resumableFrom = 5_000_000;

interface Uploads {
  uploads: readonly Upload[];
  add: (files: readonly File[], target?: UploadTarget) => void;
  retry: (key: string) => void;
  clear: () => void;
}

/** Sends chosen files, a few at a time, each with its own key, and keeps what became of them. */
export const useUploads = (onAnswer: (result: EmpfangsErgebnis) => void): Uploads => {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const started = useRef(new Set<string>());
  const answered = useRef(onAnswer);
  answered.current = onAnswer;

  const change = useCallback((key: string, changes: Partial<Upload>): void => {
    setUploads((before) =>
      before.map((upload) => (upload.key === key ? { ...upload, ...changes } : upload)),
    );
  }, []);

  useEffect(() => {
    const sending = uploads.filter((upload) => upload.state === 'sending').length;
    const next = uploads
      .filter((upload) => upload.state === 'waiting' && !started.current.has(upload.key))
      .slice(0, Math.max(0, lanes - sending));
    for (const { key, file, target } of next) {
      started.current.add(key);
      change(key, { state: 'sending', progress: 0 });
      const onProgress = (progress: number): void => change(key, { progress });
      const onPause = (paused: boolean): void => change(key, { paused });
      const sent =
        file.size < resumableFrom
          ? uploadFile({ file, key, target, onProgress })
          : uploadResumable({ file, key, target, onProgress, onPause });
      sent.then(
        (result) => {
          change(key, { state: 'answered', progress: 1, result });
          answered.current(result);
        },
        (error: unknown) => change(key, { state: 'failed', error }),
      );
    }
  }, [uploads, change]);

  const add = useCallback((files: readonly File[], target?: UploadTarget): void => {
    const fresh = files.map(
      (file): Upload => ({ key: newKey(), file, state: 'waiting', progress: 0, target }),
    );
    setUploads((before) => [...fresh, ...before]);
  }, []);

  const retry = useCallback(
    (key: string): void => {
      started.current.delete(key);
      change(key, { state: 'waiting', error: undefined });
    },
    [change],
  );

  const clear = useCallback(
    () =>
      setUploads((before) =>
        before.filter((upload) => upload.state === 'waiting' || upload.state === 'sending'),
      ),
    [],
  );
  return { uploads, add, retry, clear };
};
