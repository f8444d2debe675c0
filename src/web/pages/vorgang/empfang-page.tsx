import { useState } from 'preact/hooks';
import type { EmpfangDetail } from '#eakte/empfang/empfang.schema.js';
import { api } from '#web/api.js';
import { formatInstant } from '#web/format.js';
import { Button } from '#web/ui/button.js';
import { Failure, Loading } from '#web/ui/feedback.js';
import { SelectField, TextField } from '#web/ui/field.js';
import { ErrorSummary, Form, useSubmit } from '#web/ui/form.js';
import { Page, Section } from '#web/ui/page.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { Einwilligungen } from './einwilligungen.js';
import { Zertifikat } from './zertifikat.js';

const wege = [
  { value: 'post', text: 'Post' },
  { value: 'email', text: 'E-Mail' },
  { value: 'portal', text: 'Postfach im Nutzerkonto (BundID)' },
];

const formen = [
  { value: 'normal', text: 'üblich' },
  { value: 'grossdruck', text: 'Großdruck (16 pt)' },
  { value: 'braille', text: 'Braille' },
  { value: 'audio', text: 'Audio' },
  { value: 'elektronisch', text: 'elektronisch, barrierefrei' },
];

const sprachen = [
  { value: 'de', text: 'Deutsch' },
  { value: 'en', text: 'Englisch' },
  { value: 'ar', text: 'Arabisch' },
  { value: 'fr', text: 'Französisch' },
  { value: 'pl', text: 'Polnisch' },
  { value: 'ru', text: 'Russisch' },
  { value: 'tr', text: 'Türkisch' },
  { value: 'uk', text: 'Ukrainisch' },
];

const Wuensche = (props: {
  base: string;
  empfang: EmpfangDetail;
  onChange: (after: EmpfangDetail) => void;
}) => {
  const { empfang } = props;
  const [weg, setWeg] = useState<string>(empfang.bevorzugterWeg ?? '');
  const [postfachId, setPostfachId] = useState(empfang.postfachId ?? '');
  const [form, setForm] = useState<string>(empfang.form);
  const [sprache, setSprache] = useState(empfang.sprache);
  const disabled = !empfang.darfBearbeiten;
  const submission = useSubmit({
    submit: async () => {
      const after = await api.put<EmpfangDetail>(`${props.base}/empfang`, {
        version: empfang.version,
        bevorzugterWeg: weg === '' ? null : weg,
        postfachId: postfachId.trim() === '' ? null : postfachId.trim(),
        form,
        sprache,
      });
      notify('success', 'Die Angaben sind gespeichert.');
      props.onChange(after);
    },
  });
  return (
    <Form onSubmit={submission.run} label="Wünsche">
      <ErrorSummary faults={submission.faults} error={submission.error} />
      <div class="form form--two">
        <SelectField
          label="Bevorzugter Weg"
          hint="Ein Wunsch ist noch keine Einwilligung."
          value={weg}
          onChange={setWeg}
          options={wege}
          empty="keine Angabe"
          disabled={disabled}
        />
        <TextField
          label="Postfach-ID (BundID)"
          hint="steht im Online-Antrag als mailboxUuid"
          value={postfachId}
          onInput={setPostfachId}
          optional
          disabled={disabled}
        />
        <SelectField
          label="Form der Schreiben"
          hint="barrierefreie Form auf Verlangen, § 10 BGG"
          value={form}
          onChange={setForm}
          options={formen}
          disabled={disabled}
        />
        <SelectField
          label="Sprache"
          hint="für Erläuterungen; die Amtssprache bleibt Deutsch"
          value={sprache}
          onChange={setSprache}
          options={
            sprachen.some((one) => one.value === sprache)
              ? sprachen
              : [...sprachen, { value: sprache, text: sprache }]
          }
          disabled={disabled}
        />
      </div>
      {disabled ? null : (
        <Button label="Speichern" type="submit" variant="primary" busy={submission.busy} />
      )}
    </Form>
  );
};

const Verlauf = ({ empfang }: { empfang: EmpfangDetail }) =>
  empfang.verlauf.length === 0 ? (
    <p class="muted">Noch nichts geändert.</p>
  ) : (
    <ul class="plain-list">
      {empfang.verlauf.map((line) => (
        <li key={`${line.at}${line.text}`}>
          <span class="muted small">
            {formatInstant(line.at)}, {line.person ?? 'Poststelle'}
          </span>
          <br />
          {line.text}
        </li>
      ))}
    </ul>
  );

/** How one of the Beteiligte wants to be written to, and what was agreed to. */
export const EmpfangPage = ({ params }: { params: Readonly<Record<string, string>> }) => {
  const vorgangId = params['id'] ?? '';
  const base = `/api/vorgaenge/${vorgangId}/beteiligte/${params['beteiligterId'] ?? ''}`;
  const empfang = useLoad(base, (signal) => api.get<EmpfangDetail>(`${base}/empfang`, { signal }));
  const trail = [{ text: 'Vorgang', href: `/vorgaenge/${vorgangId}` }];
  const { data } = empfang;
  if (data === undefined) {
    return (
      <Page title="Empfang von Schreiben" trail={trail}>
        {empfang.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={empfang.error} onRetry={empfang.reload} />
        )}
      </Page>
    );
  }
  const part = { base, empfang: data, onChange: empfang.set };
  return (
    <Page
      title={`Empfang von Schreiben: ${data.name}`}
      trail={trail}
      subtitle={data.email ?? 'keine E-Mail-Adresse eingetragen'}
    >
      <div class="split">
        <div class="split__main">
          <Section title="Wünsche">
            <Wuensche key={data.version} {...part} />
          </Section>
          <Section title="Einwilligungen">
            <Einwilligungen {...part} />
          </Section>
          <Section title="Verschlüsselte E-Mail (S/MIME)">
            <Zertifikat {...part} />
          </Section>
        </div>
        <div class="split__side">
          <Section title="Verlauf" card>
            <Verlauf empfang={data} />
          </Section>
        </div>
      </div>
    </Page>
  );
};
