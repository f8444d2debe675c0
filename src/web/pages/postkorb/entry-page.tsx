import { useEffect, useState } from 'preact/hooks';
import type { VorgangDetail } from '#eakte/eakte.schema.js';
import { api, messageOf } from '#web/api.js';
import { formatDate } from '#web/format.js';
import { artText } from '#web/reading-words.js';
import { navigate } from '#web/router.js';
import { useCan } from '#web/session.js';
import { Button, LinkButton } from '#web/ui/button.js';
import { Alert, Failure, Loading } from '#web/ui/feedback.js';
import { Facts, Page, Section, Side } from '#web/ui/page.js';
import { Tabs } from '#web/ui/tabs.js';
import { notify } from '#web/ui/toast.js';
import { PageViewer } from '#web/ui/viewer/page-viewer.js';
import { useLoad } from '#web/use-load.js';
import { DecisionList } from '../posteingang/decision-list.js';
import { type Detail, marksOf, pagesOf } from '../posteingang/detail.js';
import { FieldList } from '../posteingang/field-list.js';
import { PartList } from '../posteingang/part-list.js';
import { DocumentList } from '../vorgang/document-list.js';
import { VorgangFacts } from '../vorgang/vorgang-facts.js';
import { type Entry, usePostkorb } from './postkorb.js';

const trail = [{ text: 'Postkorb', href: '/postkorb' }];

const VorgangBeside = ({ entry }: { entry: Entry }) => {
  const id = entry.vorgang?.id;
  const vorgang = useLoad(id, (signal) =>
    api.get<VorgangDetail>(`/api/vorgaenge/${id}`, { signal }),
  );
  if (id === undefined) {
    return (
      <Alert tone="info" title="Dieser Eingang gehört noch zu keinem Vorgang.">
        <p>Die Poststelle hat ihn Ihrer Einheit zugeordnet.</p>
      </Alert>
    );
  }
  if (vorgang.error !== undefined)
    return <Failure error={vorgang.error} onRetry={vorgang.reload} />;
  if (vorgang.data === undefined) return <Loading />;
  const { data } = vorgang;
  return (
    <>
      <h2 class="section__title">
        <a href={`/vorgaenge/${data.id}`}>{data.geschaeftszeichen}</a>
      </h2>
      <p>{data.betreff}</p>
      <VorgangFacts vorgang={data} />
      <Section title="Dokumente">
        <DocumentList documents={data.dokumentListe} compact />
      </Section>
    </>
  );
};

const Recognised = (props: {
  item: Detail;
  active: string | undefined;
  onActive: (key: string | undefined) => void;
}) => (
  <>
    <Facts
      entries={[
        ['Absender', props.item.absender],
        ['Betreff', props.item.betreff],
        ['Art', props.item.art === null ? null : artText(props.item.art)],
        ['Eingangsdatum', formatDate(props.item.eingangsdatum)],
        ['Eingangsnummer', props.item.eingangsnummer],
      ]}
    />
    <Section title="Erkannte Felder">
      <FieldList fields={props.item.felder} active={props.active} onActive={props.onActive} />
    </Section>
    <Section title="Warum hier?">
      <DecisionList decisions={props.item.entscheidungen} />
    </Section>
    <Section title="Dateien">
      <PartList item={props.item} />
    </Section>
  </>
);

const Actions = ({ entry, onDone }: { entry: Entry; onDone: () => void }) => {
  const can = useCan();
  const [busy, setBusy] = useState(false);
  const finish = (): void => {
    setBusy(true);
    api.post(`/api/postkorb/${entry.id}/erledigt`).then(
      () => {
        notify('success', `Eingang ${entry.eingangsnummer} ist erledigt.`);
        onDone();
      },
      (error: unknown) => {
        setBusy(false);
        notify('danger', messageOf(error));
      },
    );
  };
  return (
    <>
      {entry.vorgang !== null && can('postausgang:write') ? (
        <LinkButton
          label="Schreiben verfassen"
          icon="edit"
          href={`/schreiben/neu?vorgang=${entry.vorgang.id}`}
        />
      ) : null}
      <Button label="Erledigt" variant="primary" icon="check" busy={busy} onClick={finish} />
    </>
  );
};

const useMarkRead = (entry: Entry | undefined, reload: () => void): void => {
  const unread = entry !== undefined && entry.gelesenAt === null ? entry.id : undefined;
  useEffect(() => {
    if (unread === undefined) return;
    // A failure here is shown by the next request; reading goes on.
    api.post(`/api/postkorb/${unread}/gelesen`).then(reload, () => undefined);
  }, [unread]);
};

/** One entry of the Postkorb: the letter beside its Vorgang. Opening it marks it as read. */
export const EntryPage = ({ params }: { params: Readonly<Record<string, string>> }) => {
  const list = usePostkorb();
  const entry = list.data?.eintraege.find((one) => one.id === params['id']);
  const [tab, setTab] = useState<string>();
  const [active, setActive] = useState<string>();
  useMarkRead(entry, list.reload);
  const itemId = entry?.posteingangId;
  const item = useLoad(itemId, (signal) =>
    api.get<Detail>(`/api/posteingaenge/${itemId}`, { signal }),
  );
  if (entry === undefined || item.data === undefined) {
    const error = list.error ?? item.error;
    return (
      <Page title="Eingang im Postkorb" trail={trail}>
        {error !== undefined ? (
          <Failure error={error} onRetry={list.reload} />
        ) : list.data !== undefined && entry === undefined ? (
          <Alert tone="info" title="Dieser Eingang liegt nicht mehr im Postkorb.">
            <p>Er ist erledigt oder wurde einer anderen Einheit zugeordnet.</p>
          </Alert>
        ) : (
          <Loading />
        )}
      </Page>
    );
  }
  const shown = tab ?? (entry.vorgang === null ? 'angaben' : 'vorgang');
  return (
    <Page
      title={entry.betreff ?? `Eingang ${entry.eingangsnummer}`}
      trail={trail}
      subtitle={`${entry.absender ?? 'Absender unbekannt'} · ${entry.eingangsnummer} · ${entry.organisationseinheit.kuerzel} ${entry.organisationseinheit.name}`}
      workspace
      actions={
        <Actions
          entry={entry}
          onDone={() => {
            list.reload();
            navigate('/postkorb');
          }}
        />
      }
    >
      <div class="workspace">
        <PageViewer
          label={`Seiten des Eingangs ${entry.eingangsnummer}`}
          pages={pagesOf(item.data)}
          highlights={shown === 'angaben' ? marksOf(item.data.felder) : []}
          active={active}
          onHighlight={setActive}
        />
        <Side label="Vorgang und Angaben">
          <Tabs
            label="Zum Eingang"
            active={shown}
            onChange={setTab}
            tabs={[
              { key: 'vorgang', label: 'Vorgang' },
              { key: 'angaben', label: 'Angaben zum Schreiben' },
            ]}
          >
            {shown === 'vorgang' ? (
              <VorgangBeside entry={entry} />
            ) : (
              <Recognised item={item.data} active={active} onActive={setActive} />
            )}
          </Tabs>
        </Side>
      </div>
    </Page>
  );
};
