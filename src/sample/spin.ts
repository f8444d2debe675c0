import type { Random } from './random.js';

/** Facts that fill the slots of a template. */
export type Slots = Readonly<Record<string, string>>;

const innermostChoice = /\[([^[\]]*)\]/;
const slot = /\{([A-Za-z0-9]+)\}/g;

const tidy = (text: string): string =>
  text
    .replace(/ {2,}/g, ' ')
    .replace(/ ([,.;:!?])(?=\s|$)/g, '$1')
    .trim();

/**
 * Writes one text from a template: `[a|b|]` draws one of the alternatives (choices may be nested),
 * `{name}` inserts a fact. Throws for a fact that is not there, so that no letter goes out with a gap.
 */
export const writeFromTemplate = (
  template: string,
  { random, slots }: { random: Random; slots: Slots },
): string => {
  let text = template;
  for (let match = innermostChoice.exec(text); match; match = innermostChoice.exec(text)) {
    const chosen = random.pick((match[1] ?? '').split('|'));
    text = text.slice(0, match.index) + chosen + text.slice(match.index + match[0].length);
  }
  const filled = text.replace(slot, (_, name: string) => {
    const value = slots[name];
    if (value === undefined) throw new RangeError(`A template asks for the unknown fact ${name}`);
    return value;
  });
  return tidy(filled);
};
