import { InvalidInput } from '#errors.js';
import { platzhalter } from '../brief-daten.js';
import type { Brieffassung, Briefsatz, Satzauftrag } from '../briefsatz.js';
import { textOf } from '../druckbloecke.js';
import type { Befund, Block, Empfaenger, Inhalt, Vorschau } from '../postausgang.schema.js';
import { fillPlaceholders, fillTexte } from '../vorlagen.js';
import { befund } from './pruefung.js';

export type Probeumfang = 'ueblich' | 'laengste';

/** A unit as a letter of it shows it. */
export type Probeeinheit = Satzauftrag['kontext']['einheit'];

const empfaenger: Readonly<Record<Probeumfang, Empfaenger>> = {
  ueblich: {
    ...{ name: 'Erika Mustermann', zusatz: '', strasse: 'Lindenweg 4', plz: '09999' },
    ...{ ort: 'Musterstadt', land: '', email: null },
  },
  laengste: {
    name: 'Prof. Dr. Đorđe-Maximilian Żółć-Nguyễn',
    zusatz: 'c/o Gemeinnütziger Bürgerverein Süd e. V.',
    strasse: 'Straße der Europäischen Verständigung 128',
    plz: '09999',
    ort: 'Musterstadt an der Schwarzen Elster',
    land: 'Österreich',
    email: null,
  },
};

const satz =
  'Die beantragte Erlaubnis kann nach derzeitigem Sachstand nicht erteilt werden, weil die verbleibende Gehwegbreite die Mindestanforderungen unterschreitet und die Verkehrssicherheit beeinträchtigt wäre. ';
const eigenes: Block = { art: 'absatz', laeufe: [{ text: satz.trim() }] };
const longParagraphs = 24;
const longRows = 60;

/** What a clerk would write in the places that the template leaves to them. */
const fillOpen = <T>(value: T, text: string): T =>
  JSON.parse(JSON.stringify(value), (_key, one: unknown) =>
    typeof one === 'string' ? one.replaceAll(/\[[^\]\n]{2,60}\]/g, text) : one,
  ) as T;

/** More than a letter of this kind will ever hold, of blocks that its template allows. */
const longBlocks = (allowed: readonly Block['art'][]): Block[] => [
  ...(allowed.includes('absatz')
    ? Array.from(
        { length: longParagraphs },
        (): Block => ({
          art: 'absatz',
          laeufe: [{ text: satz.repeat(3).trim() }],
        }),
      )
    : []),
  ...(allowed.includes('tabelle')
    ? [
        {
          art: 'tabelle' as const,
          spalten: ['Gebührentatbestand', 'Rechtsgrundlage', 'Betrag'],
          ausrichtung: ['links' as const, 'links' as const, 'rechts' as const],
          zeilen: Array.from({ length: longRows }, (_, row) => [
            `Sondernutzung Nummer ${row + 1}`,
            '§ 3 Absatz 2 der Satzung',
            '1.234,56',
          ]),
          summenzeile: false,
        },
      ]
    : []),
];

/** A payment and its amounts as somebody would fill them in. */
const fillAmounts = (block: Block): Block => {
  if (block.art === 'betragstabelle') {
    const positionen = block.positionen.map((one) => ({ ...one, betrag: one.betrag || '51,00' }));
    return { ...block, positionen };
  }
  if (block.art !== 'zahlung') return block;
  return {
    ...block,
    betrag: block.betrag || '51,00',
    kassenzeichen: block.kassenzeichen || '5100.4711.0815',
    iban: block.iban || 'DE02120300000000202051',
    empfaenger: block.empfaenger || 'Stadtkasse Musterstadt',
  };
};

const inhaltOf = (
  inhalt: Inhalt,
  allowed: readonly Block['art'][],
  umfang: Probeumfang,
): Inhalt => {
  const filled = fillOpen(inhalt, umfang === 'laengste' ? satz.trim() : 'Mustertext');
  const written = filled.bloecke.map(fillAmounts);
  // A template without a text of its own leaves all of it to the clerk.
  const bloecke = written.some((block) => textOf(block).trim() !== '')
    ? written
    : [...written, eigenes];
  if (umfang === 'ueblich')
    return {
      ...filled,
      bloecke,
      anlagen: inhalt.anlagen.length === 0 ? ['Lageplan'] : filled.anlagen,
    };
  // The instruction on remedies stays last, as in a real letter.
  const at = bloecke.findLastIndex(({ art }) => art !== 'rechtsbehelfsbelehrung') + 1;
  return {
    ...filled,
    bloecke: bloecke.toSpliced(at, 0, ...longBlocks(allowed)),
    anlagen: Array.from(
      { length: 12 },
      (_, index) => `Anlage ${index + 1}: Lageplan mit Erläuterung`,
    ),
  };
};

