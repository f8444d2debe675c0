import { useRef, useState } from 'preact/hooks';
import type { PostausgangDetail } from '#postausgang/postausgang.schema.js';
import { ApiError, api, messageOf } from '#web/api.js';
import { notify } from '#web/ui/toast.js';
import { contentOf, type Draft, draftOf } from './draft.js';

const textOf = (draft: Draft): string => JSON.stringify(contentOf(draft));

interface Saving {
  draft: Draft;
  setDraft: (change: (before: Draft) => Draft) => void;
  isDirty: boolean;
  busy: 'save' | 'submit' | undefined;
  error: unknown;
  save: () => void;
  submit: () => void;
}

const conflictText =
  'Jemand hat den Entwurf inzwischen geändert. Bitte laden Sie die Seite neu und übernehmen Sie Ihre Änderungen.';

/** Keeps the draft of a letter, knows what is unsaved, saves it and hands it in. */
export const useSaving = (
  letter: PostausgangDetail,
  onChange: (letter: PostausgangDetail) => void,
): Saving => {
  const [draft, setDraft] = useState(() => draftOf(letter));
  const [savedText, setSavedText] = useState(() => textOf(draftOf(letter)));
  const [busy, setBusy] = useState<'save' | 'submit'>();
  const [error, setError] = useState<unknown>();
  const version = useRef(letter.version);
  const isDirty = textOf(draft) !== savedText;

  const put = async (): Promise<PostausgangDetail> => {
    const text = textOf(draft);
    const saved = await api.put<PostausgangDetail>(`/api/postausgaenge/${letter.id}`, {
      ...contentOf(draft),
      version: version.current,
    });
    version.current = saved.version;
    setSavedText(text);
    return saved;
  };
  const run = (kind: 'save' | 'submit', work: () => Promise<void>): void => {
    if (busy !== undefined) return;
    setBusy(kind);
    setError(undefined);
    work()
      .catch((thrown: unknown) => {
        setError(thrown);
        notify(
          'danger',
          thrown instanceof ApiError && thrown.status === 409 ? conflictText : messageOf(thrown),
        );
      })
      .finally(() => setBusy(undefined));
  };
  return {
    draft,
    setDraft,
    isDirty,
    busy,
    error,
    save: () =>
      run('save', async () => {
        await put();
        notify('success', 'Der Entwurf ist gespeichert.');
      }),
    submit: () =>
      run('submit', async () => {
        if (isDirty) await put();
        const changed = await api.post<PostausgangDetail>(
          `/api/postausgaenge/${letter.id}/abgabe`,
          { version: version.current },
        );
        notify(
          'success',
          changed.zustand === 'zur_freigabe'
            ? 'Das Schreiben wartet auf die Freigabe durch eine zweite Person.'
            : 'Das Schreiben ist abgegeben und wird versandt.',
        );
        onChange(changed);
      }),
  };
};
