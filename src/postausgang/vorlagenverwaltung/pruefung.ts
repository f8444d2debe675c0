import { textOf } from '../druckbloecke.js';
import { parseIban } from '../konto.js';
import type { Befund, Block, BlockArt } from '../postausgang.schema.js';
import type { BausteinDaten, BriefkopfDaten, VorlageDaten } from './vorlagendaten.schema.js';

/** What is known around a version when it is checked. */
export interface Umfeld {
  /** Names of the delivered templates, whose Typst sources set letters. */
  saetze: readonly string[];
  /** What places in texts may be named. */
  platzhalter: readonly string[];
  /** Kürzel of all units. */
  einheiten: readonly string[];
  /** Templates that hold. */
  vorlagen: readonly { name: string; titel: string; bloecke: readonly BlockArt[] }[];
  /** The other letterheads that hold. */
  koepfe: readonly { schluessel: string; einheiten: readonly string[] }[];
}

/** The names of blocks in findings. */
export const blocknamen: Readonly<Record<BlockArt, string>> = {
  absatz: 'Absatz',
  ueberschrift: 'Überschrift',
  liste: 'Liste',
  tabelle: 'Tabelle',
  betragstabelle: 'Betragstabelle',
  zahlung: 'Zahlung',
  rechtsbehelfsbelehrung: 'Rechtsbehelfsbelehrung',
};

/** A finding of the administration: what is wrong, and what to do. */
export const befund = (
  stufe: Befund['stufe'],
  code: string,
  text: string,
  rat?: string,
): Befund => ({
  stufe,
  code,
  text,
  seite: null,
  ...(rat === undefined ? {} : { rat }),
});
const fehler = (code: string, text: string, rat: string): Befund =>
  befund('fehler', code, text, rat);
const hinweis = (code: string, text: string, rat: string): Befund =>
  befund('hinweis', code, text, rat);

const longSubject = 150;

const pruefePlatzhalter = (texts: readonly string[], { platzhalter }: Umfeld): Befund[] => {
  const all = texts.join('\n');
  const used = new Set([...all.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''));
  const unknown = [...used].filter((name) => !platzhalter.includes(name));
  const found = unknown.map((name) =>
    fehler(
      'platzhalter-unbekannt',
      `Den Platzhalter {${name}} gibt es nicht.`,
      `Erlaubt sind: ${platzhalter.map((one) => `{${one}}`).join(', ')}. Was die Sachbearbeitung ergänzt, steht in eckigen Klammern.`,
    ),
  );
  if (/[{}]/.test(all.replaceAll(/\{\w+\}/g, ''))) {
    found.push(
      fehler(
        'klammer-offen',
        'Im Text steht eine geschweifte Klammer, die zu keinem Platzhalter gehört.',
        'Entfernen Sie die Klammer oder schreiben Sie den Platzhalter ohne Leerzeichen.',
      ),
    );
  }
  return found;
};

const hasText = (block: Block): boolean => block.art === 'zahlung' || textOf(block).trim() !== '';

const pruefeBloecke = (daten: VorlageDaten): Befund[] => {
  const found: Befund[] = [];
  for (const art of daten.pflichtbloecke) {
    if (!daten.bloecke.includes(art)) {
      found.push(
        fehler(
          'pflicht-nicht-erlaubt',
          `Der Pflichtbaustein „${blocknamen[art]}“ gehört nicht zu den erlaubten Bausteinen.`,
          'Erlauben Sie ihn, oder nehmen Sie ihn aus den Pflichtbausteinen.',
        ),
      );
    }
    if (!daten.inhalt.bloecke.some((block) => block.art === art && hasText(block))) {
      found.push(
        fehler(
          'pflichtbaustein-fehlt',
          `Im Text der Vorlage fehlt der Pflichtbaustein „${blocknamen[art]}“, oder er ist leer.`,
          'Fügen Sie ihn im Text hinzu; die Sachbearbeitung kann ihn sonst übersehen.',
        ),
      );
    }
  }
  const foreign = new Set(daten.inhalt.bloecke.map(({ art }) => art));
  for (const art of foreign) {
    if (daten.bloecke.includes(art)) continue;
    found.push(
      fehler(
        'baustein-unzulaessig',
        `Der Text enthält den Baustein „${blocknamen[art]}“, den die Vorlage nicht erlaubt.`,
        'Erlauben Sie ihn, oder entfernen Sie ihn aus dem Text.',
      ),
    );
  }
  return found;
};

