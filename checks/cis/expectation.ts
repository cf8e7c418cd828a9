/** Allowed values of a property, with their text. */
import type { Plan } from '../plan';
import { refersTo } from '../plan-reference';
import { shortType } from '../plan';

export interface Expectation {
  /** Completes "must": `be true`. */
  readonly text: string;
  readonly holds: (value: unknown, plan: Plan) => boolean;
}

type Plain = string | number | boolean;

export function be(...wanted: readonly Plain[]): Expectation {
  return { text: `be ${wanted.map(String).join(' or ')}`, holds: (value) => wanted.some((one) => one === value) };
}

/** For a property that is off by default. */
export const beOff: Expectation = { text: 'be false or left out', holds: (value) => isLeftOut(value) || value === false };

/** For a property that is on by default. */
export const beOn: Expectation = { text: 'be true or left out', holds: (value) => isLeftOut(value) || value === true };

export const beLeftOut: Expectation = { text: 'be left out', holds: isLeftOut };

export const beStated: Expectation = { text: 'be stated', holds: (value) => !isLeftOut(value) && value !== '' && !isEmptyList(value) };

export function include(...wanted: readonly string[]): Expectation {
  return { text: `include ${wanted.join(' and ')}`, holds: (value) => Array.isArray(value) && wanted.every((one) => value.includes(one)) };
}

export function match(pattern: RegExp, text: string): Expectation {
  return { text, holds: (value) => typeof value === 'string' && pattern.test(value) };
}

export function reach(least: number): Expectation {
  return { text: `be ${least} or more`, holds: (value) => typeof value === 'number' && value >= least };
}

/** For a property that must refer to another resource of the same plan. */
export function mean(type: string): Expectation {
  return { text: `refer to a ${shortType(type)} of the plan`, holds: (value, plan) => refersTo(plan, value, type) };
}

function isLeftOut(value: unknown): boolean {
  return value === undefined || value === null;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
