import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import type { LetterClassifier, Question, Ranked } from '#understanding/index.js';
import { describeItem, type NewDecision, saveDecisions } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { readItem } from '../reading.js';

const mostCandidates = 5;

/** The words that speak for an answer, as a sentence for the clerk. */
export const reasonsOf = (
  classifier: LetterClassifier,
  of: { text: string; question: Question; value: string },
): string[] => {
  const words = classifier.explain(of.text, of.question, of.value).slice(0, 6);
  return words.length === 0 ? [] : [`Wörter im Schreiben: ${words.join(', ')}`];
};

/** Asks the trained model for the kind of letter and the responsible unit; stores both with their reasons. */
export const classify = (deps: PosteingangDeps): Stage => ({
  name: 'classify',
  queue: 'light',
  run: async ({ itemId, run }) => {
    const { extraction } = await asSystem(deps.db, (tx) => readItem(tx, itemId, deps));
    const classifier = await deps.classifier();
    const prediction = classifier.predict(extraction.text);
    const decide = (
      art: NewDecision['art'],
      question: Question,
      ranked: readonly Ranked[],
    ): NewDecision => ({
      run,
      art,
      wert: ranked[0]?.value ?? null,
      konfidenz: ranked[0]?.probability ?? null,
      kandidaten: ranked.slice(0, mostCandidates).map(({ value, probability }) => ({
        wert: value,
        anzeige: value,
        konfidenz: probability,
        gruende: reasonsOf(classifier, { text: extraction.text, question, value }),
      })),
      gruende:
        ranked[0] === undefined
          ? []
          : reasonsOf(classifier, { text: extraction.text, question, value: ranked[0].value }),
      modell: prediction.modelVersion,
      personId: null,
    });
    const decisions = [
      decide('dokumentart', 'kind', prediction.kind),
      decide('organisationseinheit', 'einheit', prediction.einheit),
    ];
    return {
      write: async (tx) => {
        await saveDecisions(tx, itemId, decisions);
        await describeItem(tx, itemId, { art: prediction.kind[0]?.value ?? null });
      },
    };
  },
});
