import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { EmpfangsErgebnis } from '#posteingang/posteingang.schema.js';
import { newKey, uploadFile } from './upload.js';

/** One chosen file on its way to the server. */
export interface Upload {
  key: string;
  file: File;
  state: 'waiting' | 'sending' | 'answered' | 'failed';
  /** 0 to 1 */
  progress: number;
  result?: EmpfangsErgebnis;
  error?: unknown;
}

/** So many files are sent at the same time. */
const lanes = 3;

interface Uploads {
  uploads: readonly Upload[];
  add: (files: readonly File[]) => void;
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
    for (const { key, file } of next) {
      started.current.add(key);
      change(key, { state: 'sending', progress: 0 });
      uploadFile({ file, key, onProgress: (progress) => change(key, { progress }) }).then(
        (result) => {
          change(key, { state: 'answered', progress: 1, result });
          answered.current(result);
        },
        (error: unknown) => change(key, { state: 'failed', error }),
      );
    }
  }, [uploads, change]);

  const add = useCallback((files: readonly File[]): void => {
    const fresh = files.map(
      (file): Upload => ({ key: newKey(), file, state: 'waiting', progress: 0 }),
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
