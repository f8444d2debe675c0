import { countedWords, eachFeature } from './features.js';
import type { LinearHead } from './linear-head.js';

const stopWords = new Set(
  `aber alle allen alles also andere andamen deren auch auf aus bei beim bereits bin bis bitte dabei dafur daher dann das dass dem den denn der des deren dessen die dies diese diesem diesen dieser dieses doch dort durch ein eine einem einen einer eines einige er erst es etwas fur gegen gegenuber geehrte geehrten geehrter freundlichen freundliche grussen grusse guten haben habe hat hatte hatten herr herren frau hier hiermit ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in ist ja jede jeder jedoch kann kein keine keinen konnen konnte mal man mehr mein meine meinem meinen meiner meines mich mir mit mochte muss mussen nach nicht noch nun nur ob oder ohne schon sehr sei sein seine seinem seinen seiner seit sich sie sind so sollte somit soweit sowie tag uber um und uns unser unsere unserem unseren unserer vom von vor war ware waren was weil welche wenn werde werden wie wieder wir wird wurde wurden zu zum zur zwar zwischen stadt lieber liebe dazu davon damit darf wegen bzw`.split(
    /\s+/,
  ),
);

const readable = /^[a-zäöüßA-ZÄÖÜ-]{4,30}$/;

/** How much more a bucket speaks for one class than for all of them on average. */
const advantage = (head: LinearHead, bucket: number, index: number): number => {
  const start = bucket * head.stride;
  const row = head.weights.subarray(start, start + head.classes.length);
  return (row[index] ?? 0) - row.reduce((sum, weight) => sum + weight, 0) / row.length;
};

/**
 * The words of a text that raise the score of an answer most, at most six, as they are written there.
 * A word counts with itself, its pairs and its runs of characters, against the mean of all answers.
 */
export const explainWords = (input: {
  text: string;
  head: LinearHead;
  idf: Float32Array;
  value: string;
}): string[] => {
  const { head, idf } = input;
  const index = head.classes.indexOf(input.value);
  if (index < 0) return [];
  const strength = new Map<string, { shown: string; score: number }>();
  let before: string | undefined;
  for (const shown of input.text.slice(0, 30_000).split(/[^\p{L}\p{N}-]+/u)) {
    const word = countedWords(shown)[0];
    if (word === undefined) continue;
    let score = 0;
    let features = 0;
    eachFeature(word, before, (bucket) => {
      score += advantage(head, bucket, index) * (idf[bucket] ?? 1);
      features += 1;
    });
    before = word;
    if (!readable.test(shown) || stopWords.has(word)) continue;
    const known = strength.get(word);
    const weighed = score / Math.sqrt(features);
    if (known === undefined || known.score < weighed) strength.set(word, { shown, score: weighed });
  }
  const ranked = [...strength.values()].sort((a, b) => b.score - a.score);
  const least = 0.2 * (ranked[0]?.score ?? 0);
  return ranked
    .filter(({ score }) => score > 0 && score >= least)
    .slice(0, 6)
    .map(({ shown }) => shown);
};
