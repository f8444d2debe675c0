import type { Ort } from './feiertage.js';
import { berechneFrist, naechsterWerktag } from './frist.js';
import { datumText, plusTage, type Tag, tagText } from './kalender.js';

/** The law after which an act becomes known: general procedure, taxes, social law. */
export const verfahren = ['vwvfg', 'ao', 'sgb10'] as const;
export type Verfahren = (typeof verfahren)[number];

/** How an act reached its addressee. */
export const bekanntgabewege = [
  'post',
  'elektronisch',
  'postfach',
  'einschreiben',
  'abruf',
  'zustellung',
  'oeffentlich',
] as const;
export type Bekanntgabeweg = (typeof bekanntgabewege)[number];

interface Fiktion {
  weg: Bekanntgabeweg;
  verfahren: Verfahren;
  /** Acts handed over from this day, until that day, follow this version. */
  ab?: Tag;
  bis?: Tag;
  tage: number;
  grundlage: string;
  /** Whether the day of the fiction moves to the next Werktag. */
  verschiebung?: string;
}

/*
 * The fourth day instead of the third since 1.1.2025 by the Postrechtsmodernisierungsgesetz of 15.7.2024, for what is handed over to the post
 * after 31.12.2024. The day of the fiction is not the end of a period: after the VwVfG and the SGB X it is not moved
 * (BSG, 6.5.2010 – B 14 AS 12/09 R); after the AO it is (BFH, 14.10.2003 – IX R 68/98, § 108 Abs. 3 AO).
 */
const letztesAltes = '2024-12-31';
const erstesNeues = '2025-01-01';
const nachAo = '§ 108 Abs. 3 AO; BFH, 14.10.2003 – IX R 68/98';

const beide = (
  weg: Bekanntgabeweg,
  eines: Verfahren,
  grundlage: string,
  verschiebung?: string,
): Fiktion[] => {
  const common = {
    weg,
    verfahren: eines,
    grundlage,
    ...(verschiebung === undefined ? {} : { verschiebung }),
  };
  return [
    { ...common, bis: letztesAltes, tage: 3 },
    { ...common, ab: erstesNeues, tage: 4 },
  ];
};

const fiktionen: readonly Fiktion[] = [
  ...beide('post', 'vwvfg', '§ 41 Abs. 2 Satz 1 VwVfG'),
  ...beide('elektronisch', 'vwvfg', '§ 41 Abs. 2 Satz 2 VwVfG'),
  ...beide('post', 'ao', '§ 122 Abs. 2 Nr. 1 AO', nachAo),
  ...beide('elektronisch', 'ao', '§ 122 Abs. 2a AO', nachAo),
  ...beide('post', 'sgb10', '§ 37 Abs. 2 Satz 1 SGB X'),
  ...beide('elektronisch', 'sgb10', '§ 37 Abs. 2 Satz 2 SGB X'),
  ...verfahren.flatMap((eines) => beide('einschreiben', eines, '§ 4 Abs. 2 Satz 2 VwZG')),
  // The Postrechtsmodernisierungsgesetz has left this one at three days.
  ...verfahren.map(
    (eines): Fiktion => ({
      weg: 'postfach',
      verfahren: eines,
      tage: 3,
      grundlage: '§ 9 Abs. 1 Satz 4 OZG',
    }),
  ),
];

/** The day on which an act counts as known, and why. */
export interface Bekanntgabe {
  tag: Tag;
  grundlage: string;
  rechenweg: string[];
}

/** What the days are counted from, where it is not the Aufgabe zur Post. */
const anlassOf: Partial<Record<Bekanntgabeweg, string>> = {
  elektronisch: 'Absendung',
  postfach: 'Bereitstellung zum Abruf',
};

const fassungOf = ({ ab, bis }: Fiktion): string =>
  ab !== undefined
    ? `, Fassung seit ${datumText(ab)}`
    : bis !== undefined
      ? `, Fassung bis ${datumText(bis)}`
      : '';

