import { useState } from 'preact/hooks';
import { api } from '#web/api.js';
import { TextArea, TextField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { notify } from '#web/ui/toast.js';
import type { Detail } from '../posteingang/detail.js';
import { formatPages, pagesText, parsePages } from './page-numbers.js';

type Item = Pick<Detail, 'id' | 'eingangsnummer' | 'seiten'>;

/** The pages that recognition found wanting, or the only one. */
const proposedPages = ({ seiten }: Item): string => {
  const wanting = seiten.filter(({ hinweis }) => hinweis !== null).map(({ nummer }) => nummer);
  return wanting.length > 0 || seiten.length !== 1 ? formatPages(wanting) : '1';
};

/** Asks the person at the scanner for a new scan of some pages, with the reason in words. */
export const RequestDialog = (props: { item: Item; onDone: () => void; onClose: () => void }) => {
  const { item } = props;
  const last = Math.max(1, ...item.seiten.map(({ nummer }) => nummer));
  const [pages, setPages] = useState(() => proposedPages(item));
  const [reason, setReason] = useState(() =>
    item.seiten.flatMap(({ hinweis }) => hinweis ?? []).join(' '),
  );
  const form = useSubmit({
    check: () => ({
      ...(parsePages(pages, last) === undefined
        ? { 'nachscan-seiten': `Bitte Seiten von 1 bis ${last} angeben, zum Beispiel „1, 3–4“.` }
        : {}),
      ...(reason.trim().length < 3
        ? { 'nachscan-grund': 'Bitte angeben, was am Scan fehlt.' }
        : {}),
    }),
    submit: async () => {
      const seiten = parsePages(pages, last) ?? [];
      const body = { seiten, grund: reason.trim() };
      await api.post(`/api/posteingaenge/${item.id}/nachscans`, body);
      notify('success', `Ein neuer Scan von ${pagesText(seiten)} ist erbeten.`);
      props.onDone();
    },
  });
  return (
    <FormDialog
      title={`Eingang ${item.eingangsnummer} neu scannen lassen`}
      form={form}
      submit="Neuen Scan erbitten"
      intro={
        <p>Die Bitte erscheint in der Poststelle beim Stapel, solange sie nicht erledigt ist.</p>
      }
      onClose={props.onClose}
    >
      <TextField
        id="nachscan-seiten"
        label="Seiten"
        hint="Einzelne Seiten oder Bereiche, zum Beispiel „1, 3–4“"
        value={pages}
        error={form.faults['nachscan-seiten']}
        onInput={setPages}
      />
      <TextArea
        id="nachscan-grund"
        label="Was am Scan fehlt"
        hint="Bitte keine personenbezogenen Angaben."
        rows={3}
        maxLength={500}
        value={reason}
        error={form.faults['nachscan-grund']}
        onInput={setReason}
      />
    </FormDialog>
  );
};
