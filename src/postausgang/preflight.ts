import type { Word } from '#tools/page-text.js';
import { anschriftZeilen, type Briefinhalt } from './brief-daten.js';
import type { Befund, Block, Versandkanal } from './postausgang.schema.js';
import type { Briefvorlage } from './vorlagen.js';

/** What the check looks at. */
export interface Pruefling {
  vorlage: Briefvorlage;
  brief: Briefinhalt;
  seitenzahl: number;
  /** Words of page 1 as they stand in the PDF. */
  erstesBlatt: readonly Word[];
  kanalWunsch: Versandkanal | null;
}

const sheet = { width: 210, height: 297 };
// The Anschriftzone of form B, which shows in the window of the envelope, in mm.
const window = { left: 20, right: 105, top: 62.7, bottom: 90 };
const mostPages = 90;

const fehler = (code: string, text: string): Befund => ({
  stufe: 'fehler',
  code,
  text,
  seite: null,
});
const hinweis = (code: string, text: string): Befund => ({
  stufe: 'hinweis',
  code,
  text,
  seite: null,
});
const ok = (code: string, text: string): Befund => ({ stufe: 'ok', code, text, seite: null });

const textOf = (block: Block): string => {
  switch (block.art) {
    case 'absatz':
      return block.laeufe.map((lauf) => lauf.text).join('');
    case 'liste':
      return block.punkte.join('\n');
    case 'tabelle':
      return [block.spalten, ...block.zeilen].flat().join('\n');
    case 'ueberschrift':
    case 'rechtsbehelfsbelehrung':
      return block.text;
  }
};

const inWindow = ({ box }: Word): boolean => {
  const x = (box.x + box.width / 2) * sheet.width;
  const y = (box.y + box.height / 2) * sheet.height;
  return x > window.left && x < window.right && y > window.top && y < window.bottom;
};

const squeeze = (text: string): string => text.normalize('NFC').replaceAll(/\s+/g, '');

/** The address is read back from the window: what is printed there is all and only the address. */
const pruefeAnschrift = ({ brief, erstesBlatt }: Pruefling): Befund => {
  const printed = squeeze(
    erstesBlatt
      .filter(inWindow)
      .map((word) => word.text)
      .join(''),
  );
  const wanted = squeeze(anschriftZeilen(brief.empfaenger).join(''));
  return printed === wanted
    ? ok('anschrift-lesbar', 'Die Anschrift steht vollständig und allein im Fenster des Umschlags.')
    : fehler(
        'anschrift-im-fenster',
        'Im Fenster des Umschlags steht nicht genau die Anschrift. Bitte prüfen Sie die Angaben zum Empfänger.',
      );
};

const pruefeEmpfaenger = ({ vorlage, brief, kanalWunsch }: Pruefling): Befund[] => {
  const { strasse, plz, ort, land, email } = brief.empfaenger;
  const perMail = kanalWunsch === 'email' && email !== null && vorlage.kanaele.includes('email');
  const found: Befund[] = [];
  if (!perMail && ort === '') {
    found.push(fehler('ort-fehlt', 'Für den Postversand fehlt der Ort des Empfängers.'));
  }
  if (!perMail && strasse === '') {
    found.push(
      hinweis('strasse-fehlt', 'In der Anschrift fehlen Straße und Hausnummer oder das Postfach.'),
    );
  }
  if (!perMail && land === '' && !/^\d{5}$/.test(plz)) {
    found.push(
      fehler(
        'plz-ungueltig',
        'Die Postleitzahl muss bei Anschriften in Deutschland fünf Ziffern haben.',
      ),
    );
  }
  if (kanalWunsch === 'email' && !perMail) {
    const warum =
      email === null ? 'der Empfänger keine E-Mail-Adresse hat' : 'die Vorlage es nicht zulässt';
    found.push(
      hinweis(
        'email-nicht-moeglich',
        `E-Mail ist nicht möglich, weil ${warum}; der Brief geht per Post.`,
      ),
    );
  }
  return found;
};

