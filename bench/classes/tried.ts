/** Candidates for `classPolicies`, compared with plain CPU autoscalers on parts of recorded loads. */
import { z } from 'zod';
import { classPolicies, classRooms, loadClasses, withRoom, type LoadClass, type Room } from '../../config/class-policies';
import { seedPolicy, type ScalingPolicy } from '../../config/scaling';
import type { TelemetrySettings } from '../../config/telemetry-settings';
import { dominates } from '../../simulator/outcome-table';
import { simulate, type Outcome, type Simulation } from '../../simulator/simulate';
import type { Load } from '../../simulator/load/load';
import { environments } from '../../test/fixtures/environments';

export interface Candidate {
  readonly name: string;
  readonly policy: ScalingPolicy;
}

/** A case is a part of a load with a start-up: results of a policy in it, compared with the plain autoscalers. */
export const tried = z.object({
  /** A plain autoscaler has fewer violations at no more cost, or no more at less. */
  dominated: z.boolean(),
  /** Changes of replicas, relative to those of HPA 70 %. */
  changes: z.number(),
  /** Violating requests, in percent of all. */
  violations: z.number(),
  /** Pod-hours, relative to those of the oracle. */
  cost: z.number(),
  /** Percent of requests that may be violated: 0.25, or what HPA 40 % violates where that is more. */
  allowed: z.number(),
  /** Cost of the cheapest plain autoscaler within `allowed`. */
  plainCost: z.number(),
});
export type Tried = z.infer<typeof tried>;

/** Largest allowed number of changes of replicas, relative to HPA 70 %. */
export const mostChanges = 1.2;

const headrooms = [0.7, 0.83, 0.95, 1.05];
const spares = [0, 2];
const tolerances = [
  { up: 0.1, down: 0.1 },
  { up: 0.1, down: 0.2 },
];

/** The policy that the others vary; it was not chosen on a load. */
export const seed: Candidate = { name: 'seed', policy: seedPolicy };
export const ofClasses: readonly Candidate[] = loadClasses.map((name) => ({ name, policy: classPolicies[name] }));

function candidateOf(room: Room): Candidate {
  return { name: `${room.headroom} +${room.spare} ${room.up}/${room.down}`, policy: withRoom(room) };
}

const grid = headrooms.flatMap((headroom) => spares.flatMap((spare) => tolerances.map((tolerance) => ({ headroom, spare, ...tolerance }))));
const rooms: readonly Room[] = [...grid, ...loadClasses.map((name) => classRooms[name])];
/** The candidates. */
export const candidates: readonly Candidate[] = [...new Map(rooms.map(candidateOf).map((candidate) => [candidate.name, candidate])).values()];

const [standard] = environments;

function telemetryOf(change: Partial<TelemetrySettings>): TelemetrySettings {
  if (standard === undefined) throw new Error('the fixtures have an environment');
  return { ...standard.telemetry, ...change };
}

/** Telemetry without any delay, and rates of the present moment: no reactive policy can have better data. */
const atOnce: Partial<TelemetrySettings> = { spanBatch: '0s', flushInterval: '0s', scrapeInterval: '0s', ruleInterval: '0s', window: '5s' };

/** The same policy at other targets, as the plain autoscaler is compared at several targets. */
export interface Frontier {
  readonly name: 'class' | 'unbounded' | 'at once';
  readonly candidates: readonly Candidate[];
  readonly telemetry: Partial<TelemetrySettings>;
}

const targets = [0.65, 0.74, 0.83, 0.92, 0.98, 1.02, 1.06, 1.1];
const untolerant: readonly Candidate[] = [...targets, 1.15, 1.21].map((headroom) => candidateOf({ headroom, spare: 0, up: 0, down: 0 }));

/**
 * The policy of the class at every target below the knee of latency; the same without tolerance and without a limit on changes; and that without delay of telemetry, which is
 * the bound of what a reactive policy with a target can reach.
 */
export function frontiersOf(name: LoadClass): readonly Frontier[] {
  const { up } = classRooms[name];
  const shape = targets.filter((headroom) => 0.7 * headroom * (1 + up) <= 0.85).map((headroom) => candidateOf({ ...classRooms[name], headroom }));
  return [
    { name: 'class', candidates: shape, telemetry: {} },
    ...(name === 'smooth'
      ? [
          { name: 'unbounded' as const, candidates: untolerant, telemetry: {} },
          { name: 'at once' as const, candidates: untolerant, telemetry: atOnce },
        ]
      : []),
  ];
}

export const startUps = [30, 60, 180];
const plain = ['hpa40', 'hpa45', 'hpa50', 'hpa55', 'hpa60', 'hpa65', 'hpa70', 'hpa75'];

type Common = Pick<Simulation, 'load' | 'telemetry' | 'burst' | 'podsAtPeak' | 'scale' | 'sampling' | 'podsOf'>;

function commonOf(load: Load, change: Partial<TelemetrySettings>): Common {
  return { load, telemetry: telemetryOf(change), burst: 4, podsAtPeak: 20, scale: 1, sampling: { window: 60, delay: 30 }, podsOf: seedPolicy };
}

/** Results of the plain autoscalers on a load, for each start-up. */
export type Plains = readonly (readonly Outcome[])[];

export function plainsOf(load: Load): Plains {
  return startUps.map((startUp) => simulate({ ...commonOf(load, {}), policy: seedPolicy, startUp, compare: plain }));
}

/** @returns the results of a policy for each start-up */
export function triedOn(load: Load, plains: Plains, { policy }: Candidate, change: Partial<TelemetrySettings> = {}): readonly Tried[] {
  return startUps.map((startUp, at) => judged(simulate({ ...commonOf(load, change), policy, startUp, compare: ['policy'] })[0], plains[at] ?? []));
}

function judged(outcome: Outcome | undefined, others: readonly Outcome[]): Tried {
  const of = (percent: number): Outcome | undefined => others[plain.indexOf(`hpa${percent}`)];
  const [least, usual] = [of(40), of(70)];
  if (outcome === undefined || least === undefined || usual === undefined) throw new Error('every policy that is asked for has an outcome');
  const { violations, costOverOracle: cost, actionsPerDay } = outcome;
  const allowed = Math.max(0.25, least.violations);
  return {
    dominated: others.some((other) => dominates(other, outcome)),
    changes: usual.actionsPerDay === 0 ? actionsPerDay && Infinity : actionsPerDay / usual.actionsPerDay,
    violations,
    cost,
    allowed,
    plainCost: Math.min(...others.filter((other) => other.violations <= allowed).map(({ costOverOracle }) => costOverOracle)),
  };
}
