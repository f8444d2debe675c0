import { readFileSync } from 'node:fs';
import type { Config } from '#config/schema.js';
import { ConfigInvalid } from '#errors.js';
import { langesDatum } from '../postausgang.js';

/** What an acknowledgement may say of a mail: nothing that its sender wrote, for that may be an advertisement. */
export interface Eingangsangaben {
  eingangsnummer: string;
  /** `YYYY-MM-DD` */
  eingangsdatum: string;
}

const contactOf = ({ behoerde }: Config): string[] => {
  const { name, strasse, plz, ort, telefon, email, internet } = behoerde;
  return [
    `${name}, ${strasse}, ${plz} ${ort}`,
    ...(telefon === '' ? [] : [`Telefon: ${telefon}`]),
    ...(email === '' ? [] : [`E-Mail: ${email}`]),
    ...(internet === '' ? [] : [`Internet: ${internet}`]),
  ];
};

const usualText = (config: Config): string =>
  [
    'Guten Tag,',
    '',
    'Ihre E-Mail ist am {datum} bei uns eingegangen.',
    'Sie hat die Eingangsnummer {eingangsnummer}.',
    'Bitte nennen Sie diese Nummer, wenn Sie sich wegen Ihrer E-Mail an uns wenden.',
    '',
    'Diese Nachricht bestätigt nur, dass Ihre E-Mail eingegangen ist. Über ihren Inhalt ist damit',
    'nichts gesagt, auch nicht darüber, ob eine Frist eingehalten ist.',
    '',
    'Diese Nachricht wurde automatisch erstellt. Bitte antworten Sie nicht darauf.',
    'So erreichen Sie uns:',
    ...contactOf(config),
    '',
    'Mit freundlichen Grüßen',
    config.behoerde.name,
    '',
  ].join('\n');

const unusable = (path: string, why: string): ConfigInvalid =>
  new ConfigInvalid({
    code: 'eingangsbestaetigung-text',
    message: `eingangsbestaetigung.textFile ${path} ${why}. Correct the file or leave out the setting.`,
  });

const readText = (path: string): string => {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch {
    throw unusable(path, 'cannot be read as UTF-8');
  }
  if (!text.includes('{eingangsnummer}')) throw unusable(path, 'lacks {eingangsnummer}');
  const [unknown] = text.replaceAll(/\{(?:eingangsnummer|datum)\}/g, '').match(/\{\w*\}/) ?? [];
  if (unknown !== undefined) throw unusable(path, `has the unknown placeholder ${unknown}`);
  return text;
};

/**
 * Makes the text of an acknowledgement, the usual one or that of the operator, with line ends as in mails.
 * @throws ConfigInvalid for a file that cannot be used.
 */
export const createBestaetigungstext = (config: Config): ((of: Eingangsangaben) => string) => {
  const { textFile } = config.eingangsbestaetigung;
  const template = textFile === undefined ? usualText(config) : readText(textFile);
  return ({ eingangsnummer, eingangsdatum }) =>
    template
      .replaceAll('{eingangsnummer}', eingangsnummer)
      .replaceAll('{datum}', langesDatum(eingangsdatum))
      .replaceAll(/\r?\n/g, '\r\n');
};
