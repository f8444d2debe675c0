import { readdirSync, readFileSync } from 'node:fs';

/** The fields of /proc/PID/stat behind the name, which may hold anything: `[0]` is the state. */
export const statOf = (pid: string): string[] | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
};

/** The given processes and all that descend from one of them. */
export const familyOf = (roots: readonly number[]): number[] => {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = statOf(name);
    if (stat !== undefined) parents.set(Number(name), Number(stat[1]));
  }
  const family = new Set(roots);
  for (let size = -1; size !== family.size; ) {
    size = family.size;
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid);
  }
  return [...family];
};

/** Children of this process that run a program whose path ends so; their cages do not count. */
export const ownChildren = (entry: string): number[] =>
  familyOf([process.pid]).filter((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0');
      return (words[0] ?? '').endsWith('node') && words.some((word) => word.endsWith(entry));
    } catch {
      // It has ended meanwhile.
      return false;
    }
  });
