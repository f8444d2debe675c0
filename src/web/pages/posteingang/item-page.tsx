import { useState } from 'preact/hooks';
import type { PosteingangZeile } from '#posteingang/posteingang.schema.js';
import { ApiError, api } from '#web/api.js';
import { formatDate, formatInstant } from '#web/format.js';
import { artText } from '#web/reading-words.js';
import { usePlace } from '#web/router.js';
import { useCan } from '#web/session.js';
import { LinkButton } from '#web/ui/button.js';
import { Alert, Failure, Loading } from '#web/ui/feedback.js';
import { Facts, Page, Section, Side } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';
import { kanalText } from '#web/words.js';
import { AbgabePanel } from '../clearing/abgabe-panel.js';
import { FristenPanel } from '../fristen/fristen-panel.js';
import { ItemViewer } from '../mail/item-viewer.js';
import { RechnungPanel } from '../rechnung/rechnung-panel.js';
import { DecisionList } from './decision-list.js';
import { type Detail, marksOf, pagesOf, searchOf } from './detail.js';
import { DoppelPanel } from './doppel-panel.js';
import { bestaetigungText } from './eingangsbestaetigung.js';
import { FieldList } from './field-list.js';
import { ItemState } from './item-state.js';
import { KnownSender } from './known-sender.js';
import { MailKind } from './mail-kind.js';
import { OwnLetterPanel } from './own-letter-panel.js';
import { PartList } from './part-list.js';
import { ScanNotes } from './scan-notes.js';
import { DividedNotice, StackLetters } from './stack-letters.js';

const trail = [{ text: 'Posteingangsbuch', href: '/posteingang' }];

type Scanned = Pick<Detail, 'virenpruefung' | 'virenbefund' | 'virenhinweis'>;

type Shown = Scanned & Pick<Detail, 'eingangsbestaetigung'>;

const scanResults = {
  ungeprueft: 'ungeprüft',
  ohne_befund: 'ohne Befund',
  befund: 'Schadsoftware gemeldet',
  freigegeben: 'als Fehlalarm freigegeben',
} as const;

const scanResult = (item: Partial<Scanned>): string | null => {
  if (item.virenpruefung === undefined) return null;
  const detail = item.virenbefund ?? (item.virenhinweis || null);
  return `${scanResults[item.virenpruefung]}${detail === null ? '' : `: ${detail}`}`;
};

const ItemFacts = ({ item }: { item: PosteingangZeile & Partial<Shown> }) => (
  <Facts
    entries={[
      ['Zustand', <ItemState key="zustand" item={item} />],
      ['Eingangsdatum', formatDate(item.eingangsdatum)],
      ['Angenommen', formatInstant(item.receivedAt)],
      ['Kanal', kanalText(item.kanal)],
      ['Absender', item.absender],
      ['Betreff', item.betreff],
      ['Art', item.art === null ? null : artText(item.art)],
      [
        'Art der E-Mail',
        item.mailart === null || item.mailart.art === 'gewoehnlich' ? null : (
          <MailKind key="mailart" mailart={item.mailart} withReason />
        ),
      ],
      [
        'Einheit',
        item.organisationseinheit === null
          ? null
          : `${item.organisationseinheit.kuerzel} ${item.organisationseinheit.name}`,
      ],
      [
        'Vorgang',
        item.vorgang === null ? null : (
          <a key="vorgang" href={`/vorgaenge/${item.vorgang.id}`}>
            {item.vorgang.geschaeftszeichen}
          </a>
        ),
      ],
      ['Aus Stapel', item.parentEingangsnummer],
      ['Zugeordnet', item.zugeordnetAt === null ? null : formatInstant(item.zugeordnetAt)],
      ['Virenprüfung', scanResult(item)],
      ['Eingangsbestätigung', bestaetigungText(item.eingangsbestaetigung ?? null)],
    ]}
  />
);

/** The letters of a stack; an emptied letter has none. */
const LettersSection = ({ item }: { item: PosteingangZeile }) =>
  item.zustand !== 'geteilt' || item.seitenzahl === 0 ? null : (
    <Section title="Briefe aus diesem Stapel">
      <StackLetters id={item.id} />
    </Section>
  );

