import { datesIn } from '../extract/dates.js';
import type { LegalRemedy } from '../extract/reading.js';
import type { Bekanntgabeweg, Verfahren } from './bekanntgabe.js';
import type { Brieftext } from './brieftext.js';
import type { Ort } from './feiertage.js';
import { berechne, type Fristfrage } from './frage.js';
import { datumText, plusTage, type Tag, tagText } from './kalender.js';
import { vorschlagNachGesetz } from './nach-gesetz.js';
import type { Fristvorschlag, Fundstelle, Pruefergebnis } from './vorschlag.js';

const access =
  /\b(?:zugestellt|zustellung|zugegangen|bekannt ?gegeben|erhalten)\s*(?:worden\s*)?(?:am|:)\s*/gi;

/** The day on which the writers say that the act reached them. */
const namedAccess = (text: string): Tag | undefined => {
  for (const match of text.matchAll(access)) {
    const end = match.index + match[0].length;
    const date = datesIn(text.slice(end, end + 24)).find((one) => one.start <= 2);
    if (date !== undefined) return date.value;
  }
  return undefined;
};

interface Weg {
  regel: string;
  verfahren: Verfahren;
  weg: Bekanntgabeweg;
  name: string;
  /** Days after the computed end in which a later posting or delivery may still make it timely. */
  spielraum: number;
  /** Until when the authority has to decide. */
  entscheidung: string | null;
  hinweis?: string;
}

const fine = /bußgeld|bussgeld|ordnungswidrigkeit|owi\b|verwarnung/i;
const tax = /steuer|abgabe|beitragsbescheid|gebührenbescheid|messbescheid|erschließungsbeitrag/i;
const socialCourt =
  /sozialhilfe|sgb\s*(?:ii|xii|2|12)\b|grundsicherung|bürgergeld|asylbewerberleistung|hilfe zum lebensunterhalt/i;
const social =
  /wohngeld|unterhaltsvorschuss|bafög|jugendhilfe|kita|kindertagespflege|eingliederungshilfe|sgb\s*(?:viii|ix|8|9)\b/i;

const wayOf = (rechtsbehelf: LegalRemedy, text: string): Weg => {
  const wort = rechtsbehelf.art.value;
  if (fine.test(text) && wort !== 'klage') {
    return {
      regel: 'owig-67',
      verfahren: 'vwvfg',
      weg: 'zustellung',
      name: 'Einspruch gegen den Bußgeldbescheid',
      spielraum: 21,
      entscheidung: null,
      hinweis:
        'Der Tag der Zustellung ist nicht bekannt; gerechnet ist ab dem Datum des Bescheids, dem frühesten Tag. Bitte mit der Zustellungsurkunde vergleichen.',
    };
  }
  if (wort === 'klage') {
    return {
      regel: 'vwgo-74',
      verfahren: 'vwvfg',
      weg: 'post',
      name: 'Klage',
      spielraum: 10_000,
      entscheidung: null,
      hinweis: 'Die Frist wahrt nur, was beim Gericht eingeht (§ 81 Abs. 1 VwGO).',
    };
  }
  const name = wort === 'einspruch' ? 'Einspruch (als Widerspruch)' : 'Widerspruch';
  const common = { weg: 'post', name, spielraum: 7 } as const;
  if (socialCourt.test(text))
    return { ...common, regel: 'sgg-84', verfahren: 'sgb10', entscheidung: 'sgg-88-widerspruch' };
  if (social.test(text))
    return { ...common, regel: 'vwgo-70', verfahren: 'sgb10', entscheidung: 'vwgo-75' };
  if (tax.test(text)) {
    return {
      ...common,
      regel: 'vwgo-70',
      verfahren: 'ao',
      entscheidung: 'vwgo-75',
      hinweis:
        'Kommunalabgabe: Bekanntgabe nach § 122 AO, Rechtsbehelf ist der Widerspruch. Eine falsche Bezeichnung schadet nicht.',
    };
  }
  return { ...common, regel: 'vwgo-70', verfahren: 'vwvfg', entscheidung: 'vwgo-75' };
};

const verdict: Readonly<Record<Pruefergebnis, string>> = {
  fristgerecht: 'Vorschlag: fristgerecht.',
  verspaetet:
    'Vorschlag: verspätet. Bitte den Ab-Vermerk, die Rechtsbehelfsbelehrung (sonst ein Jahr) und Gründe für eine Wiedereinsetzung prüfen.',
  zu_pruefen: 'Vorschlag: zu prüfen.',
};

