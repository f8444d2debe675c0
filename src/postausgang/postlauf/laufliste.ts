import { anschriftZeilen } from '../brief-daten.js';
import { csv, euro } from './csv.js';
import type { Laufumschlag } from './lauf.repository.js';
import { formatText } from './laufzahlen.js';
import { versandartText } from './porto.js';

/**
 * The run list: one line for each letter, with its envelope. Without names: it goes with the print file, and who only
 * carries envelopes need not know whose they are.
 */
export const laufliste = (lauf: string, umschlaege: readonly Laufumschlag[]): string =>
  csv([
    [
      'Postlauf',
      'Druckdatei',
      'Umschlag',
      'Schreiben',
      'Produkt',
      'Format',
      'Postleitzahl',
      'Land',
      'Blatt im Umschlag',
      'Gramm',
      'Porto des Umschlags in Euro',
      'Anteil in Euro',
      'Kostenstelle',
      'Geschäftszeichen',
      'Sendung',
    ],
    ...umschlaege.flatMap((one) =>
      one.briefe.map((brief, at) => [
        lauf,
        one.datei,
        one.nummer,
        at + 1,
        one.produkt,
        formatText[one.format] ?? one.format,
        one.plz,
        one.land,
        one.blaetter,
        one.gramm,
        at === 0 ? euro(one.cent) : '',
        euro(brief.cent),
        brief.kostenstelle,
        brief.geschaeftszeichen,
        brief.id,
      ]),
    ),
  ]);

/**
 * What the form of the Zustellungsurkunde needs of each letter for formal service (§ 182 (2) ZPO with § 3 (2) VwZG): the
 * addressee, the sign of the document, and who receives the certificate. Place, time and person of the service are written
 * by the deliverer.
 */
export const zustellungsauftraege = (
  umschlaege: readonly Laufumschlag[],
  auftraggeber: { name: string; strasse: string; plz: string; ort: string },
): string =>
  csv([
    [
      'Umschlag',
      'Aktenzeichen',
      'Adressat',
      'Zusatz',
      'Straße und Hausnummer',
      'Postleitzahl',
      'Ort',
      'Anschrift im Ganzen',
      'Produkt',
      'Blatt',
      'Auftraggeber und Empfänger der Urkunde',
      'Sendung',
      'SHA-256 des Schriftstücks',
    ],
    ...umschlaege
      .filter(({ versandart }) => versandart === 'pza')
      .flatMap((one) =>
        one.briefe.map((brief) => [
          one.nummer,
          brief.geschaeftszeichen,
          brief.empfaenger.name,
          brief.empfaenger.zusatz,
          brief.empfaenger.strasse,
          brief.empfaenger.plz,
          brief.empfaenger.ort,
          anschriftZeilen(brief.empfaenger).join(', '),
          versandartText.pza,
          brief.blaetter,
          `${auftraggeber.name}, ${auftraggeber.strasse}, ${auftraggeber.plz} ${auftraggeber.ort}`,
          brief.id,
          brief.renditionSha256,
        ]),
      ),
  ]);
