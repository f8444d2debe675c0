import { useState } from 'preact/hooks';
import type { VorgangDetail } from '#eakte/eakte.schema.js';
import type { PostausgangDetail, VorlagenListe } from '#postausgang/postausgang.schema.js';
import { api } from '#web/api.js';
import { navigate, usePlace } from '#web/router.js';
import { Button } from '#web/ui/button.js';
import { Alert, Failure, Loading } from '#web/ui/feedback.js';
import { SelectField } from '#web/ui/field.js';
import { ErrorSummary, Form, useSubmit } from '#web/ui/form.js';
import { Page } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';

const Start = ({ vorgang, vorlagen }: { vorgang: VorgangDetail; vorlagen: VorlagenListe }) => {
  const [template, setTemplate] = useState(vorlagen.vorlagen[0]?.name ?? '');
  const [recipient, setRecipient] = useState(vorgang.beteiligte[0]?.id ?? '');
  const form = useSubmit({
    submit: async () => {
      const letter = await api.post<PostausgangDetail>('/api/postausgaenge', {
        vorgangId: vorgang.id,
        vorlage: template,
        ...(recipient === '' ? {} : { beteiligterId: recipient }),
      });
      navigate(`/schreiben/${letter.id}`, { replace: true });
    },
  });
  return (
    <Form onSubmit={form.run}>
      <ErrorSummary faults={form.faults} error={form.error} />
      <fieldset class="templates">
        <legend class="kern-label">Vorlage</legend>
        {vorlagen.vorlagen.map((one) => (
          <label key={one.name} class={one.name === template ? 'choice choice--chosen' : 'choice'}>
            <input
              type="radio"
              class="choice__radio"
              name="vorlage"
              checked={one.name === template}
              onChange={() => setTemplate(one.name)}
            />
            <span class="choice__text">
              <span class="choice__name">{one.titel}</span>
              <span class="muted small">
                {one.beschreibung}
                {one.vierAugen ? ' Freigabe durch eine zweite Person.' : ''}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      {vorgang.beteiligte.length === 0 ? (
        <Alert tone="info" title="Im Vorgang sind keine Beteiligten eingetragen.">
          <p>Die Anschrift tragen Sie im nächsten Schritt ein.</p>
        </Alert>
      ) : (
        <SelectField
          label="Empfängerin oder Empfänger"
          value={recipient}
          onChange={setRecipient}
          options={vorgang.beteiligte.map((one) => ({
            value: one.id,
            text: `${one.name} (${one.rolle})`,
          }))}
        />
      )}
      <div>
        <Button
          label="Entwurf beginnen"
          type="submit"
          variant="primary"
          busy={form.busy}
          disabled={template === ''}
        />
      </div>
    </Form>
  );
};

/** Begins a letter in a Vorgang: template and recipient, everything else is prefilled. */
export const NewLetterPage = () => {
  const { query } = usePlace();
  const id = query.get('vorgang') ?? undefined;
  const vorgang = useLoad(id, (signal) =>
    api.get<VorgangDetail>(`/api/vorgaenge/${id}`, { signal }),
  );
  const vorlagen = useLoad('vorlagen', (signal) =>
    api.get<VorlagenListe>('/api/postausgaenge/vorlagen', { signal }),
  );
  const error = vorgang.error ?? vorlagen.error;
  return (
    <Page
      title="Schreiben verfassen"
      trail={
        vorgang.data === undefined
          ? [{ text: 'Schreiben', href: '/schreiben' }]
          : [
              {
                text: `${vorgang.data.geschaeftszeichen} ${vorgang.data.betreff}`,
                href: `/vorgaenge/${vorgang.data.id}`,
              },
            ]
      }
    >
      {id === undefined ? (
        <Alert tone="info" title="Ein Schreiben gehört immer zu einem Vorgang.">
          <p>
            Bitte öffnen Sie den <a href="/vorgaenge">Vorgang</a> und wählen Sie dort „Schreiben
            verfassen“.
          </p>
        </Alert>
      ) : error !== undefined ? (
        <Failure error={error} />
      ) : vorgang.data === undefined || vorlagen.data === undefined ? (
        <Loading />
      ) : (
        <div class="narrow">
          <Start vorgang={vorgang.data} vorlagen={vorlagen.data} />
        </div>
      )}
    </Page>
  );
};
