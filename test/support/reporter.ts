import process from 'node:process';
import type { SerializedError } from 'vitest';
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const setUpFailed = (parent: TestModule | TestSuite): boolean =>
  parent.errors().length > 0 || (parent.type === 'suite' && setUpFailed(parent.parent));

const reasonOf = (test: TestCase): string => {
  const result = test.result();
  if (result.state === 'skipped' && result.note !== undefined) return result.note;
  return setUpFailed(test.parent)
    ? 'the set-up of the suite failed, see above'
    : 'no reason given; context.skip(reason) names it';
};

/** A file that cannot be loaded or a hook that fails is a failure of its own, or nobody would count it. */
const ownFaults = (module: TestModule): number => {
  const withErrors = (task: TestModule | TestSuite): boolean => task.errors().length > 0;
  return [module, ...module.children.allSuites()].filter(withErrors).length;
};

const countTests = (modules: readonly TestModule[], unhandled: number): Count => {
  const count: Count = { passed: 0, failed: unhandled, skipped: 0 };
  for (const module of modules) {
    count.failed += ownFaults(module);
    for (const test of module.children.allTests()) {
      const state = test.result().state;
      if (state !== 'pending') count[state] += 1;
      else count.failed += 1;
    }
  }
  return count;
};

const skippedByReason = (modules: readonly TestModule[]): Map<string, string[]> => {
  const groups = new Map<string, string[]>();
  for (const module of modules) {
    for (const test of module.children.allTests('skipped')) {
      const reason = reasonOf(test);
      const name = `${module.relativeModuleId}: ${test.fullName}`;
      groups.set(reason, [...(groups.get(reason) ?? []), name]);
    }
  }
  return groups;
};

/** A second attempt hides a fault from the count, so at least the reader sees it. */
const passedLater = (modules: readonly TestModule[]): string[] =>
  modules.flatMap((module) =>
    [...module.children.allTests('passed')]
      .filter((test) => test.diagnostic()?.flaky === true)
      .map((test) => `${module.relativeModuleId}: ${test.fullName}`),
  );

const closingLine = ({ passed, failed, skipped }: Count): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/**
 * Lists what was skipped and why and what needed a second attempt, and prints `N passed, N failed` as the very
 * last line of the run, after everything that the end of the global set-up may still say. With CI_NO_SKIP=1 a
 * skipped test fails the run.
 */
export default class SummaryReporter implements Reporter {
  private count: Count = { passed: 0, failed: 0, skipped: 0 };

  onInit(): void {
    // Writes to a pipe, a file or a terminal are synchronous here, so nothing comes after this line.
    process.on('exit', (code) => {
      const unexplained = code !== 0 && this.count.failed === 0 && this.count.skipped === 0;
      if (unexplained) this.count.failed = 1;
      console.log(closingLine(this.count));
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    this.count = countTests(modules, unhandled.length);
    const flaky = passedLater(modules);
    if (flaky.length > 0) console.log('\nPassed only at the second attempt:');
    for (const name of flaky) console.log(`  - ${name}`);
    const groups = skippedByReason(modules);
    if (groups.size === 0) return;
    console.log('\nSkipped, and what would let them run:');
    for (const [reason, names] of groups) {
      console.log(`  ${reason}`);
      for (const name of names) console.log(`    - ${name}`);
    }
    if (process.env['CI_NO_SKIP'] === '1') {
      console.log('CI_NO_SKIP=1: a skipped test fails this run.');
      process.exitCode = 1;
    }
  }
}
