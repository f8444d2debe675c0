import { useState } from 'preact/hooks';
import type { ProbeAntwort } from '#posteingang/zustaendigkeit/zustaendigkeit.schema.js';
import { api } from '#web/api.js';
import { formatShare, today } from '#web/format.js';
import { Button } from '#web/ui/button.js';
import { DataTable } from '#web/ui/data-table.js';
import { TextArea, TextField } from '#web/ui/field.js';
import { ErrorSummary, Form, useSubmit } from '#web/ui/form.js';

type Proposal = ProbeAntwort['vorschlaege'][number];

const Answer = ({ found }: { found: readonly Proposal[] }) => (
  <DataTable
    caption="Wohin das Schreiben ginge"
    columns={[
      {
        key: 'einheit',
        title: 'Einheit',
        rowHeader: true,
        cell: (one) => `${one.einheit} ${one.name}`,
      },
      {
        key: 'konfidenz',
        title: 'Gewicht',
        numeric: true,
        cell: (one) => formatShare(one.konfidenz),
      },
      {
        key: 'gruende',
        title: 'Gründe',
        wide: true,
        cell: (one) => (
          <ul class="plain-list">
            {one.gruende.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        ),
      },
    ]}
    rows={found}
    rowKey={(one) => one.einheit}
  />
);

/** Tries a letter out: where would it go, and why? */
export const LetterTest = () => {
  const [text, setText] = useState('');
  const [absender, setAbsender] = useState('');
  const [strasse, setStrasse] = useState('');
  const [tag, setTag] = useState(today());
  const [found, setFound] = useState<readonly Proposal[]>();
  const form = useSubmit({
    check: (): Record<string, string> =>
      text.trim() === '' ? { probetext: 'Bitte Text eingeben.' } : {},
    submit: async () => {
      const body = { text, absender, strasse, ...(tag === '' ? {} : { tag }) };
      setFound(
        (await api.post<ProbeAntwort>('/api/zustaendigkeitsregeln/probe', body)).vorschlaege,
      );
    },
  });
  return (
    <>
      <ErrorSummary faults={form.faults} error={form.error} />
      <Form onSubmit={form.run} label="Schreiben ausprobieren">
        <TextArea
          id="probetext"
          label="Text des Schreibens"
          hint="Wird nicht gespeichert."
          rows={4}
          value={text}
          error={form.faults['probetext']}
          onInput={setText}
        />
        <TextField label="Name des Absenders" optional value={absender} onInput={setAbsender} />
        <TextField label="Straße und Hausnummer" optional value={strasse} onInput={setStrasse} />
        <TextField
          label="Tag des Eingangs"
          type="date"
          width="short"
          value={tag}
          onInput={setTag}
        />
        <div>
          <Button label="Ausprobieren" type="submit" busy={form.busy} />
        </div>
      </Form>
      <div role="status">{found === undefined ? null : <Answer found={found} />}</div>
    </>
  );
};
