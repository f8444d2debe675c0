import { useEffect, useState } from 'preact/hooks';
import type { Oeffnungsprotokoll, Vergabe } from '#posteingang/verschluss/vergabe.schema.js';
import { api } from '#web/api.js';
import { formatInstant, formatSize } from '#web/format.js';
import { useSession } from '#web/session.js';
import { Button, ButtonRow, LinkButton } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Alert, Badge, Empty, Failure, Loading } from '#web/ui/feedback.js';
import { TextField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { Facts, Page, Section } from '#web/ui/page.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { tenderState } from './tender-list-page.js';

const trail = [
  { text: 'Verschlossene Post', href: '/verschluss' },
  { text: 'Vergaben', href: '/vergaben' },
];

/** While somebody waits for the other person or the deadline. */
const lookAgainMs = 5_000;

type Bid = Oeffnungsprotokoll['angebote'][number];

const columns: readonly Column<Bid>[] = [
  { key: 'nummer', title: 'Nr.', numeric: true, cell: (bid) => bid.nummer },
  {
    key: 'eingang',
    title: 'Eingang',
    rowHeader: true,
    noWrap: true,
    cell: (bid) => <a href={`/verschluss/${bid.id}`}>{bid.eingangsnummer}</a>,
  },
  {
    key: 'zeit',
    title: 'Eingegangen',
    cell: (bid) => (
      <>
        {formatInstant(bid.eingegangenAt)}
        {bid.verspaetet ? (
          <span class="block">
            <Badge tone="danger" text="Nach Fristablauf, nicht geöffnet" />
          </span>
        ) : null}
      </>
    ),
  },
  { key: 'bieter', title: 'Bieter laut Umschlag', cell: (bid) => bid.absender || '–' },
  {
    key: 'inhalt',
    title: 'Angebot',
    cell: (bid) =>
      bid.dateiname === null ? (
        bid.inhalt === 'datei' ? (
          '–'
        ) : (
          'auf Papier'
        )
      ) : (
        <>
          {bid.dateiname}
          <span class="muted small block">{formatSize(bid.size)}</span>
        </>
      ),
  },
  {
    key: 'hash',
    title: 'Prüfsumme (SHA-256)',
    wide: true,
    cell: (bid) => <code class="small hash">{bid.sha256 ?? bid.siegelSha256}</code>,
  },
];

const Protocol = ({ tender }: { tender: Vergabe }) => {
  const { protokoll } = tender;
  if (protokoll === null) return null;
  return (
    <Section
      title="Öffnungsprotokoll"
      actions={
        <LinkButton
          label="Protokoll herunterladen"
          icon="download"
          href={`/api/vergaben/${tender.id}/protokoll.txt`}
          download
        />
      }
    >
      <Facts
        entries={[
          [
            'Erste Freigabe',
            `${protokoll.ersteFreigabe.name}, ${formatInstant(protokoll.ersteFreigabe.at)}`,
          ],
          [
            'Zweite Freigabe und Öffnung',
            `${protokoll.zweiteFreigabe.name}, ${formatInstant(protokoll.zweiteFreigabe.at)}`,
          ],
        ]}
      />
      <DataTable
        caption="Angebote in der Reihenfolge ihres Eingangs"
        columns={columns}
        rows={protokoll.angebote}
        rowKey={(bid) => bid.eingangsnummer}
        empty={<Empty title="Es ist kein Angebot eingegangen." />}
      />
    </Section>
  );
};

const Release = ({ tender, onDone }: { tender: Vergabe; onDone: (after: Vergabe) => void }) => {
  const { ich } = useSession();
  const form = useSubmit({
    submit: async () => {
      const after = await api.post<Vergabe>(`/api/vergaben/${tender.id}/freigabe`);
      notify(
        'success',
        after.geoeffnetAt === null
          ? 'Ihre Freigabe ist festgehalten. Jetzt bestätigt eine zweite Person.'
          : 'Die Angebote sind geöffnet.',
      );
      onDone(after);
    },
  });
  if (tender.geoeffnetAt !== null) return null;
  const { ersteFreigabe } = tender;
  const waiting = ersteFreigabe?.personId === ich.id;
  return (
    <Section title="Öffnung durch zwei Personen" card>
      {form.error === undefined ? null : <Failure error={form.error} />}
      {tender.fristVorbei ? null : (
        <Alert tone="warning" title="Die Angebotsfrist läuft noch; die Angebote sind gesperrt.">
          Es zählt die Uhr der Datenbank. Diese Seite bemerkt das Ende der Frist von selbst.
        </Alert>
      )}
      {ersteFreigabe === null ? null : (
        <Alert
          tone="info"
          title={`Erste Freigabe: ${ersteFreigabe.name}, ${formatInstant(ersteFreigabe.at)}`}
          live
        >
          {waiting
            ? 'Eine zweite Person der Vergabestelle bestätigt innerhalb von 30 Minuten mit ihrer eigenen Anmeldung.'
            : 'Mit Ihrer Freigabe werden die Angebote geöffnet.'}
        </Alert>
      )}
      <ButtonRow>
        <Button
          label={ersteFreigabe === null || waiting ? 'Öffnung freigeben' : 'Bestätigen und öffnen'}
          variant="primary"
          icon="key"
          disabled={!tender.darf.freigeben}
          busy={form.busy}
          onClick={form.run}
        />
      </ButtonRow>
    </Section>
  );
};

const ExtendDialog = (props: { tender: Vergabe; onClose: () => void; onDone: () => void }) => {
  const [frist, setFrist] = useState('');
  const form = useSubmit({
    check: () => (frist === '' ? { frist: 'Bitte das neue Ende der Frist angeben.' } : {}),
    submit: () =>
      api
        .patch(`/api/vergaben/${props.tender.id}`, { angebotsfrist: new Date(frist).toISOString() })
        .then(props.onDone),
  });
  return (
    <FormDialog
      title="Angebotsfrist verlängern"
      form={form}
      submit="Verlängern"
      onClose={props.onClose}
    >
      <TextField
        id="frist"
        label="Neues Ende der Angebotsfrist"
        hint={`Später als ${formatInstant(props.tender.angebotsfrist)}`}
        type="datetime-local"
        value={frist}
        error={form.faults['frist']}
        onInput={setFrist}
      />
    </FormDialog>
  );
};

/** One tender: locked, then released by two people, then its Öffnungsprotokoll. */
export const TenderPage = ({ params }: { params: Readonly<Record<string, string>> }) => {
  const id = params['id'] ?? '';
  const [extending, setExtending] = useState(false);
  const load = useLoad(id, (signal) => api.get<Vergabe>(`/api/vergaben/${id}`, { signal }));
  const tender = load.data;
  const waits = tender !== undefined && tender.geoeffnetAt === null;
  const { reload } = load;
  useEffect(() => {
    if (!waits) return undefined;
    const timer = window.setInterval(reload, lookAgainMs);
    return () => window.clearInterval(timer);
  }, [waits, reload]);
  if (tender === undefined)
    return (
      <Page title="Vergabe" trail={trail}>
        {load.error === undefined ? <Loading /> : <Failure error={load.error} onRetry={reload} />}
      </Page>
    );
  return (
    <Page title={`Vergabe ${tender.kennzeichen}`} trail={trail} subtitle={tender.bezeichnung}>
      <Facts
        entries={[
          ['Stand', <Badge key="stand" {...tenderState(tender)} />],
          ['Vergabestelle', `${tender.einheit.kuerzel} ${tender.einheit.name}`],
          ['Ende der Angebotsfrist', formatInstant(tender.angebotsfrist)],
          ['Eingegangene Angebote', tender.angebote],
        ]}
      />
      {tender.darf.fristVerlaengern ? (
        <ButtonRow>
          <Button label="Frist verlängern" onClick={() => setExtending(true)} />
        </ButtonRow>
      ) : null}
      <Release tender={tender} onDone={reload} />
      <Protocol tender={tender} />
      {extending ? (
        <ExtendDialog
          tender={tender}
          onClose={() => setExtending(false)}
          onDone={() => {
            setExtending(false);
            reload();
          }}
        />
      ) : null}
    </Page>
  );
};
