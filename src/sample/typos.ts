import type { Random } from './random.js';

type Slip = (text: string) => string;

const slips: readonly Slip[] = [
  (text) => text.replace(', dass ', ', das '),
  (text) => text.replace(/, (weil|obwohl|wenn|und|aber|die|der|das) /, ' $1 '),
  (text) => text.replace('Bescheid', 'Bescheit'),
  (text) => text.replace('Widerspruch', 'Wiederspruch'),
  (text) => text.replace('nämlich', 'nähmlich'),
  (text) => text.replace(/ß/, 'ss'),
  (text) => text.replace(/ä/, 'ae'),
  (text) => text.replace(/ü/, 'ue'),
  (text) => text.replace('Ihnen', 'ihnen'),
  (text) => text.replace(' Sie ', ' sie '),
  (text) => text.replace(' Ihre', ' ihre'),
  (text) => text.replace('vielen Dank', 'vielen dank'),
  (text) => text.replace('tt', 't'),
  (text) => text.replace('. ', '.  '),
  (text) => text.replace('endlich', 'entlich'),
  (text) => text.replace('seit', 'seid'),
];

/** Letters of a word in the wrong order: "Unterlagen" → "Unterlagne". */
const transpose = (text: string, random: Random): string => {
  const words = text.split(' ');
  const candidates = words.flatMap((word, index) => (/^[a-zäöüß]{6,}$/i.test(word) ? [index] : []));
  if (candidates.length === 0) return text;
  const index = random.pick(candidates);
  const word = words[index] ?? '';
  const at = random.int(1, word.length - 3);
  words[index] = word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  return words.join(' ');
};

/** Puts one to four mistakes into the running text, as people make them who write seldom. */
export const withTypos = (paragraphs: readonly string[], random: Random): string[] => {
  const result = [...paragraphs];
  const count = random.int(1, 4);
  for (let i = 0; i < count; i += 1) {
    const at = random.int(0, result.length - 1);
    const text = result[at] ?? '';
    result[at] = random.chance(0.35) ? transpose(text, random) : random.pick(slips)(text);
  }
  return result;
};
