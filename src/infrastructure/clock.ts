/** The process's own clock. Leases and due times never use it: they use the database's now(). */
export interface Clock {
  now(): Date;
}

/** The one place that reads the machine's time. */
export const systemClock: Clock = { now: () => new Date() };

// Making a formatter costs a hundred times as much as using it.
const germanCalendar = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' });

/** A calendar day in Germany, `YYYY-MM-DD`, for the given instant; the day that a Posteingangsstempel would show. */
export const germanDay = (instant: Date): string => germanCalendar.format(instant);
