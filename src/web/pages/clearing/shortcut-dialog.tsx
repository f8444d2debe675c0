import { Dialog } from '#web/ui/dialog.js';
import { CheckField } from '#web/ui/field.js';
import { useShortcutSetting } from '#web/ui/shortcuts.js';

const groups: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    'Entscheiden',
    [
      ['1 bis 9', 'Vorschlag wählen'],
      ['E', 'Andere Einheit suchen'],
      ['V', 'Vorgang suchen'],
      ['Strg + Enter', 'Zuordnen'],
      ['W', 'Nochmal versuchen'],
    ],
  ],
  [
    'Blättern',
    [
      ['N', 'Nächster Eingang'],
      ['P', 'Voriger Eingang'],
      ['← und →', 'Vorige und nächste Seite'],
    ],
  ],
  [
    'Seitenansicht',
    [
      ['+ und −', 'Vergrößern und verkleinern'],
      ['0', 'Breite anpassen'],
      ['R', 'Ansicht drehen'],
      ['?', 'Diese Hilfe'],
    ],
  ],
];

/** The keys of the Clearing, and the switch that turns single keys off. */
export const ShortcutDialog = ({ onClose }: { onClose: () => void }) => {
  const [on, setOn] = useShortcutSetting();
  return (
    <Dialog title="Tastaturkürzel im Clearing" onClose={onClose}>
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
      <CheckField
        label="Einzelne Tasten als Kürzel verwenden"
        hint="Strg + Enter bleibt immer verfügbar. Die Einstellung gilt für diesen Browser."
        checked={on}
        onChange={setOn}
      />
    </Dialog>
  );
};
