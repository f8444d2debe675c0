import { useEffect, useState } from 'preact/hooks';
import type { LaufDatei, LaufDetail } from '#postausgang/postlauf/postlauf.schema.js';
import { api, messageOf } from '#web/api.js';
import { formatDate, formatInstant } from '#web/format.js';
import { Button, LinkButton } from '#web/ui/button.js';
import { ConfirmDialog } from '#web/ui/dialog.js';
import { Failure, Loading } from '#web/ui/feedback.js';
import { Facts, Page, Section } from '#web/ui/page.js';
import { ReasonDialog } from '#web/ui/reason-dialog.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { DateiTable, type DateiTat } from './datei-table.js';
import { LaufzahlenView } from './laufzahlen-view.js';
import { NachdruckDialog } from './nachdruck-dialog.js';
import { LaufState } from './postlauf-page.js';
import { wege } from './words.js';

const trail = [{ text: 'Postlauf', href: '/postlauf' }];
const lookAgainMs = 3_000;

const tatText: Readonly<
  Record<Exclude<DateiTat, 'nochmal'>, { title: string; text: string; submit: string }>
> = {
  rausgegangen: {
    title: 'Die Druckdatei ging raus',
    text: 'Alle Schreiben der Datei gelten als versandt und werden nicht noch einmal gedruckt. In den Vorgängen entstehen die Ab-Vermerke.',
    submit: 'Feststellung speichern',
  },
  nicht_rausgegangen: {
    title: 'Die Druckdatei ging nicht raus',
    text: 'Die Datei wird noch einmal übergeben. Wenn das falsch ist, erhalten alle Empfänger ihr Schreiben zweimal.',
    submit: 'Feststellung speichern',
  },
  aufloesen: {
    title: 'Druckdatei auflösen',
    text: 'Die Schreiben der Datei warten auf den nächsten Postlauf.',
    submit: 'Auflösen',
  },
};

/** What a person may do with a run now. */
const Actions = ({
  lauf,
  onChange,
}: {
  lauf: LaufDetail;
  onChange: (lauf: LaufDetail) => void;
}) => {
  const [asked, setAsked] = useState<'freigabe' | 'verwerfen' | 'nachdruck'>();
  const [busy, setBusy] = useState(false);
  const send = async (what: 'freigabe' | 'verwerfen'): Promise<void> => {
    setBusy(true);
    try {
      onChange(await api.post<LaufDetail>(`/api/postlaeufe/${lauf.id}/${what}`));
      notify(
        'success',
        what === 'freigabe' ? 'Der Postlauf ist freigegeben.' : 'Der Postlauf ist verworfen.',
      );
    } catch (error) {
      notify('danger', messageOf(error));
    }
    setBusy(false);
    setAsked(undefined);
  };
  return (
    <div class="button-row">
      {lauf.zustand === 'berechnet' ? (
        <>
          <Button
            label="Freigeben"
            icon="outgoing"
            variant="primary"
            onClick={() => setAsked('freigabe')}
          />
          <Button label="Verwerfen" onClick={() => setAsked('verwerfen')} />
        </>
      ) : null}
      <LinkButton
        label="Laufliste"
        icon="download"
        href={`/api/postlaeufe/${lauf.id}/liste`}
        download
      />
      {lauf.pza === 0 ? null : (
        <LinkButton
          label="Zustellungsaufträge"
          icon="download"
          href={`/api/postlaeufe/${lauf.id}/zustellungsauftraege`}
          download
        />
      )}
      {lauf.zustand === 'freigegeben' || lauf.zustand === 'erledigt' ? (
        <Button label="Nachdrucken" icon="page" onClick={() => setAsked('nachdruck')} />
      ) : null}
      {asked === 'freigabe' || asked === 'verwerfen' ? (
        <ConfirmDialog
          title={asked === 'freigabe' ? 'Postlauf freigeben?' : 'Postlauf verwerfen?'}
          text={
            asked === 'freigabe'
              ? 'Die Druckdateien werden übergeben. Danach lässt sich kein Schreiben dieses Postlaufs mehr zurückholen.'
              : 'Es geht nichts hinaus; die Schreiben warten auf den nächsten Postlauf.'
          }
          confirm={asked === 'freigabe' ? 'Freigeben' : 'Verwerfen'}
          danger={asked === 'verwerfen'}
          busy={busy}
          onConfirm={() => void send(asked)}
          onClose={() => setAsked(undefined)}
        />
      ) : null}
      {asked === 'nachdruck' ? (
        <NachdruckDialog
          laufId={lauf.id}
          onDone={() => {
            notify('success', 'Der Nachdruck ist vermerkt.');
            setAsked(undefined);
          }}
          onClose={() => setAsked(undefined)}
        />
      ) : null}
    </div>
  );
};

