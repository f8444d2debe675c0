import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts processor time in hundredths of a second on every Linux that Node runs on. */
const ticksPerSecond = 100;
const mostProcesses = 64;

const childrenOf = (pid: number): number[] => {
  const tasks = readdirSync(`/proc/${pid}/task`);
  return tasks.flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'latin1')
      .split(' ')
      .map(Number)
      .filter((child) => child > 0),
  );
};

const ticksOf = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The name of the program stands in brackets and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // Its own user and system time, and that of the children that have ended.
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
};

/** A process and everything that it has started; throws where the system does not tell. */
export const processTree = (pid: number): number[] => {
  const all = [pid];
  for (let at = 0; at < all.length && at < mostProcesses; at += 1)
    all.push(...childrenOf(all[at] ?? pid));
  return all;
};

/**
 * Processor seconds that a process and everything that it has started have used up so far; undefined where the
 * system does not tell, and when the process has ended.
 */
export const cpuSecondsOf = (pid: number): number | undefined => {
  try {
    return processTree(pid).reduce((sum, one) => sum + ticksOf(one), 0) / ticksPerSecond;
  } catch {
    return undefined;
  }
};
