import type { Inhalt, PostausgangDetail, VorlagenListe } from '#postausgang/postausgang.schema.js';
import { useLeaveGuard } from '#web/router.js';
import { Button } from '#web/ui/button.js';
import { Alert, Badge, Failure } from '#web/ui/feedback.js';
import { TextArea, TextField } from '#web/ui/field.js';
import { Page } from '#web/ui/page.js';
import { useShortcuts } from '#web/ui/shortcuts.js';
import { notify } from '#web/ui/toast.js';
import { postausgangZustaende } from '#web/words.js';
import { BlockEditor } from './block-editor.js';
import type { Draft } from './draft.js';
import { PreviewPane } from './preview.js';
import { RecipientForm } from './recipient-form.js';
import { usePreview } from './use-preview.js';
import { useSaving } from './use-saving.js';

type Change = (changes: Partial<Draft>) => void;
type Template = VorlagenListe['vorlagen'][number];

const Closing = ({ draft, change }: { draft: Draft; change: Change }) => {
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
        </div>
      </details>
    </>
  );
};

const EditorForm = (props: { draft: Draft; change: Change; template: Template | undefined }) => {
  const { draft, change, template } = props;
  return (
    <div class="form editor__form">
      <details class="disclosure" open={draft.empfaenger.name === ''}>
        <summary>
          Empfänger: {draft.empfaenger.name === '' ? 'bitte eintragen' : draft.empfaenger.name}
          {draft.empfaenger.ort === '' ? '' : `, ${draft.empfaenger.ort}`}
        </summary>
        <RecipientForm
          value={draft.empfaenger}
          channel={draft.kanalWunsch}
          channels={template?.kanaele ?? ['druck']}
          onChange={(empfaenger) => change({ empfaenger })}
          onChannel={(kanalWunsch) => change({ kanalWunsch })}
        />
      </details>
      <TextField
        id="betreff"
        label="Betreff"
        value={draft.betreff}
        onInput={(betreff) => change({ betreff })}
        maxLength={300}
      />
      <TextField
        label="Anrede"
        value={draft.inhalt.anrede}
        onInput={(anrede) => change({ inhalt: { ...draft.inhalt, anrede } })}
        maxLength={200}
      />
      <BlockEditor
        blocks={draft.bloecke}
        allowed={template?.bloecke ?? ['absatz']}
        required={template?.pflichtbloecke ?? []}
        onChange={(bloecke) => change({ bloecke })}
      />
      <Closing draft={draft} change={change} />
    </div>
  );
};

/** Writes a letter: the form on the left, the letter as it would leave on the right. */
export const Editor = (props: {
  letter: PostausgangDetail;
  vorlagen: VorlagenListe;
  onChange: (letter: PostausgangDetail) => void;
}) => {
  const { letter } = props;
  const saving = useSaving(letter, props.onChange);
  const { draft } = saving;
  const preview = usePreview(draft, letter.vorgang.id);
  useLeaveGuard(saving.isDirty);
  useShortcuts({ 'Control+s': saving.save });
  const hasFaults =
    !preview.stale && preview.data?.befunde.some((finding) => finding.stufe === 'fehler') === true;
  const submit = (): void => {
    if (hasFaults)
      notify('danger', 'Bitte beheben Sie zuerst die Fehler, die bei der Vorschau stehen.');
    else saving.submit();
  };
  const template = props.vorlagen.vorlagen.find((one) => one.name === draft.vorlage);
  const change: Change = (changes) => saving.setDraft((before) => ({ ...before, ...changes }));
  return (
    <Page
      title={draft.betreff === '' ? 'Schreiben verfassen' : draft.betreff}
      trail={[
        {
          text: `${letter.vorgang.geschaeftszeichen} ${letter.vorgang.betreff}`,
          href: `/vorgaenge/${letter.vorgang.id}`,
        },
      ]}
      subtitle={
        <>
          <Badge {...postausgangZustaende[letter.zustand]} /> {letter.vorlageTitel}
          <span class="muted">{saving.isDirty ? ' · nicht gespeicherte Änderungen' : ''}</span>
        </>
      }
      workspace
      actions={
        <>
          <Button
            label="Speichern"
            busy={saving.busy === 'save'}
            disabled={!saving.isDirty}
            shortcut="Control+S"
            onClick={saving.save}
          />
          <Button
            label={letter.vierAugen ? 'Zur Freigabe geben' : 'Abgeben und versenden'}
            icon="check"
            variant="primary"
            busy={saving.busy === 'submit'}
            onClick={submit}
          />
        </>
      }
    >
      <div class="workspace workspace--editor">
        <div class="workspace__scroll">
          {letter.rueckgabeGrund === null ? null : (
            <Alert tone="warning" title="Dieses Schreiben wurde zurückgegeben.">
              <p>{letter.rueckgabeGrund}</p>
            </Alert>
          )}
          {saving.error === undefined ? null : <Failure error={saving.error} />}
          <EditorForm draft={draft} change={change} template={template} />
        </div>
        <PreviewPane preview={preview} />
      </div>
    </Page>
  );
};
