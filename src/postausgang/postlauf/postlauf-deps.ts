import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import type { Brief } from '../brief.repository.js';
import type { Druckweg } from '../druckwege/druckweg.js';
import type { PostausgangDeps, Postausgangsmittel } from '../postausgang-deps.js';
import type { Portotabelle } from './porto.schema.js';

/** What runs are given. */
export interface PostlaufDeps
  extends Pick<PostausgangDeps, 'db' | 'config' | 'clock' | 'log' | 'afterCommit'> {
  blobs: Pick<BlobStore, 'read' | 'write' | 'withLocalFiles'>;
  /** Ways to paper that are set up. */
  wege: readonly Druckweg[];
  porto: Portotabelle;
  /** Whether letters of this version of a template are administrative acts. */
  istVerwaltungsakt: (brief: Pick<Brief, 'vorlage' | 'vorlageDaten'>) => boolean;
  /** How long a print file may take, in seconds; default a quarter of an hour. */
  leaseSeconds?: number;
}

/**
 * What runs use of the way out. A template that nobody knows any more counts as an administrative act: the stricter rule.
 */
export const postlaufDepsOf = (
  deps: PostausgangDeps,
  mittel: Pick<Postausgangsmittel, 'vorlagen' | 'druckwege' | 'porto'>,
): PostlaufDeps => ({
  ...deps,
  wege: mittel.druckwege,
  porto: mittel.porto,
  istVerwaltungsakt: (brief) => mittel.vorlagen.find(brief)?.verwaltungsakt ?? true,
  ...(deps.postlaufLeaseSeconds === undefined ? {} : { leaseSeconds: deps.postlaufLeaseSeconds }),
});
