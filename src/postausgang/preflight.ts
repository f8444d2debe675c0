import type { Briefinhalt } from './brief-daten.js';
import { textOf } from './druckbloecke.js';
import type { Befund, Versandkanal } from './postausgang.schema.js';
import type { Briefvorlage } from './vorlagen.js';

/** What the check looks at. */
export interface Pruefling {
  vorlage: Briefvorlage;
  brief: Briefinhalt;
  seitenzahl: number;
  kanalWunsch: Versandkanal | null;
}

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

/** Checks what a letter says; what its pages look like is checked in `preflight/`. */
export const pruefeBrief = (letter: Pruefling): Befund[] => [
  pruefeUmfang(letter),
  ...pruefeEmpfaenger(letter),
  ...pruefeBausteine(letter),
  ...pruefeBelehrung(letter),
];

/** Whether a letter may leave as far as the check is concerned. */
export const istVersandfaehig = (findings: readonly Befund[]): boolean =>
  findings.every((finding) => finding.stufe !== 'fehler');
