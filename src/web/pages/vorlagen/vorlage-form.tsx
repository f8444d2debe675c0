import type { Versandkanal } from '#postausgang/postausgang.schema.js';
import type { VorlageDaten } from '#postausgang/vorlagenverwaltung/vorlagendaten.schema.js';
import { CheckField, SelectField, TextArea, TextField } from '#web/ui/field.js';
import { versandkanaele } from '#web/words.js';
import { BlockEditor } from '../schreiben/editor/block-editor.js';
import { blockNames, type KeyedBlock } from '../schreiben/editor/draft.js';
import { AuswahlListe } from './auswahl-liste.js';

interface FormProps {
  daten: VorlageDaten;
  bloecke: readonly KeyedBlock[];
  saetze: readonly string[];
  platzhalter: readonly string[];
  schluessel: string;
  onDaten: (daten: VorlageDaten) => void;
  onBloecke: (bloecke: readonly KeyedBlock[]) => void;
}

const entriesOf = <Key extends string>(words: Readonly<Record<Key, string>>) =>
  (Object.entries(words) as [Key, string][]).map(([key, text]) => ({ key, text }));

const Regeln = ({ daten, saetze, schluessel, onDaten }: FormProps) => {
  const set = (changes: Partial<VorlageDaten>): void => onDaten({ ...daten, ...changes });
  return (
    <details class="disclosure">
      <summary>Regeln: Freigabe, Versandwege, Bausteine, Form</summary>
      <div class="form">
        <CheckField
          label="Eine zweite Person muss jedes Schreiben freigeben"
          checked={daten.vierAugen}
          onChange={(vierAugen) => set({ vierAugen })}
        />
        <CheckField
          label="Verwaltungsakt"
          hint="Mit Rechtsbehelfsbelehrung und Bekanntgabefiktion (§ 41 VwVfG)."
          checked={daten.verwaltungsakt}
          onChange={(verwaltungsakt) => set({ verwaltungsakt })}
        />
        <AuswahlListe<Versandkanal>
          title="Versandwege"
          options={entriesOf(versandkanaele)}
          chosen={daten.kanaele}
          onChange={(kanaele) => set({ kanaele })}
        />
        <AuswahlListe
          title="Erlaubte Bausteine"
          options={entriesOf(blockNames)}
          chosen={daten.bloecke}
          onChange={(bloecke) => set({ bloecke })}
        />
        <AuswahlListe
          title="Pflichtbausteine"
          hint="Ohne sie kann kein Schreiben abgegeben werden."
          options={entriesOf(blockNames)}
          chosen={daten.pflichtbloecke}
          onChange={(pflichtbloecke) => set({ pflichtbloecke })}
        />
        <SelectField
          label="Form nach DIN 5008"
          value={daten.form}
          options={[
            { value: 'B', text: 'Form B (mehr Platz für den Briefkopf)' },
            { value: 'A', text: 'Form A (Text beginnt höher)' },
          ]}
          onChange={(form) => set({ form: form === 'A' ? 'A' : 'B' })}
        />
        <SelectField
          label="Gesetzt wie"
          value={daten.satz ?? schluessel}
          empty="Bitte wählen"
          options={saetze.map((name) => ({ value: name, text: name }))}
          onChange={(satz) => set({ satz })}
        />
      </div>
    </details>
  );
};

/** A template: what clerks choose it by, its text, and its rules. */
export const VorlageForm = (props: FormProps) => {
  const { daten, onDaten } = props;
  const set = (changes: Partial<VorlageDaten>): void => onDaten({ ...daten, ...changes });
  const inhalt = (changes: Partial<VorlageDaten['inhalt']>): void =>
    set({ inhalt: { ...daten.inhalt, ...changes } });
  return (
    <div class="form editor__form">
      <TextField
        id="titel"
        label="Titel"
        value={daten.titel}
        maxLength={120}
        onInput={(titel) => set({ titel })}
      />
      <TextArea
        label="Beschreibung"
        rows={2}
        maxLength={300}
        value={daten.beschreibung}
        onInput={(beschreibung) => set({ beschreibung })}
      />
      <Regeln {...props} />
      <p class="muted small">
        Platzhalter, die der Vorgang füllt:{' '}
        {props.platzhalter.map((name) => `{${name}}`).join(', ')}. Was die Sachbearbeitung ergänzt,
        steht in eckigen Klammern.
      </p>
      <TextField
        label="Betreff"
        value={daten.betreff}
        maxLength={300}
        onInput={(betreff) => set({ betreff })}
      />
      <TextField
        label="Anrede"
        value={daten.inhalt.anrede}
        maxLength={200}
        onInput={(anrede) => inhalt({ anrede })}
      />
      <BlockEditor
        blocks={props.bloecke}
        allowed={daten.bloecke}
        required={[]}
        onChange={props.onBloecke}
      />
      <TextField
        label="Grußformel"
        value={daten.inhalt.grussformel}
        maxLength={200}
        onInput={(grussformel) => inhalt({ grussformel })}
      />
    </div>
  );
};
