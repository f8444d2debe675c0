import { useState } from 'preact/hooks';
import type { Handhabungsregel, Umschlagurteil } from '#posteingang/verschluss/regeln.schema.js';
import { api } from '#web/api.js';
import { Button, ButtonRow } from '#web/ui/button.js';
import { Alert } from '#web/ui/feedback.js';
import { TextArea, TextField } from '#web/ui/field.js';
import { ErrorSummary, Form, useSubmit } from '#web/ui/form.js';
import { klassenText } from './klassen.js';

const blank = { vermerk: '', anschrift: '', empfaenger: '', absender: '', ort: '', tag: '' };

const Verdict = (props: { verdict: Umschlagurteil; rules: readonly Handhabungsregel[] }) => {
  const { verdict, rules } = props;
  const { regel, klasse } = verdict;
  const nameOf = (id: string): string => rules.find((rule) => rule.id === id)?.bezeichnung ?? '';
  return (
    <>
      <Alert
        tone={klasse === null ? 'info' : 'warning'}
        title={
          klasse === null
            ? 'Diese Sendung wird geöffnet.'
            : `Diese Sendung bleibt verschlossen: ${klassenText(klasse)}`
        }
        live
      >
        {regel === null ? '' : `Regel „${regel.bezeichnung}“ (Rang ${regel.rang}): `}
        {verdict.begruendung}
        {verdict.empfaenger === null ? '' : ` Gerichtet an ${verdict.empfaenger.name}.`}
      </Alert>
      <details>
        <summary>Warum die anderen Regeln nicht gelten oder nachstehen</summary>
        <ul>
          {verdict.geprueft.map((one) => (
            <li key={one.id}>
              {nameOf(one.id)}: {one.trifft ? 'trifft zu. ' : ''}
              {one.grund}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
};

/** Tries an envelope on the rules without registering anything. */
export const EnvelopeTest = ({ rules }: { rules: readonly Handhabungsregel[] }) => {
  const [values, setValues] = useState(blank);
  const [verdict, setVerdict] = useState<Umschlagurteil>();
  const change = (changes: Partial<typeof blank>): void =>
    setValues((before) => ({ ...before, ...changes }));
  const form = useSubmit({
    submit: async () => {
      const { empfaenger, absender, ort, tag, ...rest } = values;
      const body = {
        ...rest,
        empfaengeradressen: empfaenger.trim() === '' ? [] : [empfaenger.trim()],
        absenderadresse: absender,
        eingangsort: ort,
        ...(tag === '' ? {} : { tag }),
      };
      setVerdict(await api.post<Umschlagurteil>('/api/handhabungsregeln/pruefung', body));
    },
  });
  return (
    <Form onSubmit={form.run} label="Umschlag ausprobieren">
      <ErrorSummary faults={form.faults} error={form.error} />
      <TextArea
        label="Anschrift auf dem Umschlag"
        hint="Zeile für Zeile, zum Beispiel Name, Behörde, Straße, Ort"
        optional
        rows={4}
        maxLength={600}
        value={values.anschrift}
        onInput={(anschrift) => change({ anschrift })}
      />
      <div class="filters">
        <TextField
          label="Vermerk"
          optional
          value={values.vermerk}
          onInput={(vermerk) => change({ vermerk })}
        />
        <TextField
          label="E-Mail-Empfänger"
          optional
          value={values.empfaenger}
          onInput={(empfaenger) => change({ empfaenger })}
        />
        <TextField
          label="E-Mail-Absender"
          optional
          value={values.absender}
          onInput={(absender) => change({ absender })}
        />
        <TextField
          label="Scanstation oder Postfach"
          optional
          value={values.ort}
          onInput={(ort) => change({ ort })}
        />
        <TextField
          label="Am Tag"
          type="date"
          optional
          value={values.tag}
          onInput={(tag) => change({ tag })}
        />
      </div>
      <ButtonRow>
        <Button label="Prüfen" type="submit" busy={form.busy} />
      </ButtonRow>
      {verdict === undefined ? null : <Verdict verdict={verdict} rules={rules} />}
    </Form>
  );
};
