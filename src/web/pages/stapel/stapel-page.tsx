import { useState } from 'preact/hooks';
import type { PosteingangZeile } from '#posteingang/posteingang.schema.js';
import type { Blattseiten, StapelZeile } from '#posteingang/stapel/stapel.schema.js';
import { count, formatInstant } from '#web/format.js';
import { Button, ButtonRow, LinkButton } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Empty, Failure, Loading } from '#web/ui/feedback.js';
import { FileDrop } from '#web/ui/file-drop.js';
import { Facts, Page, Section } from '#web/ui/page.js';
import { announce } from '#web/ui/toast.js';
import { SheetButtons } from '../blaetter/sheet-buttons.js';
import { WaitingNachscans } from '../nachscan/waiting-list.js';
import { numberColumn, type PagesRead, workColumns } from '../posteingang/letter-columns.js';
import { UploadList } from '../posteingang/upload-list.js';
import { useLiveRegister } from '../posteingang/use-live-register.js';
import { useUploads } from '../posteingang/use-uploads.js';
import { CloseStapelDialog } from './close-stapel-dialog.js';
import { ExpectedSheets, SheetNotice } from './sheet-count.js';
import { StapelProgress } from './stapel-progress.js';
import { seitenmodi, stapelTitle } from './stapel-words.js';
import { useLiveStapel } from './use-live-stapel.js';

const columnsOf = (pages: PagesRead): Column<PosteingangZeile>[] => [
  numberColumn,
  ...workColumns(pages),
  {
    key: 'ziel',
    title: 'Einheit',
    noWrap: true,
    cell: (line) => line.organisationseinheit?.kuerzel ?? '–',
  },
];

const Letters = ({ stapelId }: { stapelId: string }) => {
  const { register, pages } = useLiveRegister({ stapelId, limit: 200 }, { live: true });
  if (register.data === undefined)
    return register.error === undefined ? <Loading /> : <Failure error={register.error} />;
  return (
    <DataTable
      caption="Briefe des Stapels, neueste zuerst"
      columns={columnsOf(pages)}
      rows={register.data.zeilen}
      rowKey={(line) => line.id}
      empty={<Empty title="Noch ist nichts eingetroffen." />}
    />
  );
};

const sides: readonly { seiten: Blattseiten; label: string; button: string }[] = [
  {
    seiten: 'vorderseiten',
    label: 'Vorderseiten hierher ziehen',
    button: 'Vorderseiten auswählen',
  },
  { seiten: 'rueckseiten', label: 'Rückseiten hierher ziehen', button: 'Rückseiten auswählen' },
];

const Drops = (props: {
  stapel: StapelZeile;
  onFiles: (files: readonly File[], seiten?: Blattseiten) => void;
}) =>
  props.stapel.seitenmodus === 'getrennt' ? (
    <div class="columns">
      {sides.map(({ seiten, label, button }) => (
        <FileDrop
          key={seiten}
          label={label}
          button={button}
          hint={
            seiten === 'rueckseiten'
              ? 'Der gewendete Stapel, letztes Blatt zuerst; die Seiten werden eingeordnet'
              : 'In der Reihenfolge des Papiers'
          }
          onFiles={(files) => props.onFiles(files, seiten)}
        />
      ))}
    </div>
  ) : (
    <FileDrop
      label="Scans hierher ziehen"
      button="Dateien auswählen"
      hint="Einzelne Briefe oder ganze Stapel mit Trennblättern"
      onFiles={(files) => props.onFiles(files)}
    />
  );

const Open = (props: { stapel: StapelZeile; onChanged: (stapel: StapelZeile) => void }) => {
  const { stapel } = props;
  const { uploads, add, retry, clear } = useUploads(() => undefined);
  const sending = uploads.filter(
    (upload) => upload.state === 'waiting' || upload.state === 'sending',
  ).length;
  return (
    <>
      <SheetNotice stapel={stapel} sending={sending} />
      <Drops
        stapel={stapel}
        onFiles={(files, seiten) => {
          add(files, { stapelId: stapel.id, ...(seiten === undefined ? {} : { seiten }) });
          announce(count(files.length, 'Datei wird übertragen', 'Dateien werden übertragen'));
        }}
      />
      {uploads.length === 0 ? null : (
        <Section
          title={`Übertragung: ${uploads.length - sending} von ${uploads.length}`}
          actions={<Button label="Liste leeren" variant="tertiary" small onClick={clear} />}
        >
          <UploadList uploads={uploads} onRetry={retry} />
        </Section>
      )}
      <div class="filters filters--apart">
        <ExpectedSheets stapel={stapel} onChanged={props.onChanged} />
        <ButtonRow>
          <SheetButtons />
        </ButtonRow>
      </div>
    </>
  );
};

const Content = (props: { stapel: StapelZeile; onChanged: (stapel: StapelZeile) => void }) => {
  const { stapel } = props;
  return (
    <>
      <WaitingNachscans stapelId={stapel.id} waiting={stapel.nachscansOffen} />
      {stapel.abgeschlossenAt === null ? (
        <Open stapel={stapel} onChanged={props.onChanged} />
      ) : (
        <SheetNotice stapel={stapel} sending={0} />
      )}
      <Section title="Fortschritt">
        <StapelProgress stapel={stapel} />
      </Section>
      <Section title="Briefe des Stapels">
        <Letters stapelId={stapel.id} />
      </Section>
      <Section title="Angaben">
        <Facts
          entries={[
            ['Station', stapel.station],
            ['Scanprofil', stapel.scanprofil],
            ['Rückläufer', stapel.ruecklauf ? 'ja' : null],
            ['Seiten', seitenmodi[stapel.seitenmodus]],
            ['Angelegt', `${formatInstant(stapel.createdAt)} ${stapel.person ?? ''}`],
            [
              'Abgeschlossen',
              stapel.abgeschlossenAt === null ? '' : formatInstant(stapel.abgeschlossenAt),
            ],
            ['Grund der Abweichung', stapel.abweichungGrund],
          ]}
        />
      </Section>
    </>
  );
};

/** One Stapel: scan into it, see at once whether all sheets are there, follow its letters, close it. */
export const StapelPage = ({ params }: { params: Readonly<Record<string, string>> }) => {
  const stapel = useLiveStapel(params['id'] ?? '');
  const [closing, setClosing] = useState(false);
  const { data } = stapel;
  return (
    <Page
      title={data === undefined ? 'Stapel' : stapelTitle(data)}
      trail={[{ text: 'Stapel', href: '/poststelle/stapel' }]}
      actions={
        data === undefined ? null : (
          <>
            <LinkButton
              label="Übergabeprotokoll"
              icon="table"
              href={`/api/stapel/${data.id}/protokoll.csv`}
              download
            />
            {data.abgeschlossenAt === null ? (
              <Button
                label="Stapel abschließen"
                variant="primary"
                onClick={() => setClosing(true)}
              />
            ) : null}
          </>
        )
      }
    >
      {stapel.error === undefined ? null : <Failure error={stapel.error} onRetry={stapel.reload} />}
      {data === undefined ? (
        stapel.error === undefined ? (
          <Loading />
        ) : null
      ) : (
        <Content stapel={data} onChanged={stapel.set} />
      )}
      {closing && data !== undefined ? (
        <CloseStapelDialog
          stapel={data}
          onClosed={(closed) => {
            stapel.set(closed);
            setClosing(false);
          }}
          onClose={() => setClosing(false)}
        />
      ) : null}
    </Page>
  );
};