/** Whether what arrived on `eingang` keeps a period that ends with `ende`, with the two sentences that close the calculation. */
export const beurteile = (
  eingang: Tag,
  pruefling: { bescheid: Tag; ende: Tag; spielraum: number },
): { ergebnis: Pruefergebnis; saetze: string[] } => {
  const { bescheid, ende, spielraum } = pruefling;
  const isLate = eingang > plusTage(ende, spielraum);
  const ergebnis: Pruefergebnis =
    eingang >= bescheid && eingang <= ende
      ? 'fristgerecht'
      : eingang >= bescheid && isLate
        ? 'verspaetet'
        : 'zu_pruefen';
  return { ergebnis, saetze: [`Eingegangen: ${tagText(eingang)}.`, verdict[ergebnis]] };
};

/** Where the letter speaks of it: the words around the name of the remedy, with its place on the page. */
const stelleOf = ({ art }: LegalRemedy, brief: Brieftext): Fundstelle => {
  const at = brief.text.indexOf(art.raw);
  const text = at < 0 ? art.raw : brief.stelle(at, at + art.raw.length).text;
  return { text, seite: art.page, box: art.box };
};

const asRechtsbehelf = (
  rechtsbehelf: LegalRemedy,
  brief: Brieftext,
  name: string,
): Pick<Fristvorschlag, 'schluessel' | 'art' | 'bezeichnung' | 'konfidenz' | 'fundstelle'> => ({
  schluessel: `rechtsbehelf:${rechtsbehelf.art.value}`,
  art: 'rechtsbehelf',
  bezeichnung: `${name}: rechtzeitig eingelegt?`,
  konfidenz: rechtsbehelf.art.confidence,
  fundstelle: stelleOf(rechtsbehelf, brief),
});

/** Whether a remedy came in time, from the date of the contested act, the fiction of access and the day of receipt. */
export const pruefeRechtsbehelf = (
  rechtsbehelf: LegalRemedy,
  brief: Brieftext,
  known: { eingang: Tag; ort: Ort },
): Fristvorschlag => {
  const way = wayOf(rechtsbehelf, brief.text);
  const { eingang, ort } = known;
  const bescheid = rechtsbehelf.bescheidVom?.value;
  const named = namedAccess(brief.text);
  const base = asRechtsbehelf(rechtsbehelf, brief, way.name);
  if (bescheid === undefined) {
    return {
      ...base,
      grundlage: '',
      frage: null,
      abEingang: false,
      start: null,
      ende: null,
      ergebnis: 'zu_pruefen',
      rechenweg: [
        `Eingegangen: ${tagText(eingang)}.`,
        'Das Datum des angegriffenen Bescheids ist nicht zu lesen. Bitte den Bescheid in der Akte suchen und die Frist berechnen.',
      ],
    };
  }
  const frage: Fristfrage = {
    art: 'regel',
    regel: way.regel,
    tag: bescheid,
    spielraum: way.spielraum,
    ...(way.weg === 'zustellung'
      ? {}
      : { bekanntgabe: { weg: way.weg, verfahren: way.verfahren } }),
  };
  const result = berechne(frage, ort);
  if (result === undefined) throw new Error('the rule of a remedy is not in the list of rules');
  const { ergebnis, saetze } = beurteile(eingang, {
    bescheid: bescheid,
    ende: result.ende,
    spielraum: way.spielraum,
  });
  return {
    ...base,
    grundlage: result.grundlage,
    frage,
    abEingang: false,
    start: result.start,
    ende: result.ende,
    ergebnis,
    rechenweg: [
      `Angegriffen ist ein Bescheid vom ${datumText(bescheid)}; angenommen ist, dass er an diesem Tag abgesandt wurde.`,
      ...(way.hinweis === undefined ? [] : [way.hinweis]),
      ...(named === undefined
        ? []
        : [`Nach dem Schreiben zugegangen am ${datumText(named)}; das ist nicht eingerechnet.`]),
      ...result.rechenweg,
      ...saetze,
    ],
  };
};

/** Until when the authority has to have decided about a remedy, or undefined where no such time runs. */
export const entscheidungsfrist = (
  rechtsbehelf: LegalRemedy,
  brief: Brieftext,
  known: { eingang: Tag; ort: Ort },
): Fristvorschlag | undefined => {
  const { entscheidung } = wayOf(rechtsbehelf, brief.text);
  if (entscheidung === null) return undefined;
  const given = {
    regel: entscheidung,
    bezeichnung: 'Über den Widerspruch entscheiden',
    konfidenz: rechtsbehelf.art.confidence,
    fundstelle: stelleOf(rechtsbehelf, brief),
  };
  return vorschlagNachGesetz(given, known);
};
