import type { z } from 'zod';
import type {
  Rechnungsbefund,
  Rechnungsdaten,
  RechnungsListe,
} from '#posteingang/rechnung.schema.js';
import { api } from '#web/api.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Alert, Failure, Loading } from '#web/ui/feedback.js';
import { Facts, Section } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';
import type { Detail } from '../posteingang/detail.js';

type Befund = z.infer<typeof Rechnungsbefund>;

const leitwegWords = {
  gueltig: 'gültig',
  'pruefziffer-falsch': 'Prüfziffern falsch',
  'form-falsch': 'Form falsch',
  keine: 'keine Leitweg-ID angegeben',
} as const;

const schwereWords = { fehler: 'Fehler', warnung: 'Warnung', hinweis: 'Hinweis' } as const;

const syntaxWords = {
  'ubl-invoice': 'UBL',
  'ubl-creditnote': 'UBL',
  cii: 'CII',
  'zugferd-1': 'CII',
} as const;

const leitwegText = ({ leitwegId, leitwegZustand, leitwegEinheit }: Rechnungsdaten): string =>
  [leitwegId, leitwegWords[leitwegZustand], leitwegEinheit]
    .filter((part) => part !== null)
    .join(', ');

const FindingList = ({ findings }: { findings: readonly Befund[] }) =>
  findings.length === 0 ? (
    <p class="muted">Die Prüfung der wichtigsten Regeln hat nichts beanstandet.</p>
  ) : (
    <ul class="reasons">
      {findings.map((one) => (
        <li key={`${one.regel}-${one.ort ?? ''}-${one.zahlen ?? ''}`}>
          <strong>
            {schwereWords[one.schwere]} {one.regel}:
          </strong>{' '}
          {[one.ort === undefined ? undefined : `${one.ort}.`, one.satz, one.zahlen]
            .filter((part) => part !== undefined)
            .join(' ')}
        </li>
      ))}
    </ul>
  );

const Duplicate = ({ dublette }: { dublette: Rechnungsdaten['dublette'] }) =>
  dublette === null ? null : (
    <Alert tone="warning" title="Diese Rechnung liegt schon vor.">
      {dublette.id === null ? (
        <p>
          Derselbe Verkäufer hat eine Rechnung mit dieser Nummer und diesem Datum schon gesandt
          {dublette.eingangsnummer === null ? '.' : `: Eingang ${dublette.eingangsnummer}.`}
        </p>
      ) : (
        <p>
          Erster Eingang:{' '}
          <a href={`/posteingang/${dublette.id}`}>{dublette.eingangsnummer ?? 'ansehen'}</a>
        </p>
      )}
    </Alert>
  );

type Line = Rechnungsdaten['positionen'][number];
type Tax = Rechnungsdaten['steuern'][number];

const lineColumns: readonly Column<Line>[] = [
  { key: 'nummer', title: 'Pos.', cell: (line) => line.nummer },
  {
    key: 'artikel',
    title: 'Artikel',
    cell: (line) => (
      <>
        {line.artikel}
        {line.beschreibung === '' ? null : (
          <span class="muted small block">{line.beschreibung}</span>
        )}
      </>
    ),
  },
  { key: 'menge', title: 'Menge', numeric: true, cell: (line) => line.menge },
  { key: 'preis', title: 'Preis', numeric: true, cell: (line) => line.preis },
  { key: 'steuer', title: 'USt.', numeric: true, cell: (line) => line.steuer },
  { key: 'netto', title: 'Netto', numeric: true, cell: (line) => line.netto },
];

const taxColumns: readonly Column<Tax>[] = [
  {
    key: 'kategorie',
    title: 'Kategorie',
    cell: (tax) => (tax.grund === '' ? tax.kategorie : tax.grund),
  },
  { key: 'satz', title: 'Satz', numeric: true, cell: (tax) => tax.satz },
  { key: 'basis', title: 'Grundlage', numeric: true, cell: (tax) => tax.basis },
  { key: 'steuer', title: 'Steuer', numeric: true, cell: (tax) => tax.steuer },
];

const entries = (rows: readonly { name: string; wert: string }[]): [string, string][] =>
  rows.map(({ name, wert }) => [name, wert]);

/** One invoice: what it says, what is wrong with it, and the untouched XML. */
const OneRechnung = ({ rechnung }: { rechnung: Rechnungsdaten }) => (
  <Section title={`E-Rechnung: ${rechnung.titel}`}>
    <Duplicate dublette={rechnung.dublette} />
    <Facts
      entries={[
        ['Verkäufer', rechnung.verkaeufer[0] ?? null],
        ['Käufer', rechnung.kaeufer[0] ?? null],
        ...entries(rechnung.kopf),
        ['Leitweg-ID geprüft', leitwegText(rechnung)],
        ['Format', `${rechnung.profil} (${syntaxWords[rechnung.syntax]})`],
      ]}
    />
    <h3>Prüfung</h3>
    <FindingList findings={rechnung.befunde} />
    {rechnung.positionen.length === 0 ? null : (
      <>
        <h3>Positionen</h3>
        <DataTable
          caption="Positionen der Rechnung"
          columns={lineColumns}
          rows={rechnung.positionen}
          rowKey={(line) => line.nummer}
        />
        {rechnung.weiterePositionen === 0 ? null : (
          <p class="muted small">
            Weitere {rechnung.weiterePositionen} Positionen stehen in der XML-Datei.
          </p>
        )}
      </>
    )}
    {rechnung.steuern.length === 0 ? null : (
      <>
        <h3>Umsatzsteuer</h3>
        <DataTable
          caption="Umsatzsteuer nach Sätzen"
          columns={taxColumns}
          rows={rechnung.steuern}
          rowKey={(tax) => `${tax.kategorie}-${tax.satz}`}
        />
      </>
    )}
    <h3>Summen</h3>
    <Facts entries={[...entries(rechnung.zuAbschlaege), ...entries(rechnung.summen)]} />
    {rechnung.zahlung.length === 0 ? null : (
      <>
        <h3>Zahlung</h3>
        <Facts entries={entries(rechnung.zahlung)} />
      </>
    )}
    {rechnung.bemerkungen.map((text) => (
      <p key={text}>{text}</p>
    ))}
    <p>
      <a href={rechnung.xml} download>
        Rechnungsdatensatz (XML) herunterladen
      </a>
    </p>
  </Section>
);

/** The electronic invoices of an item; nothing where it brought none. */
export const RechnungPanel = ({ item }: { item: Pick<Detail, 'id' | 'bestandteile'> }) => {
  const hasInvoice = item.bestandteile.some(({ mediaType }) => mediaType === 'application/xml');
  return hasInvoice ? <Rechnungen id={item.id} /> : null;
};

const Rechnungen = ({ id }: { id: string }) => {
  const list = useLoad(`rechnungen-${id}`, (signal) =>
    api.get<z.infer<typeof RechnungsListe>>(`/api/posteingaenge/${id}/rechnungen`, { signal }),
  );
  if (list.error !== undefined) return <Failure error={list.error} />;
  if (list.data === undefined) return <Loading />;
  return (
    <>
      {list.data.rechnungen.map((one) => (
        <OneRechnung key={one.position} rechnung={one} />
      ))}
    </>
  );
};
