/** What each repair costs. The sum of a reading stays below `highest`. */
export const costs = {
  blank: 0.05,
  lineBreak: 0.1,
  speck: 0.2,
  blankInNumber: 0.25,
  lookAlike: 0.1,
  oddDash: 0.2,
  dashFromBlank: 0.3,
  dashLost: 0.4,
  oddSlash: 0.3,
  slashFromDigit: 0.6,
  slashFromBlank: 0.4,
  slashLost: 0.9,
  unknownUnit: 0.8,
  shortYear: 0.2,
  unreadable: 1,
  highest: 1.75,
} as const;

/** A reading that has come part of the way; every step turns it into the ways that go on from there. */
export interface Path {
  at: number;
  value: string;
  cost: number;
  folded: boolean;
  restored: boolean;
  damaged: boolean;
}

/** One part of a Geschaeftszeichen: from a path to all ways to read the part. */
export type Step = (path: Path) => Path[];
/** What a step had to put right, see `ZeichenForm`, and its price. */
interface Repair {
  cost: number;
  folded?: boolean;
  restored?: boolean;
  damaged?: boolean;
}

/** The path behind another piece; none where it costs too much or a second character is unreadable. */
export const advance = (path: Path, at: number, added: string, repair: Repair): Path[] => {
  const total = path.cost + repair.cost;
  const damaged = path.damaged || repair.damaged === true;
  if (total > costs.highest || (repair.damaged === true && path.damaged)) return [];
  return [
    {
      at,
      value: path.value + added,
      cost: total,
      folded: path.folded || repair.folded === true,
      restored: path.restored || repair.restored === true,
      damaged,
    },
  ];
};
