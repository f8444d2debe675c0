import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { keepPictures, openVisitor, signIn, type Visitor } from './browser.js';
import { findProgram } from './needs.js';
import { aSmallCity, cityPassword, type SmallCity } from './small-city.js';
import { startWholeProgram, type WholeProgram } from './whole-program.js';

/** Long enough for a busy machine; a journey that hangs is ended by its own waits before. */
export const journeyMs = 900_000;

/** The program and the people in front of it, for the journeys of one file. */
export interface Journey {
  readonly program: WholeProgram;
  readonly city: SmallCity;
  /** A browser of its own; with a login, a person who is signed in. */
  visit: (login?: string) => Promise<Page>;
}

interface JourneyOptions {
  /** How long visitors stay: until the end of their test, or to that of the file. */
  visitors: 'one test' | 'all tests';
  /** Leaves the city to the journeys. */
  withoutCity?: boolean;
  /** Settings of the program beside the usual ones; made when it starts. */
  flags?: () => Promise<readonly string[]>;
  /** Runs once when everything stands. */
  prepare?: (journey: Journey) => Promise<void>;
}

/** Closes the browsers and says what they complained about: broken policy, failed scripts, missing files. */
const closeVisitors = async (visitors: readonly Visitor[]): Promise<string[]> => {
  await Promise.all(visitors.map((visitor) => visitor.close()));
  return visitors.flatMap((visitor) => visitor.complaints);
};

/** Registers the set-up and the clean-up of the journeys of a file; without Chromium nothing is started. */
export const aJourney = (options: JourneyOptions): Journey => {
  const visitors: Visitor[] = [];
  let program: WholeProgram | undefined;
  let city: SmallCity | undefined;
  const journey: Journey = {
    get program() {
      if (program === undefined) throw new Error('the program was not started');
      return program;
    },
    get city() {
      if (city === undefined) throw new Error('there is no city yet');
      return city;
    },
    visit: async (login) => {
      const visitor = await openVisitor(journey.program.url);
      visitors.push(visitor);
      if (login !== undefined) await signIn(visitor.page, login, cityPassword);
      return visitor.page;
    },
  };
  beforeAll(async () => {
    if (findProgram('chromium') === undefined) return;
    program = await startWholeProgram((await options.flags?.()) ?? []);
    if (options.withoutCity !== true) city = await aSmallCity(program.db);
    await options.prepare?.(journey);
  }, journeyMs);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPictures(visitors, task.name);
    if (options.visitors === 'one test')
      expect(await closeVisitors(visitors.splice(0))).toEqual([]);
  });
  afterAll(async () => {
    const complaints = await closeVisitors(visitors.splice(0));
    await program?.stop();
    expect(complaints).toEqual([]);
  });
  return journey;
};
