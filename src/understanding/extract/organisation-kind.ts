import type { SenderKind } from './reading.js';

/** Ordered: the first that fits decides, so that "Rechtsanwalt" wins over "GmbH" and a court over an authority. */
const marks: readonly (readonly [Exclude<SenderKind, 'citizen'>, RegExp])[] = [
  ['lawyer', /rechtsanw[aä]lt|anwaltskanzlei|\bkanzlei\b|\bPartGmbB\b|fachanw[aä]lt|anw[aä]ltin/i],
  [
    'court',
    /(amts|land|oberlandes|verwaltungs|oberverwaltungs|arbeits|sozial|finanz|familien|insolvenz|nachlass|registergericht|bundes\w*)gericht\b|gerichtshof|staatsanwaltschaft|\bgericht\b/i,
  ],
  [
    'insurer',
    /versicherung|\bVVaG\b|krankenkasse|pflegekasse|berufsgenossenschaft|unfallkasse|\bAOK\b|haftpflicht\b.*\b(AG|VVaG)\b|\ba\. ?G\.(?=\s|$)|VVaG/i,
  ],
  [
    'authority',
    /landratsamt|finanzamt|jobcenter|hauptzollamt|polizei|landesamt|landesdirektion|bundesamt|ministerium|stadtverwaltung|gemeindeverwaltung|kreisverwaltung|landeshauptstadt|gemeinde\b|^stadt\s|agentur für arbeit|zollamt|landkreis|regierungspräsidium|bürgerservice|behörde/i,
  ],
  [
    'company',
    /\b(g?GmbH|mbH|AG|KG|OHG|UG|eG|SE|GbR|e\. ?K\.|e\. ?V\.|Ltd|Inc)(?=[\s.,;)]|$)|& Co\b|inkasso|hausverwaltung|handwerk|systemhaus|buchhandlung|\p{L}{3,}(dienst|betrieb|handel|technik|bau|service|verlag|werkstatt|zentrum|genossenschaft)\b(?!\w)|\b(verein|stiftung|praxis|apotheke|autohaus|pflegeheim|gaststätte|hotel)\b/iu,
  ],
];

/** The kind of organisation that a name announces; null for what looks like a person. */
export const organisationKindOf = (name: string): Exclude<SenderKind, 'citizen'> | null =>
  marks.find(([, mark]) => mark.test(name))?.[0] ?? null;