const pruefeVerwaltungsakt = (daten: VorlageDaten): Befund[] => {
  if (!daten.verwaltungsakt) return [];
  const found: Befund[] = [];
  if (!daten.pflichtbloecke.includes('rechtsbehelfsbelehrung')) {
    found.push(
      fehler(
        'belehrung-nicht-pflicht',
        'Die Vorlage ist ein Verwaltungsakt, verlangt aber keine Rechtsbehelfsbelehrung (§ 37 Absatz 6 VwVfG).',
        'Nehmen Sie „Rechtsbehelfsbelehrung“ unter die Pflichtbausteine. Ohne sie bliebe der Bescheid ein Jahr lang anfechtbar (§ 58 Absatz 2 VwGO).',
      ),
    );
  }
  if (!daten.vierAugen) {
    found.push(
      hinweis(
        'keine-zweite-person',
        'Der Verwaltungsakt geht ohne Freigabe durch eine zweite Person hinaus.',
        'Verlangen Sie die Freigabe, wenn die Geschäftsordnung das Vier-Augen-Prinzip vorsieht.',
      ),
    );
  }
  if (daten.kanaele.includes('email')) {
    found.push(
      hinweis(
        'verwaltungsakt-per-email',
        'Ein Verwaltungsakt dürfte per E-Mail versandt werden.',
        'Lassen Sie E-Mail nur zu, wo die Form gewahrt ist und der Zugang eröffnet wurde (§ 3a VwVfG).',
      ),
    );
  }
  return found;
};

/** What is wrong with the data of a template, without setting it. */
export const pruefeVorlage = (daten: VorlageDaten, name: string, umfeld: Umfeld): Befund[] => {
  const { inhalt, betreff } = daten;
  const found = [
    ...pruefeBloecke(daten),
    ...pruefeVerwaltungsakt(daten),
    ...pruefePlatzhalter(
      [
        betreff,
        inhalt.anrede,
        inhalt.grussformel,
        ...inhalt.anlagen,
        ...inhalt.bloecke.map(textOf),
      ],
      umfeld,
    ),
  ];
  if (!umfeld.saetze.includes(daten.satz ?? name)) {
    found.push(
      fehler(
        'satz-unbekannt',
        'Es ist nicht festgelegt, nach welcher ausgelieferten Vorlage gesetzt wird.',
        `Wählen Sie unter „Gesetzt wie“ eine davon: ${umfeld.saetze.join(', ')}.`,
      ),
    );
  }
  if (betreff.length > longSubject) {
    found.push(
      hinweis(
        'betreff-lang',
        'Der Betreff ist sehr lang.',
        'Kürzen Sie ihn auf höchstens zwei Zeilen.',
      ),
    );
  }
  return found;
};

