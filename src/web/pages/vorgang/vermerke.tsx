import { useState } from 'preact/hooks';
import type { VorgangDetail } from '#eakte/eakte.schema.js';
import { api } from '#web/api.js';
import { formatInstant } from '#web/format.js';
import { Button } from '#web/ui/button.js';
import { TextArea } from '#web/ui/field.js';
import { ErrorSummary, Form, useSubmit } from '#web/ui/form.js';

/** The Vermerke of a Vorgang, newest last, and a field for another one. */
export const Vermerke = (props: { vorgang: VorgangDetail; onAdded: () => void }) => {
  const [text, setText] = useState('');
  const form = useSubmit({
    check: () => (text.trim() === '' ? { vermerk: 'Bitte schreiben Sie den Vermerk.' } : {}),
    submit: async () => {
      await api.post(`/api/vorgaenge/${props.vorgang.id}/vermerke`, { text: text.trim() });
      setText('');
      props.onAdded();
    },
  });
  return (
    <>
      {props.vorgang.vermerke.length === 0 ? (
        <p class="muted">Noch keine Vermerke.</p>
      ) : (
        <ol class="notes">
          {props.vorgang.vermerke.map((note) => (
            <li key={note.id} class="notes__entry">
              <p class="muted small">
                {note.art} · {note.person ?? 'Poststelle (automatisch)'} ·{' '}
                {formatInstant(note.createdAt)}
              </p>
              <p class="notes__text">{note.text}</p>
            </li>
          ))}
        </ol>
      )}
      {props.vorgang.darfBearbeiten ? (
        <Form onSubmit={form.run} label="Neuer Vermerk">
          <ErrorSummary faults={form.faults} error={form.error} />
          <TextArea
            id="vermerk"
            label="Neuer Vermerk"
            rows={2}
            value={text}
            onInput={setText}
            maxLength={4_000}
            error={form.faults['vermerk']}
          />
          <div>
            <Button label="Vermerk hinzufügen" type="submit" small busy={form.busy} />
          </div>
        </Form>
      ) : null}
    </>
  );
};
