/** Round steps for people: 1, 2 or 5 times a power of ten. */
const roundSteps = [1, 2, 5, 10];

/** Seconds are read in minutes, hours and days. */
const clockSteps = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
];

const mostTicks = 5;

const roundStep = (rough: number): number => {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * (roundSteps.find((step) => step * power >= rough) ?? 10);
};

/** The marks of an axis from 0 up to at least `largest`, at most six; counts have no fractions. */
export const ticksOf = (
  largest: number,
  art: 'anzahl' | 'anteil' | 'cent' | 'sekunden',
): number[] => {
  const least = art === 'anteil' ? 0.05 : mostTicks;
  const rough = Math.max(largest, least) / mostTicks;
  const day = 86_400;
  const step =
    art === 'sekunden'
      ? (clockSteps.find((one) => one >= rough) ?? roundStep(rough / day) * day)
      : roundStep(rough);
  const count = Math.ceil(Math.max(largest, least) / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, at) => Number((at * step).toPrecision(12)));
};

/** Every how many of `count` labels can be shown where there is room for `room`. */
export const labelStep = (count: number, room: number): number =>
  Math.max(1, Math.ceil(count / room));

/** A text that fits; the rest of it stands in the table. */
export const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
