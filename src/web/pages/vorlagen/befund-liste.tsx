import type { Befund } from '#postausgang/postausgang.schema.js';
import { Icon } from '#web/ui/icon.js';

const icons = { fehler: 'danger', hinweis: 'warning', ok: 'success' } as const;
const words = { fehler: 'Fehler', hinweis: 'Hinweis', ok: 'In Ordnung' } as const;

/** What the check of a version found, and what to do about it. */
export const BefundListe = ({ befunde }: { befunde: readonly Befund[] }) => (
  <ul class="findings" aria-label="Befunde">
    {befunde.map((one, index) => (
      <li key={index} class={`findings__entry findings__entry--${one.stufe}`}>
        <Icon name={icons[one.stufe]} size="small" />
        <span>
          <span class="kern-sr-only">{words[one.stufe]}: </span>
          {one.text}
          {one.seite === null ? '' : ` (Seite ${one.seite})`}
          {one.rat === undefined ? null : <span class="muted small block">{one.rat}</span>}
        </span>
      </li>
    ))}
  </ul>
);
