import type { Eingangsbestaetigung } from '#posteingang/eingangsbestaetigung.schema.js';
import { formatInstant } from '#web/format.js';

/** What the page says of the acknowledgement of a mail; null where its address has none. */
export const bestaetigungText = (given: Eingangsbestaetigung | null): string | null => {
  if (given === null) return null;
  const { zustand, empfaenger, versandtAt } = given;
  const grund = given.grund === null ? '' : `: ${given.grund}`;
  switch (zustand) {
    case 'queued':
    case 'claimed':
    case 'committing':
      return `wird an ${empfaenger} versandt`;
    case 'sent':
      return `an ${empfaenger} versandt${versandtAt === null ? '' : `, ${formatInstant(versandtAt)}`}`;
    case 'unknown':
      return `an ${empfaenger}; ungewiss, ob sie hinausgegangen ist, und sie wird nicht wiederholt${grund}`;
    case 'failed':
      return `an ${empfaenger} nicht versandt${grund}`;
    case 'unterlassen':
      return `keine${grund}`;
  }
};
