import { useState } from 'preact/hooks';
import type { VerschlussZeile } from '#posteingang/verschluss/verschluss.schema.js';
import { api } from '#web/api.js';
import { formatDate, formatInstant } from '#web/format.js';
import { Button, ButtonRow, LinkButton } from '#web/ui/button.js';
import { Alert, Badge, Failure, Loading } from '#web/ui/feedback.js';
import { Facts, Page, Section } from '#web/ui/page.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { inhalte, klassenText, staende } from './klassen.js';
import { AssignDialog, HandOverDialog, OpenDialog, ReleaseDialog } from './sealed-dialogs.js';

const trail = [{ text: 'Verschlossene Post', href: '/verschluss' }];

const deed = (at: string | null, by: string | null): string | null =>
  at === null ? null : `${formatInstant(at)}${by === null ? '' : ` durch ${by}`}`;

const SealedFacts = ({ item }: { item: VerschlussZeile }) => (
  <Facts
    entries={[
      [
        'Stand',
        <Badge key="stand" tone={staende[item.stand].tone} text={staende[item.stand].text} />,
      ],
      ['Klasse', klassenText(item.klasse)],
      ['Grund', item.umschlag?.begruendung],
      ['Eingangsdatum', formatDate(item.eingangsdatum)],
      ['Eingegangen', formatInstant(item.eingegangenAt)],
      ['Vermerk', item.umschlag?.vermerk],
      [
        'Anschrift',
        item.umschlag === null
          ? null
          : item.umschlag.anschrift.split('\n').map((line) => (
              <span key={line} class="block">
                {line}
              </span>
            )),
      ],
      ['Absender', item.umschlag?.absender],
      ['Empfänger', item.empfaenger?.name],
      ['Einheit', item.einheit === null ? null : `${item.einheit.kuerzel} ${item.einheit.name}`],
      [
        'Vergabe',
        item.vergabe === null ? null : (
          <a key="vergabe" href={`/vergaben/${item.vergabe.id}`}>
            {item.vergabe.kennzeichen}
          </a>
        ),
      ],
      ['Inhalt', inhalte[item.inhalt]],
      ['Virenprüfung', item.stand === 'freigegeben' ? null : 'ungeprüft, solange verschlossen'],
      ['Geöffnet', deed(item.geoeffnetAt, item.geoeffnetVon)],
      ['Erledigt', deed(item.erledigtAt, item.erledigtVon)],
      ['Nachweis', item.nachweis],
    ]}
  />
);

type Doing = 'oeffnen' | 'freigeben' | 'uebergeben' | 'zuweisen';

const Notice = ({ item }: { item: VerschlussZeile }) => {
  if (item.umschlag === null)
    return <Alert tone="info" title="Den Umschlag sehen nur die Poststelle und der Empfänger." />;
  if (item.stand !== 'verschlossen') return null;
  if (item.klasse === 'vergabe')
    return (
      <Alert tone="warning" title="Dieses Angebot ist gesperrt.">
        Es lässt sich erst nach Ablauf der Angebotsfrist öffnen, durch zwei Personen gemeinsam auf
        der Seite der Vergabe.
      </Alert>
    );
  if (item.empfaenger === null && item.einheit === null)
    return (
      <Alert tone="warning" title="Diese Sendung ist noch niemandem zugewiesen.">
        Öffnen kann sie erst, wem die Poststelle sie zuweist.
      </Alert>
    );
  return null;
};

const Actions = ({ item, onDo }: { item: VerschlussZeile; onDo: (what: Doing) => void }) => {
  const { darf } = item;
  const isPicture = item.inhalt === 'umschlagbild' && item.umschlag !== null;
  return (
    <ButtonRow>
      {darf.oeffnen ? (
        <Button label="Öffnen" variant="primary" icon="key" onClick={() => onDo('oeffnen')} />
      ) : null}
      {darf.freigeben || isPicture ? (
        <LinkButton
          label={isPicture ? 'Bild des Umschlags' : 'Inhalt herunterladen'}
          icon="download"
          href={`/api/verschluss/${item.id}/inhalt`}
          download
        />
      ) : null}
      {darf.freigeben ? (
        <Button
          label="Zur Bearbeitung freigeben"
          variant="primary"
          onClick={() => onDo('freigeben')}
        />
      ) : null}
      {darf.uebergeben ? (
        <Button label="Verschlossen übergeben" onClick={() => onDo('uebergeben')} />
      ) : null}
      {darf.zuweisen ? <Button label="Zuweisen" onClick={() => onDo('zuweisen')} /> : null}
    </ButtonRow>
  );
};

/** One sealed item: its envelope, and what this person may do with it. */
export const SealedPage = ({ params }: { params: Readonly<Record<string, string>> }) => {
  const id = params['id'] ?? '';
  const [doing, setDoing] = useState<Doing>();
  const load = useLoad(id, (signal) =>
    api.get<VerschlussZeile>(`/api/verschluss/${id}`, { signal }),
  );
  const item = load.data;
  if (item === undefined)
    return (
      <Page title="Verschlossene Sendung" trail={trail}>
        {load.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={load.error} onRetry={load.reload} />
        )}
      </Page>
    );
  const dialog = {
    item,
    onClose: () => setDoing(undefined),
    onDone: (text: string) => {
      setDoing(undefined);
      notify('success', text);
      load.reload();
    },
  };
  return (
    <Page title={`Verschlossener Eingang ${item.eingangsnummer}`} trail={trail}>
      <Notice item={item} />
      <Actions item={item} onDo={setDoing} />
      {item.stand === 'freigegeben' ? (
        <p>
          Die Sendung wird unter ihrer Eingangsnummer bearbeitet:{' '}
          <a href={`/posteingang/${item.id}`}>Eingang {item.eingangsnummer}</a>
        </p>
      ) : null}
      <Section title="Umschlag">
        <SealedFacts item={item} />
      </Section>
      {doing === 'oeffnen' ? <OpenDialog {...dialog} /> : null}
      {doing === 'freigeben' ? <ReleaseDialog {...dialog} /> : null}
      {doing === 'uebergeben' ? <HandOverDialog {...dialog} /> : null}
      {doing === 'zuweisen' ? <AssignDialog {...dialog} /> : null}
    </Page>
  );
};
