import type { Organisationseinheit } from '#organisation/organisation.schema.js';
import { useEinheiten } from '#web/einheiten.js';
import { formatDate } from '#web/format.js';
import { navigate } from '#web/router.js';
import { Button, LinkButton } from '#web/ui/button.js';
import { Alert, Failure, Loading } from '#web/ui/feedback.js';
import { Page } from '#web/ui/page.js';
import { ItemViewer } from '../mail/item-viewer.js';
import { type Detail, marksOf, pagesOf, searchOf } from '../posteingang/detail.js';
import { AbgabeDialog } from './abgabe-dialog.js';
import { DecisionSide } from './decision-side.js';
import { neighboursOf } from './neighbours.js';
import { ShortcutDialog } from './shortcut-dialog.js';
import { useClearingKeys } from './use-clearing-keys.js';
import { type ClearingWork, useClearingWork } from './use-clearing-work.js';
import { usePlatz } from './use-platz.js';
import { goTo, useItem, usePrefetchNext, useSendingGuard, useStation } from './use-station.js';
import { useView } from './use-view-of-item.js';

const trail = [{ text: 'Clearing', href: '/clearing' }];
const orderAddress = (id: string): string => `/posteingang/${id}/seiten`;

const HeadButtons = (props: { id: string; work: ClearingWork; onHelp: () => void }) => {
  const { id, work, onHelp } = props;
  return (
    <>
      <LinkButton label="Seiten ordnen" variant="tertiary" small href={orderAddress(id)} />
      <Button label="Tastatur" icon="keyboard" variant="tertiary" small onClick={onHelp} />
      <Button
        label="Voriger"
        icon="chevron-left"
        small
        shortcut="p"
        disabled={work.previous === undefined}
        onClick={() => goTo(work.previous)}
      />
      <Button
        label="Nächster"
        icon="chevron-right"
        small
        shortcut="n"
        disabled={work.next === undefined}
        onClick={() => goTo(work.next)}
      />
    </>
  );
};

type Station = ReturnType<typeof useStation>;

const Work = (props: {
  item: Detail;
  units: readonly Organisationseinheit[];
  station: Station;
}) => {
  const { item, units, station } = props;
  const queue = station.queue ?? [];
  const view = useView(item);
  const held = usePlatz(item.id);
  const work = useClearingWork(item, units, neighboursOf(queue, item.id, station.waiting));
  usePrefetchNext(queue, item.id);
  useSendingGuard();
  const close = (): void => view.setOpened(undefined);
  useClearingKeys(
    work,
    {
      help: () => view.setOpened('help'),
      search: (key) => view.setWanted({ key }),
      particulars: () => view.setParticulars({}),
      notForUs: () => view.setOpened('abgabe'),
      nextPlace: view.nextPlace,
      pages: () => navigate(orderAddress(item.id)),
      takeOver: held.other === undefined ? undefined : held.takeOver,
    },
    item.virenpruefung !== 'befund' && held.other === undefined && !held.isGone,
  );
  const day = `Eingang vom ${formatDate(item.eingangsdatum)}`;
  return (
    <Page
      title={`Clearing ${item.eingangsnummer}`}
      trail={trail}
      subtitle={work.position === '' ? day : `${day} · ${work.position}`}
      workspace
      actions={<HeadButtons id={item.id} work={work} onHelp={() => view.setOpened('help')} />}
    >
      <div class="workspace workspace--station">
        <ItemViewer
          mail={item.mail}
          label={`Seiten des Eingangs ${item.eingangsnummer}`}
          pages={pagesOf(item)}
          highlights={marksOf(item.felder)}
          active={view.active}
          onHighlight={view.setActive}
          search={searchOf(item.id)}
          globalKeys
        />
        <DecisionSide {...{ item, units, work, held, view }} decided={station.decided} />
      </div>
      {view.opened === 'help' ? <ShortcutDialog onClose={close} /> : null}
      {view.opened === 'abgabe' ? (
        <AbgabeDialog
          eingangsnummer={item.eingangsnummer}
          absender={item.absender ?? ''}
          onAbgabe={work.giveAway}
          onClose={close}
        />
      ) : null}
    </Page>
  );
};

/** The Clearing station, one item of it: its pages on the left, the decision on the right, all by keyboard. */
export const ClearingPage = ({ params }: { params: Readonly<Record<string, string>> }) => {
  const id = params['id'] ?? '';
  const units = useEinheiten();
  const station = useStation();
  const { item, error, reload } = useItem(id);
  if (item === undefined || units.length === 0) {
    return (
      <Page title="Clearing" trail={trail}>
        {error === undefined ? <Loading /> : <Failure error={error} onRetry={reload} />}
      </Page>
    );
  }
  if (item.zustand === 'clearing') return <Work item={item} units={units} station={station} />;
  return (
    <Page title={`Clearing ${item.eingangsnummer}`} trail={trail}>
      <Alert tone="info" title="Dieser Eingang wartet nicht mehr auf eine Entscheidung.">
        <p>
          <a href={`/posteingang/${id}`}>Eingang {item.eingangsnummer} ansehen</a>
        </p>
      </Alert>
    </Page>
  );
};
