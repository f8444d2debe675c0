import type { Druckauftrag, Druckweg } from '../druckwege/druckweg.js';
import { druckname, druckspurOf } from '../druckwege/druckweg.js';
import type { Channel, Sendung } from './channel.js';

/** What the print centre needs beside the PDF; no personal data. */
const manifestOf = (sendung: Sendung): string =>
  `${JSON.stringify(
    {
      datei: sendung.druckdatei,
      sendung: sendung.id,
      sha256: sendung.sha256,
      seiten: sendung.seitenzahl,
      blatt: Math.ceil(sendung.seitenzahl / 2),
      format: 'A4',
      duplex: true,
      versanddatum: sendung.versanddatum,
      geschaeftszeichen: sendung.geschaeftszeichen,
    },
    null,
    2,
  )}\n`;

/** One letter as an order to print. */
export const druckauftragOf = (sendung: Sendung): Druckauftrag => {
  const name = druckname(sendung.druckdatei);
  const manifest = Buffer.from(manifestOf(sendung));
  return {
    id: sendung.id,
    attempt: sendung.attempt,
    name,
    titel: `Schreiben ${sendung.geschaeftszeichen}`,
    dateien: [
      { name: `${name}.json`, mediaType: 'application/json', bytes: manifest },
      { name: `${name}.pdf`, mediaType: 'application/pdf', bytes: sendung.pdf },
    ],
    sha256: sendung.sha256,
    seiten: sendung.seitenzahl,
    duplex: true,
  };
};

/** A way to paper as the channel of single letters. */
export const createPrintChannel = (weg: Druckweg): Channel => {
  const { status, cancel } = weg;
  return {
    kanal: weg.art,
    profil: 'din-b',
    check: () => [],
    // Postage is known for whole runs.
    quote: () => undefined,
    deliver: (sendung, uebergabe) => weg.deliver(druckauftragOf(sendung), uebergabe),
    findEvidence: async (spur) => {
      const druckspur = druckspurOf(spur);
      return druckspur === undefined ? undefined : weg.findEvidence(druckspur);
    },
    ...(status === undefined
      ? {}
      : {
          status: async (spur, signal) => {
            const druckspur = druckspurOf(spur);
            if (druckspur === undefined) return { meldungen: [], endgueltig: true };
            return status(druckspur, signal);
          },
        }),
    ...(cancel === undefined
      ? {}
      : {
          cancel: async (spur, signal) => {
            const druckspur = druckspurOf(spur);
            return druckspur !== undefined && cancel(druckspur, signal);
          },
        }),
    probe: weg.probe,
  };
};
