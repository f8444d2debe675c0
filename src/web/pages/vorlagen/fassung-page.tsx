import { useState } from 'preact/hooks';
import type {
  BestandListe,
  FassungDetail,
  FassungKurz,
  FassungListe,
  Fassungsart,
} from '#postausgang/vorlagenverwaltung/verwaltung.schema.js';
import { api, messageOf } from '#web/api.js';
import { today } from '#web/format.js';
import { navigate, setQuery, useLeaveGuard, usePlace } from '#web/router.js';
import { Button } from '#web/ui/button.js';
import { Badge, Failure, Loading } from '#web/ui/feedback.js';
import { TextField } from '#web/ui/field.js';
import { Page } from '#web/ui/page.js';
import { ReasonDialog } from '#web/ui/reason-dialog.js';
import { Tabs } from '#web/ui/tabs.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { DatenForm, type Known } from './daten-form.js';
import { bodyOf, type Draft, draftOf } from './fassung-draft.js';
import { FreigabeSection, VergleichSection, VerlaufSection } from './fassung-sections.js';
import { FreigabeDialog } from './freigabe-dialog.js';
import { ProbePane } from './probe-pane.js';
import { arten, geltungText, pfadOf, zustaende } from './vorlagen-words.js';

const base = '/api/vorlagenverwaltung';

const loadName = async (
  name: { art: Fassungsart; schluessel: string; von: string | null; fassung: string | null },
  signal: AbortSignal,
): Promise<Known> => {
  const { art } = name;
  const names = (schluessel: string) =>
    api.get<FassungListe>(`${base}/namen/${art}/${schluessel}`, { signal });
  const { saetze, platzhalter } = await api.get<BestandListe>(base, { query: { art }, signal });
  const { fassungen } = await names(name.schluessel);
  const source =
    fassungen.length === 0 ? (await names(name.von ?? 'standard')).fassungen : fassungen;
  const wanted = source.find(({ id }) => id === name.fassung) ?? source[0];
  if (wanted === undefined) throw new Error('a name without a version');
  const fassung = await api.get<FassungDetail>(`${base}/fassungen/${wanted.id}`, { signal });
  return { fassungen, fassung, saetze, platzhalter };
};

type Dialog = { kind: 'freigabe' } | { kind: 'zurueck'; fassung: FassungKurz };

interface Shown {
  known: Known;
  art: Fassungsart;
  schluessel: string;
  /** The newest version is to be read again. */
  onChanged: () => void;
}

/** The changed data, and what is done with them and with the version. */
const useBearbeitung = ({ known, art, schluessel, onChanged }: Shown) => {
  const { fassung } = known;
  const [draft, setDraft] = useState<Draft>(() => draftOf(art, schluessel, fassung));
  const [isDirty, setDirty] = useState(known.fassungen.length === 0);
  const [busy, setBusy] = useState(false);
  useLeaveGuard(isDirty);
  const run = (work: Promise<unknown>, done: string): void => {
    setBusy(true);
    work
      .then(
        () => {
          if (done !== '') notify('success', done);
          setDirty(false);
          setQuery({ fassung: undefined, von: undefined });
          onChanged();
        },
        (error: unknown) => notify('danger', messageOf(error)),
      )
      .finally(() => setBusy(false));
  };
  const step = (name: string, done: string, body?: unknown): void =>
    run(api.post(`${base}/fassungen/${fassung.id}/${name}`, body), done);
  const save = (grund: string): void => {
    const nachNummer = known.fassungen[0]?.nummer ?? 0;
    run(
      api.post(`${base}/fassungen`, { ...bodyOf(draft), nachNummer, grund }),
      'Als neue Fassung gespeichert. Bitte prüfen.',
    );
  };
  const change = (next: Draft): void => {
    setDraft(next);
    setDirty(true);
  };
  return { draft, isDirty, busy, run, step, save, change };
};

const Formular = ({ known, work }: { known: Known; work: ReturnType<typeof useBearbeitung> }) => {
  const [grund, setGrund] = useState('');
  const [fault, setFault] = useState<string>();
  const save = (): void => {
    const text = grund.trim();
    if (text.length >= 3) {
      work.save(text);
      return;
    }
    setFault('Bitte angeben, was sich ändert und warum.');
    document.getElementById('grund')?.focus();
  };
  return (
    <>
      <DatenForm draft={work.draft} known={known} onChange={work.change} />
      <div class="form editor__form">
        <TextField
          id="grund"
          label="Was ändert sich und warum?"
          hint="Steht im Verlauf der Fassungen."
          value={grund}
          error={fault}
          maxLength={500}
          onInput={setGrund}
        />
        <div>
          <Button
            label="Als neue Fassung speichern"
            variant="primary"
            disabled={!work.isDirty}
            busy={work.busy}
            onClick={save}
          />
        </div>
      </div>
    </>
  );
};

