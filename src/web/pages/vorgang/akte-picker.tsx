import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Akte, AktenListe, Aktenplan, Aktenplaneinheit } from '#eakte/eakte.schema.js';
import { api } from '#web/api.js';
import { Button } from '#web/ui/button.js';
import { Combobox } from '#web/ui/combobox.js';
import { Loading } from '#web/ui/feedback.js';
import { SelectField } from '#web/ui/field.js';
import { useLoad } from '#web/use-load.js';

const matches = (unit: Aktenplaneinheit, text: string): boolean =>
  `${unit.kennzeichen} ${unit.titel}`.toLowerCase().includes(text.toLowerCase());

/** Chooses an Akte: first its place in the Aktenplan, then one of its Akten. */
export const AktePicker = (props: {
  value: Akte | undefined;
  onChange: (akte: Akte | undefined) => void;
  error?: string | undefined;
}) => {
  const [place, setPlace] = useState<Aktenplaneinheit>();
  const plan = useLoad('aktenplan', (signal) =>
    api.get<z.infer<typeof Aktenplan>>('/api/aktenplan', { signal }),
  );
  const akten = useLoad(place === undefined ? undefined : `akten-${place.id}`, (signal) =>
    api.get<z.infer<typeof AktenListe>>(`/api/aktenplaneinheiten/${place?.id}/akten`, {
      query: { limit: 200 },
      signal,
    }),
  );
  const units = plan.data?.einheiten ?? [];
  if (place === undefined) {
    return (
      <Combobox
        label="Aktenplaneinheit"
        hint="Kennzeichen oder Titel, z. B. 32 oder Gewerbe"
        minLength={1}
        find={(text) =>
          Promise.resolve(
            units
              .filter((unit) => unit.akten > 0 && matches(unit, text))
              .slice(0, 20)
              .map((unit) => ({
                id: unit.id,
                text: `${unit.kennzeichen} ${unit.titel}`,
                detail: `${unit.akten} Akten`,
              })),
          )
        }
        onChoose={(choice) => setPlace(units.find((unit) => unit.id === choice.id))}
      />
    );
  }
  return (
    <>
      <div class="chosen">
        <span>
          <span class="muted small block">Aktenplaneinheit</span>
          {place.kennzeichen} {place.titel}
        </span>
        <Button
          label="Ändern"
          spoken="Ändern: Aktenplaneinheit"
          small
          variant="tertiary"
          onClick={() => {
            setPlace(undefined);
            props.onChange(undefined);
          }}
        />
      </div>
      {akten.data === undefined ? (
        <Loading />
      ) : (
        <SelectField
          id="akte"
          label="Akte"
          value={props.value?.id ?? ''}
          error={props.error}
          empty="Bitte wählen"
          onChange={(id) => props.onChange(akten.data?.akten.find((akte) => akte.id === id))}
          options={akten.data.akten.map((akte) => ({
            value: akte.id,
            text: `${akte.kennzeichen} ${akte.betreff}`,
          }))}
        />
      )}
    </>
  );
};
