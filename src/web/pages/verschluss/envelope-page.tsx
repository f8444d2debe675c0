import { useEffect, useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Umschlagurteil } from '#posteingang/verschluss/regeln.schema.js';
import type { UmschlagErfasst } from '#posteingang/verschluss/verschluss.schema.js';
import { api } from '#web/api.js';
import { count } from '#web/format.js';
import { Button, ButtonRow } from '#web/ui/button.js';
import { Alert } from '#web/ui/feedback.js';
import { SelectField, TextArea, TextField } from '#web/ui/field.js';
import { FileDrop } from '#web/ui/file-drop.js';
import { ErrorSummary, useSubmit } from '#web/ui/form.js';
import { Page, Section } from '#web/ui/page.js';
import { announce } from '#web/ui/toast.js';
import { UploadList } from '../posteingang/upload-list.js';
import { useUploads } from '../posteingang/use-uploads.js';
import { klassen, klassenText, optionsOf } from './klassen.js';

const trail = [{ text: 'Verschlossene Post', href: '/verschluss' }];

const blank = {
  anschrift: '',
  vermerk: '',
  absender: '',
  klasse: '',
  vergabe: '',
  eingegangen: '',
  inhalt: 'papier',
};
type Envelope = typeof blank;

const bodyOf = ({ klasse, eingegangen, inhalt: _, ...rest }: Envelope) => ({
  ...rest,
  ...(klasse === '' ? {} : { klasse }),
  ...(eingegangen === '' ? {} : { eingegangenAt: new Date(eingegangen).toISOString() }),
});

/** What the rules say of what has been typed so far. */
const useVerdict = ({ anschrift, vermerk, absender, klasse }: Envelope) => {
  const [verdict, setVerdict] = useState<Umschlagurteil>();
  useEffect(() => {
    const said = `${anschrift}${vermerk}${klasse}`;
    if (said === '') {
      setVerdict(undefined);
      return undefined;
    }
    const timer = window.setTimeout(() => {
      const body = { anschrift, vermerk, absender, ...(klasse === '' ? {} : { klasse }) };
      api.post<Umschlagurteil>('/api/handhabungsregeln/pruefung', body).then(setVerdict, () => {
        // The answer to the registration itself says what is wrong.
      });
    }, 300);
    return () => window.clearTimeout(timer);
  }, [anschrift, vermerk, absender, klasse]);
  return verdict;
};

const VerdictNotice = ({ verdict }: { verdict: Umschlagurteil | undefined }) =>
  verdict === undefined ? null : (
    <Alert
      tone={verdict.klasse === null ? 'info' : 'warning'}
      title={
        verdict.klasse === null
          ? 'Nach den Regeln würde diese Sendung geöffnet. Hier erfasst, bleibt sie als „Vertraulich“ verschlossen, wenn sie keine Datei ist.'
          : `Bleibt verschlossen: ${klassenText(verdict.klasse)}`
      }
    >
      {verdict.begruendung}
      {verdict.empfaenger === null ? '' : ` Gerichtet an ${verdict.empfaenger.name}.`}
      {verdict.regel?.ohneScan === true ? ' Diese Sendung wird nicht gescannt.' : ''}
    </Alert>
  );

