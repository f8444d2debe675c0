import type { z } from 'zod';
import type { PosteingangStatus, PosteingangZeile } from '#posteingang/posteingang.schema.js';
import { Badge } from '#web/ui/feedback.js';
import { posteingangZustaende, stufeText } from '#web/words.js';

export type Status = z.infer<typeof PosteingangStatus>;

/** State, stage in words and pages read of one incoming item. */
export const ItemState = (props: {
  item: Pick<PosteingangZeile, 'zustand' | 'stage' | 'clearing'>;
  seiten?: Status['seiten'] | undefined;
  /** Leaves the reason of a Clearing to the page of the item. */
  compact?: boolean;
}) => {
  const { item, seiten } = props;
  const shown = posteingangZustaende[item.zustand];
  const total = seiten?.gesamt ?? null;
  const isReading = item.zustand === 'in_bearbeitung' && total !== null && seiten !== undefined;
  return (
    <span class="item-state">
      <Badge tone={shown.tone} text={shown.text} />
      {item.zustand === 'in_bearbeitung' && item.stage !== null ? (
        <span>{stufeText(item.stage)}</span>
      ) : null}
      {isReading && seiten.gelesen < total ? (
        <span class="progress-line">
          <progress max={total} value={seiten.gelesen} aria-label="Gelesene Seiten" />
          <span class="muted">
            {seiten.gelesen} von {total} Seiten
          </span>
        </span>
      ) : null}
      {item.zustand === 'clearing' && item.clearing !== null && props.compact !== true ? (
        <span class="muted">{item.clearing.text}</span>
      ) : null}
    </span>
  );
};
