import { readdirSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { processTree } from './usage.js';

/**
 * Half of the processor time of an ordinary process that wants the same core. More would leave too little on a machine
 * that has other work besides: with 5, a page took half a minute there.
 */
const niceness = 3;

const quietly = (work: () => void): void => {
  try {
    work();
  } catch {
    // The process or thread has just ended, or this system knows no such setting: the child is merely not nicer.
  }
};

/**
 * Lets a child and all that it has started give way to the rest of Poststelle from now on. There is no way back:
 * only root may raise a priority again.
 */
export const stepBack = (pid: number | undefined): void => {
  if (pid === undefined) return;
  quietly(() => {
    for (const one of processTree(pid)) {
      // Linux keeps a priority for each thread, and for each session where it groups processes by it.
      for (const thread of readdirSync(`/proc/${one}/task`))
        quietly(() => setPriority(Number(thread), niceness));
      quietly(() => writeFileSync(`/proc/${one}/autogroup`, String(niceness)));
    }
  });
};
