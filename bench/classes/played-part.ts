/** One load, simulated in its own process: question and answer are sent as JSON. */
import { z } from 'zod';
import { loadClasses } from '../../config/class-policies';
import { characterOf } from '../../simulator/load/character';
import { cut } from './cut';
import { playedLoad } from './played-loads';
import { candidates, frontiersOf, mostChanges, ofClasses, plainsOf, seed, startUps, tried, triedOn, type Frontier, type Plains } from './tried';
import type { Load } from '../../simulator/load/load';

/** On the first part of a load every candidate is simulated, on the rest only those that `chosen` names. */
export const asked = z.object({ load: z.string(), part: z.enum(['first', 'rest']), chosen: z.array(z.string()) });
export type Asked = z.infer<typeof asked>;

export const played = z.object({
  load: z.string(),
  /** The class of the load's first part. */
  class: z.enum(loadClasses),
  part: z.record(z.string(), z.array(tried)),
  /** Cost within the allowed violations, relative to the cheapest plain autoscaler, for each start-up; null where no target is within both bounds. */
  frontiers: z.record(z.string(), z.array(z.number().nullable())),
});
export type Played = z.infer<typeof played>;

export function playedPart({ load: name, part, chosen }: Asked): Played {
  const { first, rest } = cut(playedLoad(name));
  const found = characterOf(first).class;
  const load = part === 'first' ? first : rest;
  const policies = part === 'first' ? candidates : [seed, ...ofClasses, ...candidates.filter((candidate) => chosen.includes(candidate.name))];
  const plains = plainsOf(load);
  const frontiers = part === 'first' ? [] : frontiersOf(found).map((frontier) => [frontier.name, frontierOf(load, plains, frontier)] as const);
  return {
    load: name,
    class: found,
    part: Object.fromEntries(policies.map((candidate) => [candidate.name, [...triedOn(load, plains, candidate)]])),
    frontiers: Object.fromEntries(frontiers),
  };
}

function frontierOf(load: Load, plains: Plains, { name, candidates: all, telemetry }: Frontier): (number | null)[] {
  const rows = all.map((candidate) => triedOn(load, plains, candidate, telemetry));
  return startUps.map((_, at) => {
    const within = rows
      .flatMap((row) => row[at] ?? [])
      .filter(({ violations, allowed, changes }) => violations <= allowed && (name !== 'class' || changes <= mostChanges));
    return within.length === 0 ? null : Math.min(...within.map(({ cost, plainCost }) => cost / plainCost));
  });
}
