import type {
  FassungDetail,
  FassungKurz,
} from '#postausgang/vorlagenverwaltung/verwaltung.schema.js';
import { BausteinForm } from './baustein-form.js';
import { BriefkopfForm } from './briefkopf-form.js';
import type { Draft } from './fassung-draft.js';
import { VorlageForm } from './vorlage-form.js';

/** A name with its versions, the one that is shown, and what texts and choices may name. */
export interface Known {
  fassungen: readonly FassungKurz[];
  fassung: FassungDetail;
  saetze: readonly string[];
  platzhalter: readonly string[];
}

/** The form of a kind. */
export const DatenForm = (props: {
  draft: Draft;
  known: Known;
  onChange: (draft: Draft) => void;
}) => {
  const { draft, known, onChange } = props;
  const { saetze, platzhalter } = known;
  const onBloecke = (bloecke: Draft['bloecke']): void => onChange({ ...draft, bloecke });
  switch (draft.art) {
    case 'vorlage':
      return (
        <VorlageForm
          {...{ ...draft, saetze, platzhalter, onBloecke }}
          onDaten={(daten) => onChange({ ...draft, daten })}
        />
      );
    case 'briefkopf':
      return <BriefkopfForm {...draft} onDaten={(daten) => onChange({ ...draft, daten })} />;
    case 'baustein':
      return (
        <BausteinForm
          {...{ ...draft, saetze, platzhalter, onBloecke }}
          onDaten={(daten) => onChange({ ...draft, daten })}
        />
      );
  }
};
