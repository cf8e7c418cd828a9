/** Compares the simulator with a real run of the autoscaler. All times are seconds of the record. */
import { latencyKnee, type ScalingPolicy } from '../../config/scaling';
import { median } from '../waiting/median';
import { shareNear, simulatedCurve, type Loop } from './simulated-curve';

/** Tolerances: one sync early or late, and a tenth of the replicas. */
const tolerated = { step: 15, tolerance: 0.1 };
const enough = 0.95;

export interface LoopLook {
  /** Seconds of the record. */
  readonly at: number;
  readonly replicas: number;
  readonly ready: number;
}

interface Compared extends Omit<Loop, 'startUp' | 'initialReplicas'> {
  readonly name: string;
  readonly looks: readonly LoopLook[];
}

/**
 * Reports how near the curves are.
 * @returns problems, as sentences
 */
export function loopProblems(report: (line: string) => void, { name, looks, ...loop }: Compared): readonly string[] {
  const startUp = startUpOf(looks);
  const simulated = (policy: ScalingPolicy): readonly number[] => simulatedCurve({ ...loop, policy, startUp, initialReplicas: looks[0]?.replicas ?? 1 });
  const curve = simulated(loop.policy);
  const share = shareNear(looks, curve, tolerated);
  const exact = looks.filter(({ at, replicas }) => curve[Math.floor(at)] === replicas).length / looks.length;
  const { perPod = 100 } = loop.policy.signals.requestRate ?? {};
  const knee = (perPod / ((loop.policy.signals.cpu?.utilization ?? 70) / 100)) * latencyKnee;
  const carried = looks.filter(({ at, ready }) => loop.load(at) <= ready * knee).length / looks.length;
  const changes = (of: readonly number[]): number => of.filter((count, index) => index > 0 && count !== of[index - 1]).length;
  report(`${name}: delay ${loop.delay} s, start-up ${startUp} s, of the record`);
  report(`${name}: ${percent(share)} of ${looks.length} looks within a sync and a tenth, ${percent(exact)} the same at the same second`);
  report(`${name}: ${changes(looks.map(({ replicas }) => replicas))} changes, simulated ${changes(curve)}; below the knee ${percent(carried)} of the time`);
  // the comparison must be able to fail: another target must not be near
  const other = shareNear(looks, simulated(withTarget(loop.policy, 0.85)), tolerated);
  report(`${name}: ${percent(other)} for a policy with 15 % fewer requests a pod`);
  return [
    ...(share >= enough ? [] : [`${name}: the curves must be near each other ${percent(enough)} of the time, received ${percent(share)}`]),
    ...(other < enough ? [] : [`${name}: another policy must be told, received ${percent(other)}`]),
    ...(carried >= enough ? [] : [`${name}: pods must be below the knee ${percent(enough)} of the time, received ${percent(carried)}`]),
  ];
}

/** Seconds of the record from a scale-out until the pods are ready. */
function startUpOf(looks: readonly LoopLook[]): number {
  const waits = looks.flatMap(({ at, replicas }, index) => {
    const before = looks[index - 1];
    if (before === undefined || replicas <= before.replicas) return [];
    const ready = looks.slice(index).find((look) => look.ready >= replicas);
    return ready === undefined ? [] : [ready.at - at];
  });
  return waits.length === 0 ? 0 : Math.round(median(waits));
}

function withTarget(policy: ScalingPolicy, factor: number): ScalingPolicy {
  const { requestRate } = policy.signals;
  return {
    ...policy,
    signals: { ...policy.signals, ...(requestRate === undefined ? {} : { requestRate: { ...requestRate, perPod: requestRate.perPod * factor } }) },
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
