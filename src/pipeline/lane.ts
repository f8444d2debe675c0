/** Lanes in the order in which they are served. */
export const lane = { interactive: 0, mail: 1, batch: 2 } as const;
export type Lane = (typeof lane)[keyof typeof lane];
