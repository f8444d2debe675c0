import { type Bekanntgabeweg, berechneBekanntgabe, type Ort } from '#understanding/index.js';
import type { PostausgangZustand, Versandkanal } from './postausgang.schema.js';

/** From which state a letter may go where; everything else is refused in SQL as well. */
export const uebergaenge: Readonly<Record<PostausgangZustand, readonly PostausgangZustand[]>> = {
  entwurf: ['zur_freigabe', 'storniert'],
  zur_freigabe: ['queued', 'entwurf', 'failed', 'storniert'],
  // A released letter can be stopped until a worker has taken it.
  queued: ['claimed', 'failed', 'storniert', 'sent', 'entwurf'],
  claimed: ['committing', 'queued', 'failed', 'sent'],
  // Beyond the point of no return only evidence or a person leads on.
  committing: ['sent', 'unknown', 'queued', 'failed'],
  unknown: ['sent', 'queued', 'failed'],
  failed: ['zur_freigabe', 'queued', 'entwurf', 'storniert'],
  sent: [],
  storniert: [],
};

/** The states from which a letter may come into `to`. */
export const vorher = (to: PostausgangZustand): PostausgangZustand[] =>
  (Object.keys(uebergaenge) as PostausgangZustand[]).filter((from) =>
    uebergaenge[from].includes(to),
  );

/** File name in the print folder: the same for every attempt at the same letter. */
export const druckdateiOf = (id: string, versanddatum: string): string =>
  `${versanddatum}_${id}.pdf`;

/** What an interrupted or uncertain dispatch is called on the screen. */
export const zustandText: Readonly<Record<PostausgangZustand, string>> = {
  entwurf: 'Entwurf',
  zur_freigabe: 'zur Freigabe',
  queued: 'wartet auf Versand',
  claimed: 'wird versandt',
  committing: 'wird übergeben',
  sent: 'versandt',
  unknown: 'Versand ungewiss',
  failed: 'Versand gescheitert',
  storniert: 'storniert',
};

const bekanntgabewegOf = (kanal: Versandkanal): Bekanntgabeweg =>
  kanal === 'email' ? 'elektronisch' : kanal === 'portal' ? 'postfach' : 'post';

/**
 * The day on which an administrative act counts as made known after it left by this way, with the law in force on that
 * day (§ 41 (2) VwVfG, § 9 (1) OZG). The day may be a Saturday, Sunday or holiday.
 */
export const bekanntgabeFiktion = (versand: { kanal: Versandkanal; tag: string }, ort: Ort) =>
  berechneBekanntgabe({
    weg: bekanntgabewegOf(versand.kanal),
    verfahren: 'vwvfg',
    tag: versand.tag,
    ort,
  });

/** A day as letters write it, `22. November 2026`. */
export const langesDatum = (day: string): string =>
  new Intl.DateTimeFormat('de-DE', { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
