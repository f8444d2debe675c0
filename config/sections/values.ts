import { z } from 'zod';

/** A port of this machine; 0 stands for any free one. */
export const port = z.coerce.number().int().min(0).max(65_535);

/** A whole number, also as text from the environment. */
export const whole = z.coerce.number().int();

/** Yes or no, also as text from the environment. */
export const flag = z.union([z.boolean(), z.stringbool()]);

/** The values of a setting that is one line with commas, without empty ones. */
export const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '');
