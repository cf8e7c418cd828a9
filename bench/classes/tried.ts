/** Policies of the kind of `classPolicies`, and how plain autoscalers on CPU fare beside each on parts of recorded loads. */
import { withRoom, type Room } from '../../config/class-policies';
import { seedPolicy, type ScalingPolicy } from '../../config/scaling';
import { dominates } from '../../simulator/outcome-table';
import { simulate, type Outcome, type Simulation } from '../../simulator/simulate';
import type { Load } from '../../simulator/load/load';

export interface Candidate {
  readonly name: string;
  readonly policy: ScalingPolicy;
}

/** A case is a part of a load at a start-up. */
export interface Tried {
  /** Plain autoscalers dominate it. */
  readonly dominated: boolean;
  readonly violations: number;
  readonly cost: number;
}

const headrooms = [0.6, 0.65, 0.7, 0.8, 0.9, 1, 1.1];
const tolerances = [
  { up: 0, down: 0.1 },
  { up: 0.05, down: 0.2 },
  { up: 0.1, down: 0.2 },
  { up: 0.1, down: 0.3 },
];

export const product: Candidate = { name: 'product', policy: seedPolicy };

function candidateOf(room: Room): Candidate {
  return { name: `${room.headroom}/${room.up}/${room.down}`, policy: withRoom(room) };
}

export const candidates: readonly Candidate[] = headrooms.flatMap((headroom) => tolerances.map((tolerance) => candidateOf({ headroom, ...tolerance })));

export const startUps = [30, 60, 180];
const plain = ['hpa40', 'hpa45', 'hpa50', 'hpa55', 'hpa60', 'hpa65', 'hpa70', 'hpa75'];

export type Setting = Pick<Simulation, 'telemetry'>;

/** @returns for each policy what it does at each start-up */
export function tried(load: Load, policies: readonly Candidate[], { telemetry }: Setting): ReadonlyMap<string, readonly Tried[]> {
  const common = { load, telemetry, burst: 4, podsAtPeak: 20, scale: 1, sampling: { window: 60, delay: 30 } };
  const others = startUps.map((startUp) => simulate({ ...common, policy: seedPolicy, startUp, compare: plain }));
  const judged = (outcome: Outcome | undefined, at: number): Tried => {
    if (outcome === undefined) throw new Error('every policy that is asked for has an outcome');
    const { violations, costOverOracle: cost } = outcome;
    return { dominated: (others[at] ?? []).some((other) => dominates(other, outcome)), violations, cost };
  };
  return new Map(
    policies.map(({ name, policy }) => [name, startUps.map((startUp, at) => judged(simulate({ ...common, policy, startUp, compare: ['policy'] })[0], at))]),
  );
}
