/** The part of a request that makes it slower than it usually is, if it is one. */
import { unusual } from '../incidents/symptoms';
import type { RequestPart, RequestTime } from './request-time';

/** Shares: of what all parts take more than usual, and of the whole request, that the slowest part has at least. */
const [ofExcess, ofWhole] = [0.5, 0.2];

export type Slowest =
  | { readonly kind: 'slowest'; readonly part: RequestPart; readonly share: number; readonly ofExcess: number }
  /** No part takes unusually long. */
  | { readonly kind: 'usual' }
  /** Several do, and none of them most of it. */
  | { readonly kind: 'scattered'; readonly parts: readonly RequestPart[] };

/** Seconds of a request beyond what is usual. */
export const excessOf = ({ seconds: { now, usual } }: Pick<RequestPart, 'seconds'>): number => Math.max(now - usual, 0);

export function slowestPart({ seconds, parts }: RequestTime): Slowest {
  const slower = parts.filter((part) => part.deviations >= unusual && excessOf(part) > 0).sort((a, b) => excessOf(b) - excessOf(a));
  const [part] = slower;
  if (part === undefined) return { kind: 'usual' };
  // calls beside each other, and those that nobody traced, are no part of the sum
  const excess = Math.max(
    parts.reduce((sum, one) => sum + excessOf(one), 0),
    seconds.now - seconds.usual,
  );
  const whole = Math.max(
    parts.reduce((sum, one) => sum + one.seconds.now, 0),
    seconds.now,
  );
  const [ofAllExcess, share] = [excessOf(part) / excess, part.seconds.now / whole];
  return ofAllExcess >= ofExcess && share >= ofWhole ? { kind: 'slowest', part, share, ofExcess: ofAllExcess } : { kind: 'scattered', parts: slower };
}
