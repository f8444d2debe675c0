import { setTimeout as pause } from 'node:timers/promises';
import { isFinal, readOutcomes } from '#demo/progress.js';
import { EmpfangsAntwort } from '#posteingang/posteingang.schema.js';
import { generateLetters, type RenderedLetter, renderLetter } from '#sample/index.js';
import { startInstance } from '#test/support/instance.js';
import { flagOf, quantile, report, round } from './flags.js';

/*
 * npm run bench:acceptance -- --letters 200 --seed abnahme-1 [--model auto|best_int|fast] [--json]
 * Letters of a fresh seed through the running service over HTTP, held against the generator's truth.
 */

const letters = Number(flagOf('letters', '200'));
const seed = flagOf('seed', 'abnahme-1');
const pollMs = 1_000;

const instance = await startInstance({ flags: [`--ocr.model=${flagOf('model', 'auto')}`] });
const client = await instance.signInAs('poststelle');
const truths = new Map<string, RenderedLetter['truth']>();
const startedAt = performance.now();
let pages = 0;
for (const letter of generateLetters({
  seed,
  count: letters,
  municipality: instance.city,
  today: instance.city.today,
})) {
  const rendered = await renderLetter(letter, { seed });
  pages += rendered.pages;
  const answer = await client.upload([
    { name: rendered.fileName, mediaType: rendered.mediaType, bytes: rendered.bytes },
  ]);
  const [result] = EmpfangsAntwort.parse(answer.body).ergebnisse;
  if (result?.outcome !== 'accepted')
    throw new Error(`a generated letter was answered with ${result?.outcome}`);
  truths.set(result.id, rendered.truth);
}
let items = await readOutcomes(instance.running.app);
while (!items.every(isFinal)) {
  await pause(pollMs);
  items = await readOutcomes(instance.running.app);
}
const seconds = (performance.now() - startedAt) / 1_000;

const judged = items.flatMap((item) => {
  const truth = truths.get(item.id);
  return truth === undefined ? [] : [{ item, truth }];
});
const readable = judged.filter(
  ({ truth }) =>
    truth.geschaeftszeichenPrinted !== undefined &&
    truth.geschaeftszeichenReadable &&
    !truth.geschaeftszeichenMistyped,
);
const attached = judged.filter(({ item }) => item.geschaeftszeichen !== null);
const wrong = attached.filter(
  ({ item, truth }) => item.geschaeftszeichen !== truth.geschaeftszeichen,
);
const right = readable.filter(
  ({ item, truth }) => item.geschaeftszeichen === truth.geschaeftszeichen,
);
const clearing = judged.filter(({ item }) => item.zustand === 'clearing');
const inTopThree = clearing.filter(({ item, truth }) =>
  item.einheitVorschlaege.slice(0, 3).includes(truth.organisationseinheit),
);

for (const { item, truth } of readable.filter(({ item }) => item.geschaeftszeichen === null)) {
  process.stdout.write(
    `  nicht zugeordnet: ${truth.id} ${truth.degradation} ${item.clearingCode} (${truth.geschaeftszeichenPrinted})\n`,
  );
}
for (const { item, truth } of wrong) {
  process.stdout.write(
    `  FALSCH zugeordnet: ${truth.id} ${truth.degradation} ${item.geschaeftszeichen} statt ${truth.geschaeftszeichen}\n`,
  );
}
for (const { item, truth } of clearing.filter((one) => !inTopThree.includes(one))) {
  process.stdout.write(
    `  Einheit nicht unter den ersten drei: ${truth.id} ${truth.degradation} ${truth.organisationseinheit}, vorgeschlagen ${item.einheitVorschlaege.join(' ')}\n`,
  );
}
const waits = items.flatMap((item) => item.sekunden ?? []);
report(`Abnahme mit ${letters} Briefen, Saat ${seed}`, {
  letters,
  seed,
  pages,
  readableGeschaeftszeichen: readable.length,
  attachedRight: right.length,
  attachedRightShare: round(right.length / readable.length, 4),
  attachedWrong: wrong.length,
  clearing: clearing.length,
  unitInTopThree: inTopThree.length,
  unitInTopThreeShare: clearing.length === 0 ? 1 : round(inTopThree.length / clearing.length, 4),
  notFinal: items.filter((item) => !isFinal(item)).length,
  secondsToPostkorbMedian: quantile(waits, 0.5),
  pagesPerMinute: round((pages / seconds) * 60),
});
client.close();
await instance.stop();
process.exit(0);