/** A made-up letter with the versions that are to be tried. */
export const probeauftrag = (facts: {
  fassung: Brieffassung;
  umfang: Probeumfang;
  einheit: Probeeinheit;
  behoerde: Parameters<typeof platzhalter>[0]['behoerde'];
  tag: string;
  code?: string;
}): Satzauftrag => {
  const { fassung, umfang, einheit, behoerde, tag, code } = facts;
  const { vorlage } = fassung;
  const vorgang = {
    id: '00000000-0000-4000-8000-000000000001',
    geschaeftszeichen: `${einheit.kuerzel}-1212/14/7-2026`,
    betreff:
      umfang === 'laengste'
        ? 'Antrag auf Erteilung einer Erlaubnis zur Sondernutzung öffentlicher Verkehrsflächen für die Aufstellung von Tischen und Stühlen'
        : 'Sondernutzung auf dem Marktplatz',
  };
  const values = platzhalter({ behoerde, vorgang, letzterEingang: tag, fristTag: tag });
  const inhalt = inhaltOf(fillTexte(vorlage.inhalt, values), vorlage.bloecke, umfang);
  return {
    vorlage: vorlage.name,
    fassung,
    kontext: {
      vorgang,
      einheit,
      verfasser: {
        id: vorgang.id,
        name: 'Katharina Schönbächler',
        email: 'k.schoenbaechler@stadt.example',
      },
    },
    brief: {
      empfaenger: empfaenger[umfang],
      betreff: fillOpen(fillPlaceholders(vorlage.betreff, values), 'Mustertext'),
      inhalt: { ...inhalt, ihrZeichen: 'EM-7/26' },
    },
    datum: tag,
    ...(code === undefined ? {} : { code }),
  };
};

const words: Readonly<Record<Probeumfang, string>> = {
  ueblich: 'Probesatz mit üblichen Angaben',
  laengste: 'Probesatz mit den längsten Angaben',
};

/** Sets and checks a made-up letter as a real one; what is wrong with it speaks against the version. */
export const trySetting = async (
  briefsatz: Briefsatz,
  auftrag: Satzauftrag,
  umfang: Probeumfang,
): Promise<Befund[]> => {
  try {
    const { bytes, pages } = await briefsatz.setze(auftrag);
    const found = await briefsatz.pruefe(auftrag, bytes, { kanalWunsch: null });
    const faults = found
      .filter(({ stufe }) => stufe === 'fehler')
      .map((one) => ({ ...one, text: `${words[umfang]}: ${one.text}` }));
    if (faults.length > 0) return faults;
    const count = pages === 1 ? 'eine Seite' : `${pages} Seiten`;
    return [befund('ok', `probe-${umfang}`, `${words[umfang]}: ${count}, ohne Fehler.`)];
  } catch (error) {
    // What the typesetter refuses is a fault of the version; that it is out of order is none.
    if (!(error instanceof InvalidInput)) throw error;
    return [
      befund(
        'fehler',
        error.code,
        `${words[umfang]}: ${error.clerkMessage ?? 'Das Schreiben lässt sich nicht setzen.'}`,
        'Kürzen Sie den Text, der nicht auf das Blatt passt, oder ersetzen Sie das Zeichen.',
      ),
    ];
  }
};

/** The pages of a made-up letter as pictures. */
export const showSetting = async (
  briefsatz: Briefsatz,
  auftrag: Satzauftrag,
  breite: number,
): Promise<Vorschau> => {
  const { bytes, pages, images } = await briefsatz.setze(auftrag, breite);
  const befunde = await briefsatz.pruefe(auftrag, bytes, { kanalWunsch: null });
  const seiten = images.map((image) => ({
    nummer: image.number,
    breite: image.width,
    hoehe: image.height,
    bild: `data:image/png;base64,${Buffer.from(image.png).toString('base64')}`,
  }));
  return { seiten, seitenzahl: pages, befunde };
};
