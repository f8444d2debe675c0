const months = [
  'Januar',
  'Februar',
  'März',
  'April',
  'Mai',
  'Juni',
  'Juli',
  'August',
  'September',
  'Oktober',
  'November',
  'Dezember',
] as const;

const partsOf = (isoDay: string): { year: string; month: number; day: number } => ({
  year: isoDay.slice(0, 4),
  month: Number(isoDay.slice(5, 7)),
  day: Number(isoDay.slice(8, 10)),
});

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** `2026-11-05` → `05.11.2026`. */
export const numericDate = (isoDay: string): string => {
  const { year, month, day } = partsOf(isoDay);
  return `${twoDigits(day)}.${twoDigits(month)}.${year}`;
};

/** `2026-11-05` → `5. November 2026`. */
export const longDate = (isoDay: string): string => {
  const { year, month, day } = partsOf(isoDay);
  return `${day}. ${months[month - 1] ?? ''} ${year}`;
};

/** `2026-11-05` → `5.11.26`, as citizens write. */
export const shortDate = (isoDay: string): string => {
  const { year, month, day } = partsOf(isoDay);
  return `${day}.${month}.${year.slice(2)}`;
};

/** The name of the month with its year: `2026-11-05` → `November 2026`. */
export const monthOf = (isoDay: string): string => {
  const { year, month } = partsOf(isoDay);
  return `${months[month - 1] ?? ''} ${year}`;
};

/** The calendar day that lies `days` after (or, if negative, before) the given one. */
export const addDays = (isoDay: string, days: number): string => {
  const { year, month, day } = partsOf(isoDay);
  return new Date(Date.UTC(Number(year), month - 1, day + days)).toISOString().slice(0, 10);
};

/** Cents as German money without a currency: 123456 → `1.234,56`. */
export const money = (cents: number): string => {
  const whole = String(Math.floor(cents / 100)).replace(/\B(?=(\d{3})+$)/g, '.');
  return `${whole},${twoDigits(cents % 100)}`;
};

/** Groups an IBAN in fours, as it is printed. */
export const printedIban = (iban: string): string => iban.replace(/(.{4})(?=.)/g, '$1 ');

/**
 * A German IBAN with correct check digits (ISO 13616) whose bank code starts with 9: no bank has one,
 * so that no payment can ever reach a real account.
 */
export const fictionalIban = (bankSuffix: number, account: number): string => {
  const bban = `9${String(bankSuffix).padStart(7, '0')}${String(account).padStart(10, '0')}`;
  const check = 98n - (BigInt(`${bban}131400`) % 97n);
  return `DE${String(check).padStart(2, '0')}${bban}`;
};
