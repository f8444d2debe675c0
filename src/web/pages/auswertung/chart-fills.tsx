/*
 * Fills that differ by pattern and by lightness, not by colour alone; the colours are told apart with each kind of colour
 * blindness (after Okabe and Ito). A dark outline keeps light ones visible on paper.
 */

const patterns: readonly string[] = [
  '',
  'M0 8 8 0M-2 2 2-2M6 10 10 6',
  'M0 4h8',
  'M2 2h1v1h-1zM6 6h1v1h-1z',
  'M4 0v8',
  'M0 0 8 8M-2 6 2 10M6-2 10 2',
  'M0 4h8M4 0v8',
  'M0 0 8 8M8 0 0 8',
];

/** How many series can be told apart. */
export const mostFills = patterns.length;

/** The fill of a series; `id` is that of `<Fills>` in the same drawing. */
export const fillOf = (id: string, series: number): string =>
  `url(#${id}-${series % patterns.length})`;

/** The definitions of the fills, for one drawing. */
export const Fills = ({ id }: { id: string }) => (
  <defs>
    {patterns.map((path, at) => (
      <pattern
        key={path}
        id={`${id}-${at}`}
        width="8"
        height="8"
        patternUnits="userSpaceOnUse"
        class={`fill fill--${at}`}
      >
        <rect width="8" height="8" class="fill__ground" />
        {path === '' ? null : <path d={path} class="fill__lines" />}
      </pattern>
    ))}
  </defs>
);

/** Which fill stands for what. */
export const Legend = ({ id, names }: { id: string; names: readonly string[] }) => (
  <ul class="chart-legend" aria-hidden="true">
    {names.map((name, at) => (
      <li key={name}>
        <svg class="chart-legend__swatch" viewBox="0 0 24 16" aria-hidden="true">
          <rect x="1" y="1" width="22" height="14" fill={fillOf(id, at)} class="chart__bar" />
        </svg>
        {name}
      </li>
    ))}
  </ul>
);
