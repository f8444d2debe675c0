import { useState } from 'preact/hooks';
import type { FristDetail, FristEntscheidung } from '#fristen/fristen.schema.js';
import { api, messageOf } from '#web/api.js';
import { formatDate, formatInstant, formatShare } from '#web/format.js';
import { useCan } from '#web/session.js';
import { Button } from '#web/ui/button.js';
import { Failure, Loading } from '#web/ui/feedback.js';
import { Facts, Page, Section } from '#web/ui/page.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { ChangeFristDialog, EingangstagDialog, RejectFristDialog } from './dialogs.js';
import { FristState } from './frist-state.js';
import { Rechenweg } from './rechenweg.js';
import { useRegeln } from './rechner-page.js';
import { belongsTo, ergebnisse, fristArten, lastDay } from './words.js';

const quellen = {
  stempel: 'vom Eingangsstempel gelesen',
  person: 'von Hand berichtigt',
  annahme: 'Tag der Annahme',
} as const;

interface Deeds {
  frist: FristDetail;
  onChanged: (frist: FristDetail) => void;
  onDialog: (dialog: 'change' | 'reject') => void;
}

const Actions = ({ frist, onChanged, onDialog }: Deeds) => {
  const [busy, setBusy] = useState(false);
  const decide = (entscheidung: FristEntscheidung, said: string) => (): void => {
    setBusy(true);
    api
      .post<FristDetail>(`/api/fristen/${frist.id}/entscheidung`, entscheidung)
      .then(
        (after) => {
          notify('success', said);
          onChanged(after);
        },
        (error: unknown) => notify('danger', messageOf(error)),
      )
      .finally(() => setBusy(false));
  };
  const isOpen = frist.zustand === 'vorgeschlagen' || frist.zustand === 'bestaetigt';
  if (!isOpen) {
    return (
      <Button
        label="Wieder öffnen"
        icon="undo"
        busy={busy}
        onClick={decide({ zustand: 'bestaetigt' }, 'Die Frist ist wieder offen.')}
      />
    );
  }
  return (
    <>
      <Button label="Ändern" icon="edit" onClick={() => onDialog('change')} />
      <Button label="Verwerfen" icon="close" onClick={() => onDialog('reject')} />
      {frist.art === 'rechtsbehelf' ? null : (
        <Button
          label="Erledigt"
          icon="check"
          busy={busy}
          onClick={decide({ zustand: 'erledigt' }, 'Die Frist ist erledigt.')}
        />
      )}
      {frist.art === 'rechtsbehelf' ? (
        <>
          <Button
            label="Fristgerecht"
            icon="check"
            variant="primary"
            busy={busy}
            onClick={decide(
              { zustand: 'erledigt', ergebnis: 'fristgerecht' },
              'Festgestellt: Der Rechtsbehelf ist fristgerecht.',
            )}
          />
          <Button
            label="Verspätet"
            icon="close"
            busy={busy}
            onClick={decide(
              { zustand: 'erledigt', ergebnis: 'verspaetet' },
              'Festgestellt: Der Rechtsbehelf ist verspätet.',
            )}
          />
        </>
      ) : null}
      {frist.zustand === 'vorgeschlagen' && frist.art !== 'rechtsbehelf' ? (
        <Button
          label="Bestätigen"
          icon="check"
          variant="primary"
          busy={busy}
          onClick={decide({ zustand: 'bestaetigt' }, 'Die Frist ist bestätigt.')}
        />
      ) : null}
    </>
  );
};

const factsOf = (frist: FristDetail) => {
  const place = belongsTo(frist);
  return [
    ['Letzter Tag', lastDay(frist.ende)],
    ['Stand', <FristState key="stand" frist={frist} />],
    ['Art', fristArten[frist.art]],
    ['Rechtsgrundlage', frist.grundlage],
    ['Ergebnis der Prüfung', frist.ergebnis === null ? null : ergebnisse[frist.ergebnis].text],
    [
      'Gehört zu',
      place === undefined ? null : (
        <a key="place" href={place.href}>
          {place.text}
        </a>
      ),
    ],
    ['Betreff', place?.more ?? null],
    ['Einheit', `${frist.organisationseinheit.kuerzel} ${frist.organisationseinheit.name}`],
    ['Zuständig', frist.zustaendig?.name ?? null],
    ['Sicherheit der Erkennung', frist.art === 'manuell' ? null : formatShare(frist.konfidenz)],
  ] as const;
};

