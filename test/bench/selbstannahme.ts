import { createMunicipality, generateLetters, textOf } from '#sample/index.js';
import { type SimulatedRun, simulateRun } from '#test/support/acceptance-simulation.js';
import { coldStartExamples, trainDefaultModel, upperErrorBound } from '#understanding/index.js';
import { flagOf, report, round } from './flags.js';

/*
 * npm run bench:selbstannahme -- --runs 400 --letters 2500 [--json]
 * Simulated runs of five classes whose model errs with 0.5 to 30 %: how often the realised error of what went through
 * alone stays within the target. Then the processor time of one correction on a model of the sample city.
 */

const runs = Number(flagOf('runs', '400'));
const letters = Number(flagOf('letters', '2500'));
const target = 0.02;

const summary = (all: readonly SimulatedRun[]) => {
  const within = all.filter(
    ({ accepted, errors }) => accepted === 0 || errors / accepted <= target,
  );
  const accepted = all.reduce((sum, one) => sum + one.accepted, 0);
  const errors = all.reduce((sum, one) => sum + one.errors, 0);
  return {
    laeufe: all.length,
    innerhalb: round(within.length / all.length, 3),
    obergrenzeAusserhalb: round(upperErrorBound(all.length - within.length, all.length), 3),
    fehlerInsgesamt: round(errors / Math.max(1, accepted), 4),
    alleinAnteil: round(accepted / (all.length * letters * 5), 3),
  };
};

const correctionMs = (): { median: number; p95: number } => {
  const city = createMunicipality({ seed: 'korrekturen' });
  const examples = generateLetters({ seed: 'lehre', count: 1_000, municipality: city }).map(
    (letter) => ({
      text: textOf(letter),
      kind: letter.truth.kind,
      einheit: letter.truth.organisationseinheit,
    }),
  );
  const classifier = trainDefaultModel(
    [...examples, ...coldStartExamples(city.organisationseinheiten)],
    { seed: 1 },
  );
  const fresh = generateLetters({ seed: 'neu', count: 300, municipality: city });
  const times = fresh.map((letter) => {
    const { kind, organisationseinheit: einheit } = letter.truth;
    const before = process.cpuUsage();
    const text = textOf(letter);
    classifier.predict(text);
    classifier.learn({ text, kind, einheit });
    classifier.predict(text);
    const used = process.cpuUsage(before);
    return (used.user + used.system) / 1_000;
  });
  const sorted = times.sort((a, b) => a - b);
  return {
    median: round(sorted[Math.floor(sorted.length * 0.5)] ?? 0, 2),
    p95: round(sorted[Math.floor(sorted.length * 0.95)] ?? 0, 2),
  };
};

report('Annahme ohne Person, Lernen aus einer Korrektur', {
  ziel: target,
  simulation: summary(
    Array.from({ length: runs }, (_, index) => simulateRun({ seed: index + 1, letters, target })),
  ),
  korrekturMitVergleichCpuMs: correctionMs(),
});
