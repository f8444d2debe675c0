import Big from 'big.js';
import type { GroupId, Gruppe, TermId } from '#tools/rechnung/begriffe.js';

const decimalForm = /^-?\d{1,24}(?:\.\d{1,24})?$/;

/** An exact decimal; undefined for what is none. Never by way of a floating-point number. */
export const parseDecimal = (text: string | undefined): Big | undefined =>
  text === undefined || !decimalForm.test(text) ? undefined : new Big(text);

/** The groups of this kind in a group or invoice. */
export const groupsOf = (of: Gruppe, id: GroupId): readonly Gruppe[] => of.groups[id] ?? [];

/** The first value of a term. */
export const textOf = (of: Gruppe | undefined, id: TermId): string | undefined =>
  of?.terms[id]?.[0]?.value;

/** The first value of a term as a decimal; undefined where it is absent or no number. */
export const decimalOf = (of: Gruppe | undefined, id: TermId): Big | undefined =>
  parseDecimal(textOf(of, id));

/** Whether a term has a value. */
export const hasTerm = (of: Gruppe | undefined, id: TermId): boolean =>
  (of?.terms[id]?.length ?? 0) > 0;

const zero = new Big(0);

/** The sum of a term over groups; what is absent counts nothing. */
export const sumOf = (groups: readonly Gruppe[], id: TermId): Big =>
  groups.reduce((sum, group) => sum.plus(decimalOf(group, id) ?? zero), zero);

/** A decimal as a person here reads it, with at least two digits after the comma. */
export const german = (value: Big): string => {
  const [whole = '0', fraction = ''] = value.abs().toFixed().split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.');
  return `${value.lt(0) ? '-' : ''}${grouped},${fraction.padEnd(2, '0')}`;
};

/** Half away from zero to cents, as the standard rounds. */
export const toCents = (value: Big): Big => value.round(2, Big.roundHalfUp);
