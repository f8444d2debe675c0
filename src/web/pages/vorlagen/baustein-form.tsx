import type { BausteinDaten } from '#postausgang/vorlagenverwaltung/vorlagendaten.schema.js';
import { einheitText, useEinheiten } from '#web/einheiten.js';
import { TextField } from '#web/ui/field.js';
import { BlockEditor } from '../schreiben/editor/block-editor.js';
import { blockNames, type KeyedBlock } from '../schreiben/editor/draft.js';
import { AuswahlListe } from './auswahl-liste.js';

const kinds = Object.keys(blockNames) as (keyof typeof blockNames)[];

/** A Textbaustein: what it is found by, where it is offered, and its text. */
export const BausteinForm = (props: {
  daten: BausteinDaten;
  bloecke: readonly KeyedBlock[];
  saetze: readonly string[];
  platzhalter: readonly string[];
  onDaten: (daten: BausteinDaten) => void;
  onBloecke: (bloecke: readonly KeyedBlock[]) => void;
}) => {
  const { daten, onDaten } = props;
  const units = useEinheiten();
  const set = (changes: Partial<BausteinDaten>): void => onDaten({ ...daten, ...changes });
  return (
    <div class="form editor__form">
      <TextField
        id="titel"
        label="Titel"
        value={daten.titel}
        maxLength={120}
        onInput={(titel) => set({ titel })}
      />
      <TextField
        label="Schlagworte"
        hint="Mit Komma getrennt. Gefunden werden auch andere Wortformen und Schreibweisen."
        value={daten.schlagworte.join(', ')}
        onInput={(text) =>
          set({ schlagworte: text === '' ? [] : text.split(',').map((one) => one.trimStart()) })
        }
      />
      <details class="disclosure">
        <summary>
          Wo er angeboten wird:{' '}
          {daten.vorlagen.length + daten.einheiten.length === 0 ? 'überall' : 'eingeschränkt'}
        </summary>
        <div class="form">
          <AuswahlListe
            title="Nur in diesen Vorlagen"
            hint="Keine gewählt: in allen."
            options={props.saetze.map((name) => ({ key: name, text: name }))}
            chosen={daten.vorlagen}
            onChange={(vorlagen) => set({ vorlagen })}
          />
          <AuswahlListe
            title="Nur diesen Einheiten"
            hint="Keine gewählt: allen."
            options={units.map((unit) => ({ key: unit.kuerzel, text: einheitText(unit) }))}
            chosen={daten.einheiten}
            onChange={(einheiten) => set({ einheiten })}
          />
        </div>
      </details>
      <p class="muted small">
        Platzhalter: {props.platzhalter.map((name) => `{${name}}`).join(', ')}.
      </p>
      <BlockEditor
        blocks={props.bloecke}
        allowed={kinds}
        required={[]}
        onChange={props.onBloecke}
      />
    </div>
  );
};
