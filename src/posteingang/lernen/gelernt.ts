import type { Prediction, Ranked } from '#understanding/index.js';
import type { Aenderung, Gelernt } from './gelernt.schema.js';

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const shareOf = (ranked: readonly Ranked[], value: string): number =>
  ranked.find((one) => one.value === value)?.probability ?? 0;

const changeOf = (
  before: readonly Ranked[],
  after: readonly Ranked[],
  value: string,
): Aenderung => ({
  vorher: before[0]?.value ?? null,
  nachher: after[0]?.value ?? value,
  konfidenzVorher: shareOf(before, value),
  konfidenzNachher: shareOf(after, value),
});

const sentence = (subject: string, value: string, change: Aenderung): string => {
  const { vorher, nachher, konfidenzVorher, konfidenzNachher } = change;
  const now = percent(konfidenzNachher);
  if (vorher === value)
    return `${subject}: Das Modell lag mit ${value} richtig und ist jetzt zu ${now} sicher (vorher ${percent(konfidenzVorher)}).`;
  if (nachher === value)
    return `${subject}: Für Schreiben wie dieses nennt das Modell jetzt ${value} (${now}) statt ${vorher ?? 'nichts'}.`;
  return `${subject}: ${value} steigt für Schreiben wie dieses auf ${now} (vorher ${percent(konfidenzVorher)}); zuerst nennt das Modell noch ${nachher}.`;
};

/** What an answer changed: the model's opinion about the same letter before and after. */
export const describeLearning = (
  answer: { einheit: string | null; dokumentart: string | null },
  before: Prediction,
  after: Prediction,
): Gelernt => {
  const { einheit, dokumentart } = answer;
  const unit = einheit === null ? undefined : changeOf(before.einheit, after.einheit, einheit);
  const kind = dokumentart === null ? undefined : changeOf(before.kind, after.kind, dokumentart);
  return {
    ...(unit === undefined ? {} : { einheit: unit }),
    ...(kind === undefined ? {} : { dokumentart: kind }),
    saetze: [
      ...(unit === undefined ? [] : [sentence('Zuständigkeit', einheit ?? '', unit)]),
      ...(kind === undefined ? [] : [sentence('Art', dokumentart ?? '', kind)]),
    ],
  };
};
