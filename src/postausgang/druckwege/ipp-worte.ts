/** What a printer says of itself and its jobs, RFC 8011 §5.3.7, §5.3.8 and §5.4.12, in words for the operator. */

const reasons: Readonly<Record<string, string>> = {
  'media-empty': 'Papier fehlt',
  'media-needed': 'Papier fehlt',
  'media-low': 'Papier geht zur Neige',
  'media-jam': 'Papierstau',
  'toner-empty': 'Toner ist leer',
  'toner-low': 'Toner geht zur Neige',
  'marker-supply-empty': 'Tinte oder Toner ist leer',
  'marker-supply-low': 'Tinte oder Toner geht zur Neige',
  'door-open': 'Eine Klappe ist offen',
  'cover-open': 'Eine Klappe ist offen',
  'interlock-open': 'Eine Klappe ist offen',
  'input-tray-missing': 'Ein Papierfach fehlt',
  'output-area-full': 'Das Ausgabefach ist voll',
  'output-area-almost-full': 'Das Ausgabefach ist fast voll',
  'output-tray-missing': 'Das Ausgabefach fehlt',
  'developer-empty': 'Entwickler ist leer',
  'fuser-over-temp': 'Der Drucker ist überhitzt',
  offline: 'Der Drucker ist nicht bereit',
  paused: 'Der Drucker ist angehalten',
  shutdown: 'Der Drucker ist ausgeschaltet',
  'timed-out': 'Der Drucker antwortet nicht',
  'connecting-to-device': 'Die Verbindung zum Drucker wird aufgebaut',
  'spool-area-full': 'Der Speicher des Druckers ist voll',
  other: 'Der Drucker meldet eine Störung',
};

/** What a reason means; undefined for `none` and for what needs nobody. */
export const grundText = (reason: string): string | undefined => {
  const bare = reason.replace(/-(error|warning|report)$/, '');
  if (bare === 'none' || reason.endsWith('-report')) return undefined;
  return reasons[bare];
};

export const jobState = {
  pending: 3,
  held: 4,
  processing: 5,
  stopped: 6,
  canceled: 7,
  aborted: 8,
  completed: 9,
} as const;

const abbruch: Readonly<Record<string, string>> = {
  'job-canceled-by-user': 'von der Absenderin oder dem Absender',
  'job-canceled-by-operator': 'von der Druckstelle',
  'job-canceled-at-device': 'am Drucker',
  'aborted-by-system': 'vom Drucker',
  'document-format-error': 'Der Drucker kann die Datei nicht lesen',
  'unsupported-document-format': 'Der Drucker kann dieses Format nicht drucken',
  'job-password-wait': 'Der Drucker wartet auf ein Kennwort',
};

/** Why a job ended early, as far as the printer says it. */
export const abbruchText = (found: readonly string[]): string =>
  found.map((reason) => abbruch[reason] ?? grundText(reason)).find((text) => text !== undefined) ??
  'ohne Angabe eines Grundes';
