/** Decisions that are no longer kept in words, as far as limits count them: a policy that decides often, or a text without room, must not make a limit forget. */
import { z } from 'zod';
import type { LoggedDecision, WorkloadState } from './workload-state';

/** By policy, the oldest first. */
type EarlierDecisions = WorkloadState['earlier'];

/** Seconds for which limits count. */
const counted = 3600;
/** Most changes that any limit allows in it (config/optimizer). */
export const mostCounted = 60;

/** @param dropped what is not kept in words from now on, the newest last */
export function withDropped(earlier: EarlierDecisions, dropped: readonly LoggedDecision[]): EarlierDecisions {
  if (dropped.length === 0) return earlier;
  const all = new Map(earlier);
  for (const { at, outcome } of dropped)
    if (outcome.kind === 'decision') all.set(outcome.policy, [...(all.get(outcome.policy) ?? []), { at, value: outcome.value }]);
  const since = Math.max(...dropped.map(({ at }) => at)) - counted;
  return new Map(
    [...all].flatMap(([policy, made]) => (made.some(({ at }) => at > since) ? [[policy, made.filter(({ at }) => at > since).slice(-mostCounted)]] : [])),
  );
}

/** All that limits count, by policy. */
export function madeBy({ decisions, earlier }: Pick<WorkloadState, 'decisions' | 'earlier'>): EarlierDecisions {
  const made = new Map(earlier);
  for (const { at, outcome } of decisions) {
    if (outcome.kind === 'decision') made.set(outcome.policy, [...(made.get(outcome.policy) ?? []), { at, value: outcome.value }]);
  }
  return made;
}

/** As it is written: times and values, by policy. */
export const writtenEarlier = z
  .record(z.string(), z.array(z.tuple([z.number(), z.number()])))
  .transform((all): EarlierDecisions => new Map(Object.entries(all).map(([policy, made]) => [policy, made.map(([at, value]) => ({ at, value }))])));

/** In whole seconds. @param newest how many of each policy */
export function earlierText(earlier: EarlierDecisions, newest: number): Readonly<Record<string, readonly (readonly [number, number])[]>> {
  const kept = newest === 0 ? [] : [...earlier];
  return Object.fromEntries(kept.map(([policy, made]) => [policy, made.slice(-newest).map(({ at, value }) => [Math.floor(at), value] as const)]));
}
