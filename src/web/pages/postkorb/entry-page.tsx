import { useEffect, useState } from 'preact/hooks';
import { api, messageOf } from '#web/api.js';
import { navigate } from '#web/router.js';
import { useCan } from '#web/session.js';
import { Button, LinkButton } from '#web/ui/button.js';
import { Alert, Failure, Loading } from '#web/ui/feedback.js';
import { Page, Side } from '#web/ui/page.js';
import { Tabs } from '#web/ui/tabs.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { ItemViewer } from '../mail/item-viewer.js';
import { type Detail, marksOf, pagesOf, searchOf } from '../posteingang/detail.js';
import { ForwardDialog } from './forward-dialog.js';
import { type Entry, usePostkorb } from './postkorb.js';
import { Recognised, VorgangBeside } from './vorgang-beside.js';

const trail = [{ text: 'Postkorb', href: '/postkorb' }];

const Actions = ({ entry, onDone }: { entry: Entry; onDone: () => void }) => {
  const can = useCan();
  const [busy, setBusy] = useState(false);
  const [forwarding, setForwarding] = useState(false);
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
      {can('vorgang:write') ? (
        <Button label="Weitergeben" icon="arrow-forward" onClick={() => setForwarding(true)} />
      ) : null}
      <Button label="Erledigt" variant="primary" icon="check" busy={busy} onClick={finish} />
      {forwarding ? (
        <ForwardDialog entry={entry} onClose={() => setForwarding(false)} onDone={onDone} />
      ) : null}
    </>
  );
};

const useMarkRead = (entry: Entry | undefined, reload: () => void): void => {
  const unread = entry !== undefined && entry.gelesenAt === null ? entry.id : undefined;
  useEffect(() => {
    if (unread === undefined) return;
    // A failure here is shown by the next request; reading goes on.
    api.post(`/api/postkorb/${unread}/gelesen`).then(reload, () => undefined);
  }, [unread, reload]);
};

const Shown = (props: { entry: Entry; item: Detail; onReload: () => void }) => {
  const { entry, item, onReload } = props;
  const [tab, setTab] = useState('vorgang');
  const [active, setActive] = useState<string>();
  const unit = `${entry.organisationseinheit.kuerzel} ${entry.organisationseinheit.name}`;
  const done = (): void => {
    onReload();
    navigate('/postkorb');
  };
  return (
    <Page
      title={entry.betreff ?? `Eingang ${entry.eingangsnummer}`}
      trail={trail}
      subtitle={`${entry.absender ?? 'Absender unbekannt'} · ${entry.eingangsnummer} · ${unit}`}
      workspace
      actions={<Actions entry={entry} onDone={done} />}
    >
      <div class="workspace">
        <ItemViewer
          mail={item.mail}
          label={`Seiten des Eingangs ${entry.eingangsnummer}`}
          pages={pagesOf(item)}
          highlights={tab === 'angaben' ? marksOf(item.felder) : []}
          active={active}
          onHighlight={setActive}
          search={searchOf(item.id)}
        />
        <Side label="Vorgang und Angaben">
          <Tabs
            label="Zum Eingang"
            active={tab}
            onChange={setTab}
            tabs={[
              { key: 'vorgang', label: 'Vorgang' },
              { key: 'angaben', label: 'Angaben zum Schreiben' },
            ]}
          >
            {tab === 'vorgang' ? (
              <VorgangBeside entry={entry} onFiled={onReload} />
            ) : (
              <Recognised item={item} active={active} onActive={setActive} />
            )}
          </Tabs>
        </Side>
      </div>
    </Page>
  );
};

/** One entry of the Postkorb: the letter beside its Vorgang. Opening it marks it as read. */
export const EntryPage = ({ params }: { params: Readonly<Record<string, string>> }) => {
  const list = usePostkorb();
  const entry = list.data?.eintraege.find((one) => one.id === params['id']);
  useMarkRead(entry, list.reload);
  const itemId = entry?.posteingangId;
  const item = useLoad(itemId, (signal) =>
    api.get<Detail>(`/api/posteingaenge/${itemId}`, { signal }),
  );
  if (entry !== undefined && item.data !== undefined) {
    return <Shown entry={entry} item={item.data} onReload={list.reload} />;
  }
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
};
