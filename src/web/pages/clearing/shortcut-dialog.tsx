import { Dialog } from '#web/ui/dialog.js';
import { KeyList, ShortcutSwitch } from '#web/ui/viewer/viewer-help.js';
import { type KeyGroup, viewerKeyGroups } from '#web/ui/viewer/viewer-keys.js';

const groups: readonly KeyGroup[] = [
  [
    'Entscheiden',
    [
      ['1 bis 9', 'Vorschlag der gefragten Angabe wählen'],
      ['Enter', 'So zuordnen und zum nächsten'],
      ['M', 'Auch die gleichen Eingänge so zuordnen'],
      ['Z', 'Letzte Entscheidung zurücknehmen'],
      ['X', 'Nicht für uns: abgeben'],
      ['S', 'Später: hinter die anderen stellen'],
      ['W', 'Nochmal verarbeiten'],
    ],
  ],
  [
    'Angaben',
    [
      ['E', 'Andere Einheit suchen'],
      ['V', 'Vorgang suchen'],
      ['A', 'Andere Art des Schreibens'],
      ['D', 'Absender, Betreff, Datum berichtigen'],
      ['F', 'Nächste Fundstelle auf der Seite zeigen'],
      ['Esc', 'Aus einem Feld zurück zu den Zahlen'],
    ],
  ],
  [
    'Bewegen',
    [
      ['N und P', 'Nächster und voriger Eingang, ohne zu entscheiden'],
      ['O', 'Seiten ordnen: teilen oder zusammenlegen'],
      ['U', 'Eingang übernehmen, den jemand anders bearbeitet'],
      ['?', 'Diese Hilfe'],
    ],
  ],
  ...viewerKeyGroups,
];

/** The keys of the Clearing, and the switch that turns single keys off. */
export const ShortcutDialog = ({ onClose }: { onClose: () => void }) => (
  <Dialog title="Tastaturkürzel im Clearing" onClose={onClose} wide>
    <div class="key-columns">
      <KeyList groups={groups} />
    </div>
    <ShortcutSwitch hint="Strg + Enter ordnet immer zu, auch aus einem Feld heraus. Die Einstellung gilt für diesen Browser." />
  </Dialog>
);
