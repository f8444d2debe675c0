import type { FristStufe, FristZeile, FristZustand } from '#fristen/fristen.schema.js';
import { formatDate } from '#web/format.js';
import type { Tone } from '#web/words.js';

/** How the states of a Frist are shown. */
export const fristZustaende: Readonly<Record<FristZustand, { tone: Tone; text: string }>> = {
  vorgeschlagen: { tone: 'info', text: 'Vorschlag' },
  bestaetigt: { tone: 'success', text: 'Bestätigt' },
  verworfen: { tone: 'neutral', text: 'Verworfen' },
  erledigt: { tone: 'neutral', text: 'Erledigt' },
};

/** How near its last day an open Frist is. */
export const fristStufen: Readonly<Record<FristStufe, { tone: Tone; text: string } | undefined>> = {
  ruhig: undefined,
  vorwarnung: { tone: 'warning', text: 'Läuft bald ab' },
  eskaliert: { tone: 'danger', text: 'An die Leitung gemeldet' },
  ueberfaellig: { tone: 'danger', text: 'Überfällig' },
};

/** What the examination of a remedy says. */
export const ergebnisse: Readonly<
  Record<NonNullable<FristZeile['ergebnis']>, { tone: Tone; text: string }>
> = {
  fristgerecht: { tone: 'success', text: 'Fristgerecht' },
  verspaetet: { tone: 'danger', text: 'Verspätet' },
  zu_pruefen: { tone: 'warning', text: 'Zu prüfen' },
};

/** Where a Frist comes from. */
export const fristArten: Readonly<Record<FristZeile['art'], string>> = {
  gesetzt: 'Vom Absender gesetzt',
  gesetzlich: 'Gesetzliche Frist',
  rechtsbehelf: 'Prüfung eines Rechtsbehelfs',
  manuell: 'Von Hand angelegt',
};

const weekday = new Intl.DateTimeFormat('de-DE', { weekday: 'short', timeZone: 'UTC' });

/** A last day with its day of the week: `Do 19.11.2026`; a dash where there is none. */
export const lastDay = (day: string | null): string =>
  day === null
    ? '–'
    : `${weekday.format(new Date(`${day}T00:00:00Z`)).replace('.', '')} ${formatDate(day)}`;

/** Who has it in hand: the Vorgang, or the item while it lies in none. */
export const belongsTo = (
  frist: Pick<FristZeile, 'vorgang' | 'posteingang'>,
): { href: string; text: string; more: string } | undefined => {
  if (frist.vorgang !== null)
    return {
      href: `/vorgaenge/${frist.vorgang.id}`,
      text: frist.vorgang.geschaeftszeichen,
      more: frist.vorgang.betreff,
    };
  const { posteingang } = frist;
  if (posteingang === null) return undefined;
  return {
    href:
      posteingang.postkorbId === null
        ? `/posteingang/${posteingang.id}`
        : `/postkorb/${posteingang.postkorbId}`,
    text: `Eingang ${posteingang.eingangsnummer}`,
    more: posteingang.betreff ?? '',
  };
};
