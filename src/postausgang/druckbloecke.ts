import type Big from 'big.js';
import { qrSvg } from '#tools/code-writer.js';
import { formatBetrag, parseBetrag, parseMenge, produkt, summe } from './betraege.js';
import type { Block } from './bloecke.schema.js';
import { formatIban, girocodeText, type Konto, parseIban } from './konto.js';
import type { Befund } from './postausgang.schema.js';

type Betragstabelle = Extract<Block, { art: 'betragstabelle' }>;
type Zahlung = Extract<Block, { art: 'zahlung' }>;

/** An amount that is missing stays visible, and the check before release finds it by its brackets. */
const printed = (value: Big | undefined): string =>
  value === undefined ? '[Betrag]' : formatBetrag(value);

const productOf = (position: Betragstabelle['positionen'][number]): Big | undefined => {
  const menge = parseMenge(position.menge);
  const betrag = parseBetrag(position.betrag);
  return menge === undefined || betrag === undefined ? undefined : produkt(menge, betrag);
};

const sumOf = (table: Betragstabelle): Big | undefined => summe(table.positionen.map(productOf));

const amountTable = (block: Betragstabelle) => ({
  art: 'betragstabelle' as const,
  mitMenge: block.positionen.some(({ menge }) => menge !== ''),
  mitGrundlage: block.positionen.some(({ grundlage }) => grundlage !== ''),
  positionen: block.positionen.map((position) => ({
    bezeichnung: position.bezeichnung,
    grundlage: position.grundlage,
    menge: parseMenge(position.menge) === undefined ? '[Menge]' : position.menge || '1',
    einzelbetrag: printed(parseBetrag(position.betrag)),
    betrag: printed(productOf(position)),
  })),
  summentext: block.summentext,
  summe: printed(sumOf(block)),
});

/** The sum of all amount tables of a letter; undefined where there is none or one is unfinished. */
export const briefsumme = (bloecke: readonly Block[]): Big | undefined => {
  const tables = bloecke.filter((block) => block.art === 'betragstabelle');
  return tables.length === 0 ? undefined : summe(tables.map(sumOf));
};

/** Who is paid how much to which account; what is missing is undefined or empty. */
const transferOf = (block: Zahlung, bloecke: readonly Block[], konto: Konto | undefined) => {
  const own = block.iban !== '';
  return {
    betrag: block.betrag === '' ? briefsumme(bloecke) : parseBetrag(block.betrag),
    empfaenger: block.empfaenger || (konto?.inhaber ?? ''),
    iban: parseIban(own ? block.iban : (konto?.iban ?? '')),
    bic: own ? block.bic : (konto?.bic ?? ''),
    bank: own ? block.bank : (konto?.bank ?? ''),
  };
};

const codeTextOf = (block: Zahlung, bloecke: readonly Block[], konto: Konto | undefined) => {
  const { betrag, empfaenger, iban, bic } = transferOf(block, bloecke, konto);
  if (iban === undefined || betrag === undefined || !block.girocode) return undefined;
  return girocodeText({ empfaenger, iban, bic, betrag, verwendungszweck: block.kassenzeichen });
};

/** What the GiroCodes of a letter say, in the order of its blocks; to be compared with what is printed. */
export const girocodesOf = (bloecke: readonly Block[], konto?: Konto): string[] =>
  bloecke.flatMap((block) =>
    block.art === 'zahlung' ? (codeTextOf(block, bloecke, konto) ?? []) : [],
  );

const payment = (block: Zahlung, bloecke: readonly Block[], konto: Konto | undefined) => {
  const { betrag, empfaenger, iban, bic, bank } = transferOf(block, bloecke, konto);
  const { kassenzeichen, faellig } = block;
  const text = codeTextOf(block, bloecke, konto);
  return {
    art: 'zahlung' as const,
    zeilen: [
      { name: 'Betrag', wert: `${printed(betrag)} EUR`, wichtig: true },
      { name: 'Fällig', wert: faellig, wichtig: true },
      { name: 'Kassenzeichen', wert: kassenzeichen || '[Kassenzeichen]', wichtig: true },
      { name: 'Empfänger', wert: empfaenger || '[Empfänger]', wichtig: false },
      { name: 'IBAN', wert: iban === undefined ? '[IBAN]' : formatIban(iban), wichtig: false },
      { name: 'BIC', wert: bic, wichtig: false },
      { name: 'Bank', wert: bank, wichtig: false },
    ].filter(({ wert }) => wert !== ''),
    girocode: text === undefined ? '' : qrSvg(text),
  };
};

/** The blocks as a template prints them: sums worked out, payments with account and code. */
export const druckbloecke = (bloecke: readonly Block[], konto?: Konto) =>
  bloecke.map((block) => {
    if (block.art === 'betragstabelle') return amountTable(block);
    if (block.art === 'zahlung') return payment(block, bloecke, konto);
    return block;
  });

const missingParts = (block: Zahlung, bloecke: readonly Block[], konto: Konto | undefined) => {
  const { betrag, empfaenger, iban } = transferOf(block, bloecke, konto);
  const parts: [boolean, string][] = [
    [betrag === undefined || betrag.lte(0), 'ein Betrag über 0 Euro'],
    [block.kassenzeichen === '', 'das Kassenzeichen'],
    [empfaenger === '', 'der Empfänger der Zahlung'],
    [iban === undefined, 'eine gültige IBAN'],
  ];
  return parts.filter(([missing]) => missing).map(([, part]) => part);
};

/** What is missing in the amounts and payments of a letter; a letter with a `fehler` does not leave. */
export const pruefeBetraege = (bloecke: readonly Block[], konto?: Konto): Befund[] =>
  bloecke.flatMap((block): Befund[] => {
    if (block.art === 'betragstabelle') {
      const wrong = block.positionen.findIndex((position) => productOf(position) === undefined);
      if (wrong < 0) return [];
      const text = `In der Betragstabelle ist Zeile ${wrong + 1} keine Menge mit Betrag. Bitte schreiben Sie Beträge wie 1.234,56.`;
      return [{ stufe: 'fehler', code: 'betrag-ungueltig', text, seite: null }];
    }
    if (block.art !== 'zahlung') return [];
    const missing = missingParts(block, bloecke, konto);
    if (missing.length === 0) return [];
    const text = `In den Zahlungsangaben fehlt: ${missing.join(', ')}.`;
    return [{ stufe: 'fehler', code: 'zahlung-unvollstaendig', text, seite: null }];
  });

/** What a clerk wrote into a block, as text; empty for an empty block. */
export const textOf = (block: Block): string => {
  switch (block.art) {
    case 'absatz':
      return block.laeufe
        .map(({ text, fussnote }) => (fussnote ? `${text} ${fussnote}` : text))
        .join('');
    case 'liste':
      return block.punkte.join('\n');
    case 'tabelle':
      return block.zeilen.length === 0 ? '' : [block.spalten, ...block.zeilen].flat().join('\n');
    case 'betragstabelle':
      return block.positionen.flatMap((position) => Object.values(position)).join('\n');
    case 'zahlung':
      return [block.kassenzeichen, block.faellig, block.empfaenger].join('\n');
    case 'ueberschrift':
    case 'rechtsbehelfsbelehrung':
      return block.text;
  }
};
