import { useState } from 'preact/hooks';
import type { Block, PostausgangDetail, VorlagenListe } from '#postausgang/postausgang.schema.js';
import { useLeaveGuard } from '#web/router.js';
import { Button } from '#web/ui/button.js';
import { Alert, Badge, Failure } from '#web/ui/feedback.js';
import { TextField } from '#web/ui/field.js';
import { Page } from '#web/ui/page.js';
import { useShortcuts } from '#web/ui/shortcuts.js';
import { notify } from '#web/ui/toast.js';
import { postausgangZustaende } from '#web/words.js';
import { BlockEditor } from './block-editor.js';
import { Closing } from './closing.js';
import { type Draft, withInserted } from './draft.js';
import { PreviewPane } from './preview.js';
import { RecipientForm } from './recipient-form.js';
import { TextbausteinDialog } from './textbaustein-dialog.js';
import { usePreview } from './use-preview.js';
import { useSaving } from './use-saving.js';
import { useUndo } from './use-undo.js';

type Change = (changes: Partial<Draft>) => void;
type Template = VorlagenListe['vorlagen'][number];

const EditorForm = (props: {
  draft: Draft;
  change: Change;
  template: Template | undefined;
  onModule: () => void;
}) => {
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
          dispatchDay={draft.versandAm}
          onDispatchDay={(versandAm) => change({ versandAm })}
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
        onModule={props.onModule}
      />
      <Closing draft={draft} change={change} />
    </div>
  );
};

/** Opens the search for Textbausteine and remembers behind which block the chosen one shall stand. */
const useModules = (change: Change, draft: Draft) => {
  const [behind, setBehind] = useState<{ key: number | undefined }>();
  return {
    isOpen: behind !== undefined,
    open: () => {
      const at = document.activeElement?.closest('[data-baustein]')?.getAttribute('data-baustein');
      setBehind({ key: at === null || at === undefined ? undefined : Number(at) });
    },
    close: () => setBehind(undefined),
    insert: (blocks: readonly Block[]) => {
      change({ bloecke: withInserted(draft.bloecke, blocks, behind?.key) });
      setBehind(undefined);
      notify('success', 'Der Textbaustein ist eingefügt. Strg+Z nimmt ihn zurück.');
    },
  };
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
  const preview = usePreview(draft, { id: letter.id, vorgangId: letter.vorgang.id });
  useLeaveGuard(saving.isDirty);
  const { change, undo, redo } = useUndo(draft, saving.setDraft);
  const modules = useModules(change, draft);
  useShortcuts({
    'Control+s': saving.save,
    'Control+z': undo,
    'Control+y': redo,
    'Control+Z': redo,
    'Control+k': modules.open,
  });
  const hasFaults =
    !preview.checking &&
    preview.data?.befunde.some((finding) => finding.stufe === 'fehler') === true;
  const submit = (): void => {
    if (hasFaults)
      notify('danger', 'Bitte beheben Sie zuerst die Fehler, die bei der Vorschau stehen.');
    else saving.submit();
  };
  const template = props.vorlagen.vorlagen.find((one) => one.name === draft.vorlage);
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
          <EditorForm {...{ draft, change, template }} onModule={modules.open} />
        </div>
        <PreviewPane preview={preview} />
      </div>
      {modules.isOpen ? (
        <TextbausteinDialog
          vorlage={draft.vorlage}
          vorgangId={letter.vorgang.id}
          onInsert={modules.insert}
          onClose={modules.close}
        />
      ) : null}
    </Page>
  );
};