const pruefeBausteine = ({ vorlage, brief }: Pruefling): Befund[] => {
  const { bloecke, anlagen } = brief.inhalt;
  const found: Befund[] = [];
  for (const block of bloecke) {
    if (vorlage.bloecke.includes(block.art)) continue;
    found.push(
      fehler(
        'baustein-unzulaessig',
        `Die Vorlage „${vorlage.titel}“ lässt den Baustein „${block.art}“ nicht zu.`,
      ),
    );
  }
  const filled = bloecke.filter((block) => textOf(block).trim() !== '');
  for (const art of vorlage.pflichtbloecke) {
    if (filled.some((block) => block.art === art)) continue;
    found.push(
      fehler(
        'pflichtbaustein-fehlt',
        `Der Vorlage „${vorlage.titel}“ fehlt der Baustein „${art}“.`,
      ),
    );
  }
  const text = [brief.betreff, ...filled.map(textOf)].join('\n');
  if (filled.length === 0) found.push(fehler('text-fehlt', 'Der Brief hat noch keinen Text.'));
  if (/\[[^\]\n]{2,60}\]/.test(text)) {
    found.push(
      fehler(
        'platzhalter-offen',
        'Im Text stehen noch Platzhalter in eckigen Klammern. Bitte füllen oder entfernen Sie sie.',
      ),
    );
  }
  if (/\b(?:anbei|Anlagen?|beigefügt\w*)\b/i.test(text) && anlagen.length === 0) {
    found.push(
      hinweis('anlagen-fehlen', 'Der Text verweist auf Anlagen, es sind aber keine genannt.'),
    );
  }
  return found;
};

/** The parts that § 58 (1) VwGO asks for; without them the remedy stays open for a year. */
const pruefeBelehrung = ({ vorlage, brief }: Pruefling): Befund[] => {
  const belehrung = brief.inhalt.bloecke.find((block) => block.art === 'rechtsbehelfsbelehrung');
  if (!vorlage.verwaltungsakt || belehrung === undefined) return [];
  const text = textOf(belehrung);
  const parts: [RegExp, string][] = [
    [/widerspruch|klage|einspruch/i, 'der Rechtsbehelf'],
    [/\b(?:monat|monats|monate|wochen?|tage|tagen)\b/i, 'die Frist'],
    [/\b\d{5}\b|gericht/i, 'die Stelle mit ihrem Sitz'],
  ];
  const missing = parts.filter(([pattern]) => !pattern.test(text)).map(([, part]) => part);
  if (missing.length === 0) {
    return [
      ok(
        'belehrung-vollstaendig',
        'Die Rechtsbehelfsbelehrung nennt Rechtsbehelf, Frist und Stelle (§ 58 Absatz 1 VwGO).',
      ),
    ];
  }
  return [
    fehler(
      'belehrung-unvollstaendig',
      `In der Rechtsbehelfsbelehrung fehlt: ${missing.join(', ')} (§ 58 Absatz 1 VwGO).`,
    ),
  ];
};

const pruefeUmfang = ({ seitenzahl }: Pruefling): Befund => {
  if (seitenzahl > mostPages) {
    return fehler(
      'zu-viele-seiten',
      `Der Brief hat ${seitenzahl} Seiten; mehr als ${mostPages} passen in keinen Umschlag.`,
    );
  }
  const sheets = Math.ceil(seitenzahl / 2);
  const pages = seitenzahl === 1 ? 'Eine Seite' : `${seitenzahl} Seiten`;
  return ok(
    'umfang',
    `${pages}, beidseitig gedruckt ${sheets === 1 ? 'ein Blatt' : `${sheets} Blatt`}.`,
  );
};

/** Checks a set letter before anybody releases it; a `fehler` keeps it from leaving. */
export const pruefeBrief = (letter: Pruefling): Befund[] => [
  pruefeUmfang(letter),
  pruefeAnschrift(letter),
  ...pruefeEmpfaenger(letter),
  ...pruefeBausteine(letter),
  ...pruefeBelehrung(letter),
];

/** Whether a letter may leave as far as the check is concerned. */
export const istVersandfaehig = (findings: readonly Befund[]): boolean =>
  findings.every((finding) => finding.stufe !== 'fehler');
