import type { Answer } from './visitor';

/** @throws Error with what was answered instead, unless it is as it must be */
export function mustBe(asItMust: boolean, what: string, { status, location, body }: Answer): void {
  if (!asItMust) throw new Error(`${what} was answered with ${status}${location === '' ? '' : `, location ${location}`}: ${body.slice(0, 300)}`);
}
