import { useState } from 'preact/hooks';
import type { Beteiligter, VorgangDetail } from '#eakte/eakte.schema.js';
import { api } from '#web/api.js';
import { useCan } from '#web/session.js';
import { Button, LinkButton } from '#web/ui/button.js';
import { Failure, Loading } from '#web/ui/feedback.js';
import { Page, Section } from '#web/ui/page.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { CoverDialog } from '../blaetter/cover-dialog.js';
import { FristenPanel } from '../fristen/fristen-panel.js';
import { LetterList } from '../schreiben/letter-list.js';
import { AddBeteiligterDialog, BeteiligteList, RemoveBeteiligterDialog } from './beteiligte.js';
import { DocumentList } from './document-list.js';
import { EditVorgangDialog } from './edit-vorgang-dialog.js';
import { HandOverDialog } from './hand-over-dialog.js';
import { Vermerke } from './vermerke.js';
import { VorgangFacts } from './vorgang-facts.js';

const trailOf = (vorgang: VorgangDetail) => [
  {
    text: `${vorgang.aktenplaneinheit.kennzeichen} ${vorgang.aktenplaneinheit.titel}`,
    href: `/aktenplan?einheit=${vorgang.aktenplaneinheit.id}`,
  },
  { text: `Akte ${vorgang.akte.kennzeichen}`, href: `/akten/${vorgang.akte.id}` },
];

const Side = (props: { vorgang: VorgangDetail; onChange: () => void }) => {
  const [dialog, setDialog] = useState<'edit' | 'beteiligte' | 'abgabe'>();
  const [leaving, setLeaving] = useState<Beteiligter>();
  const close = (): void => {
    setDialog(undefined);
    setLeaving(undefined);
  };
  const done = (text: string) => (): void => {
    close();
    notify('success', text);
    props.onChange();
  };
  const { vorgang } = props;
  return (
    <div class="split__side">
      <Section
        title="Vorgang"
        card
        actions={
          vorgang.darfBearbeiten ? (
            <span class="button-row">
              <Button
                label="Bearbeiten"
                icon="edit"
                small
                variant="tertiary"
                onClick={() => setDialog('edit')}
              />
              <Button
                label="Abgeben"
                icon="arrow-forward"
                small
                variant="tertiary"
                onClick={() => setDialog('abgabe')}
              />
            </span>
          ) : null
        }
      >
        <VorgangFacts vorgang={vorgang} />
      </Section>
      <Section
        title="Beteiligte"
        card
        actions={
          vorgang.darfBearbeiten ? (
            <Button
              label="Eintragen"
              spoken="Eintragen: Beteiligte"
              icon="plus"
              small
              variant="tertiary"
              onClick={() => setDialog('beteiligte')}
            />
          ) : null
        }
      >
        <BeteiligteList
          vorgangId={vorgang.id}
          beteiligte={vorgang.beteiligte}
          onRemove={vorgang.darfBearbeiten ? setLeaving : undefined}
        />
      </Section>
      {dialog === 'edit' ? (
        <EditVorgangDialog
          vorgang={vorgang}
          onClose={close}
          onSaved={done('Der Vorgang ist gespeichert.')}
        />
      ) : null}
      {dialog === 'abgabe' ? (
        <HandOverDialog
          vorgang={vorgang}
          onClose={close}
          onDone={done('Die Federführung ist abgegeben.')}
        />
      ) : null}
      {leaving === undefined ? null : (
        <RemoveBeteiligterDialog
          vorgangId={vorgang.id}
          one={leaving}
          onClose={close}
          onRemoved={done(`${leaving.name} ist aus dem Vorgang entfernt.`)}
        />
      )}
      {dialog === 'beteiligte' ? (
        <AddBeteiligterDialog
          vorgangId={vorgang.id}
          onClose={close}
          onAdded={done('Die Beteiligten sind ergänzt.')}
        />
      ) : null}
    </div>
  );
};

/** One Vorgang: its Dokumente, letters and Vermerke, with metadata and Beteiligte beside them. */
export const VorgangPage = ({ params }: { params: Readonly<Record<string, string>> }) => {
  const id = params['id'] ?? '';
  const can = useCan();
  const [printing, setPrinting] = useState(false);
  const vorgang = useLoad(id, (signal) =>
    api.get<VorgangDetail>(`/api/vorgaenge/${id}`, { signal }),
  );
  if (vorgang.data === undefined) {
    return (
      <Page title="Vorgang" trail={[{ text: 'Vorgänge', href: '/vorgaenge' }]}>
        {vorgang.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={vorgang.error} onRetry={vorgang.reload} />
        )}
      </Page>
    );
  }
  const { data } = vorgang;
  return (
    <Page
      title={data.betreff}
      trail={trailOf(data)}
      subtitle={<span class="reference">{data.geschaeftszeichen}</span>}
      actions={
        data.zustand === 'offen' ? (
          <>
            <Button label="Deckblatt drucken" icon="download" onClick={() => setPrinting(true)} />
            {can('postausgang:write') ? (
              <LinkButton
                label="Schreiben verfassen"
                variant="primary"
                icon="edit"
                href={`/schreiben/neu?vorgang=${data.id}`}
              />
            ) : null}
          </>
        ) : null
      }
    >
      <div class="split">
        <div class="split__main">
          <Section title="Dokumente">
            <DocumentList documents={data.dokumentListe} />
          </Section>
          {can('postausgang:read') ? (
            <Section title="Ausgehende Schreiben">
              <LetterList query={{ vorgangId: data.id }} omit={['vorgang', 'verfasser']} />
            </Section>
          ) : null}
          <FristenPanel of={{ vorgangId: data.id }} />
          <Section title="Vermerke">
            <Vermerke vorgang={data} onAdded={vorgang.reload} />
          </Section>
        </div>
        <Side vorgang={data} onChange={vorgang.reload} />
      </div>
      {printing ? (
        <CoverDialog
          vorgang={{ id: data.id, text: data.geschaeftszeichen }}
          onClose={() => setPrinting(false)}
        />
      ) : null}
    </Page>
  );
};
