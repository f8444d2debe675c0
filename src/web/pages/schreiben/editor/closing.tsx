import type { Inhalt } from '#postausgang/postausgang.schema.js';
import { CheckField, SelectField, TextArea, TextField } from '#web/ui/field.js';
import type { Draft } from './draft.js';

/** Closing formula, references, signature, enclosures and how the letter is set. */
export const Closing = (props: { draft: Draft; change: (changes: Partial<Draft>) => void }) => {
  const { draft, change } = props;
  const set = (changes: Partial<Omit<Inhalt, 'bloecke'>>): void =>
    change({ inhalt: { ...draft.inhalt, ...changes } });
  return (
    <>
      <TextField
        label="Grußformel"
        value={draft.inhalt.grussformel}
        onInput={(grussformel) => set({ grussformel })}
        maxLength={200}
      />
      <details class="disclosure">
        <summary>Bezug, Unterschrift und Anlagen</summary>
        <div class="form form--two">
          <TextField
            label="Ihr Zeichen"
            value={draft.inhalt.ihrZeichen}
            onInput={(ihrZeichen) => set({ ihrZeichen })}
            maxLength={80}
          />
          <TextField
            label="Ihre Nachricht vom"
            value={draft.inhalt.ihreNachrichtVom}
            onInput={(ihreNachrichtVom) => set({ ihreNachrichtVom })}
            maxLength={40}
          />
          <TextField
            label="Unterzeichner/in"
            hint="Leer: Ihr Name"
            value={draft.inhalt.unterzeichner}
            onInput={(unterzeichner) => set({ unterzeichner })}
            maxLength={120}
          />
          <TextArea
            label="Anlagen"
            hint="Eine je Zeile"
            rows={3}
            value={draft.inhalt.anlagen.join('\n')}
            onInput={(text) => set({ anlagen: text === '' ? [] : text.split('\n') })}
          />
          <SelectField
            label="Form des Briefs"
            value={draft.inhalt.form ?? ''}
            onChange={(form) => {
              const { form: _, ...rest } = draft.inhalt;
              change({ inhalt: form === 'A' || form === 'B' ? { ...rest, form } : rest });
            }}
            empty="Wie die Vorlage"
            options={[
              { value: 'A', text: 'DIN 5008 Form A (kurzer Kopf)' },
              { value: 'B', text: 'DIN 5008 Form B' },
            ]}
          />
          <CheckField
            label="Großdruck (16 Punkt)"
            checked={draft.inhalt.grossdruck === true}
            onChange={(grossdruck) => set({ grossdruck })}
          />
        </div>
      </details>
    </>
  );
};
