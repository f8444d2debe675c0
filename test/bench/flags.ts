/** The value of `--name=value` or `--name value`, or the default. */
export const flagOf = (name: string, otherwise: string): string => {
  const flags = process.argv.slice(2);
  const joined = flags.find((flag) => flag.startsWith(`--${name}=`));
  if (joined !== undefined) return joined.slice(name.length + 3);
  const at = flags.indexOf(`--${name}`);
  const next = at === -1 ? undefined : flags[at + 1];
  return next === undefined || next.startsWith('--') ? otherwise : next;
};

/** Whether `--name` is given. */
export const hasFlag = (name: string): boolean => process.argv.slice(2).includes(`--${name}`);

/** Prints the figures for people and, with `--json`, as one JSON object in the last line. */
export const report = (title: string, figures: Record<string, unknown>): void => {
  const width = Math.max(...Object.keys(figures).map((key) => key.length));
  const lines = Object.entries(figures).map(
    ([key, value]) =>
      `  ${key.padEnd(width)}  ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  );
  process.stdout.write(`${[title, ...lines].join('\n')}\n`);
  if (hasFlag('json')) process.stdout.write(`${JSON.stringify(figures)}\n`);
};

/** A quantile of numbers, e.g. 0.95; null for none. */
export const quantile = (values: readonly number[], share: number): number | null => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
};

/** Rounded to the given number of decimals. */
export const round = (value: number, decimals = 1): number => Number(value.toFixed(decimals));
