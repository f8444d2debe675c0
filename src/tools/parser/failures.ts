import { type MailroomError, NeedsClearing, ToolFailed } from '#errors.js';
import type { ChildEnd } from '../sandbox/spawn-sandboxed.js';
import type { ChildFailureCode, DocumentLimits, ExceededLimit } from './protocol.js';

const clerkMessages: Readonly<Record<Exclude<ChildFailureCode, 'limit-exceeded'>, string>> = {
  'pdf-encrypted':
    'Das PDF ist mit einem Kennwort geschützt und kann nicht geöffnet werden. Bitte fordern Sie beim Absender eine Fassung ohne Kennwort an.',
  'file-unreadable':
    'Die Datei ist beschädigt oder unvollständig und kann nicht geöffnet werden. Bitte scannen Sie das Schriftstück erneut oder bitten Sie den Absender um eine neue Fassung.',
  'page-unreadable':
    'Eine Seite der Datei ist beschädigt und kann nicht angezeigt werden. Bitte prüfen Sie das Original oder bitten Sie den Absender um eine neue Fassung.',
  'media-type-unsupported': 'Dieses Dateiformat kann die Poststelle nicht öffnen.',
  'archive-encrypted':
    'Das ZIP-Archiv ist mit einem Kennwort geschützt und kann nicht geöffnet werden. Bitte fordern Sie beim Absender eine Fassung ohne Kennwort an.',
};

const limitMessage = (limit: ExceededLimit, limits: DocumentLimits): string => {
  switch (limit) {
    case 'pages':
      return `Die Datei hat mehr als ${limits.maxPages} Seiten. Bitte teilen Sie sie auf.`;
    case 'pixels':
      return `Eine Seite ist zu groß (mehr als ${Math.round(limits.maxPixels / 1e6)} Millionen Bildpunkte). Bitte scannen Sie sie mit geringerer Auflösung.`;
    case 'mail-parts':
      return 'Die E-Mail ist zu tief verschachtelt. Bitte prüfen Sie sie von Hand.';
    case 'mail-size':
      return `Die Anlagen der E-Mail sind zusammen größer als ${Math.round(limits.maxMailBytes / 1e6)} MB. Bitte prüfen Sie sie von Hand.`;
    case 'archive-files':
      return `Das Archiv enthält mehr als ${limits.maxMailParts} Dateien oder ist zu tief verschachtelt. Bitte prüfen Sie es von Hand.`;
    case 'archive-size':
      return `Das Archiv ist entpackt größer als ${Math.round(limits.maxMailBytes / 1e6)} MB oder wächst beim Entpacken verdächtig stark. Bitte prüfen Sie es von Hand.`;
    case 'memory':
      return 'Die Datei braucht beim Öffnen zu viel Speicher oder Rechenzeit. Sie ist möglicherweise schadhaft; bitte prüfen Sie sie von Hand.';
  }
};

const onPage = (page: number | undefined) => (page === undefined ? {} : { page });
const pageWords = (page: number | undefined): string =>
  page === undefined ? '' : ` (Seite ${page})`;

/** What the child reported, in the terms of the mailroom. */
export const failureOfReport = (
  report: {
    code: ChildFailureCode;
    limit?: ExceededLimit | undefined;
    at?: string | undefined;
  },
  limits: DocumentLimits,
  page: number | undefined,
): MailroomError => {
  const limit = report.limit ?? 'memory';
  const isLimit = report.code === 'limit-exceeded';
  return new NeedsClearing({
    code: report.code,
    message: isLimit
      ? `the file exceeds the limit for ${limit}${pageWords(page)}`
      : `the file cannot be opened: ${report.code}`,
    clerkMessage:
      report.code === 'limit-exceeded'
        ? limitMessage(limit, limits)
        : `${clerkMessages[report.code]}${report.code === 'page-unreadable' && page !== undefined ? ` Betroffen ist Seite ${page}.` : ''}`,
    details: {
      ...onPage(page),
      ...(isLimit ? { limit } : {}),
      ...(report.at === undefined ? {} : { at: report.at }),
    },
  });
};

/**
 * A child that ended without a report. Its memory and processor time depend on the file alone, so a person has to
 * look; the wall clock may have run out, and the system may have killed it, because of others, so that is tried again.
 */
export const failureOfEnd = (
  end: ChildEnd,
  limits: DocumentLimits,
  page: number | undefined,
): MailroomError => {
  const details = {
    ...onPage(page),
    ...(end.code === undefined ? {} : { exitCode: end.code }),
    ...(end.signal === undefined ? {} : { signal: end.signal }),
  };
  if (end.killedFor === 'time') {
    return new ToolFailed({
      code: 'parser-timeout',
      message: 'the parser child did not finish within its time limit and was ended',
      clerkMessage:
        'Die Datei konnte nicht innerhalb der Zeitgrenze geöffnet werden. Es wird erneut versucht.',
      details,
    });
  }
  if (end.killedElsewhere) {
    return new ToolFailed({
      code: 'parser-killed',
      message: 'the parser child was killed by the system or a person',
      clerkMessage:
        'Das Öffnen der Datei wurde vom Betriebssystem beendet, vermutlich weil der Arbeitsspeicher des Rechners knapp war. Es wird erneut versucht.',
      details,
    });
  }
  if (end.outOfMemory || end.outOfCpu || end.killedFor === 'output') {
    return new NeedsClearing({
      code: 'limit-exceeded',
      message: `the parser child exceeded its ${end.outOfCpu ? 'processor time' : 'memory or output'} limit`,
      clerkMessage: limitMessage('memory', limits),
      details: { ...details, limit: 'memory' },
    });
  }
  return new ToolFailed({
    code: 'parser-failed',
    message: 'the parser child ended without an answer',
    clerkMessage: 'Die Datei konnte wegen eines technischen Fehlers nicht geöffnet werden.',
    details,
  });
};
