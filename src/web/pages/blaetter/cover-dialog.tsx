import { useState } from 'preact/hooks';
import { withQuery } from '#web/api.js';
import { useCan } from '#web/session.js';
import { Button } from '#web/ui/button.js';
import { type Choice, Combobox } from '#web/ui/combobox.js';
import { TextField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { announce } from '#web/ui/toast.js';
import { sheetsOf } from '../stapel/stapel-words.js';
import { findVorgaenge } from '../vorgang/find-vorgang.js';

type Target = Pick<Choice, 'id' | 'text'>;

const mostSheets = 9_999;

/** Has the browser save a file that the server makes. */
const download = (address: string): void => {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
};

const Chosen = ({ vorgang, onForget }: { vorgang: Target; onForget: (() => void) | undefined }) => (
  <p>
    Vorgang <strong class="reference">{vorgang.text}</strong>{' '}
    {onForget === undefined ? null : (
      <Button label="Anderer Vorgang" variant="tertiary" small onClick={onForget} />
    )}
  </p>
);

/**
 * Prints a cover sheet (Deckblatt) that brings the paper behind it into a Vorgang. In the Poststelle the Vorgang
 * is looked for; on the page of a Vorgang it is given.
 */
export const CoverDialog = (props: { vorgang?: Target; onClose: () => void }) => {
  const can = useCan();
  const [chosen, setChosen] = useState<Target | undefined>(props.vorgang);
  const [text, setText] = useState('');
  const form = useSubmit({
    check: () => ({
      ...(chosen === undefined ? { 'deckblatt-vorgang': 'Bitte den Vorgang wählen.' } : {}),
      ...(sheetsOf(text, mostSheets) === undefined
        ? {
            'deckblatt-blaetter':
              'Bitte eine ganze Zahl von 1 bis 9 999 angeben oder das Feld leer lassen.',
          }
        : {}),
    }),
    submit: async () => {
      if (chosen === undefined) return;
      const blaetter = sheetsOf(text, mostSheets) ?? undefined;
      download(
        props.vorgang === undefined
          ? withQuery('/api/deckblatt.pdf', { vorgangId: chosen.id, blaetter })
          : withQuery(`/api/vorgaenge/${chosen.id}/deckblatt.pdf`, { blaetter }),
      );
      announce('Das Deckblatt wird heruntergeladen.');
      props.onClose();
    },
  });
  return (
    <FormDialog
      title="Deckblatt drucken"
      form={form}
      submit="Deckblatt herunterladen"
      icon="download"
      intro={
        <p>
          Das Deckblatt liegt beim Scannen vor dem Schreiben. Alles bis zum nächsten Trenn- oder
          Deckblatt kommt in diesen Vorgang.
        </p>
      }
      onClose={props.onClose}
    >
      {chosen === undefined ? (
        <Combobox
          id="deckblatt-vorgang"
          label="Vorgang"
          hint="Das vollständige Geschäftszeichen eingeben und den Vorgang wählen"
          find={(typed, signal) =>
            findVorgaenge(typed, {
              signal,
              mayRead: can('vorgang:read'),
              mayClear: can('posteingang:clear'),
            })
          }
          onChoose={setChosen}
        />
      ) : (
        <Chosen
          vorgang={chosen}
          onForget={props.vorgang === undefined ? () => setChosen(undefined) : undefined}
        />
      )}
      <TextField
        id="deckblatt-blaetter"
        label="Anzahl der Blätter"
        hint="Ohne das Deckblatt; stimmt die Zahl nicht, wartet der Scan im Clearing."
        optional
        inputMode="numeric"
        value={text}
        error={form.faults['deckblatt-blaetter']}
        onInput={setText}
      />
    </FormDialog>
  );
};
