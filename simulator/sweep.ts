/**
 * Searches the neighbourhood of a policy for policies that no other dominates on a load. It is a grid over the settings with the largest effect: headroom, the two tolerances and
 * scale-in. All five signals and their caps stay; the CPU target and requests per pod are multiplied by the same headroom.
 */
import { retuned, type Retuning } from '../config/retuned-policy';
import type { ScalingPolicy, ScalingRule } from '../config/scaling';
import { dominates } from './outcome-table';
import { playground, type Outcome, type Simulation } from './simulate';

interface Candidate {
  /** Factor on the CPU target and on requests per pod; with 0.65 a third of the capacity stays spare. */
  readonly headroom: number;
  readonly up: ScalingRule;
  readonly down: ScalingRule;
}

export interface Swept extends Candidate {
  readonly policy: ScalingPolicy;
  readonly outcome: Outcome;
}

export interface Sweep {
  /** Largest percentage of violating requests of the chosen policy: 0.25, or that of HPA 40 % if it is more. */
  readonly allowed: number;
  /** Most changes of replicas per day of the chosen policy: 1.2 times those of HPA 70 %. */
  readonly mostActions: number;
  /** The cheapest plain autoscaler within both bounds. */
  readonly plain: Outcome | undefined;
  /** Outcome of the present policy. */
  readonly present: Outcome;
  /** The Pareto frontier, fewest violations first. */
  readonly frontier: readonly Swept[];
  /** The cheapest policy within both bounds; `undefined` if there is none. */
  readonly chosen: Swept | undefined;
  /** Number of candidates that the rules of the configuration refuse. */
  readonly refused: number;
}

/** @param what what is counted: policies of a sweep, or days that a forecast is learned for */
export type Progress = (done: number, of: number, what: 'policies' | 'days') => void;

interface SweepOptions {
  /** Whether the rules of the configuration accept a policy. */
  readonly admit: (policy: ScalingPolicy) => boolean;
  readonly progress: Progress;
}

const headrooms = [0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1, 1.05, 1.1];
const upTolerances = [0, 0.05, 0.1];
const scaleIns = [
  { percent: 10, tolerance: 0.1 },
  { percent: 100, tolerance: 0.2 },
  { percent: 100, tolerance: 0.3 },
];
const plainTargets = [40, 45, 50, 55, 60, 65, 70, 75];

export function sweep(simulation: Simulation, { admit, progress }: SweepOptions): Sweep {
  const ground = playground(simulation);
  const plains = plainTargets.map((percent) => ({ percent, outcome: ground.play(`hpa${percent}`) }));
  const of = (wanted: number): Outcome | undefined => plains.find(({ percent }) => percent === wanted)?.outcome;
  const allowed = Math.max(0.25, of(40)?.violations ?? 0);
  const mostActions = 1.2 * (of(70)?.actionsPerDay ?? 0);
  const all = candidates(simulation.policy);
  const taken = all.filter(({ policy }) => admit(policy));
  const played = taken.map((candidate, index) => {
    const outcome = playground({ ...simulation, policy: candidate.policy }).play('policy');
    progress(index + 1, taken.length, 'policies');
    return { ...candidate, outcome };
  });
  const within = played.filter(({ outcome }) => outcome.violations <= allowed && outcome.actionsPerDay <= mostActions);
  return {
    allowed,
    mostActions,
    plain: cheapest(plains.filter(({ outcome }) => outcome.violations <= allowed))?.outcome,
    present: ground.play('policy'),
    frontier: frontierOf(played),
    chosen: cheapest(within),
    refused: all.length - taken.length,
  };
}

type Unplayed = Omit<Swept, 'outcome'>;

/** What is tried, around any policy. */
export const policyGrid: readonly Retuning[] = headrooms.flatMap((headroom) =>
  upTolerances.flatMap((upTolerance) => scaleIns.map((scaleIn) => ({ headroom, upTolerance, scaleIn }))),
);

function candidates(policy: ScalingPolicy): readonly Unplayed[] {
  return policyGrid.map((retuning) => {
    const changed = retuned(policy, retuning);
    return { headroom: retuning.headroom, ...changed.behavior, policy: changed };
  });
}

function cheapest<One extends { readonly outcome: Outcome }>(all: readonly One[]): One | undefined {
  return all.reduce<One | undefined>((best, one) => (best === undefined || one.outcome.costOverOracle < best.outcome.costOverOracle ? one : best), undefined);
}

function frontierOf(played: readonly Swept[]): readonly Swept[] {
  return played
    .filter(({ outcome }) => !played.some((other) => dominates(other.outcome, outcome)))
    .sort((a, b) => a.outcome.violations - b.outcome.violations || a.outcome.costOverOracle - b.outcome.costOverOracle);
}
