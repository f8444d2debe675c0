import { useState } from 'preact/hooks';
import type { Modell, Selbstannahme } from '#posteingang/selbstannahme/selbstannahme.schema.js';
import { api } from '#web/api.js';
import { useCan } from '#web/session.js';
import { Failure, Loading } from '#web/ui/feedback.js';
import { Page } from '#web/ui/page.js';
import { type Deed, ReasonDialog } from '#web/ui/reason-dialog.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { KlassenSection } from './klassen-section.js';
import { StichprobeSection } from './stichprobe-section.js';
import { VersionenSection } from './versionen-section.js';

const Shown = (props: { selbst: Selbstannahme; modell: Modell; reload: () => void }) => {
  const mayManage = useCan()('modell:manage');
  const [deed, setDeed] = useState<Deed>();
  const shared = { mayManage, onDeed: setDeed };
  return (
    <>
      <KlassenSection found={props.selbst} {...shared} />
      <StichprobeSection found={props.selbst} />
      <VersionenSection found={props.modell} {...shared} />
      {deed === undefined ? null : (
        <ReasonDialog
          deed={deed}
          onClose={() => setDeed(undefined)}
          onDone={() => {
            setDeed(undefined);
            notify('success', 'Die Änderung gilt.');
            props.reload();
          }}
        />
      )}
    </>
  );
};

/** What the model decides without a person, how sure that is, and what it has learned. */
export const ModellPage = () => {
  const loaded = useLoad('modell', async (signal) => ({
    selbst: await api.get<Selbstannahme>('/api/selbstannahme', { signal }),
    modell: await api.get<Modell>('/api/modell', { signal }),
  }));
  return (
    <Page title="Modell" subtitle="Was ohne Person entschieden wird, und wie sicher das ist">
      {loaded.error === undefined ? null : <Failure error={loaded.error} onRetry={loaded.reload} />}
      {loaded.data === undefined ? (
        loaded.error === undefined ? (
          <Loading />
        ) : null
      ) : (
        <Shown {...loaded.data} reload={loaded.reload} />
      )}
    </Page>
  );
};
