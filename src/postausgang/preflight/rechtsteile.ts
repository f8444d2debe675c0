import type { Word } from '#tools/page-text.js';
import type { Befund } from '../postausgang.schema.js';
import { type Blatt, befundAuf, platzOf, umfassend } from './blatt.js';

/** The words of one page, kept when its pixels are gone. */
export type Seitentext = Pick<Blatt, 'nummer' | 'breite' | 'hoehe' | 'worte'>;

/** What an administrative act has to show of itself. */
export interface Rechtsangaben {
  verwaltungsakt: boolean;
  behoerde: string;
  unterzeichner: string;
}

const squeeze = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\s\u00ad-]+/g, '')
    .toLocaleLowerCase('de');

const fehlt = (code: string, stufe: Befund['stufe'], text: string, rat: string): Befund => ({
  ...{ stufe, code, text, rat, seite: null },
});

/**
 * Parts of an administrative act that are not on the printed pages: authority and name or signature (§ 37 (3)
 * VwVfG), reasons (§ 39 VwVfG, with exceptions in (2)), instruction on remedies (§ 37 (6) VwVfG).
 */
export const pruefeRechtsteile = (
  seiten: readonly Seitentext[],
  angaben: Rechtsangaben,
): Befund[] => {
  if (!angaben.verwaltungsakt) return [];
  const texte = seiten.map(({ worte }) => squeeze(worte.map((word) => word.text).join('')));
  const alles = texte.join('');
  const found: Befund[] = [];
  if (!(texte[0] ?? '').includes(squeeze(angaben.behoerde))) {
    found.push(
      fehlt(
        'behoerde-fehlt',
        'fehler',
        'Auf der ersten Seite ist die erlassende Behörde nicht zu erkennen (§ 37 Absatz 3 VwVfG).',
        'Der Briefkopf muss den Namen der Behörde nennen. Bitte wenden Sie sich an die Vorlagenverwaltung.',
      ),
    );
  }
  if (angaben.unterzeichner === '' || !alles.includes(squeeze(angaben.unterzeichner))) {
    found.push(
      fehlt(
        'name-fehlt',
        'fehler',
        'Unter dem Bescheid steht kein Name (§ 37 Absatz 3 VwVfG).',
        'Tragen Sie ein, wer unterzeichnet.',
      ),
    );
  }
  if (!/begründung|gründe/.test(alles)) {
    found.push(
      fehlt(
        'begruendung-fehlt',
        'hinweis',
        'Der Bescheid hat keinen Abschnitt „Begründung“ (§ 39 Absatz 1 VwVfG).',
        'Begründen Sie die Entscheidung, wenn keine Ausnahme nach § 39 Absatz 2 VwVfG vorliegt.',
      ),
    );
  }
  if (!alles.includes('rechtsbehelfsbelehrung')) {
    found.push(
      fehlt(
        'belehrung-fehlt',
        'fehler',
        'Auf den Seiten steht keine Rechtsbehelfsbelehrung (§ 37 Absatz 6 VwVfG).',
        'Fügen Sie die Rechtsbehelfsbelehrung ein; ohne sie läuft die Frist ein Jahr (§ 58 Absatz 2 VwGO).',
      ),
    );
  }
  return found;
};

const mostWords = 12;

/** Words from an opening bracket up to its closing one. */
const klammerAb = (worte: readonly Word[], start: number): Word[] | undefined => {
  const end = worte.slice(start, start + mostWords).findIndex((word) => word.text.includes(']'));
  return end === -1 ? undefined : worte.slice(start, start + end + 1);
};

/** Places in square brackets that nobody has filled, where they stand on the page. */
export const pruefePlatzhalter = (seite: Seitentext): Befund[] => {
  const found: Befund[] = [];
  for (const [index, word] of seite.worte.entries()) {
    if (!word.text.includes('[')) continue;
    const worte = klammerAb(seite.worte, index);
    const text = worte?.map((one) => one.text).join(' ') ?? '';
    const [, name] = /\[([^\]]{2,60})\]/.exec(text) ?? [];
    if (worte === undefined || name === undefined) continue;
    found.push(
      befundAuf(seite, umfassend(worte.map((one) => platzOf(one, seite))), {
        stufe: 'fehler',
        code: 'platzhalter-offen',
        text: `Der Platzhalter „[${name}]“ ist noch nicht ausgefüllt.`,
        rat: 'Füllen Sie ihn aus oder entfernen Sie ihn.',
      }),
    );
  }
  return found;
};
