import { useState } from 'preact/hooks';
import type { FassungDetail } from '#postausgang/vorlagenverwaltung/verwaltung.schema.js';
import { api } from '#web/api.js';
import { today } from '#web/format.js';
import { TextField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';

/** From when to when a released version holds. */
export const FreigabeDialog = (props: {
  fassung: FassungDetail;
  onDone: (fassung: FassungDetail) => void;
  onClose: () => void;
}) => {
  const { fassung } = props;
  const [giltAb, setGiltAb] = useState(today());
  const [giltBis, setGiltBis] = useState('');
  const form = useSubmit({
    check: (): Record<string, string> => ({
      ...(giltAb === '' ? { giltAb: 'Bitte den ersten Tag angeben.' } : {}),
      ...(giltBis !== '' && giltBis < giltAb ? { giltBis: 'Liegt vor dem ersten Tag.' } : {}),
    }),
    submit: async () => {
      const body = { giltAb, giltBis: giltBis === '' ? null : giltBis };
      props.onDone(
        await api.post<FassungDetail>(
          `/api/vorlagenverwaltung/fassungen/${fassung.id}/freigabe`,
          body,
        ),
      );
    },
  });
  return (
    <FormDialog
      title={`Fassung ${fassung.nummer} freigeben`}
      form={form}
      submit="Freigeben"
      intro={
        <p>
          Neue Schreiben verwenden sie ab dem ersten Tag. Begonnene Schreiben ändern sich nicht.
        </p>
      }
      onClose={props.onClose}
    >
      <TextField
        id="giltAb"
        label="Gilt ab"
        type="date"
        value={giltAb}
        error={form.faults['giltAb']}
        onInput={setGiltAb}
      />
      <TextField
        id="giltBis"
        label="Gilt bis"
        type="date"
        hint="Danach gilt wieder, was vorher galt."
        value={giltBis}
        error={form.faults['giltBis']}
        onInput={setGiltBis}
        optional
      />
    </FormDialog>
  );
};
