import type {
  FassungDetail,
  FassungKurz,
  Vergleich,
} from '#postausgang/vorlagenverwaltung/verwaltung.schema.js';
import { formatInstant } from '#web/format.js';
import { Button, ButtonRow, LinkButton } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Alert, Badge, Empty } from '#web/ui/feedback.js';
import { BefundListe } from './befund-liste.js';
import { geltungText, zustaende } from './vorlagen-words.js';

const marks = { gleich: ' ', weg: '−', neu: '+' } as const;
const spoken = { gleich: '', weg: 'entfernt: ', neu: 'neu: ' } as const;

/** What a version says otherwise than the one before. */
export const VergleichSection = ({ vergleich }: { vergleich: Vergleich }) => {
  const changed = vergleich.zeilen.some(({ art }) => art !== 'gleich');
  if (vergleich.felder.length === 0 && !changed)
    return <Empty title="Es hat sich nichts geändert." />;
  return (
    <>
      <p class="muted">
        {vergleich.mit === null ? 'Erste Fassung.' : `Gegenüber Fassung ${vergleich.mit}:`}
      </p>
      {vergleich.felder.length === 0 ? null : (
        <DataTable
          caption="Geänderte Angaben"
          columns={[
            { key: 'name', title: 'Angabe', rowHeader: true, cell: ({ name }) => name },
            { key: 'vorher', title: 'Vorher', cell: ({ vorher }) => vorher || '–' },
            { key: 'nachher', title: 'Nachher', cell: ({ nachher }) => nachher || '–' },
          ]}
          rows={vergleich.felder}
          rowKey={({ name }) => name}
        />
      )}
      {changed ? (
        <ul class="plain-list vergleich" aria-label="Geänderter Text">
          {vergleich.zeilen.map(({ art, text }, index) => (
            <li key={index} class={`vergleich__zeile vergleich__zeile--${art}`}>
              <span aria-hidden="true">{marks[art]}</span>
              <span class="kern-sr-only">{spoken[art]}</span>
              {text}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
};

/** What the check says, and what can be done with the version now. */
export const FreigabeSection = (props: {
  fassung: FassungDetail;
  busy: boolean;
  onCheck: () => void;
  onRelease: () => void;
  onDiscard: () => void;
  onEnd: () => void;
}) => {
  const { fassung, busy } = props;
  const { erlaubt } = fassung;
  return (
    <>
      {erlaubt.wartetAufZweite ? (
        <Alert tone="info" title="Eine andere Person muss diese Fassung freigeben.">
          <p>
            Sie haben sie selbst verfasst. Gemeinsam genutzte Texte gibt immer eine zweite Person
            frei.
          </p>
        </Alert>
      ) : null}
      {fassung.geprueftAt === null && fassung.zustand === 'entwurf' ? (
        <p class="muted">
          Noch nicht geprüft. Zur Prüfung wird die Fassung mit üblichen und mit den längsten Angaben
          gesetzt.
        </p>
      ) : (
        <BefundListe befunde={fassung.befunde} />
      )}
      <ButtonRow>
        {erlaubt.pruefen ? (
          <Button
            label="Prüfen"
            icon="check"
            variant="primary"
            busy={busy}
            onClick={props.onCheck}
          />
        ) : null}
        {erlaubt.freigeben ? (
          <Button label="Freigeben" variant="primary" onClick={props.onRelease} />
        ) : null}
        {erlaubt.verwerfen ? <Button label="Verwerfen" onClick={props.onDiscard} /> : null}
        {erlaubt.beenden ? <Button label="Enden lassen" onClick={props.onEnd} /> : null}
        <LinkButton
          label="Als YAML ausgeben"
          href={`/api/vorlagenverwaltung/fassungen/${fassung.id}/yaml`}
          download
        />
      </ButtonRow>
    </>
  );
};

/** All versions of a name, with the way back to an older one. */
export const VerlaufSection = (props: {
  fassungen: readonly FassungKurz[];
  shown: string;
  onShow: (id: string) => void;
  onBack: (fassung: FassungKurz) => void;
}) => {
  const columns: Column<FassungKurz>[] = [
    {
      key: 'nummer',
      title: 'Fassung',
      rowHeader: true,
      noWrap: true,
      cell: ({ nummer, id }) => (id === props.shown ? `${nummer} (angezeigt)` : nummer),
    },
    { key: 'zustand', title: 'Zustand', cell: ({ zustand }) => <Badge {...zustaende[zustand]} /> },
    { key: 'gilt', title: 'Gilt', cell: geltungText },
    {
      key: 'wer',
      title: 'Verfasst und freigegeben',
      cell: (one) => (
        <>
          {one.author ?? 'mit dem Programm ausgeliefert'}
          <span class="muted small block">{formatInstant(one.createdAt)}</span>
          {one.freigegebenVon === null ? null : (
            <span class="muted small block">frei: {one.freigegebenVon}</span>
          )}
        </>
      ),
    },
    { key: 'grund', title: 'Grund', wide: true, cell: ({ grund }) => grund },
    {
      key: 'aktion',
      title: 'Aktion',
      cell: (one) => (
        <ButtonRow>
          <Button
            label="Zeigen"
            small
            spoken={`Zeigen: Fassung ${one.nummer}`}
            onClick={() => props.onShow(one.id)}
          />
          <Button
            label="Zurück zu dieser"
            small
            spoken={`Zurück zu dieser: Fassung ${one.nummer}`}
            onClick={() => props.onBack(one)}
          />
        </ButtonRow>
      ),
    },
  ];
  return (
    <DataTable
      caption="Fassungen"
      columns={columns}
      rows={props.fassungen}
      rowKey={({ id }) => id}
    />
  );
};
