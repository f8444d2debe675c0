import type { z } from 'zod';
import type { WappenAntwort } from '#postausgang/vorlagenverwaltung/verwaltung.schema.js';
import type { BriefkopfDaten } from '#postausgang/vorlagenverwaltung/vorlagendaten.schema.js';
import { api, messageOf } from '#web/api.js';
import { einheitText, useEinheiten } from '#web/einheiten.js';
import { Button } from '#web/ui/button.js';
import { TextArea, TextField } from '#web/ui/field.js';
import { FileDrop } from '#web/ui/file-drop.js';
import { notify } from '#web/ui/toast.js';
import { AuswahlListe } from './auswahl-liste.js';

type Change = (changes: Partial<BriefkopfDaten>) => void;
interface Part {
  daten: BriefkopfDaten;
  set: Change;
}

const base64Of = async (file: File): Promise<string> => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};

const Wappen = ({ daten, set }: Part) => {
  const upload = async (file: File): Promise<void> => {
    const art = file.name.toLowerCase().endsWith('.png') ? 'png' : 'svg';
    const bytes = await base64Of(file);
    const { wappen } = await api.post<z.infer<typeof WappenAntwort>>(
      '/api/vorlagenverwaltung/wappen',
      { art, bytes },
    );
    set({ wappen });
    notify('success', 'Das Wappen ist geprüft und hochgeladen.');
  };
  return (
    <>
      <FileDrop
        label={daten.wappen === '' ? 'Wappen' : 'Wappen ist gesetzt'}
        hint="Einfaches SVG oder PNG, höchstens 300 kB."
        button="Wappen wählen"
        onFiles={([file]) => {
          if (file === undefined) return;
          upload(file).catch((error: unknown) => notify('danger', messageOf(error)));
        }}
      />
      {daten.wappen === '' ? null : (
        <Button
          label="Wappen entfernen"
          small
          onClick={() => set({ wappen: '', wappenText: '' })}
        />
      )}
      <TextField
        label="Beschreibung des Wappens"
        hint="Für Vorleseprogramme, z. B. „Wappen der Stadt Musterstadt“."
        value={daten.wappenText}
        maxLength={120}
        onInput={(wappenText) => set({ wappenText })}
        optional
      />
    </>
  );
};

const Fusszeile = ({ daten, set }: Part) => {
  const column = (index: number, change: Partial<BriefkopfDaten['fusszeile'][number]>): void =>
    set({
      fusszeile: daten.fusszeile.map((one, at) => (at === index ? { ...one, ...change } : one)),
    });
  return (
    <fieldset class="kern-fieldset">
      <legend class="kern-label">Spalten der Fußzeile</legend>
      {daten.fusszeile.map(({ titel, zeilen }, index) => (
        <div key={index} class="form">
          <TextField
            label={`Titel der Spalte ${index + 1}`}
            value={titel}
            onInput={(text) => column(index, { titel: text })}
          />
          <TextArea
            label={`Zeilen der Spalte ${index + 1}`}
            hint="Höchstens sechs, eine je Zeile."
            rows={3}
            value={zeilen.join('\n')}
            onInput={(text) => column(index, { zeilen: text.split('\n').slice(0, 6) })}
          />
          <Button
            label={`Spalte ${index + 1} entfernen`}
            small
            onClick={() => set({ fusszeile: daten.fusszeile.toSpliced(index, 1) })}
          />
        </div>
      ))}
      {daten.fusszeile.length < 4 ? (
        <Button
          label="Spalte hinzufügen"
          icon="plus"
          small
          onClick={() => set({ fusszeile: [...daten.fusszeile, { titel: '', zeilen: [''] }] })}
        />
      ) : null}
    </fieldset>
  );
};

const leeresKonto = { inhaber: '', iban: '', bic: '', bank: '' };

const Konto = ({ daten, set }: Part) => {
  const konto = daten.konto ?? leeresKonto;
  const change = (changes: Partial<typeof leeresKonto>): void => {
    const now = { ...konto, ...changes };
    const { konto: _before, ...rest } = daten;
    const isEmpty = Object.values(now).every((value) => value === '');
    set(isEmpty ? rest : { konto: now });
  };
  return (
    <details class="disclosure">
      <summary>Konto für Zahlungen</summary>
      <div class="form form--two">
        <TextField
          label="Kontoinhaber"
          value={konto.inhaber}
          maxLength={70}
          onInput={(inhaber) => change({ inhaber })}
          optional
        />
        <TextField
          label="IBAN"
          value={konto.iban}
          maxLength={42}
          onInput={(iban) => change({ iban })}
          optional
        />
        <TextField
          label="BIC"
          value={konto.bic}
          maxLength={11}
          onInput={(bic) => change({ bic: bic.toUpperCase() })}
          optional
        />
        <TextField
          label="Bank"
          value={konto.bank}
          maxLength={80}
          onInput={(bank) => change({ bank })}
          optional
        />
      </div>
    </details>
  );
};

/** A letterhead: for whom it is, its name and colour, coat of arms, account and foot. */
export const BriefkopfForm = (props: {
  daten: BriefkopfDaten;
  schluessel: string;
  onDaten: (daten: BriefkopfDaten) => void;
}) => {
  const { daten } = props;
  const units = useEinheiten();
  const set: Change = (changes) => props.onDaten({ ...daten, ...changes });
  return (
    <div class="form editor__form">
      <TextField
        id="titel"
        label="Titel in der Liste"
        value={daten.titel}
        maxLength={120}
        onInput={(titel) => set({ titel })}
        optional
      />
      {props.schluessel === 'standard' ? (
        <p class="muted">Dieser Briefkopf gilt für alle Einheiten, die keinen eigenen haben.</p>
      ) : (
        <AuswahlListe
          title="Gilt für"
          options={units.map((unit) => ({ key: unit.kuerzel, text: einheitText(unit) }))}
          chosen={daten.einheiten}
          onChange={(einheiten) => set({ einheiten })}
        />
      )}
      <TextField
        label="Zeile unter dem Namen der Behörde"
        value={daten.bezeichnung}
        maxLength={120}
        onInput={(bezeichnung) => set({ bezeichnung })}
        optional
      />
      <TextField
        label="Farbe des Namens"
        hint="Als sechs Ziffern nach #, z. B. #1f3b5b. Auf Weiß sind 4,5 : 1 Kontrast nötig."
        value={daten.farbe}
        maxLength={7}
        onInput={(farbe) => set({ farbe })}
      />
      <Wappen daten={daten} set={set} />
      <Konto
        daten={daten}
        set={(changes) =>
          'konto' in changes ? set(changes) : props.onDaten(changes as BriefkopfDaten)
        }
      />
      <Fusszeile daten={daten} set={set} />
    </div>
  );
};
