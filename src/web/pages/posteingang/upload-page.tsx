import type { EmpfangsErgebnis, PosteingangZeile } from '#posteingang/posteingang.schema.js';
import { count, formatShortInstant, today } from '#web/format.js';
import { useCan } from '#web/session.js';
import { Button } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Empty, Failure, Loading } from '#web/ui/feedback.js';
import { FileDrop } from '#web/ui/file-drop.js';
import { Page, Section } from '#web/ui/page.js';
import { announce } from '#web/ui/toast.js';
import { SheetButtons } from '../blaetter/sheet-buttons.js';
import { numberColumn, type PagesRead, workColumns } from './letter-columns.js';
import { mboxText, UploadList } from './upload-list.js';
import { useLiveRegister } from './use-live-register.js';
import { useUploads } from './use-uploads.js';

const columnsOf = (pages: PagesRead): Column<PosteingangZeile>[] => [
  numberColumn,
  {
    key: 'zeit',
    title: 'Eingang',
    noWrap: true,
    cell: (line) => formatShortInstant(line.receivedAt),
  },
  ...workColumns(pages),
  {
    key: 'ziel',
    title: 'Zugeordnet an',
    noWrap: true,
    cell: (line) =>
      line.organisationseinheit === null ? (
        '–'
      ) : (
        <>
          {line.organisationseinheit.kuerzel}
          <span class="muted small block">{line.vorgang?.geschaeftszeichen ?? ''}</span>
        </>
      ),
  },
];

const Today = () => {
  const can = useCan();
  const { register, pages } = useLiveRegister(
    { limit: 100 },
    { live: can('posteingang:register') },
  );
  const day = today();
  const lines = register.data?.zeilen.filter((line) => line.eingangsdatum === day) ?? [];
  if (register.data === undefined) {
    return register.error === undefined ? (
      <Loading />
    ) : (
      <Failure error={register.error} onRetry={register.reload} />
    );
  }
  return (
    <DataTable
      caption="Eingänge von heute"
      columns={columnsOf(pages)}
      rows={lines}
      rowKey={(line) => line.id}
      empty={
        <Empty title="Heute ist noch nichts eingegangen.">
          Neue Eingänge erscheinen hier von selbst.
        </Empty>
      }
    />
  );
};

const outcomeText = (result: EmpfangsErgebnis): string => {
  if (result.outcome === 'rejected') return `${result.dateiname} abgewiesen: ${result.message}`;
  const word = result.outcome === 'accepted' ? 'angenommen' : 'lag bereits vor';
  const count = result.nachrichten === undefined ? '' : ` (${mboxText(result.nachrichten)})`;
  return `${result.dateiname} ${word}: Eingang ${result.eingangsnummer}${count}`;
};

/** Poststelle › Hochladen: many files at once, each with its own result, then the work on them live. */
export const UploadPage = () => {
  const can = useCan();
  const { uploads, add, retry, clear } = useUploads((result) => announce(outcomeText(result)));
  const done = uploads.filter((upload) => upload.state === 'answered').length;
  return (
    <Page title="Post hochladen" actions={<SheetButtons />}>
      <FileDrop
        label="Dateien hierher ziehen"
        hint="PDF, TIFF, JPEG, PNG, WebP, elektronische Rechnungen (XML), E-Mails (.eml, .msg), Postfachdateien (.mbox) und ZIP-Archive mit solchen Dateien; auch ganze Stapel mit Trennblättern"
        button="Dateien auswählen"
        onFiles={(files) => {
          add(files);
          announce(count(files.length, 'Datei wird übertragen', 'Dateien werden übertragen'));
        }}
      />
      {uploads.length === 0 ? null : (
        <Section
          title={`Übertragung: ${done} von ${uploads.length}`}
          actions={<Button label="Liste leeren" variant="tertiary" small onClick={clear} />}
        >
          <UploadList uploads={uploads} onRetry={retry} />
        </Section>
      )}
      {can('posteingang:register') ? (
        <Section title="Eingänge von heute">
          <Today />
        </Section>
      ) : null}
    </Page>
  );
};
