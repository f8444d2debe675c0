import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { familyOf, statOf } from '#test/support/processes.js';

const ticksPerSecond = 100;

/** CPU seconds of this process and of all its children that have ended. */
export const cpuSeconds = (): number => {
  const stat = statOf('self') ?? [];
  const ticks = stat.slice(11, 15).reduce((sum, value) => sum + Number(value), 0);
  return ticks / ticksPerSecond;
};

/** Largest resident size in MB that any of the processes or their descendants has had. */
export const peakMegabytes = (roots: readonly number[]): number =>
  familyOf(roots).reduce((most, pid) => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'latin1');
      return Math.max(most, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      return most;
    }
  }, 0);

/** CPU seconds that the processes and their living descendants have used, with the children that have ended; ended with a signal, they are not counted by `cpuSeconds`. */
export const cpuSecondsOf = (roots: readonly number[]): number =>
  familyOf(roots).reduce((sum, pid) => {
    const stat = statOf(String(pid)) ?? [];
    const ticks = stat.slice(11, 15).reduce((all, value) => all + Number(value), 0);
    return sum + ticks / ticksPerSecond;
  }, 0);

/** Does the work on all items, as many at a time as there are cores; answers in the order of the items. */
export const onAllCores = async <T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> => {
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next; at < items.length; at = next) {
      next = at + 1;
      const item = items[at];
      if (item !== undefined) results[at] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return results;
};
