import type { Oeffnungsprotokoll } from './vergabe.schema.js';

const german = new Intl.DateTimeFormat('de-DE', {
  dateStyle: 'full',
  timeStyle: 'medium',
  timeZone: 'Europe/Berlin',
});

const at = (instant: string): string => `${german.format(new Date(instant))} Uhr`;

/** The Öffnungsprotokoll as text to print, file and sign. */
export const protokollText = (protokoll: Oeffnungsprotokoll): string => {
  const late = protokoll.angebote.filter(({ verspaetet }) => verspaetet).length;
  const bids = protokoll.angebote.flatMap((bid) => [
    '',
    `${bid.nummer}. Eingang ${bid.eingangsnummer}`,
    `   eingegangen: ${at(bid.eingegangenAt)}${bid.verspaetet ? ' – NACH FRISTABLAUF, nicht geöffnet' : ''}`,
    ...(bid.absender ? [`   Bieter laut Umschlag: ${bid.absender}`] : []),
    ...(bid.dateiname === null ? [] : [`   Datei: ${bid.dateiname} (${bid.size} Byte)`]),
    ...(bid.inhalt === 'datei' ? [] : ['   Das Angebot liegt auf Papier vor.']),
    ...(bid.sha256 === null ? [] : [`   SHA-256 des Angebots: ${bid.sha256}`]),
    `   SHA-256 des Siegels seit Eingang: ${bid.siegelSha256}`,
  ]);
  return [
    'Öffnungsprotokoll nach § 55 Abs. 2 VgV',
    '',
    `Vergabe: ${protokoll.vergabe.kennzeichen} – ${protokoll.vergabe.bezeichnung}`,
    `Vergabestelle: ${protokoll.einheit}`,
    `Ende der Angebotsfrist: ${at(protokoll.angebotsfrist)}`,
    `Freigabe 1: ${protokoll.ersteFreigabe.name}, ${at(protokoll.ersteFreigabe.at)}`,
    `Freigabe 2 und Öffnung: ${protokoll.zweiteFreigabe.name}, ${at(protokoll.zweiteFreigabe.at)}`,
    `Angebote: ${protokoll.angebote.length}, davon nach Fristablauf: ${late}`,
    ...bids,
    '',
  ].join('\r\n');
};
