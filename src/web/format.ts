const timeZone = 'Europe/Berlin';
const dateFormat = new Intl.DateTimeFormat('de-DE', { dateStyle: 'medium', timeZone });
const timeFormat = new Intl.DateTimeFormat('de-DE', { timeStyle: 'short', timeZone });
const numberFormat = new Intl.NumberFormat('de-DE');
const dayFormat = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });

/** A calendar day (YYYY-MM-DD) as 23.11.2026. */
export const formatDate = (day: string | null | undefined): string => {
  if (day === null || day === undefined) return '–';
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(day);
  return match === null ? day : `${match[3]}.${match[2]}.${match[1]}`;
};

/** An instant as 23.11.2026, 14:05 Uhr. */
export const formatInstant = (at: string | null | undefined): string => {
  if (at === null || at === undefined) return '–';
  const date = new Date(at);
  return `${dateFormat.format(date)}, ${timeFormat.format(date)} Uhr`;
};

/** An instant of today as its time only, any other with its date. */
export const formatShortInstant = (at: string): string => {
  const date = new Date(at);
  return dayFormat.format(date) === today()
    ? `${timeFormat.format(date)} Uhr`
    : dateFormat.format(date);
};

/** The calendar day in Germany as YYYY-MM-DD. */
export const today = (): string => dayFormat.format(new Date());

/** A whole number with German separators. */
export const formatNumber = (value: number): string => numberFormat.format(value);

/** A share of 1 as whole percent. */
export const formatShare = (share: number): string => `${Math.round(share * 100)} %`;

/** A file size in the largest fitting unit. */
export const formatSize = (bytes: number | null): string => {
  if (bytes === null) return '–';
  if (bytes < 1_000) return `${bytes} Byte`;
  if (bytes < 1_000_000) return `${numberFormat.format(Math.round(bytes / 1_000))} KB`;
  const megabytes = Math.round(bytes / 100_000) / 10;
  return megabytes < 1_000
    ? `${numberFormat.format(megabytes)} MB`
    : `${numberFormat.format(Math.round(megabytes / 100) / 10)} GB`;
};

/** A duration in words, e.g. 2 Min. 5 Sek. */
export const formatSeconds = (seconds: number): string => {
  if (seconds < 60) return `${Math.round(seconds)} Sek.`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} Min.`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} Std. ${minutes % 60} Min.` : `${Math.floor(hours / 24)} Tage`;
};

/** "1 Seite", "3 Seiten". */
export const count = (amount: number, one: string, many: string): string =>
  `${formatNumber(amount)} ${amount === 1 ? one : many}`;
