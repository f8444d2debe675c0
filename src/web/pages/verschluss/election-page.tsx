import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Wahl, Wahlbriefe, WahlListe } from '#posteingang/verschluss/wahl.schema.js';
import { api } from '#web/api.js';
import { formatDate, formatInstant, formatNumber } from '#web/format.js';
import { Button } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Empty, Failure, Loading } from '#web/ui/feedback.js';
import { TextField } from '#web/ui/field.js';
import { type Faults, useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { Page, Section } from '#web/ui/page.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';

const trail = [{ text: 'Verschlossene Post', href: '/verschluss' }];

const columns: readonly Column<Wahlbriefe>[] = [
  {
    key: 'tag',
    title: 'Eingangstag',
    rowHeader: true,
    cell: (one) =>
      `${formatDate(one.eingangstag)}${one.uhrzeit === null ? '' : `, ${one.uhrzeit} Uhr`}`,
  },
  { key: 'anzahl', title: 'Wahlbriefe', numeric: true, cell: (one) => formatNumber(one.anzahl) },
  { key: 'wer', title: 'Gezählt von', cell: (one) => one.erfasstVon ?? '–' },
  {
    key: 'uebergabe',
    title: 'An das Wahlamt übergeben',
    wide: true,
    cell: (one) =>
      one.uebergebenAt === null
        ? 'noch unter Verschluss'
        : `${formatInstant(one.uebergebenAt)} an ${one.uebergebenAn ?? ''}`,
  },
];

type Answer = z.infer<typeof WahlListe>;
type Doing = { what: 'neu' } | { what: 'zaehlen' | 'uebergeben'; wahl: Wahl };

interface DialogProps {
  onClose: () => void;
  onDone: () => void;
}

const NewElection = ({ onClose, onDone }: DialogProps) => {
  const [bezeichnung, setBezeichnung] = useState('');
  const [wahlende, setWahlende] = useState('');
  const form = useSubmit({
    check: (): Faults => ({
      ...(bezeichnung.trim().length < 3 ? { bezeichnung: 'Bitte die Wahl benennen.' } : {}),
      ...(wahlende === '' ? { wahlende: 'Bitte den Schluss der Wahlzeit angeben.' } : {}),
    }),
    submit: () =>
      api
        .post<Answer>('/api/wahlen', { bezeichnung, wahlende: new Date(wahlende).toISOString() })
        .then(onDone),
  });
  return (
    <FormDialog title="Neue Wahl" form={form} submit="Wahl anlegen" onClose={onClose}>
      <TextField
        id="bezeichnung"
        label="Bezeichnung"
        maxLength={200}
        value={bezeichnung}
        error={form.faults['bezeichnung']}
        onInput={setBezeichnung}
      />
      <TextField
        id="wahlende"
        label="Schluss der Wahlzeit am Wahltag"
        type="datetime-local"
        value={wahlende}
        error={form.faults['wahlende']}
        onInput={setWahlende}
      />
    </FormDialog>
  );
};

const CountVotes = ({ wahl, onClose, onDone }: DialogProps & { wahl: Wahl }) => {
  const [anzahl, setAnzahl] = useState('');
  const [zeit, setZeit] = useState('');
  const isCount = /^[1-9]\d{0,4}$/.test(anzahl.trim());
  const form = useSubmit({
    check: (): Faults => (isCount ? {} : { anzahl: 'Bitte eine ganze Zahl ab 1 angeben.' }),
    submit: () =>
      api
        .post<Answer>(`/api/wahlen/${wahl.id}/wahlbriefe`, {
          anzahl: Number(anzahl),
          ...(zeit === '' ? {} : { eingegangenAt: new Date(zeit).toISOString() }),
        })
        .then(onDone),
  });
  return (
    <FormDialog title="Wahlbriefe zählen" form={form} submit="Festhalten" onClose={onClose}>
      <TextField
        id="anzahl"
        label="Zahl der ungeöffneten Wahlbriefe"
        inputMode="numeric"
        value={anzahl}
        error={form.faults['anzahl']}
        onInput={setAnzahl}
      />
      <TextField
        label="Eingegangen am"
        hint="Leer: jetzt. Festgehalten wird der Tag, am Wahltag nach Schluss der Wahlzeit auch die Uhrzeit."
        optional
        type="datetime-local"
        value={zeit}
        onInput={setZeit}
      />
    </FormDialog>
  );
};

const HandOverVotes = ({ wahl, onClose, onDone }: DialogProps & { wahl: Wahl }) => {
  const [an, setAn] = useState('');
  const form = useSubmit({
    check: (): Faults =>
      an.trim().length < 2 ? { an: 'Bitte angeben, wer die Wahlbriefe übernimmt.' } : {},
    submit: () => api.post<Answer>(`/api/wahlen/${wahl.id}/uebergabe`, { an }).then(onDone),
  });
  return (
    <FormDialog
      title={`${formatNumber(wahl.verwahrt)} Wahlbriefe an das Wahlamt übergeben`}
      form={form}
      submit="Übergeben"
      onClose={onClose}
    >
      <TextField
        id="an"
        label="Übernommen von"
        maxLength={200}
        value={an}
        error={form.faults['an']}
        onInput={setAn}
      />
    </FormDialog>
  );
};

/** Verschlossene Post › Briefwahl: postal votes, counted, kept closed, handed over. */
export const ElectionPage = () => {
  const [doing, setDoing] = useState<Doing>();
  const list = useLoad('wahlen', (signal) => api.get<Answer>('/api/wahlen', { signal }));
  const dialog = {
    onClose: () => setDoing(undefined),
    onDone: () => {
      setDoing(undefined);
      notify('success', 'Das ist festgehalten.');
      list.reload();
    },
  };
  return (
    <Page
      title="Briefwahl"
      trail={trail}
      subtitle="Wahlbriefe werden ungeöffnet gesammelt, gezählt und unter Verschluss gehalten (§ 74 BWO)."
      actions={
        <Button
          label="Neue Wahl"
          icon="plus"
          variant="primary"
          onClick={() => setDoing({ what: 'neu' })}
        />
      }
    >
      {list.error === undefined ? null : <Failure error={list.error} onRetry={list.reload} />}
      {list.data === undefined ? list.error === undefined ? <Loading /> : null : null}
      {list.data?.wahlen.length === 0 ? <Empty title="Es ist keine Wahl angelegt." /> : null}
      {list.data?.wahlen.map((wahl) => (
        <Section
          key={wahl.id}
          title={wahl.bezeichnung}
          actions={
            <>
              <Button
                label="Wahlbriefe zählen"
                spoken={`Wahlbriefe zählen: ${wahl.bezeichnung}`}
                onClick={() => setDoing({ what: 'zaehlen', wahl })}
              />
              <Button
                label="An das Wahlamt übergeben"
                spoken={`An das Wahlamt übergeben: ${wahl.bezeichnung}`}
                disabled={wahl.verwahrt === 0}
                onClick={() => setDoing({ what: 'uebergeben', wahl })}
              />
            </>
          }
        >
          <p>
            Schluss der Wahlzeit: {formatInstant(wahl.wahlende)}. Gezählt:{' '}
            {formatNumber(wahl.gesamt)}, davon unter Verschluss: {formatNumber(wahl.verwahrt)}.
          </p>
          <DataTable
            caption={`Wahlbriefe: ${wahl.bezeichnung}`}
            columns={columns}
            rows={wahl.wahlbriefe}
            rowKey={(one) => one.id}
            empty={<Empty title="Noch keine Wahlbriefe." />}
          />
        </Section>
      ))}
      {doing?.what === 'neu' ? <NewElection {...dialog} /> : null}
      {doing?.what === 'zaehlen' ? <CountVotes {...dialog} wahl={doing.wahl} /> : null}
      {doing?.what === 'uebergeben' ? <HandOverVotes {...dialog} wahl={doing.wahl} /> : null}
    </Page>
  );
};
