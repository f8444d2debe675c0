import type { Einwilligungsumfang, EmpfangAenderung, Zugangsform } from './empfang.schema.js';

/** The words of the page for the ways that somebody may prefer. */
export const wegText = {
  post: 'Post',
  email: 'E-Mail',
  portal: 'Postfach im Nutzerkonto',
} as const;

export const formText: Readonly<Record<Zugangsform, string>> = {
  normal: 'üblich',
  grossdruck: 'Großdruck',
  braille: 'Braille',
  audio: 'Audio',
  elektronisch: 'elektronisch, barrierefrei',
};

export const umfangText: Readonly<Record<Einwilligungsumfang, string>> = {
  email: 'Einwilligung in E-Mail (§ 3a VwVfG)',
  portal: 'Einwilligung in das Postfach im Nutzerkonto (§ 9 OZG, § 41 Absatz 2a VwVfG)',
  portal_ausschluss: 'Ausschluss des Postfachs im Nutzerkonto (§ 9 OZG)',
};

type Wuensche = Omit<EmpfangAenderung, 'version'>;

const weg = (wish: Wuensche['bevorzugterWeg']): string =>
  wish === null ? 'keine Angabe' : wegText[wish];

/** What changed from one state of the wishes to the next, as sentences for the history; empty when nothing did. */
export const aenderungenOf = (before: Wuensche, after: Wuensche): string[] => [
  ...(before.bevorzugterWeg === after.bevorzugterWeg
    ? []
    : [`Bevorzugter Weg: ${weg(before.bevorzugterWeg)} → ${weg(after.bevorzugterWeg)}.`]),
  ...(before.postfachId === after.postfachId
    ? []
    : [
        after.postfachId === null
          ? 'Postfach-ID entfernt.'
          : `Postfach-ID ${before.postfachId === null ? 'eingetragen' : 'geändert'}.`,
      ]),
  ...(before.form === after.form
    ? []
    : [`Form der Schreiben: ${formText[before.form]} → ${formText[after.form]}.`]),
  ...(before.sprache === after.sprache ? [] : [`Sprache: ${before.sprache} → ${after.sprache}.`]),
];