const Source = (props: { frist: FristDetail; onCorrect: (() => void) | undefined }) => {
  const { eingangstag, fundstelle } = props.frist;
  if (eingangstag === null && fundstelle === null) return null;
  return (
    <Section
      title="Woher die Angaben stammen"
      card
      actions={
        eingangstag === null || props.onCorrect === undefined ? null : (
          <Button
            label="Berichtigen"
            spoken="Berichtigen: Tag des Eingangs"
            icon="edit"
            small
            variant="tertiary"
            onClick={props.onCorrect}
          />
        )
      }
    >
      <Facts
        entries={[
          [
            'Tag des Eingangs',
            eingangstag === null
              ? null
              : `${formatDate(eingangstag.tag)} (${quellen[eingangstag.quelle]})`,
          ],
          ['Begründung', eingangstag?.begruendung ?? null],
          ['Im Schreiben', fundstelle === null ? null : `„${fundstelle.text}“`],
          ['Seite', fundstelle?.seite ?? null],
        ]}
      />
    </Section>
  );
};

const Verlauf = ({ frist }: { frist: FristDetail }) => (
  <Section title="Verlauf" card>
    <ol class="notes">
      {frist.verlauf.map((step) => (
        <li key={`${step.at}-${step.art}`} class="notes__entry">
          <p class="muted small">
            {step.person ?? 'Poststelle (automatisch)'} · {formatInstant(step.at)}
          </p>
          <p class="notes__text">{step.text}</p>
        </li>
      ))}
    </ol>
  </Section>
);

const Shown = (props: {
  frist: FristDetail;
  onChanged: (frist: FristDetail) => void;
  onReload: () => void;
}) => {
  const { frist } = props;
  const can = useCan();
  const mayWrite = can('vorgang:write');
  const regeln = useRegeln();
  const [dialog, setDialog] = useState<'change' | 'reject' | 'eingang'>();
  const close = (): void => setDialog(undefined);
  const saved = (said: string) => (after: FristDetail) => {
    close();
    notify('success', said);
    props.onChanged(after);
  };
  return (
    <Page
      title={frist.bezeichnung}
      trail={[{ text: 'Fristen', href: '/fristen' }]}
      actions={
        mayWrite ? <Actions frist={frist} onChanged={props.onChanged} onDialog={setDialog} /> : null
      }
    >
      <div class="split">
        <div class="split__main">
          <Section title="Rechenweg">
            <Rechenweg saetze={frist.rechenweg} />
          </Section>
          <Verlauf frist={frist} />
        </div>
        <div class="split__side">
          <Section title="Frist" card>
            <Facts entries={factsOf(frist)} />
          </Section>
          <Source frist={frist} onCorrect={mayWrite ? () => setDialog('eingang') : undefined} />
        </div>
      </div>
      {dialog === 'change' && regeln.data !== undefined ? (
        <ChangeFristDialog
          frist={frist}
          regeln={regeln.data}
          onClose={close}
          onSaved={saved('Die Frist ist neu berechnet.')}
        />
      ) : null}
      {dialog === 'reject' ? (
        <RejectFristDialog
          frist={frist}
          onClose={close}
          onSaved={saved('Die Frist ist verworfen.')}
        />
      ) : null}
      {dialog === 'eingang' && frist.posteingang !== null ? (
        <EingangstagDialog
          posteingangId={frist.posteingang.id}
          tag={frist.eingangstag?.tag ?? ''}
          onClose={close}
          onSaved={() => {
            close();
            notify(
              'success',
              'Der Tag des Eingangs ist berichtigt, die Fristen sind neu berechnet.',
            );
            props.onReload();
          }}
        />
      ) : null}
    </Page>
  );
};

/** One Frist with its calculation, its source and what became of it. */
export const FristPage = ({ params }: { params: Readonly<Record<string, string>> }) => {
  const id = params['id'] ?? '';
  const frist = useLoad(id, (signal) => api.get<FristDetail>(`/api/fristen/${id}`, { signal }));
  if (frist.data !== undefined)
    return <Shown frist={frist.data} onChanged={frist.set} onReload={frist.reload} />;
  return (
    <Page title="Frist" trail={[{ text: 'Fristen', href: '/fristen' }]}>
      {frist.error === undefined ? (
        <Loading />
      ) : (
        <Failure error={frist.error} onRetry={frist.reload} />
      )}
    </Page>
  );
};
