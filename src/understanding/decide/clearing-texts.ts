/** Why a letter waits for a person. */
export type ClearingCode =
  | 'nicht-lesbar'
  | 'kein-geschaeftszeichen'
  | 'geschaeftszeichen-unbekannt'
  | 'geschaeftszeichen-mehrdeutig'
  | 'widerspruch'
  | 'andere-einheit';

/** A reason for Clearing with a text that tells the clerk what to do. */
export interface ClearingReason {
  code: ClearingCode;
  text: string;
}

const next = {
  candidates: 'Bitte den passenden Vorgang aus den Vorschlägen wählen oder selbst suchen.',
  noCandidates:
    'Bitte die Organisationseinheit bestätigen und den Vorgang suchen oder einen neuen anlegen lassen.',
} as const;

/** Words the reason for the clerk; `read` is the Geschaeftszeichen as it was read, `detail` the exact doubt. */
export const clearingReason = (
  code: ClearingCode,
  facts: { read?: string | null; detail?: string; hasCandidates: boolean },
): ClearingReason => {
  const step = facts.hasCandidates ? next.candidates : next.noCandidates;
  const read = facts.read ?? '';
  const texts: Readonly<Record<ClearingCode, string>> = {
    'nicht-lesbar':
      'Auf den Seiten war kaum Text zu erkennen. Bitte das Original ansehen, bei Bedarf neu scannen und von Hand zuordnen.',
    'kein-geschaeftszeichen': `Das Schreiben nennt kein Geschäftszeichen von uns. ${step}`,
    'geschaeftszeichen-unbekannt': `Das gelesene Geschäftszeichen ${read} gibt es nicht im Register. Bitte mit dem Original vergleichen: verschrieben oder falsch gelesen? ${step}`,
    'geschaeftszeichen-mehrdeutig': `Das Geschäftszeichen führt nicht zu genau einem Vorgang: ${facts.detail ?? 'mehrere sind möglich'}. Bitte mit dem Original vergleichen und den richtigen Vorgang wählen.`,
    widerspruch: `Das Geschäftszeichen ${read} ist vergeben, passt aber nicht zum übrigen Schreiben: ${facts.detail ?? 'Absender oder Inhalt weichen ab'}. Bitte prüfen, ob der Vorgang stimmt.`,
    'andere-einheit': `Die E-Mail ging an die Adresse einer Organisationseinheit, ihr Inhalt spricht aber klar für ${facts.detail ?? 'eine andere'}. Bitte die Organisationseinheit wählen.`,
  };
  return { code, text: texts[code] };
};
