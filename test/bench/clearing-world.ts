import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '#demo/client.js';
import { isFinal, readOutcomes } from '#demo/progress.js';
import { EmpfangsAntwort } from '#posteingang/posteingang.schema.js';
import {
  type GeneratedLetter,
  generateLetters,
  type LetterTruth,
  type Municipality,
  renderLetter,
} from '#sample/index.js';
import type { Instance } from '#test/support/instance.js';

const pollMs = 500;

/** Letters of the sample city that name no Geschäftszeichen of ours: what a mailroom has to think about. */
const unnumbered = (city: Municipality, seed: string, count: number): GeneratedLetter[] => {
  const options = { seed, municipality: city, today: city.today };
  return generateLetters({ ...options, count: count * 8 })
    .filter(({ truth }) => truth.geschaeftszeichenPrinted === undefined)
    .slice(0, count);
};

const upload = async (client: Client, letter: GeneratedLetter, seed: string): Promise<string> => {
  const { fileName, mediaType, bytes } = await renderLetter(letter, {
    seed,
    degradation: 'born-digital',
  });
  const answer = await client.upload([{ name: fileName, mediaType, bytes }]);
  const [result] = EmpfangsAntwort.parse(answer.body).ergebnisse;
  if (result?.outcome !== 'accepted')
    throw new Error(`a sample letter was answered with ${result?.outcome}`);
  return result.id;
};

/**
 * Puts letters through the running service until at least `count` of them wait in Clearing; returns what is true
 * about each by its id. They are PDFs with text, so that no time goes into the recognition of text.
 */
export const fillClearing = async (
  instance: Instance,
  client: Client,
  given: { count: number; seed: string },
): Promise<Map<string, LetterTruth>> => {
  const truths = new Map<string, LetterTruth>();
  for (const letter of unnumbered(instance.city, given.seed, Math.ceil(given.count * 1.2))) {
    truths.set(await upload(client, letter, given.seed), letter.truth);
  }
  for (;;) {
    const items = await readOutcomes(instance.running.app);
    if (items.every(isFinal)) return truths;
    await pause(pollMs);
  }
};
