import type { Answer } from './visitor';

/** @throws Error with the response if `asItMust` is false */
export function mustBe(asItMust: boolean, what: string, { status, location, body }: Answer): void {
  if (!asItMust) throw new Error(`${what} was answered with ${status}${location === '' ? '' : `, location ${location}`}: ${body.slice(0, 300)}`);
}
