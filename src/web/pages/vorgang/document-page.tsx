import type { z } from 'zod';
import type { DokumentDetail } from '#eakte/eakte.schema.js';
import type { PostausgangDetail } from '#postausgang/postausgang.schema.js';
import { api } from '#web/api.js';
import { formatDate, formatSize } from '#web/format.js';
import { artText } from '#web/reading-words.js';
import { usePlace } from '#web/router.js';
import { Failure, Loading } from '#web/ui/feedback.js';
import { Icon } from '#web/ui/icon.js';
import { Facts, Page, Section, Side } from '#web/ui/page.js';
import type { ViewerPage } from '#web/ui/viewer/page-image.js';
import { PageViewer } from '#web/ui/viewer/page-viewer.js';
import { useLoad } from '#web/use-load.js';
import { type Detail, pagesOf, searchOf } from '../posteingang/detail.js';

type File = z.infer<typeof DokumentDetail>['dateien'][number];

const fileRoles = {
  original: 'Unverändertes Original',
  archivkopie: 'Archivkopie (PDF/A)',
  anlage: 'Anlage',
} as const;

/** The pages of a letter of ours: images with the text of its PDF over them. */
export const letterPages = ({
  id,
  seiten,
}: Pick<PostausgangDetail, 'id' | 'seiten'>): ViewerPage[] =>
  seiten.map((bild, index) => ({
    nummer: index + 1,
    bild,
    breite: null,
    hoehe: null,
    text: `/api/postausgaenge/${id}/seiten/${index + 1}/text`,
  }));

/** Where words of a letter of ours can be looked for. */
export const letterSearch = (id: string, initial?: string) => ({
  address: `/api/postausgaenge/${id}/fundstellen`,
  initial,
});

const loadPages = async (document: DokumentDetail, signal: AbortSignal): Promise<ViewerPage[]> => {
  const { herkunftId, richtung } = document;
  if (herkunftId === null) return [];
  if (richtung === 'eingang') {
    return pagesOf(await api.get<Detail>(`/api/posteingaenge/${herkunftId}`, { signal }));
  }
  const letter = await api.get<PostausgangDetail>(`/api/postausgaenge/${herkunftId}`, { signal });
  return letterPages(letter);
};

const searchIn = ({ herkunftId, richtung }: DokumentDetail, initial: string | undefined) => {
  if (herkunftId === null) return {};
  return { search: (richtung === 'eingang' ? searchOf : letterSearch)(herkunftId, initial) };
};

const Files = ({ files }: { files: readonly File[] }) => (
  <ul class="parts">
    {files.map((file) => (
      <li key={file.position}>
        <Icon name="download" size="small" />
        <a href={file.inhalt} download>
          {file.rolle === 'anlage' ? file.dateiname : fileRoles[file.rolle]}
        </a>
        <span class="muted small">
          {file.rolle === 'anlage' ? 'Anlage' : file.dateiname}, {formatSize(file.size)}
        </span>
      </li>
    ))}
  </ul>
);

const DocumentFacts = ({ document }: { document: DokumentDetail }) => (
  <Facts
    entries={[
      ['Geschäftszeichen', document.geschaeftszeichen],
      ['Dokumenttyp', artText(document.dokumenttyp)],
      ['Absender', document.absender],
      ['Empfänger', document.empfaenger],
      [
        'Posteingangsdatum',
        document.posteingangsdatum === null ? null : formatDate(document.posteingangsdatum),
      ],
      [
        'Postausgangsdatum',
        document.postausgangsdatum === null ? null : formatDate(document.postausgangsdatum),
      ],
      [
        'Datum des Schreibens',
        document.datumDesSchreibens === null ? null : formatDate(document.datumDesSchreibens),
      ],
      ['Fremdes Geschäftszeichen', document.fremdesGeschaeftszeichen],
    ]}
  />
);

/** One Dokument of the E-Akte: pages, text, files and metadata. */
export const DocumentPage = ({ params }: { params: Readonly<Record<string, string>> }) => {
  const id = params['id'] ?? '';
  const { query } = usePlace();
  const document = useLoad(id, (signal) =>
    api.get<DokumentDetail>(`/api/dokumente/${id}`, { signal }),
  );
  const { data } = document;
  const pages = useLoad(data === undefined ? undefined : `seiten-${id}`, (signal) =>
    data === undefined ? Promise.resolve([]) : loadPages(data, signal),
  );
  if (data === undefined) {
    return (
      <Page title="Dokument">
        {document.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={document.error} onRetry={document.reload} />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={data.betreff}
      trail={[
        {
          text: `${data.vorgang.geschaeftszeichen} ${data.vorgang.betreff}`,
          href: `/vorgaenge/${data.vorgang.id}`,
        },
      ]}
      subtitle={`Dokument ${data.laufnummer} · ${data.richtung === 'eingang' ? 'Eingang' : 'Ausgang'}`}
      workspace
    >
      <div class="workspace">
        {pages.data === undefined ? (
          pages.error === undefined ? (
            <Loading />
          ) : (
            <Failure error={pages.error} onRetry={pages.reload} />
          )
        ) : (
          <PageViewer
            label={`Seiten von ${data.betreff}`}
            pages={pages.data}
            {...searchIn(data, query.get('q') ?? undefined)}
            none="Zu diesem Dokument gibt es keine Seitenbilder. Die Dateien können Sie herunterladen."
          />
        )}
        <Side label="Angaben zum Dokument">
          <Section title="Metadaten">
            <DocumentFacts document={data} />
          </Section>
          <Section title="Dateien">
            <Files files={data.dateien} />
          </Section>
          {data.volltext === '' ? null : (
            <details class="disclosure">
              <summary>Volltext</summary>
              <pre class="viewer__text">{data.volltext}</pre>
            </details>
          )}
        </Side>
      </div>
    </Page>
  );
};