/** What is shown of an item beside its pages. */
const ItemSide = ({
  data,
  active,
  onActive,
}: {
  data: Detail;
  active: string | undefined;
  onActive: (key: string | undefined) => void;
}) => {
  // Of a stack that is filed in part only its remaining pages may be read.
  const isWhole = data.original !== null;
  return (
    <Side label="Angaben zum Eingang">
      {isWhole ? null : <DividedNotice opens isEmptied={false} />}
      <Section title="Angaben">
        <ItemFacts item={data} />
      </Section>
      <LettersSection item={data} />
      {isWhole ? (
        <Section title="Erkannte Felder">
          <FieldList fields={data.felder} active={active} onActive={onActive} />
        </Section>
      ) : null}
      {isWhole ? <OwnLetterPanel id={data.id} /> : null}
      {isWhole ? <DoppelPanel id={data.id} /> : null}
      {isWhole ? <KnownSender id={data.id} /> : null}
      {data.zustand === 'zugeordnet' ? <FristenPanel of={{ posteingangId: data.id }} /> : null}
      {isWhole ? <RechnungPanel item={data} /> : null}
      <ScanNotes item={data} />
      {isWhole ? (
        <>
          <Section title="Entscheidungen">
            <DecisionList item={data} />
          </Section>
          <Section title="Dateien">
            <PartList item={data} />
          </Section>
        </>
      ) : null}
    </Side>
  );
};

/** What somebody sees who may read the register but not the content. */
const LineOnly = ({ id, mayRead }: { id: string; mayRead: boolean }) => {
  const line = useLoad(`zeile-${id}`, (signal) =>
    api.get<PosteingangZeile>(`/api/posteingaenge/${id}/zeile`, { signal }),
  );
  if (line.error !== undefined) return <Failure error={line.error} />;
  if (line.data === undefined) return <Loading />;
  const { zustand, seitenzahl } = line.data;
  const isEmptied = seitenzahl === 0;
  return (
    <>
      <h2 class="section__title">Eingang {line.data.eingangsnummer}</h2>
      {mayRead && zustand === 'geteilt' ? (
        <DividedNotice opens={false} isEmptied={isEmptied} />
      ) : zustand === 'verschlossen' ? (
        <Alert tone="info" title="Diese Sendung ist verschlossen.">
          <a href={`/verschluss/${id}`}>Zum Umschlag</a>
        </Alert>
      ) : (
        <Alert
          tone="info"
          title={
            zustand === 'abgegeben'
              ? 'Dieser Eingang war nicht für uns und ist abgegeben.'
              : 'Den Inhalt sieht nur die zuständige Einheit.'
          }
        />
      )}
      <ItemFacts item={line.data} />
      {zustand === 'abgegeben' ? <AbgabePanel id={id} /> : null}
      <LettersSection item={line.data} />
    </>
  );
};

const isHidden = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 403 || error.status === 404);

/** Where those who clear go on with an item: deciding about it, or arranging the stack that it was. */
const ClearingLinks = ({ id, zustand }: { id: string; zustand: Detail['zustand'] }) => (
  <>
    {zustand === 'clearing' || zustand === 'geteilt' ? (
      <LinkButton label="Seiten ordnen" href={`/posteingang/${id}/seiten`} />
    ) : null}
    {zustand === 'clearing' ? (
      <LinkButton label="Im Clearing öffnen" variant="primary" href={`/clearing/${id}`} />
    ) : null}
  </>
);

/** One incoming item with its pages, what was recognised and why it went where it went. */
export const ItemPage = ({ params }: { params: Readonly<Record<string, string>> }) => {
  const id = params['id'] ?? '';
  const can = useCan();
  const { query } = usePlace();
  const [active, setActive] = useState<string>();
  const mayRead = can('posteingang:read');
  const item = useLoad(mayRead ? id : undefined, (signal) =>
    api.get<Detail>(`/api/posteingaenge/${id}`, { signal }),
  );
  if (item.data === undefined) {
    return (
      <Page title="Eingang" trail={trail}>
        {!mayRead || isHidden(item.error) ? (
          <LineOnly id={id} mayRead={mayRead} />
        ) : item.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={item.error} onRetry={item.reload} />
        )}
      </Page>
    );
  }
  const { data } = item;
  return (
    <Page
      title={`Eingang ${data.eingangsnummer}`}
      trail={trail}
      workspace
      actions={can('posteingang:clear') ? <ClearingLinks id={id} zustand={data.zustand} /> : null}
    >
      <div class="workspace">
        <ItemViewer
          mail={data.mail}
          label={`Seiten des Eingangs ${data.eingangsnummer}`}
          pages={pagesOf(data)}
          highlights={marksOf(data.felder)}
          active={active}
          onHighlight={setActive}
          search={searchOf(data.id, query.get('q') ?? undefined)}
        />
        <ItemSide data={data} active={active} onActive={setActive} />
      </div>
    </Page>
  );
};
