import { useState } from 'preact/hooks';
import type {
  StichprobeBlatt,
  StichprobeErgebnis,
} from '#posteingang/selbstannahme/selbstannahme.schema.js';
import { api } from '#web/api.js';
import { einheitText } from '#web/einheiten.js';
import { formatDate } from '#web/format.js';
import { Button, LinkButton } from '#web/ui/button.js';
import { Alert, Failure, Loading } from '#web/ui/feedback.js';
import { SelectField, TextField } from '#web/ui/field.js';
import { ErrorSummary, Form, useSubmit } from '#web/ui/form.js';
import { Page, Section, Side } from '#web/ui/page.js';
import { PageViewer } from '#web/ui/viewer/page-viewer.js';
import { useLoad } from '#web/use-load.js';
import { wegText } from '../modell/modell-words.js';

const trail = [{ text: 'Stichprobe', href: '/stichprobe' }];

const Result = ({ result, blatt }: { result: StichprobeErgebnis; blatt: StichprobeBlatt }) => {
  const unit = blatt.einheiten.find(({ kuerzel }) => kuerzel === result.einheit);
  return (
    <Section title="Vergleich">
      <Alert
        live
        tone={result.richtig ? 'success' : 'warning'}
        title={
          result.richtig
            ? 'Die Maschine hätte ebenso entschieden.'
            : 'Die Maschine hätte anders entschieden. Der Eingang geht, wohin Sie gesagt haben.'
        }
      >
        <p>
          Antwort der Maschine: {unit === undefined ? result.einheit : einheitText(unit)} (
          {wegText(result.weg)}).
        </p>
        {result.gelernt?.saetze.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </Alert>
      <LinkButton label="Weiter in der Stichprobe" variant="primary" href="/stichprobe" />
    </Section>
  );
};

const AnswerForm = (props: {
  blatt: StichprobeBlatt;
  onAnswer: (result: StichprobeErgebnis) => void;
}) => {
  const { blatt } = props;
  const [einheit, setEinheit] = useState('');
  const [art, setArt] = useState('');
  const [zeichen, setZeichen] = useState('');
  const form = useSubmit({
    check: (): Record<string, string> =>
      einheit === '' ? { einheit: 'Bitte die zuständige Einheit wählen.' } : {},
    submit: async () => {
      const body = {
        organisationseinheitId: einheit,
        ...(art === '' ? {} : { art }),
        geschaeftszeichen: zeichen.trim(),
      };
      props.onAnswer(
        await api.post<StichprobeErgebnis>(`/api/stichproben/${blatt.id}/antwort`, body),
      );
    },
  });
  return (
    <Section title="Wohin gehört dieser Eingang?">
      <ErrorSummary faults={form.faults} error={form.error} />
      <Form onSubmit={form.run} label="Antwort">
        <SelectField
          id="einheit"
          label="Zuständige Einheit"
          empty="Bitte wählen"
          required
          value={einheit}
          error={form.faults['einheit']}
          options={blatt.einheiten.map((unit) => ({ value: unit.id, text: einheitText(unit) }))}
          onChange={setEinheit}
        />
        <SelectField
          id="art"
          label="Art des Schreibens"
          optional
          empty="Keine Angabe"
          value={art}
          options={blatt.arten.map((one) => ({ value: one, text: one }))}
          onChange={setArt}
        />
        <TextField
          id="zeichen"
          label="Unser Geschäftszeichen"
          hint="Wie es im Schreiben steht; leer lassen, wenn keines genannt ist."
          optional
          value={zeichen}
          onInput={setZeichen}
        />
        <div>
          <Button label="Antworten" type="submit" variant="primary" busy={form.busy} />
        </div>
      </Form>
    </Section>
  );
};

const Work = ({ blatt }: { blatt: StichprobeBlatt }) => {
  const [result, setResult] = useState<StichprobeErgebnis>();
  return (
    <Page
      title={`Stichprobe ${blatt.eingangsnummer}`}
      trail={trail}
      subtitle={`Eingang vom ${formatDate(blatt.eingangsdatum)}`}
      workspace
    >
      <div class="workspace">
        <PageViewer
          label={`Seiten des Eingangs ${blatt.eingangsnummer}`}
          pages={blatt.seiten.map((page) => ({
            ...page,
            text: `/api/posteingaenge/${blatt.id}/seiten/${page.nummer}/text`,
          }))}
          none="Dieser Eingang hat keine Seiten."
        />
        <Side label="Antwort">
          {result === undefined ? (
            <AnswerForm blatt={blatt} onAnswer={setResult} />
          ) : (
            <Result result={result} blatt={blatt} />
          )}
        </Side>
      </div>
    </Page>
  );
};

/** One item of the sample: its pages and a question, and the machine's answer only afterwards. */
export const StichprobePage = ({ params }: { params: Readonly<Record<string, string>> }) => {
  const id = params['id'] ?? '';
  const blatt = useLoad(id, (signal) =>
    api.get<StichprobeBlatt>(`/api/stichproben/${id}`, { signal }),
  );
  if (blatt.data !== undefined) return <Work blatt={blatt.data} />;
  return (
    <Page title="Stichprobe" trail={trail}>
      {blatt.error === undefined ? <Loading /> : <Failure error={blatt.error} />}
    </Page>
  );
};
