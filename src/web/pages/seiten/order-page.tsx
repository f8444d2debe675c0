import { useEffect, useState } from 'preact/hooks';
import type { z } from 'zod';
import type { PosteingangStatus } from '#posteingang/posteingang.schema.js';
import type { Seitenordnung } from '#posteingang/trennung/seitenordnung.schema.js';
import { api } from '#web/api.js';
import { useServerEvents } from '#web/server-events.js';
import { Button, ButtonRow, LinkButton } from '#web/ui/button.js';
import { Failure, Loading } from '#web/ui/feedback.js';
import { Page } from '#web/ui/page.js';
import { notify } from '#web/ui/toast.js';
import { type Loaded, useLoad } from '#web/use-load.js';
import { KeyHelp, LetterCards } from './letter-cards.js';
import { wishOf } from './order.js';
import { type Arranging, useArranging } from './use-arranging.js';

/** Asks before the page is left with changes that nobody has sent. */
const useLeaveWarning = (dirty: boolean): void => {
  useEffect(() => {
    if (!dirty) return undefined;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);
};

/** The order follows the work on its letters, so that those that are done can be changed at once. */
const useFollow = (order: Seitenordnung, reload: () => void): void => {
  useServerEvents<z.infer<typeof PosteingangStatus>>({
    address: '/api/posteingaenge/ereignisse',
    event: 'fortschritt',
    onEvent: ({ id, zustand }) => {
      const letter = order.briefe.find((one) => one.id === id);
      if (letter !== undefined && letter.zustand !== zustand) reload();
    },
  });
};

const useSending = (base: string, loaded: Loaded<Seitenordnung>) => {
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState<'send' | 'undo'>();
  const run = async (
    kind: 'send' | 'undo',
    work: () => Promise<Seitenordnung>,
    done: string,
  ): Promise<void> => {
    setBusy(kind);
    setError(undefined);
    try {
      loaded.set(await work());
      notify('success', done);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(undefined);
    }
  };
  return {
    error,
    busy,
    send: (order: Seitenordnung, arranging: Arranging) =>
      void run(
        'send',
        () => api.put<Seitenordnung>(base, wishOf(order.version, arranging.now)),
        'Die Seiten sind geordnet; die geänderten Briefe werden neu verarbeitet.',
      ),
    undo: (order: Seitenordnung) =>
      void run(
        'undo',
        () => api.post<Seitenordnung>(`${base}/rueckgaengig`, { version: order.version }),
        'Die letzte übernommene Änderung ist zurückgenommen.',
      ),
  };
};

const Arrange = (props: { id: string; order: Seitenordnung; loaded: Loaded<Seitenordnung> }) => {
  const { id, order, loaded } = props;
  const arranging = useArranging(order);
  const sending = useSending(`/api/posteingaenge/${id}/seitenordnung`, loaded);
  useLeaveWarning(arranging.dirty);
  useFollow(order, loaded.reload);
  const { dirty } = arranging;
  return (
    <>
      <LetterCards arranging={arranging} />
      <KeyHelp />
      <div class="order-foot">
        {sending.error === undefined ? null : <Failure error={sending.error} />}
        <ButtonRow>
          <Button
            label="Übernehmen"
            variant="primary"
            disabled={!dirty}
            busy={sending.busy === 'send'}
            onClick={() => sending.send(order, arranging)}
          />
          <Button label="Verwerfen" disabled={!dirty} onClick={arranging.discard} />
          <Button
            label="Übernommenes zurücknehmen"
            icon="undo"
            disabled={dirty || !order.rueckgaengig}
            busy={sending.busy === 'undo'}
            onClick={() => sending.undo(order)}
          />
          <span class="muted" role="status">
            {dirty ? 'Die Änderungen sind noch nicht übernommen.' : ''}
          </span>
        </ButtonRow>
      </div>
    </>
  );
};

/** Seiten ordnen: where letters of a stack begin and end, by keyboard and by drag. */
export const OrderPage = ({ params }: { params: Readonly<Record<string, string>> }) => {
  const id = params['id'] ?? '';
  const loaded = useLoad(id, (signal) =>
    api.get<Seitenordnung>(`/api/posteingaenge/${id}/seitenordnung`, { signal }),
  );
  const own = loaded.data?.briefe.find((letter) => letter.id === id);
  return (
    <Page
      title="Seiten ordnen"
      trail={[
        { text: 'Clearing', href: '/clearing' },
        { text: `Eingang ${own?.eingangsnummer ?? ''}`.trim(), href: `/posteingang/${id}` },
      ]}
      actions={
        own?.zustand === 'clearing' ? (
          <LinkButton label="Zurück zum Clearing" icon="arrow-back" href={`/clearing/${id}`} />
        ) : null
      }
      subtitle="Die Nummern sind die des gescannten Stapels; er selbst bleibt unverändert."
    >
      {loaded.data === undefined ? (
        loaded.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={loaded.error} onRetry={loaded.reload} />
        )
      ) : (
        <Arrange id={id} order={loaded.data} loaded={loaded} />
      )}
    </Page>
  );
};
