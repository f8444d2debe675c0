/** How figures are written in German sentences. */

const zahl = new Intl.NumberFormat('de-DE');
const eineStelle = new Intl.NumberFormat('de-DE', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** A whole number with German separators. */
export const anzahlText = (value: number): string => zahl.format(value);

/** "1 Eingang", "1.200 Eingänge". */
export const mengeText = (value: number, one: string, many: string): string =>
  `${zahl.format(value)} ${value === 1 ? one : many}`;

/** A share of 1 in percent with one decimal. */
export const anteilText = (share: number): string => `${eineStelle.format(share * 100)} %`;

/** A duration in the two largest units that matter. */
export const dauerText = (seconds: number): string => {
  if (seconds < 60) return mengeText(Math.round(seconds), 'Sekunde', 'Sekunden');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return mengeText(minutes, 'Minute', 'Minuten');
  const hours = Math.round(minutes / 60);
  if (hours < 48) return mengeText(hours, 'Stunde', 'Stunden');
  return mengeText(Math.round(hours / 24), 'Tag', 'Tage');
};

/** The same after "seit", which asks for the dative. */
export const seitText = (seconds: number): string => dauerText(seconds).replace(/Tage$/, 'Tagen');

const kanaele: Readonly<Record<string, string>> = {
  upload: 'Hochgeladen',
  scanordner: 'Scanordner',
  stapel: 'Stapel am Scanner',
  lmtp: 'E-Mail (LMTP)',
  smtp: 'E-Mail (SMTP)',
  imap: 'E-Mail (IMAP-Postfach)',
  mbox: 'E-Mail (MBOX-Datei)',
  email: 'E-Mail (hochgeladen)',
};

/** The ways in, in the order in which they are shown. */
export const eingangskanaele = Object.keys(kanaele);

/** How an item came in. */
export const eingangskanalText = (kanal: string): string => kanaele[kanal] ?? kanal;

const wege: Readonly<Record<string, string>> = {
  druck: 'Druck und Briefpost',
  ipp: 'Drucker im Haus und Briefpost',
  sftp: 'Druckdienstleister und Briefpost',
  briefdienst: 'Briefdienst',
  email: 'E-Mail',
  portal: 'Bürgerpostfach',
};

/** The ways out, in the order in which they are shown. */
export const versandwege = Object.keys(wege);

/** How a letter leaves. */
export const versandwegText = (kanal: string): string => wege[kanal] ?? kanal;