const fiction = (
  frage: { weg: Bekanntgabeweg; verfahren: Verfahren; aufgabe: Tag; ort: Ort },
  zugang: Tag | undefined,
): Bekanntgabe => {
  const { weg, aufgabe } = frage;
  const version = fiktionen.find(
    (one) =>
      one.weg === weg &&
      one.verfahren === frage.verfahren &&
      aufgabe >= (one.ab ?? aufgabe) &&
      aufgabe <= (one.bis ?? aufgabe),
  );
  if (version === undefined) throw new RangeError('there is no such fiction');
  const counted = plusTage(aufgabe, version.tage);
  const moved = naechsterWerktag(counted, frage.ort);
  const day = version.verschiebung === undefined ? counted : moved.tag;
  const sent = anlassOf[weg] ?? 'Aufgabe zur Post';
  const ordinal = version.tage === 3 ? 'dritten' : 'vierten';
  const rechenweg = [
    `${sent}: ${tagText(aufgabe)}.`,
    `Der Bescheid gilt am ${ordinal} Tag danach als bekannt gegeben (${version.grundlage}${fassungOf(version)}): ${tagText(counted)}.`,
  ];
  if (moved.saetze.length > 0) {
    rechenweg.push(
      version.verschiebung === undefined
        ? 'Dass dieser Tag kein Werktag ist, ändert nichts: Die Bekanntgabe ist nicht das Ende einer Frist.'
        : `${moved.saetze.join(' ')} Bekannt gegeben ist er am nächsten Werktag (${version.verschiebung}): ${tagText(moved.tag)}.`,
    );
  }
  if (zugang === undefined || zugang <= day)
    return { tag: day, grundlage: version.grundlage, rechenweg };
  return {
    tag: zugang,
    grundlage: version.grundlage,
    rechenweg: [
      ...rechenweg,
      `Er ist aber nachweislich erst am ${tagText(zugang)} zugegangen; dieser Tag zählt.`,
    ],
  };
};

/**
 * The day on which an act counts as known.
 *
 * `post`, `elektronisch`, `postfach` (mailbox of a user account), `einschreiben` (without Rückschein) want the day on which it was handed over, and take a
 * later proven access; `abruf` the day of retrieval from the net (§ 41 Abs. 2a VwVfG: known on the day after; without a retrieval within ten
 * days it is not known at all); `zustellung` the day that the proof of delivery names; `oeffentlich` the day of the public
 * notice (two weeks, § 41 Abs. 4 Satz 3 VwVfG).
 */
export const berechneBekanntgabe = (frage: {
  weg: Bekanntgabeweg;
  verfahren: Verfahren;
  /** The day named above for the way. */
  tag: Tag;
  /** A proven later access, for the ways with a fiction. */
  zugang?: Tag | undefined;
  ort: Ort;
}): Bekanntgabe => {
  const { weg, tag, ort } = frage;
  switch (weg) {
    case 'post':
    case 'elektronisch':
    case 'postfach':
    case 'einschreiben':
      return fiction({ weg, verfahren: frage.verfahren, aufgabe: tag, ort }, frage.zugang);
    case 'abruf': {
      const day = plusTage(tag, 1);
      return {
        tag: day,
        grundlage: '§ 41 Abs. 2a Satz 3 VwVfG',
        rechenweg: [
          `Abruf: ${tagText(tag)}.`,
          `Der Bescheid gilt am Tag nach dem Abruf als bekannt gegeben (§ 41 Abs. 2a Satz 3 VwVfG): ${tagText(day)}.`,
        ],
      };
    }
    case 'zustellung':
      return {
        tag,
        grundlage: 'Zustellungsnachweis',
        rechenweg: [`Zugestellt laut Nachweis: ${tagText(tag)}.`],
      };
    case 'oeffentlich': {
      const result = berechneFrist({
        start: tag,
        dauer: { zahl: 2, einheit: 'woche' },
        verschiebung: 'keine',
        ort,
        ereignis: 'Ortsübliche Bekanntmachung',
      });
      return {
        tag: result.ende,
        grundlage: '§ 41 Abs. 4 Satz 3 VwVfG',
        rechenweg: [
          ...result.rechenweg,
          `Zwei Wochen nach der Bekanntmachung gilt der Bescheid als bekannt gegeben (§ 41 Abs. 4 Satz 3 VwVfG): ${tagText(result.ende)}.`,
        ],
      };
    }
  }
};
