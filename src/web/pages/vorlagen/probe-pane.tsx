import { useEffect, useState } from 'preact/hooks';
import type { Vorschau } from '#postausgang/postausgang.schema.js';
import { api, isAbort } from '#web/api.js';
import { einheitText, useEinheiten } from '#web/einheiten.js';
import { SelectField } from '#web/ui/field.js';
import { PreviewPane } from '../schreiben/editor/preview.js';
import { bodyOf, type Draft } from './fassung-draft.js';

/** Longer than in a letter: the form is filled in, not written in. */
const pauseMs = 500;
/** All pages are set at once here. */
const allPages = (): void => undefined;

/** The draft as a letter with made-up data, set anew after each pause. */
export const ProbePane = ({ draft }: { draft: Draft }) => {
  const units = useEinheiten();
  const [umfang, setUmfang] = useState('ueblich');
  const [einheit, setEinheit] = useState('');
  const [shown, setShown] = useState<{ data?: Vorschau; error?: unknown; stale: boolean }>({
    stale: true,
  });
  const wanted = { ...bodyOf(draft), umfang, ...(einheit === '' ? {} : { einheit }) };
  const body = JSON.stringify(wanted);
  useEffect(() => {
    setShown((before) => ({ ...before, stale: true }));
    const abort = new AbortController();
    const timer = window.setTimeout(() => {
      api
        .post<Vorschau>('/api/vorlagenverwaltung/vorschau', JSON.parse(body), {
          signal: abort.signal,
        })
        .then(
          (data) => setShown({ data, stale: false }),
          (error: unknown) => {
            if (!isAbort(error)) setShown((before) => ({ ...before, error, stale: false }));
          },
        );
    }, pauseMs);
    return () => {
      window.clearTimeout(timer);
      abort.abort();
    };
  }, [body]);
  return (
    <div class="workspace__scroll">
      <div class="form form--two">
        <SelectField
          label="Angaben der Probe"
          value={umfang}
          options={[
            { value: 'ueblich', text: 'üblich' },
            { value: 'laengste', text: 'die längsten' },
          ]}
          onChange={setUmfang}
        />
        <SelectField
          label="Einheit der Probe"
          value={einheit}
          empty="passend"
          options={units.map((unit) => ({ value: unit.kuerzel, text: einheitText(unit) }))}
          onChange={setEinheit}
        />
      </div>
      <PreviewPane
        preview={{
          data: shown.data === undefined ? undefined : { ...shown.data, befunde: [] },
          error: shown.error,
          stale: shown.stale,
          checking: false,
          show: allPages,
        }}
      />
    </div>
  );
};