const luminance = (hex: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** Contrast of a colour on white paper after WCAG 2.2, from 1 to 21. */
export const kontrastAufWeiss = (hex: string): number => 1.05 / (luminance(hex) + 0.05);

const leastContrast = 4.5;

const pruefeGeltung = (daten: BriefkopfDaten, name: string, umfeld: Umfeld): Befund[] => {
  const unknown = daten.einheiten.filter((kuerzel) => !umfeld.einheiten.includes(kuerzel));
  const found = unknown.map((kuerzel) =>
    fehler(
      'einheit-unbekannt',
      `Die Einheit ${kuerzel} gibt es nicht.`,
      'Nehmen Sie sie heraus, oder legen Sie sie unter Verwaltung › Einheiten an.',
    ),
  );
  for (const other of umfeld.koepfe) {
    const both = other.einheiten.filter((kuerzel) => daten.einheiten.includes(kuerzel));
    if (other.schluessel === name || both.length === 0) continue;
    found.push(
      fehler(
        'einheit-doppelt',
        `Für ${both.join(', ')} gilt schon der Briefkopf „${other.schluessel}“.`,
        'Nehmen Sie die Einheit in einem der beiden heraus.',
      ),
    );
  }
  if (name !== 'standard' && daten.einheiten.length === 0) {
    found.push(
      fehler(
        'einheit-fehlt',
        'Der Briefkopf gilt für keine Einheit.',
        'Wählen Sie mindestens eine Einheit.',
      ),
    );
  }
  return found;
};

/** What is wrong with the data of a letterhead, without setting it. */
export const pruefeBriefkopf = (daten: BriefkopfDaten, name: string, umfeld: Umfeld): Befund[] => {
  const found = pruefeGeltung(daten, name, umfeld);
  const contrast = kontrastAufWeiss(daten.farbe);
  if (contrast < leastContrast) {
    found.push(
      fehler(
        'kontrast',
        `Die Farbe ${daten.farbe} hat auf Weiß nur ein Kontrastverhältnis von ${contrast.toFixed(1).replace('.', ',')} : 1; nötig sind 4,5 : 1 (BITV 2.0, WCAG 1.4.3).`,
        'Wählen Sie einen dunkleren Ton.',
      ),
    );
  }
  if (daten.wappen !== '' && daten.wappenText.trim() === '') {
    found.push(
      fehler(
        'wappen-ohne-text',
        'Das Wappen hat keine Beschreibung.',
        'Beschreiben Sie es kurz, z. B. „Wappen der Stadt Musterstadt“; Vorleseprogramme lesen das vor.',
      ),
    );
  }
  if (daten.konto !== undefined && parseIban(daten.konto.iban) === undefined) {
    found.push(
      fehler(
        'iban-falsch',
        'Die Prüfziffern der IBAN stimmen nicht.',
        'Vergleichen Sie sie mit dem Kontoauszug.',
      ),
    );
  }
  return found;
};

/** What is wrong with the data of a Textbaustein. */
export const pruefeBaustein = (daten: BausteinDaten, umfeld: Umfeld): Befund[] => {
  const found = pruefePlatzhalter(daten.bloecke.map(textOf), umfeld);
  if (!daten.bloecke.some(hasText)) {
    found.push(fehler('text-fehlt', 'Der Textbaustein ist leer.', 'Schreiben Sie seinen Text.'));
  }
  for (const kuerzel of daten.einheiten.filter((one) => !umfeld.einheiten.includes(one))) {
    found.push(
      fehler(
        'einheit-unbekannt',
        `Die Einheit ${kuerzel} gibt es nicht.`,
        'Nehmen Sie sie heraus.',
      ),
    );
  }
  for (const name of daten.vorlagen) {
    const vorlage = umfeld.vorlagen.find((one) => one.name === name);
    if (vorlage === undefined) {
      found.push(
        fehler('vorlage-unbekannt', `Die Vorlage „${name}“ gilt nicht.`, 'Nehmen Sie sie heraus.'),
      );
      continue;
    }
    for (const { art } of daten.bloecke) {
      if (vorlage.bloecke.includes(art)) continue;
      found.push(
        fehler(
          'baustein-unzulaessig',
          `Die Vorlage „${vorlage.titel}“ erlaubt den Baustein „${blocknamen[art]}“ nicht.`,
          'Nehmen Sie die Vorlage heraus, oder ändern Sie den Text.',
        ),
      );
    }
  }
  return found;
};