const Files = ({ lauf, onChange }: { lauf: LaufDetail; onChange: (lauf: LaufDetail) => void }) => {
  const [asked, setAsked] = useState<{ datei: LaufDatei; tat: Exclude<DateiTat, 'nochmal'> }>();
  const post = async (datei: LaufDatei, way: string, body: object): Promise<void> => {
    const path = `/api/postlaeufe/${lauf.id}/dateien/${datei.nummer}/${way}`;
    onChange(await api.post<LaufDetail>(path, body));
    notify('success', 'Gespeichert.');
  };
  const decide = (datei: LaufDatei, tat: DateiTat): void => {
    if (tat !== 'nochmal') setAsked({ datei, tat });
    else post(datei, 'nochmal', {}).catch((error: unknown) => notify('danger', messageOf(error)));
  };
  return (
    <Section title="Druckdateien">
      <DateiTable dateien={lauf.dateien} onDecide={decide} />
      {asked === undefined ? null : (
        <ReasonDialog
          deed={{
            ...tatText[asked.tat],
            danger: asked.tat === 'nicht_rausgegangen',
            send: (begruendung) =>
              asked.tat === 'aufloesen'
                ? post(asked.datei, 'aufloesen', { begruendung })
                : post(asked.datei, 'klaerung', { ergebnis: asked.tat, begruendung }),
          }}
          onDone={() => setAsked(undefined)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Section>
  );
};

/** One run: its figures, its print files with what is uncertain, and its reprints. */
export const LaufPage = ({ params }: { params: Readonly<Record<string, string>> }) => {
  const id = params['id'] ?? '';
  const load = useLoad(id, (signal) => api.get<LaufDetail>(`/api/postlaeufe/${id}`, { signal }));
  const lauf = load.data;
  const isMoving = lauf !== undefined && lauf.offen > 0;
  useEffect(() => {
    if (!isMoving) return undefined;
    const timer = setInterval(load.reload, lookAgainMs);
    return () => clearInterval(timer);
  }, [isMoving, load.reload]);
  if (lauf === undefined) {
    return (
      <Page title="Postlauf" trail={trail}>
        {load.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={load.error} onRetry={load.reload} />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={`Postlauf ${lauf.nummer}`}
      trail={trail}
      subtitle={<LaufState lauf={lauf} />}
      actions={<Actions lauf={lauf} onChange={load.set} />}
    >
      <Facts
        entries={[
          ['Einlieferungstag', formatDate(lauf.tag)],
          ['Weg', wege[lauf.weg]],
          ['Angelegt', `${formatInstant(lauf.createdAt)}, ${lauf.angelegtVon ?? 'nach der Uhr'}`],
          [
            'Freigegeben',
            lauf.freigegebenAt === null
              ? ''
              : `${formatInstant(lauf.freigegebenAt)}, ${lauf.freigegebenVon ?? 'nach der Uhr'}`,
          ],
        ]}
      />
      <Files lauf={lauf} onChange={load.set} />
      <Section title="Zahlen">
        <LaufzahlenView zahlen={lauf.zahlen} />
      </Section>
      {lauf.nachdrucke.length === 0 ? null : (
        <Section title="Nachdrucke">
          <ul>
            {lauf.nachdrucke.map((one) => (
              <li key={one.at}>
                {formatInstant(one.at)}, Umschlag {one.umschlag}
                {one.blatt === null ? '' : `, Blatt ${one.blatt}`}: {one.grund} ({one.person})
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  );
};
