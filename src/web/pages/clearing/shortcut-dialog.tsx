import { Dialog } from '#web/ui/dialog.js';
import { KeyList, ShortcutSwitch } from '#web/ui/viewer/viewer-help.js';
import { type KeyGroup, viewerKeyGroups } from '#web/ui/viewer/viewer-keys.js';

const groups: readonly KeyGroup[] = [
  [
    'Entscheiden',
    [
      ['1 bis 9', 'Vorschlag wählen'],
      ['E', 'Andere Einheit suchen'],
      ['V', 'Vorgang suchen'],
      ['Strg + Enter', 'Zuordnen'],
      ['W', 'Nochmal versuchen'],
      ['N und P', 'Nächster und voriger Eingang'],
      ['?', 'Diese Hilfe'],
    ],
  ],
  ...viewerKeyGroups,
];

/** The keys of the Clearing, and the switch that turns single keys off. */
export const ShortcutDialog = ({ onClose }: { onClose: () => void }) => (
  <Dialog title="Tastaturkürzel im Clearing" onClose={onClose}>
    <KeyList groups={groups} />
    <ShortcutSwitch hint="Strg + Enter bleibt immer verfügbar. Die Einstellung gilt für diesen Browser." />
  </Dialog>
);
