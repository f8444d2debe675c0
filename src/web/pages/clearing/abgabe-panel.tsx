import type { z } from 'zod';
import type { Abgabe } from '#posteingang/clearingplatz/clearingplatz.schema.js';
import { api } from '#web/api.js';
import { formatInstant } from '#web/format.js';
import { Failure, Loading } from '#web/ui/feedback.js';
import { Facts, Section } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';
import { abgabeGruende, abgabeWege, abgabeZiele } from './abgabe-words.js';

/** The proof of what became of an item that was not for us. */
export const AbgabePanel = ({ id }: { id: string }) => {
  const abgabe = useLoad(`abgabe-${id}`, (signal) =>
    api.get<z.infer<typeof Abgabe>>(`/api/posteingaenge/${id}/abgabe`, { signal }),
  );
  if (abgabe.error !== undefined) return <Failure error={abgabe.error} />;
  if (abgabe.data === undefined) return <Loading />;
  const { grund, wohin, empfaenger, weg, bemerkung, person, at } = abgabe.data;
  return (
    <Section title="Abgabe">
      <Facts
        entries={[
          ['Grund', abgabeGruende[grund]],
          ['Wohin', abgabeZiele[wohin]],
          ['An', empfaenger],
          ['Weg', abgabeWege[weg]],
          ['Bemerkung', bemerkung],
          ['Abgegeben', `${formatInstant(at)}, ${person}`],
        ]}
      />
    </Section>
  );
};
