import { Dialog } from '#web/ui/dialog.js';
import { CheckField } from '#web/ui/field.js';
import { useShortcutSetting } from '#web/ui/shortcuts.js';
import { type KeyGroup, viewerKeyGroups } from './viewer-keys.js';

/** Keys and what they do, in groups. */
export const KeyList = ({ groups }: { groups: readonly KeyGroup[] }) => (
  <>
    {groups.map(([title, keys]) => (
      <section key={title} class="keys">
        <h3 class="keys__title">{title}</h3>
        <dl class="keys__list">
          {keys.map(([key, meaning]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </section>
    ))}
  </>
);

/** The switch that turns single keys off. */
export const ShortcutSwitch = ({ hint }: { hint: string }) => {
  const [on, setOn] = useShortcutSetting();
  return (
    <CheckField
      label="Einzelne Tasten als Kürzel verwenden"
      hint={hint}
      checked={on}
      onChange={setOn}
    />
  );
};

/** The keys of the viewer. */
export const ViewerHelp = ({ onClose }: { onClose: () => void }) => (
  <Dialog title="Tastaturkürzel der Seitenansicht" onClose={onClose}>
    <p>Die Kürzel gelten, wenn die Seitenansicht den Fokus hat.</p>
    <KeyList groups={viewerKeyGroups} />
  </Dialog>
);
