import { useState } from 'preact/hooks';
import type { RechnerAntwort, RechnerRegeln } from '#fristen/fristen.schema.js';
import { api } from '#web/api.js';
import { Button } from '#web/ui/button.js';
import { Failure, Loading } from '#web/ui/feedback.js';
import { CheckField, SelectField } from '#web/ui/field.js';
import { ErrorSummary, Form, useSubmit } from '#web/ui/form.js';
import { Facts, Page, Section } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';
import { type Eingabe, faultsOf, frageOf, neueEingabe } from './frage.js';
import { FrageFields } from './frage-fields.js';
import { Rechenweg } from './rechenweg.js';
import { lastDay } from './words.js';

/** The rules as the server knows them. */
export const useRegeln = () =>
  useLoad('fristregeln', (signal) =>
    api.get<RechnerRegeln>('/api/fristenrechner/regeln', { signal }),
  );

type Gemeinde = NonNullable<RechnerRegeln['ort']['gemeinde']>[number];

/** Holidays that a commune of a Land may have beside those of the Land. */
const localHolidays: readonly { kennung: Gemeinde; text: string; in: readonly string[] }[] = [
  { kennung: 'fronleichnam', text: 'Fronleichnam ist hier Feiertag', in: ['SN', 'TH'] },
  { kennung: 'mariaeHimmelfahrt', text: 'Mariä Himmelfahrt ist hier Feiertag', in: ['BY'] },
  { kennung: 'friedensfest', text: 'Augsburger Friedensfest ist hier Feiertag', in: ['BY'] },
];

const Result = ({ result }: { result: RechnerAntwort }) => (
  <Section title="Ergebnis" card>
    <p class="frist-result" role="status">
      Letzter Tag: <strong>{lastDay(result.ende)}</strong>
    </p>
    <Facts
      entries={[
        ['Regel', result.name],
        ['Rechtsgrundlage', result.grundlage],
      ]}
    />
    <h3 class="section__title">Rechenweg</h3>
    <Rechenweg saetze={result.rechenweg} />
  </Section>
);

const Calculator = ({ regeln }: { regeln: RechnerRegeln }) => {
  const [eingabe, setEingabe] = useState<Eingabe>(neueEingabe);
  const [land, setLand] = useState<string>(regeln.ort.land);
  const [gemeinde, setGemeinde] = useState<readonly Gemeinde[]>(regeln.ort.gemeinde ?? []);
  const [result, setResult] = useState<RechnerAntwort>();
  const form = useSubmit({
    check: () => faultsOf(eingabe),
    submit: async () => {
      setResult(undefined);
      setResult(
        await api.post<RechnerAntwort>('/api/fristenrechner', {
          frage: frageOf(eingabe),
          ort: { land, gemeinde },
        }),
      );
    },
  });
  return (
    <div class="split">
      <div class="split__main">
        <Form onSubmit={form.run} label="Frist berechnen">
          <ErrorSummary faults={form.faults} error={form.error} />
          <FrageFields
            eingabe={eingabe}
            regeln={regeln}
            faults={form.faults}
            onChange={(change) => setEingabe((before) => ({ ...before, ...change }))}
          />
          <SelectField
            label="Feiertage nach dem Recht von"
            value={land}
            onChange={(next) => {
              setLand(next);
              setGemeinde(next === regeln.ort.land ? (regeln.ort.gemeinde ?? []) : []);
            }}
            options={regeln.laender.map((one) => ({ value: one.kennung, text: one.name }))}
            width="medium"
          />
          {localHolidays
            .filter((one) => one.in.includes(land))
            .map((one) => (
              <CheckField
                key={one.kennung}
                label={one.text}
                checked={gemeinde.includes(one.kennung)}
                onChange={(checked) =>
                  setGemeinde(
                    checked
                      ? [...gemeinde, one.kennung]
                      : gemeinde.filter((held) => held !== one.kennung),
                  )
                }
              />
            ))}
          <div>
            <Button label="Berechnen" type="submit" variant="primary" busy={form.busy} />
          </div>
        </Form>
      </div>
      <div class="split__side">
        {result === undefined ? (
          <Section title="Ergebnis" card>
            <p class="muted">
              Hier stehen der letzte Tag, die Rechtsgrundlage und der Rechenweg. Gespeichert wird
              nichts; eine Frist zu einem Vorgang legen Sie dort an.
            </p>
          </Section>
        ) : (
          <Result result={result} />
        )}
      </div>
    </div>
  );
};

/** The calculator, usable without item and Vorgang. */
export const RechnerPage = () => {
  const regeln = useRegeln();
  return (
    <Page title="Fristenrechner" trail={[{ text: 'Fristen', href: '/fristen' }]}>
      {regeln.data === undefined ? (
        regeln.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={regeln.error} onRetry={regeln.reload} />
        )
      ) : (
        <Calculator regeln={regeln.data} />
      )}
    </Page>
  );
};
