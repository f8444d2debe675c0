import { sql } from 'kysely';
import { findCandidates, findRegisterByIds } from '#eakte/index.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Extraction, VorgangCandidate } from '#understanding/index.js';
import { findKorrespondent } from './korrespondenten/find-korrespondent.js';
import { listVorgaenge } from './korrespondenten/korrespondent.repository.js';
import { displaySender } from './reading.js';

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** What speaks for a Vorgang, each with its weight and its reason. */
type Sign = readonly [weight: number, reason: string];

type Found = Awaited<ReturnType<typeof findCandidates>>[number];

const signsOfSimilarity = (one: Found | undefined): Sign[] => {
  if (one === undefined) return [];
  const { zeichenGleich, nameNaehe, betreffNaehe, plzGleich } = one;
  const signs: (Sign | false)[] = [
    zeichenGleich && [0.6, 'Zeichen des Absenders ist im Vorgang vermerkt'],
    nameNaehe > 0.4 && [
      nameNaehe * 0.5,
      `Absender ähnelt einem Beteiligten (${percent(nameNaehe)})`,
    ],
    betreffNaehe > 0.3 && [betreffNaehe * 0.4, `Betreff ähnelt (${percent(betreffNaehe)})`],
    plzGleich && [0.1, 'gleiche Postleitzahl'],
  ];
  return signs.filter((sign) => sign !== false);
};

/** `63-6130/14/` of `63-6130/14/569-2026`: the Akte, which stays readable where a stamp covers the rest. */
const akteOf = (geschaeftszeichen: string): string =>
  /^[^/]+\/\d+\//.exec(geschaeftszeichen)?.[0] ?? '';

const plain = (text: string): string => text.replace(/[\s.]/g, '');

/**
 * Vorgänge that the letter may belong to, best first, with reasons: by the sender's own sign, by who takes part (in any
 * spelling), by subject, by the beginning of our sign. Offered to a person, never taken alone. Only within `asSystem`.
 */
export const listVorgangKandidaten = async (
  tx: Tx,
  extraction: Extraction,
): Promise<VorgangCandidate[]> => {
  const { sender } = extraction;
  const known = await findKorrespondent(tx, sender);
  const ofSender = known === undefined ? [] : await listVorgaenge(tx, known.id, sql`true`);
  const found = await findCandidates(tx, {
    geschaeftszeichen: extraction.geschaeftszeichen.find((one) => one.role !== 'theirs')?.value,
    senderName: displaySender(sender) ?? undefined,
    plz: sender.plz?.value,
    betreff: extraction.subject?.value,
    fremdesZeichen: extraction.foreignReferences[0]?.value,
    limit: 10,
  });
  const open = new Map([
    ...found.map((one) => [one.id, one.zustand === 'offen'] as const),
    ...ofSender.map((one) => [one.vorgangId, one.offen] as const),
  ]);
  const text = plain(extraction.text);
  const entries = await findRegisterByIds(tx, [...open.keys()]);
  return entries
    .map((entry): VorgangCandidate => {
      const akte = plain(akteOf(entry.geschaeftszeichen));
      const isOfSender = ofSender.some(({ vorgangId }) => vorgangId === entry.vorgangId);
      const isOpen = open.get(entry.vorgangId) === true;
      const signs: Sign[] = [
        ...signsOfSimilarity(found.find(({ id }) => id === entry.vorgangId)),
        ...(isOfSender && known !== undefined
          ? [[0.25, `bekannter Absender „${known.name}“ ist beteiligt`] as const]
          : []),
        ...(akte.length >= 6 && text.includes(akte)
          ? [[0.2, `Anfang des Geschäftszeichens (${akte}…) steht im Schreiben`] as const]
          : []),
        isOpen ? [0.05, 'Vorgang ist offen'] : [0, 'Vorgang ist abgeschlossen'],
      ];
      return {
        vorgangId: entry.vorgangId,
        geschaeftszeichen: entry.geschaeftszeichen,
        einheit: entry.einheit,
        betreff: entry.betreff,
        reasons: signs.map(([, reason]) => reason),
        score: Math.min(
          1,
          signs.reduce((sum, [weight]) => sum + weight, 0),
        ),
      };
    })
    .sort((a, b) => b.score - a.score || (a.geschaeftszeichen < b.geschaeftszeichen ? -1 : 1))
    .slice(0, 10);
};
