import { formatSize } from '#web/format.js';
import { Icon } from '#web/ui/icon.js';
import type { Detail } from './detail.js';

const roles = { original: 'Original', anschreiben: 'Anschreiben', anlage: 'Anlage' } as const;

const FileLinks = ({ item }: { item: Detail }) => (
  <ul class="parts">
    {item.original === null ? null : (
      <li>
        <Icon name="download" size="small" />
        <a href={item.original} download>
          Unverändertes Original
        </a>
        <span class="muted small">{item.dateiname}</span>
      </li>
    )}
    {item.archivkopie === null ? null : (
      <li>
        <Icon name="download" size="small" />
        <a href={item.archivkopie} download>
          Durchsuchbare Archivkopie (PDF/A)
        </a>
      </li>
    )}
    {item.bestandteile.length < 2
      ? null
      : item.bestandteile.map((part) => (
          <li key={part.position}>
            <Icon name="page" size="small" />
            <a href={part.inhalt} download>
              {part.dateiname}
            </a>
            <span class="muted small">
              {roles[part.rolle]}, {formatSize(part.size)}
              {part.hinweis === null ? '' : ` – ${part.hinweis}`}
            </span>
          </li>
        ))}
  </ul>
);

/** The files of an item to download: the untouched original, the searchable copy, the parts of a mail. */
export const PartList = ({ item }: { item: Detail }) =>
  item.virenpruefung === 'befund' ? (
    <p class="muted">
      Das Original ({item.dateiname}) liegt in Quarantäne und wird nicht herausgegeben.
    </p>
  ) : (
    <FileLinks item={item} />
  );