const Fields = (props: { values: Envelope; change: (changes: Partial<Envelope>) => void }) => {
  const { values, change } = props;
  return (
    <>
      <TextArea
        label="Anschrift"
        hint="Zeile für Zeile, wie sie auf dem Umschlag steht"
        rows={4}
        maxLength={600}
        value={values.anschrift}
        onInput={(anschrift) => change({ anschrift })}
      />
      <div class="filters">
        <TextField
          label="Vermerk"
          hint="Zum Beispiel „Persönlich“"
          optional
          maxLength={300}
          value={values.vermerk}
          onInput={(vermerk) => change({ vermerk })}
        />
        <TextField
          label="Absender"
          hint="Wie er außen steht"
          optional
          maxLength={300}
          value={values.absender}
          onInput={(absender) => change({ absender })}
        />
        <TextField
          label="Kennzeichen der Vergabe"
          hint="Bei Angeboten"
          optional
          maxLength={80}
          value={values.vergabe}
          onInput={(vergabe) => change({ vergabe })}
        />
        <TextField
          label="Eingegangen am"
          hint="Leer: jetzt"
          optional
          type="datetime-local"
          value={values.eingegangen}
          onInput={(eingegangen) => change({ eingegangen })}
        />
        <SelectField
          label="Klasse"
          hint="Geht allen Regeln vor"
          optional
          empty="Nach den Regeln"
          options={optionsOf(klassen)}
          value={values.klasse}
          onChange={(klasse) => change({ klasse })}
        />
        <SelectField
          label="Was erfasst wird"
          hint="Nichts davon wird gelesen"
          options={[
            { value: 'papier', text: 'Nur der Umschlag, ohne Datei' },
            { value: 'umschlagbild', text: 'Bild des geschlossenen Umschlags' },
            { value: 'datei', text: 'Datei, die verschlossen bleibt' },
          ]}
          value={values.inhalt}
          onChange={(inhalt) => change({ inhalt })}
        />
      </div>
    </>
  );
};

/** Posteingang › Verschlossene Post › Umschlag erfassen. */
export const EnvelopePage = () => {
  const [values, setValues] = useState(blank);
  const [made, setMade] = useState<z.infer<typeof UmschlagErfasst>>();
  const verdict = useVerdict(values);
  const { uploads, add, retry, clear } = useUploads((result) =>
    announce(
      result.outcome === 'rejected'
        ? `Abgewiesen: ${result.message}`
        : `Verschlossen erfasst: Eingang ${result.eingangsnummer}`,
    ),
  );
  const form = useSubmit({
    submit: async () => {
      const one = await api.post<z.infer<typeof UmschlagErfasst>>(
        '/api/verschluss',
        bodyOf(values),
      );
      setMade(one);
      setValues(blank);
    },
  });
  const opens = values.inhalt === 'datei' && (verdict === undefined || verdict.klasse === null);
  return (
    <Page
      title="Umschlag erfassen"
      trail={trail}
      subtitle={
        <>
          Was verschlossen bleibt, sagen die{' '}
          <a href="/verwaltung/handhabungsregeln">Handhabungsregeln</a>.
        </>
      }
    >
      <ErrorSummary faults={form.faults} error={form.error} />
      {made === undefined ? null : (
        <Alert tone="success" title={`Erfasst unter Eingang ${made.eingangsnummer}`} live>
          <a href={`/verschluss/${made.id}`}>Zum verschlossenen Eingang {made.eingangsnummer}</a>
        </Alert>
      )}
      <Fields values={values} change={(changes) => setValues((old) => ({ ...old, ...changes }))} />
      <VerdictNotice verdict={verdict} />
      {values.inhalt === 'papier' ? (
        <ButtonRow>
          <Button label="Umschlag erfassen" variant="primary" busy={form.busy} onClick={form.run} />
        </ButtonRow>
      ) : opens ? (
        <p class="muted">
          Eine Datei wird hier erst angenommen, wenn eine Regel oder die Klasse sie verschlossen
          hält.
        </p>
      ) : (
        <FileDrop
          label="Datei hierher ziehen"
          hint="Sie wird verschlüsselt, bevor sie abgelegt wird."
          button="Datei auswählen"
          onFiles={(files) => {
            const umschlag = JSON.stringify({ ...bodyOf(values), inhalt: values.inhalt });
            add(files, { umschlag: encodeURIComponent(umschlag) });
            announce(count(files.length, 'Datei wird übertragen', 'Dateien werden übertragen'));
          }}
        />
      )}
      {uploads.length === 0 ? null : (
        <Section
          title="Übertragung"
          actions={<Button label="Liste leeren" variant="tertiary" small onClick={clear} />}
        >
          <UploadList uploads={uploads} onRetry={retry} />
        </Section>
      )}
    </Page>
  );
};