const Dialoge = (props: {
  dialog: Dialog;
  fassung: FassungDetail;
  onDone: (text: string) => void;
  onClose: () => void;
}) => {
  const { dialog, fassung, onDone, onClose } = props;
  if (dialog.kind === 'freigabe') {
    return (
      <FreigabeDialog
        fassung={fassung}
        onClose={onClose}
        onDone={() => onDone('Die Fassung ist freigegeben.')}
      />
    );
  }
  const { id, nummer } = dialog.fassung;
  return (
    <ReasonDialog
      deed={{
        title: `Zurück zu Fassung ${nummer}`,
        text: 'Ihr Text wird ein neuer Entwurf. Er wird geprüft und freigegeben wie jede Fassung.',
        submit: 'Zum Entwurf machen',
        send: (grund) => api.post(`${base}/fassungen/${id}/zurueck`, { grund }),
      }}
      onClose={onClose}
      onDone={() => onDone('Der Entwurf ist angelegt.')}
    />
  );
};

const Ansicht = (props: {
  known: Known;
  tab: string;
  work: ReturnType<typeof useBearbeitung>;
  onDialog: (dialog: Dialog) => void;
}) => {
  const { known, work } = props;
  const { fassung } = known;
  switch (props.tab) {
    case 'pruefung':
      return (
        <FreigabeSection
          fassung={fassung}
          busy={work.busy}
          onCheck={() => work.step('pruefung', '')}
          onRelease={() => props.onDialog({ kind: 'freigabe' })}
          onDiscard={() => work.step('verwerfen', 'Die Fassung ist verworfen.')}
          onEnd={() => work.step('ende', 'Die Fassung gilt heute zuletzt.', { giltBis: today() })}
        />
      );
    case 'aenderungen':
      return <VergleichSection vergleich={fassung.vergleich} />;
    case 'fassungen':
      return (
        <VerlaufSection
          fassungen={known.fassungen}
          shown={fassung.id}
          onShow={(id) => setQuery({ fassung: id })}
          onBack={(one) => props.onDialog({ kind: 'zurueck', fassung: one })}
        />
      );
    default:
      return <Formular known={known} work={work} />;
  }
};

const tabsOf = (known: Known) => [
  { key: 'bearbeiten', label: 'Bearbeiten' },
  ...(known.fassungen.length === 0
    ? []
    : [
        { key: 'pruefung', label: 'Prüfung und Freigabe' },
        { key: 'aenderungen', label: 'Änderungen' },
        { key: 'fassungen', label: 'Fassungen', count: known.fassungen.length },
      ]),
];

/** One name with its versions: change it, check it, release it, see what changed, go back. */
const Bearbeitung = (props: Shown & { tab: string; onTab: (tab: string) => void }) => {
  const { known, art, schluessel } = props;
  const { fassung } = known;
  const [dialog, setDialog] = useState<Dialog>();
  const work = useBearbeitung(props);
  const stand =
    known.fassungen.length === 0 ? (
      'Noch nicht gespeichert'
    ) : (
      <>
        <Badge {...zustaende[fassung.zustand]} /> Fassung {fassung.nummer}
        {fassung.giltAb === null ? '' : `, ${geltungText(fassung)}`}
        {work.isDirty ? <span class="muted"> · nicht gespeicherte Änderungen</span> : null}
      </>
    );
  return (
    <Page
      title={work.draft.daten.titel || schluessel}
      trail={[{ text: arten[art].mehrzahl, href: `/verwaltung/vorlagen?art=${art}` }]}
      subtitle={stand}
      workspace
    >
      <div class="workspace workspace--editor">
        <div class="workspace__scroll">
          <Tabs label="Ansicht" tabs={tabsOf(known)} active={props.tab} onChange={props.onTab}>
            <Ansicht known={known} tab={props.tab} work={work} onDialog={setDialog} />
          </Tabs>
        </div>
        <ProbePane draft={work.draft} />
      </div>
      {dialog === undefined ? null : (
        <Dialoge
          dialog={dialog}
          fassung={fassung}
          onClose={() => setDialog(undefined)}
          onDone={(text) => {
            setDialog(undefined);
            work.run(Promise.resolve(), text);
          }}
        />
      )}
    </Page>
  );
};

/** Verwaltung › Vorlagen › one name. */
export const FassungPage = ({ params }: { params: Readonly<Record<string, string>> }) => {
  const place = usePlace();
  const art = (params['art'] ?? 'vorlage') as Fassungsart;
  const schluessel = params['schluessel'] ?? '';
  const von = place.query.get('von');
  const fassung = place.query.get('fassung');
  const name = `${pfadOf(art, schluessel)} ${von ?? ''} ${fassung ?? ''}`;
  const [tab, setTab] = useState('bearbeiten');
  const found = useLoad(name, (signal) => loadName({ art, schluessel, von, fassung }, signal));
  if (found.data === undefined) {
    return found.error === undefined ? (
      <Loading />
    ) : (
      <Page title="Vorlagen">
        <Failure error={found.error} onRetry={found.reload} />
        <Button label="Zur Liste" onClick={() => navigate('/verwaltung/vorlagen')} />
      </Page>
    );
  }
  const { data } = found;
  return (
    <Bearbeitung
      key={`${data.fassung.id} ${data.fassung.zustand} ${data.fassung.geprueftAt ?? ''}`}
      known={data}
      art={art}
      schluessel={schluessel}
      onChanged={() => {
        // Who has saved goes on with the check.
        if (tab === 'bearbeiten') setTab('pruefung');
        found.reload();
      }}
      tab={tab}
      onTab={setTab}
    />
  );
};
