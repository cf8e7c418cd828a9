/** Contenders of a replayed day: plain autoscalers, the policy, and the policy with what the optimizer would have published, each at several targets. */
import { cpuScaler } from '../../autoscaler/replay/kubernetes-scaler';
import { replay } from '../../autoscaler/replay/replay';
import { demandOf, perPodOf, podModelOf, trial, type TrialOutcome, type TrialSettings } from '../../optimizer/learning/trial';
import type { RehearsedDay } from '../../optimizer/learning/learn';
import type { Stance } from '../../optimizer/learning/stance';
import { seedPolicy } from '../../test/fixtures/standard';

/** Targets of plain autoscalers, percent of the CPU request, and of the policy, as multiples of its own. */
const percents = [40, 45, 50, 55, 60, 65, 70, 75];
const multiples = [0.6, 0.7, 0.8, 0.9, 1, 1.1];

export type Family = 'plain' | 'alone' | 'with';

export interface Contender {
  readonly family: Family;
  /** Percent, or a multiple of the policy's targets. */
  readonly target: number;
}

export const contenders: readonly Contender[] = [
  ...percents.map((target) => ({ family: 'plain' as const, target })),
  ...multiples.flatMap((target) => [
    { family: 'alone' as const, target },
    { family: 'with' as const, target },
  ]),
];

/** @param stance earned by the replay of the day before; without one the policy has no forecast */
export function playedBy({ family, target }: Contender, rehearsal: RehearsedDay, settings: TrialSettings, stance: Stance | undefined): TrialOutcome {
  if (family === 'plain') return plain(rehearsal, settings, target);
  const tuned = { ...settings, workload: { ...settings.workload, scaling: atTargets(target) } };
  return trial(rehearsal, tuned, family === 'with' ? stance : undefined);
}

function plain({ day }: RehearsedDay, settings: TrialSettings, percent: number): TrialOutcome {
  const { minReplicas, maxReplicas } = settings.workload.scaling;
  const model = podModelOf(settings);
  const { demand, tick } = demandOf(day);
  const initialReplicas = Math.min(Math.max(Math.ceil((demand[0] ?? 0) / perPodOf(settings.workload)), minReplicas), maxReplicas);
  const scaler = cpuScaler({ percent, minReplicas, maxReplicas, sampling: { window: 60, delay: 30 } });
  return replay({ demand, tick, syncPeriod: tick, model, scaler, initialReplicas });
}

/** CPU target and requests a pod by the same factor: what a pod can carry stays. */
function atTargets(multiple: number): typeof seedPolicy {
  const { cpu, requestRate, ...others } = seedPolicy.signals;
  return {
    ...seedPolicy,
    signals: {
      ...others,
      ...(cpu === undefined ? {} : { cpu: { ...cpu, utilization: cpu.utilization * multiple } }),
      ...(requestRate === undefined ? {} : { requestRate: { ...requestRate, perPod: requestRate.perPod * multiple } }),
    },
  };
}
